#include "app/window/home_page.h"

#include "app/window/home_cards.h"
#include "app/window/tour_strip.h"
#include "views/kit/action_registry.h"
#include "views/kit/keycap.h"
#include "views/kit/settings.h"
#include "views/kit/style_paint.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

namespace td::app {
namespace {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

constexpr int kMargin = 24;
constexpr int kTwoColumnsFrom = 1100;

void makeQuiet(QLabel* label) {
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, kit::themed(ColorId::SecondaryText));
    label->setPalette(palette);
}

QHBoxLayout* headRow(QLabel* title, QLabel* note) {
    title->setFont(Theme::font(FontId::Section));
    note->setFont(Theme::font(FontId::Small));
    auto* row = new QHBoxLayout;
    row->addWidget(title);
    row->addWidget(note, 1);
    return row;
}

} // namespace

HomePage::HomePage(kit::ActionRegistry& actions, kit::Settings& settings, RecentList& recent, QWidget* parent)
    : QScrollArea(parent)
    , m_actions(actions)
    , m_recent(new RecentPanel(recent)) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus); // what is in it has the focus, and scrolls it into sight
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(kMargin, 16, kMargin, 12);
    column->setSpacing(20);
    m_top = new QBoxLayout(QBoxLayout::LeftToRight);
    m_top->setSpacing(kMargin);
    m_top->addWidget(makeOpenCard(), 1);
    m_top->addWidget(m_recent, 1);
    column->addLayout(m_top);
    m_tour = new TourStrip;
    m_tour->setVisible(settings.showTour());
    connect(m_tour, &TourStrip::closed, this, [&settings] { settings.setShowTour(false); });
    connect(&settings, &kit::Settings::changed, this, [this, &settings] { m_tour->setVisible(settings.showTour()); });
    column->addWidget(m_tour);
    column->addWidget(makeSamples(), 4);
    column->addStretch(1);
    column->addWidget(makeKeys());
    setWidget(content);
    connect(m_recent, &RecentPanel::openRequested, this, &HomePage::openRequested);
    connect(&m_actions, &kit::ActionRegistry::keysChanged, this, &HomePage::fillKeys);
    connect(&Theme::instance(), &Theme::changed, this, &HomePage::retranslate);
    setFocusProxy(m_openFolder); // the first thing to do here
    retranslate();
}

QWidget* HomePage::makeOpenCard() {
    auto* part = new QWidget;
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    m_openTitle = new QLabel;
    m_openNote = new QLabel;
    column->addLayout(headRow(m_openTitle, m_openNote));
    auto* card = new Card(Card::Edge::Dashed);
    card->setFixedHeight(176);
    auto* row = new QHBoxLayout(card);
    row->setContentsMargins(kMargin, 20, kMargin, 16);
    row->setSpacing(20);
    auto* picture = new QLabel;
    picture->setPixmap(Theme::instance().iconPixmap(QStringLiteral("drop"), 32, ColorId::Accent, devicePixelRatioF()));
    connect(&Theme::instance(), &Theme::changed, picture, [picture] {
        picture->setPixmap(
            Theme::instance().iconPixmap(QStringLiteral("drop"), 32, ColorId::Accent, picture->devicePixelRatioF()));
    });
    row->addWidget(picture, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    m_drop = new QLabel;
    m_drop->setFont(Theme::font(FontId::Section));
    m_kinds = new QLabel;
    m_kinds->setWordWrap(true);
    words->addWidget(m_drop);
    words->addWidget(m_kinds);
    words->addStretch(1);
    auto* buttons = new QHBoxLayout;
    m_openFolder = new QPushButton;
    m_openFolder->setProperty("tdPrimary", true);
    m_openFile = new QPushButton;
    for (QPushButton* button : {m_openFolder, m_openFile}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    words->addLayout(buttons);
    row->addLayout(words, 1);
    column->addWidget(card);
    connect(m_openFolder, &QPushButton::clicked, m_actions.action(QStringLiteral("file.openFolder")),
            &QAction::trigger);
    connect(m_openFile, &QPushButton::clicked, m_actions.action(QStringLiteral("file.open")), &QAction::trigger);
    return part;
}

QWidget* HomePage::makeSamples() {
    auto* part = new QWidget;
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    m_samplesTitle = new QLabel;
    m_samplesNote = new QLabel;
    column->addLayout(headRow(m_samplesTitle, m_samplesNote));
    m_sampleGrid = new QGridLayout;
    m_sampleGrid->setSpacing(12);
    for (const Sample& sample : findSamples()) {
        auto* card = new SampleCard(sample);
        connect(card, &QAbstractButton::clicked, this, [this, card] { Q_EMIT openRequested({card->sample().path}); });
        m_cards << card;
    }
    column->addLayout(m_sampleGrid);
    part->setVisible(!m_cards.isEmpty());
    return part;
}

QWidget* HomePage::makeKeys() {
    auto* part = new QWidget;
    m_keys = new QHBoxLayout(part);
    m_keys->setContentsMargins(0, 8, 0, 0);
    m_keys->setSpacing(8);
    return part;
}

void HomePage::fillKeys() {
    while (QLayoutItem* item = m_keys->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const char* id : {"view.palette", "file.openFolder", "file.open", "edit.undo", "view.settings"}) {
        const QAction* action = m_actions.action(QLatin1String(id));
        if (!action || action->shortcut().isEmpty()) continue;
        m_keys->addWidget(new kit::Keycap(action->shortcut().toString(QKeySequence::NativeText)));
        auto* label = new QLabel(m_actions.spec(QLatin1String(id))->text().remove(QStringLiteral("…")));
        label->setFont(Theme::font(FontId::Small));
        makeQuiet(label);
        m_keys->addWidget(label);
        m_keys->addSpacing(12);
    }
    m_keys->addStretch(1);
    QAction* all = m_actions.action(QStringLiteral("view.keys"));
    if (!all) return;
    auto* button = new QPushButton(tr("All keys"));
    button->setFlat(true);
    QPalette link = button->palette();
    link.setColor(QPalette::ButtonText, kit::themed(ColorId::Accent));
    button->setPalette(link);
    button->setFixedWidth(button->fontMetrics().horizontalAdvance(button->text()) + 6);
    button->setAutoDefault(false);
    button->setAccessibleName(button->text());
    button->setToolTip(all->toolTip());
    connect(button, &QPushButton::clicked, all, &QAction::trigger);
    m_keys->addWidget(button);
}

void HomePage::arrange() {
    const bool wide = viewport()->width() >= kTwoColumnsFrom;
    m_top->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    const int fitting = (viewport()->width() - 2 * kMargin + 12) / 310;
    const int columns = std::clamp(fitting, 1, std::max(1, static_cast<int>(m_cards.size())));
    for (int i = 0; i < m_cards.size(); ++i)
        m_sampleGrid->addWidget(m_cards[i], i / columns, i % columns);
    for (int c = 0; c < 8; ++c)
        m_sampleGrid->setColumnStretch(c, c < columns ? 1 : 0);
}

void HomePage::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    arrange();
}

void HomePage::showEvent(QShowEvent* event) {
    QScrollArea::showEvent(event);
    if (m_reader || m_cards.isEmpty()) return;
    m_reader = new SampleReader(this);
    connect(m_reader, &SampleReader::found, this, [this](const SampleFacts& facts) {
        for (SampleCard* card : std::as_const(m_cards))
            if (card->sample().id == facts.id) card->setFacts(facts);
        ++m_found;
    });
    QList<Sample> samples;
    for (const SampleCard* card : std::as_const(m_cards))
        samples << card->sample();
    // After the first paint: the window comes first.
    QTimer::singleShot(0, this, [this, samples] { m_reader->read(samples); });
}

bool HomePage::isSettled() const {
    return m_found >= m_cards.size();
}

void HomePage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QScrollArea::changeEvent(event);
}

void HomePage::retranslate() {
    setAccessibleName(tr("Home"));
    m_openTitle->setText(tr("Open"));
    m_openNote->setText(tr("a file or a folder; read where it lies, never changed"));
    m_drop->setText(tr("Drop a folder or an event log here"));
    m_kinds->setText(
        tr("TensorFlow-style event logs (tfevents), as TensorFlow, PyTorch, Keras, JAX and tensorboardX write "
           "them, also gzip'd. Every point is read."));
    const auto label = [this](QPushButton* button, const char* id) {
        const QAction* action = m_actions.action(QLatin1String(id));
        button->setText(action->text());
        button->setAccessibleName(action->text());
        button->setToolTip(action->toolTip());
    };
    label(m_openFolder, "file.openFolder");
    label(m_openFile, "file.open");
    m_samplesTitle->setText(tr("Sample runs"));
    m_samplesNote->setText(tr("real logs of real training, to look around in"));
    for (QLabel* quiet : {m_openNote, m_kinds, m_samplesNote})
        makeQuiet(quiet);
    for (SampleCard* card : std::as_const(m_cards))
        card->retranslate();
    m_tour->retranslate();
    fillKeys();
}

} // namespace td::app
