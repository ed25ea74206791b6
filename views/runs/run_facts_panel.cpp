#include "views/runs/run_facts_panel.h"

#include "views/kit/elided_label.h"
#include "views/kit/format.h"
#include "views/kit/theme.h"
#include "views/runs/number_text.h"
#include "views/runs/run_state_look.h"

namespace td::runs {
namespace {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

/// More would only make the window slow; the issue list has them all.
constexpr size_t kMostProblems = 50, kMostFacts = 500, kMostFiles = 200;

QLabel* label(const QString& text, FontId font, QPalette::ColorRole role, QWidget* parent) {
    auto* made = new QLabel(text, parent);
    made->setTextFormat(Qt::PlainText);
    made->setFont(Theme::font(font));
    made->setForegroundRole(role);
    return made;
}

QString parameterText(const runlog::HParam& parameter) {
    return parameter.type == runlog::HParam::Type::Number ? kit::Format::parameter(parameter.number)
                                                          : QString::fromStdString(textOf(parameter));
}

} // namespace

/// The 24 px sample of the run's line.
class RunFactsPanel::Sample : public QWidget {
public:
    Sample(int slot, QWidget* parent)
        : QWidget(parent)
        , m_slot(slot) {
        setFixedSize(24, 16);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        drawLineSample(painter, 0, 8, m_slot, 1);
    }

private:
    int m_slot;
};

RunFactsPanel::RunFactsPanel(QWidget* parent)
    : QWidget(parent) {
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_pause.setSingleShot(true);
    m_pause.setInterval(500);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (m_stale) rebuild();
    });
    connect(&Theme::instance(), &Theme::changed, this, &RunFactsPanel::rebuild);
    rebuild();
}

void RunFactsPanel::setIssueText(std::function<QString(const runlog::Issue&)> words) {
    m_issueText = std::move(words);
    rebuild();
}

void RunFactsPanel::setIssues(std::optional<std::vector<runlog::Issue>> issues) {
    if (issues == m_issues) return;
    m_issues = std::move(issues);
    m_stale = true;
    if (!m_pause.isActive()) m_pause.start();
}

void RunFactsPanel::setRun(std::shared_ptr<const runlog::RunSnapshot> run, const RunRow& row) {
    const bool sameLook =
        row.label == m_row.label && row.slot == m_row.slot && stateLook(row) == stateLook(m_row) && !run == !m_run;
    if (run == m_run && sameLook) return;
    const bool onlyGrew = sameLook && run && m_run && run->id == m_run->id && run->loading == m_run->loading;
    m_run = std::move(run);
    m_row = row;
    m_stale = onlyGrew && m_pause.isActive();
    if (!m_stale) rebuild();
}

void RunFactsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) rebuild();
    QWidget::changeEvent(event);
}

void RunFactsPanel::rebuild() {
    m_stale = false;
    setAccessibleName(tr("Facts of the selected run"));
    m_pause.start();
    delete m_content;
    m_content = new QWidget(this);
    auto* rows = new QVBoxLayout(m_content);
    rows->setContentsMargins(0, 0, 0, 12);
    rows->setSpacing(0);
    m_layout->addWidget(m_content);
    if (!m_run) {
        auto* hint = label(tr("Select a run to see its hyperparameters, files and problems."), FontId::Small,
                           QPalette::PlaceholderText, m_content);
        hint->setWordWrap(true);
        hint->setContentsMargins(12, 12, 12, 12);
        rows->addWidget(hint);
        return;
    }
    const RunFacts facts = factsOf(*m_run, m_issues);
    addHead(facts);
    for (size_t i = 0; i < std::min(facts.parameters.size(), kMostFacts); ++i)
        addFact(QString::fromStdString(facts.parameters[i].name), parameterText(facts.parameters[i]));
    addTitle(
        tr("Files"),
        tr("%Ln file(s), %1", nullptr, static_cast<int>(facts.files.size())).arg(kit::Format::bytes(facts.totalBytes)));
    for (size_t i = 0; i < std::min(facts.files.size(), kMostFiles); ++i)
        addFile(facts.files[i]);
    if (facts.problems.empty()) return;
    addTitle(tr("Problems"), tr("%Ln, the rest was read", nullptr, static_cast<int>(facts.problems.size())));
    for (size_t i = 0; i < std::min(facts.problems.size(), kMostProblems); ++i)
        addProblem(facts.problems[i]);
    if (facts.problems.size() > kMostProblems)
        addFact(tr("%Ln more in the issue list", nullptr, static_cast<int>(facts.problems.size() - kMostProblems)), {});
}

QString RunFactsPanel::stateLine(const RunFacts& facts) const {
    const QString state = facts.loading ? tr("reading") : stateLook(m_row).words;
    // What lasted less than a second has no length worth a column.
    return facts.durationS >= 1 ? tr("%1, %2", "state, duration").arg(state, kit::Format::clock(facts.durationS))
                                : state;
}

void RunFactsPanel::addHead(const RunFacts& facts) {
    auto* row = new QWidget(m_content);
    row->setFixedHeight(36);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(12, 0, 12, 0);
    layout->setSpacing(8);
    auto* name = new kit::ElidedLabel(QString::fromStdString(m_row.label), row);
    name->setFont(Theme::font(FontId::BodyStrong));
    auto* icon = new QLabel(row);
    const StateLook look = stateLook(m_row);
    icon->setObjectName(look.icon);
    icon->setPixmap(Theme::instance().iconPixmap(look.icon.isEmpty() ? QStringLiteral("info") : look.icon, 16,
                                                 look.tint, devicePixelRatioF()));
    layout->addWidget(new Sample(m_row.slot, row));
    layout->addWidget(name, 1);
    layout->addWidget(icon);
    layout->addWidget(label(stateLine(facts), FontId::Small, QPalette::PlaceholderText, row));
    m_content->layout()->addWidget(row);
}

void RunFactsPanel::addTitle(const QString& title, const QString& note) {
    auto* row = new QFrame(m_content);
    row->setFixedHeight(36);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(12, 0, 12, 0);
    layout->addWidget(label(title, FontId::BodyStrong, QPalette::WindowText, row));
    layout->addWidget(label(note, FontId::Small, QPalette::PlaceholderText, row));
    layout->addStretch();
    m_content->layout()->addWidget(row);
}

void RunFactsPanel::addFact(const QString& name, const QString& value) {
    auto* row = new QWidget(m_content);
    row->setFixedHeight(26);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(12, 0, 12, 0);
    auto* left = label(name, FontId::Body, QPalette::PlaceholderText, row);
    left->setMaximumWidth(150);
    auto* right = new kit::ElidedLabel(value, row);
    right->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(left);
    layout->addWidget(right, 1);
    m_content->layout()->addWidget(row);
}

void RunFactsPanel::addFile(const RunFacts::File& file) {
    auto* row = new QWidget(m_content);
    row->setFixedHeight(20);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(12, 0, 12, 0);
    auto* name = new kit::ElidedLabel(QString::fromStdString(file.name), row);
    name->setFont(Theme::font(FontId::MonoSmall));
    layout->addWidget(name, 1);
    layout->addWidget(label(kit::Format::bytes(file.bytes), FontId::Small, QPalette::PlaceholderText, row));
    m_content->layout()->addWidget(row);
}

void RunFactsPanel::addProblem(const runlog::Issue& issue) {
    auto* row = new QWidget(m_content);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(12, 0, 12, 8);
    layout->setSpacing(8);
    auto* icon = new QLabel(row);
    const bool note = severity(issue.code) == runlog::Severity::Note;
    icon->setPixmap(Theme::instance().iconPixmap(note ? QStringLiteral("info") : QStringLiteral("warn"), 16,
                                                 note ? ColorId::SecondaryText : ColorId::Warn, devicePixelRatioF()));
    const QString said =
        m_issueText ? m_issueText(issue)
                    : QString::fromUtf8(name(issue.code).data(), static_cast<qsizetype>(name(issue.code).size()));
    auto* text = label(said, FontId::Small, QPalette::WindowText, row);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(text);
    if (issue.code == runlog::IssueCode::Restart) words->addWidget(makeOlderButton(issue), 0, Qt::AlignLeft);
    layout->addWidget(icon, 0, Qt::AlignTop);
    layout->addLayout(words, 1);
    m_content->layout()->addWidget(row);
}

QWidget* RunFactsPanel::makeOlderButton(const runlog::Issue& issue) {
    const auto count = static_cast<int>(std::min<uint64_t>(issue.count, std::numeric_limits<int>::max()));
    auto* button =
        new QPushButton(m_olderShown ? tr("Hide %Ln older", nullptr, count) : tr("Show %Ln older", nullptr, count));
    button->setFixedHeight(24);
    button->setFont(Theme::font(FontId::Small));
    button->setAccessibleName(button->text());
    button->setToolTip(tr("Draw what this run wrote again after its restart, dashed, as a line of its own"));
    connect(button, &QPushButton::clicked, this, [this] { Q_EMIT showOlderRequested(!m_olderShown); });
    return button;
}

void RunFactsPanel::setOlderShown(bool shown) {
    if (shown == std::exchange(m_olderShown, shown)) return;
    // A button asked for this: it must not be deleted while it is being clicked.
    QMetaObject::invokeMethod(this, &RunFactsPanel::rebuild, Qt::QueuedConnection);
}

} // namespace td::runs
