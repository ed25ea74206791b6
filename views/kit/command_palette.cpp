#include "views/kit/command_palette.h"

#include "views/kit/action_registry.h"
#include "views/kit/palette_delegate.h"
#include "views/kit/style_paint.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPointer>
#include <QVBoxLayout>

namespace td::kit {
namespace {
constexpr int kWidth = 600;
constexpr int kRowsShown = 10;
constexpr int kLimit = 200;
constexpr int kEdge = 8;
} // namespace

CommandPalette::CommandPalette(ActionRegistry& actions, QWidget* window)
    : QFrame(window)
    , m_actions(actions)
    , m_model(new PaletteModel(this))
    , m_field(new QLineEdit)
    , m_list(new QListView)
    , m_nothing(new QLabel) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(8);
    m_field->addAction(Theme::instance().icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_field->setMinimumHeight(32);
    m_field->installEventFilter(this);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->viewport()->setAutoFillBackground(false);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setMinimumHeight(60);
    column->addWidget(m_field);
    column->addWidget(m_list);
    column->addWidget(m_nothing);
    window->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::refresh);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
    retranslate();
    hide();
}

void CommandPalette::addProvider(PaletteProvider provider) {
    m_providers.push_back(std::move(provider));
}

void CommandPalette::open(const QString& query) {
    if (!isVisible()) {
        m_focusBefore = window()->focusWidget();
        Q_EMIT opened();
    }
    m_field->setText(query);
    refresh();
    place();
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void CommandPalette::dismiss() {
    if (!isVisible()) return;
    hide();
    if (m_focusBefore && m_focusBefore->isVisible()) m_focusBefore->setFocus(Qt::OtherFocusReason);
    m_focusBefore = nullptr;
}

void CommandPalette::place() {
    const QWidget* window = parentWidget();
    const int width = std::min(kWidth, window->width() - 48);
    const int rows = std::clamp(m_model->rowCount(), 2, kRowsShown);
    const int height = 8 + 32 + 8 + rows * PaletteDelegate::kRowHeight + 8;
    const int middle = m_anchor ? m_anchor->mapTo(window, m_anchor->rect().center()).x() : window->width() / 2;
    const int x = std::clamp(middle - width / 2, kEdge, std::max(kEdge, window->width() - width - kEdge));
    setGeometry(x, 4, width, std::min(height, window->height() - 16));
}

std::vector<PaletteItem> CommandPalette::actionItems() const {
    std::vector<PaletteItem> items;
    for (const QString& id : m_actions.ids()) {
        QAction* action = m_actions.action(id);
        const ActionSpec* spec = m_actions.spec(id);
        if (!spec->inPalette || !action->isEnabled()) continue;
        items.push_back({action->text().remove(QLatin1Char('&')), spec->category(), spec->icon,
                         action->shortcut().toString(QKeySequence::NativeText),
                         [guard = QPointer<QAction>(action)] {
                             if (guard) guard->trigger();
                         },
                         spec->keywords});
    }
    return items;
}

void CommandPalette::refresh() {
    std::vector<PaletteItem> candidates = actionItems();
    for (const PaletteProvider& provider : m_providers)
        for (PaletteItem& item : provider(m_field->text()))
            candidates.push_back(std::move(item));
    m_model->setCandidates(std::move(candidates), m_field->text(), kLimit);
    const bool found = m_model->rowCount() > 0;
    m_list->setVisible(found);
    m_nothing->setVisible(!found);
    m_nothing->setText(tr("Nothing is called “%1”.").arg(m_field->text()));
    if (found) m_list->setCurrentIndex(m_model->index(0));
    if (isVisible()) place();
}

void CommandPalette::moveBy(int rows) {
    const int count = m_model->rowCount();
    if (count == 0) return;
    const int now = m_list->currentIndex().row();
    const int next = std::abs(rows) == 1 ? (now + rows + count) % count : std::clamp(now + rows, 0, count - 1);
    m_list->setCurrentIndex(m_model->index(next));
}

void CommandPalette::runCurrent() {
    const PaletteItem* item = m_model->item(m_list->currentIndex().row());
    if (!item) return;
    const auto run = item->run; // running may change what is listed
    dismiss();
    if (run) run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) place();
    if (watched != m_field) return false;
    if (event->type() == QEvent::FocusOut &&
        static_cast<QFocusEvent*>(event)->reason() != Qt::ActiveWindowFocusReason &&
        static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason) {
        hide(); // the focus went somewhere by itself: leave it there
        return false;
    }
    if (event->type() != QEvent::KeyPress) return false;
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
        moveBy(1);
        return true;
    case Qt::Key_Up:
        moveBy(-1);
        return true;
    case Qt::Key_PageDown:
        moveBy(kRowsShown);
        return true;
    case Qt::Key_PageUp:
        moveBy(-kRowsShown);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runCurrent();
        return true;
    case Qt::Key_Escape:
        dismiss();
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return true; // the focus stays in the field while the palette is open
    default:
        return false;
    }
}

void CommandPalette::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintBox(painter, rect(), kCardRadius, themed(ColorId::Raised), themed(ColorId::StrongBorder));
}

void CommandPalette::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QFrame::changeEvent(event);
}

void CommandPalette::retranslate() {
    setAccessibleName(tr("Command palette"));
    m_field->setPlaceholderText(tr("Search actions, runs, tags, settings"));
    m_field->setAccessibleName(tr("Search actions, runs, tags, settings"));
    m_list->setAccessibleName(tr("Found"));
    // Actions are told of the language by the window: what is listed follows once they know it.
    if (isVisible()) QMetaObject::invokeMethod(this, &CommandPalette::refresh, Qt::QueuedConnection);
}

} // namespace td::kit
