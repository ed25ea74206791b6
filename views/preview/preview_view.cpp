#include "views/preview/preview_view.h"

#include "views/kit/empty_state.h"
#include "views/kit/error_text.h"
#include "views/kit/format.h"
#include "views/kit/skeleton.h"
#include "views/kit/theme.h"
#include "views/kit/worker.h"
#include "views/kit_present/name_order.h"
#include "views/preview/indexed_table.h"
#include "views/preview/markdown_text.h"
#include "views/preview/parts_page.h"
#include "views/preview/preview_canvas.h"

namespace td::preview {
namespace {

using kit::Theme;

constexpr int kOneLineWidth = 600, kTextMargin = 12, kStepRoom = 176, kStepGrain = 44;

std::optional<runlog::TagKind> tagKindOf(Kind kind) {
    switch (kind) {
    case Kind::Histograms:
        return runlog::TagKind::Histograms;
    case Kind::Images:
        return runlog::TagKind::Images;
    case Kind::Text:
        return runlog::TagKind::Text;
    case Kind::Audio:
        return runlog::TagKind::Audio;
    default:
        return {};
    }
}

struct Entry {
    QString key, words;
    bool operator==(const Entry&) const = default;
};

/// Replaces the entries where they changed and keeps the chosen one where it is still there.
void setEntries(QComboBox* box, const std::vector<Entry>& entries) {
    std::vector<Entry> known;
    for (int i = 0; i < box->count(); ++i)
        known.push_back({box->itemData(i).toString(), box->itemText(i)});
    if (known == entries) return;
    const QString current = box->currentData().toString();
    const QSignalBlocker quiet(box);
    box->clear();
    for (const Entry& entry : entries)
        box->addItem(entry.words, entry.key);
    box->setCurrentIndex(std::max(0, box->findData(current)));
}

} // namespace

PreviewView::PreviewView(QWidget* parent)
    : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    setupChoices();
    m_pages = new QStackedWidget(this);
    m_canvas = new PreviewCanvas(m_pages);
    m_text = new QPlainTextEdit(m_pages);
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->document()->setDocumentMargin(kTextMargin);
    m_markdown = new MarkdownText(m_pages);
    m_parts = new PartsPage(m_pages);
    m_hparams = new HParamsTable(m_pages);
    connect(m_hparams, &HParamsTable::read, this, [this] {
        if (m_kind == Kind::HParams) showHParams();
    });
    m_indexed = new IndexedTable(m_pages);
    m_empty = new kit::EmptyState(m_pages);
    m_skeleton = new kit::Skeleton(kit::Skeleton::Shape::Chart, m_pages);
    for (QWidget* page : std::initializer_list<QWidget*>{m_canvas, m_text, m_markdown, m_parts, m_hparams, m_indexed,
                                                         m_empty, m_skeleton})
        m_pages->addWidget(page);
    layout->addWidget(m_pages, 1);
    m_facts = new QLabel(this);
    m_facts->setFont(Theme::font(kit::FontId::Small));
    m_facts->setForegroundRole(QPalette::PlaceholderText);
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setWordWrap(true);
    layout->addWidget(m_facts);
    updateWords();
}

void PreviewView::setupChoices() {
    m_choices = new QWidget(this);
    auto* grid = new QGridLayout(m_choices);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(8);
    m_runs = new QComboBox(m_choices);
    m_tags = new QComboBox(m_choices);
    for (QComboBox* box : {m_runs, m_tags}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(6);
    }
    m_step = new QSlider(Qt::Horizontal, m_choices);
    m_stepText = new QLabel(m_choices);
    m_stepText->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout()->addWidget(m_choices);
    arrangeChoices();
    connect(m_runs, &QComboBox::currentIndexChanged, this, &PreviewView::updateTags);
    connect(m_tags, &QComboBox::currentIndexChanged, this, &PreviewView::updateSteps);
    connect(m_step, &QSlider::valueChanged, this, &PreviewView::load);
}

/// In one line, or in two where the step would be squeezed.
void PreviewView::arrangeChoices() {
    auto* grid = static_cast<QGridLayout*>(m_choices->layout());
    const bool wide = width() >= kOneLineWidth;
    grid->addWidget(m_runs, 0, 0);
    grid->addWidget(m_tags, 0, 1);
    grid->addWidget(m_step, wide ? 0 : 1, wide ? 2 : 0);
    grid->addWidget(m_stepText, wide ? 0 : 1, wide ? 3 : 1);
    // What a kind does not have keeps its place: the choices stand still from one kind to the next.
    for (QWidget* widget : std::initializer_list<QWidget*>{m_tags, m_step, m_stepText}) {
        QSizePolicy policy = widget->sizePolicy();
        policy.setRetainSizeWhenHidden(wide);
        widget->setSizePolicy(policy);
    }
    const int stretches[] = {wide ? 3 : 1, wide ? 4 : 1, wide ? 3 : 0, 0}; // tags have the longest names
    for (int column = 0; column < 4; ++column)
        grid->setColumnStretch(column, stretches[column]);
}

void PreviewView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrangeChoices();
}

void PreviewView::updateWords() {
    m_runs->setAccessibleName(tr("Run"));
    m_tags->setAccessibleName(tr("Tag"));
    nameChoices();
    m_step->setAccessibleName(tr("Step"));
    m_step->setToolTip(tr("Step (arrow keys)"));
    m_text->setAccessibleName(tr("Content"));
    m_markdown->setAccessibleName(tr("Content"));
    m_shown.clear(); // the words of its facts are of the other language
    updateRuns();
}

/// Its width changes rarely: what stands beside it would move with every step.
void PreviewView::giveStepRoom() {
    const int wanted = m_stepText->fontMetrics().horizontalAdvance(m_stepText->text());
    m_stepText->setMinimumWidth(std::max(kStepRoom, (wanted + kStepGrain - 1) / kStepGrain * kStepGrain));
}

/// A long name has no room in its box.
void PreviewView::nameChoices() {
    m_runs->setToolTip(tr("Run: %1").arg(m_runs->currentText()));
    m_tags->setToolTip(tr("Tag: %1").arg(m_tags->currentText()));
}

void PreviewView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) updateWords();
    QWidget::changeEvent(event);
}

void PreviewView::setKind(Kind kind) {
    m_kind = kind;
    m_places.clear();
    m_shown.clear();
    updateRuns();
}

void PreviewView::setSnapshot(std::shared_ptr<const runlog::StoreSnapshot> snapshot) {
    m_snapshot = std::move(snapshot);
    updateRuns();
}

void PreviewView::setAliases(RunAliases aliases) {
    if (aliases == m_aliases) return;
    m_aliases = std::move(aliases);
    m_hparams->setAliases(m_aliases);
    updateRuns();
}

void PreviewView::setSlots(RunSlots slotOfRun) {
    m_hparams->setSlots(std::move(slotOfRun));
}

void PreviewView::setPreferredRun(const QString& run) {
    m_preferredRun = run;
    if (const int index = m_runs->findData(run); index >= 0) m_runs->setCurrentIndex(index);
}

bool PreviewView::hasKind(const runlog::RunSnapshot& candidate) const {
    if (m_kind == Kind::Graphs) return !candidate.graphs.empty();
    if (m_kind == Kind::Others)
        return std::any_of(candidate.tags.begin(), candidate.tags.end(),
                           [](const auto& tag) { return isIndexedOnly(tag.kind); });
    const auto wanted = tagKindOf(m_kind);
    return wanted && std::any_of(candidate.tags.begin(), candidate.tags.end(),
                                 [&](const auto& tag) { return tag.kind == *wanted; });
}

void PreviewView::updateRuns() {
    if (m_kind == Kind::HParams) {
        setFacts({});
        m_choices->hide();
        m_hparams->setSnapshot(m_snapshot);
        return showHParams();
    }
    std::vector<Entry> runs;
    if (m_snapshot)
        for (const auto& candidate : m_snapshot->runs)
            if (hasKind(*candidate))
                runs.push_back({QString::fromStdString(candidate->name), runTitle(*candidate, m_aliases)});
    const bool first = m_runs->count() == 0;
    setEntries(m_runs, runs);
    m_choices->setVisible(!runs.empty());
    if (const int preferred = m_runs->findData(m_preferredRun); first && preferred >= 0) {
        const QSignalBlocker quiet(m_runs);
        m_runs->setCurrentIndex(preferred);
    }
    updateTags();
}

std::shared_ptr<const runlog::RunSnapshot> PreviewView::run() const {
    if (!m_snapshot || m_runs->currentIndex() < 0) return nullptr;
    const std::string name = m_runs->currentData().toString().toStdString();
    const auto& runs = m_snapshot->runs;
    const auto found =
        std::find_if(runs.begin(), runs.end(), [&](const auto& candidate) { return candidate->name == name; });
    return found == runs.end() ? nullptr : *found;
}

void PreviewView::updateTags() {
    const auto current = run();
    const auto wanted = tagKindOf(m_kind);
    std::vector<std::string> names;
    if (current && wanted)
        for (const auto& tag : current->tags)
            if (tag.kind == *wanted) names.push_back(tag.name);
    std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return kit::nameLess(a, b); });
    std::vector<Entry> tags;
    for (const auto& name : names)
        tags.push_back({QString::fromStdString(name), kit::Format::name(name)});
    const bool withTags = m_kind != Kind::Graphs && m_kind != Kind::Others;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_tags, m_step, m_stepText})
        widget->setVisible(withTags);
    setEntries(m_tags, tags);
    updateSteps();
}

void PreviewView::updateSteps() {
    const auto current = run();
    const auto* tag = current ? current->tag(m_tags->currentData().toString().toStdString()) : nullptr;
    const size_t before = m_places.size();
    const bool wasAtEnd = m_step->value() == m_step->maximum();
    m_places = tag ? placesOf(*tag) : std::vector<Place>();
    const QSignalBlocker quiet(m_step);
    m_step->setRange(0, std::max(0, static_cast<int>(m_places.size()) - 1));
    m_step->setEnabled(m_places.size() > 1);
    if (before == 0 || wasAtEnd) m_step->setValue(m_step->maximum()); // the newest, until somebody moves away
    load();
}

QString PreviewView::emptyTitle() const {
    switch (m_kind) {
    case Kind::Histograms:
        return tr("No histograms");
    case Kind::Images:
        return tr("No images");
    case Kind::Text:
        return tr("No text");
    case Kind::Audio:
        return tr("No audio");
    case Kind::Graphs:
        return tr("No graph");
    case Kind::HParams:
        return tr("No hyperparameters");
    case Kind::Others:
        break;
    }
    return tr("Nothing else");
}

QString PreviewView::emptyReason() const {
    switch (m_kind) {
    case Kind::Histograms:
        return tr("None of the runs has logged a histogram so far. The first one to arrive appears here.");
    case Kind::Images:
        return tr("None of the runs has logged an image so far. The first one to arrive appears here.");
    case Kind::Text:
        return tr("None of the runs has logged a text so far. The first one to arrive appears here.");
    case Kind::Audio:
        return tr("None of the runs has logged a sound so far. The first one to arrive appears here.");
    case Kind::Graphs:
        return tr("None of the runs has logged a graph so far. The first one to arrive appears here.");
    case Kind::HParams:
        return tr("None of the runs has logged hyperparameters so far. The first ones to arrive appear here.");
    case Kind::Others:
        break;
    }
    return tr("The runs hold nothing that the other tabs do not show.");
}

/// Nothing to say takes no room.
void PreviewView::setFacts(const QString& facts) {
    m_facts->setText(facts);
    m_facts->setVisible(!facts.isEmpty());
}

void PreviewView::showEmpty() {
    static const char* const kIcons[] = {"histogram", "image", "text", "audio", "graph", "hparams", "table"};
    m_empty->setTone(kit::EmptyState::Tone::Quiet);
    m_empty->setIcon(QString::fromLatin1(kIcons[static_cast<int>(m_kind)]));
    m_empty->setTitle(emptyTitle());
    m_empty->setReason(emptyReason());
    m_empty->setDetails({});
    setFacts({});
    m_stepText->clear();
    m_pages->setCurrentWidget(m_empty);
}

/// The table keeps what it shows while it reads again: a live run would make it flicker otherwise.
void PreviewView::showHParams() {
    if (m_hparams->model()->rowCount() > 0)
        m_pages->setCurrentWidget(m_hparams);
    else if (m_hparams->isReading() && m_pages->currentWidget() != m_empty)
        m_pages->setCurrentWidget(m_skeleton);
    else
        showEmpty();
}

bool PreviewView::isSettled() const {
    return m_kind == Kind::HParams ? !m_hparams->isReading() : !m_reading;
}

void PreviewView::load() {
    nameChoices();
    const auto current = run();
    if (current && m_kind == Kind::Others) return showIndexed(current);
    if (!current || (m_kind != Kind::Graphs && m_places.empty())) {
        ++m_request;
        m_reading = false;
        m_shown.clear();
        return showEmpty();
    }
    const auto index =
        static_cast<size_t>(std::clamp(m_step->value(), 0, std::max(0, static_cast<int>(m_places.size()) - 1)));
    const Place place = m_places.empty() ? Place{} : m_places[index];
    m_stepText->setText(tr("Step %1, %2 of %3")
                            .arg(kit::Format::number(place.entry.step))
                            .arg(kit::Format::count(index + 1))
                            .arg(kit::Format::count(m_places.size())));
    giveStepRoom();
    // New points of a live run are no reason to read the same value again.
    const QString wanted = QStringLiteral("%1 %2 %3 %4 %5 %6")
                               .arg(static_cast<int>(m_kind))
                               .arg(current->id)
                               .arg(place.file)
                               .arg(place.entry.recordOffset)
                               .arg(place.entry.valueOffset)
                               .arg(current->graphs.size());
    if (wanted == m_shown) return;
    m_shown = wanted;
    ++m_request;
    m_reading = true;
    if (m_pages->currentWidget() == m_empty) m_pages->setCurrentWidget(m_skeleton);
    kit::onWorker(
        this,
        [current, place, kind = tagKindOf(m_kind)] {
            return kind ? readContent(*current, *kind, place) : readGraphFacts(*current);
        },
        [this, request = m_request](Content content) {
            if (request == m_request) present(std::move(content));
        });
}

void PreviewView::showIndexed(std::shared_ptr<const runlog::RunSnapshot> run) {
    ++m_request;
    m_reading = false;
    m_shown.clear();
    m_indexed->setRun(std::move(run));
    setFacts(tr("Every value is indexed; none is drawn here."));
    m_pages->setCurrentWidget(m_indexed);
}

void PreviewView::present(Content content) {
    m_reading = false;
    m_content = std::move(content);
    setFacts(m_content.facts.join(QStringLiteral(" · ")));
    if (m_content.error) {
        m_empty->setTone(kit::EmptyState::Tone::Error);
        m_empty->setIcon(QStringLiteral("error"));
        m_empty->setTitle(kit::ErrorText::title(*m_content.error));
        m_empty->setReason(kit::ErrorText::whole(*m_content.error));
        m_empty->setDetails(kit::ErrorText::details(*m_content.error));
        m_pages->setCurrentWidget(m_empty);
        return;
    }
    if (m_kind == Kind::Text && MarkdownText::canShow(m_content.text)) {
        m_markdown->setText(m_content.text);
        m_pages->setCurrentWidget(m_markdown);
    } else if (m_kind == Kind::Audio || m_kind == Kind::Graphs) {
        m_parts->setParts(m_content.parts);
        m_pages->setCurrentWidget(m_parts);
    } else if (m_kind == Kind::Text) {
        m_text->setPlainText(m_content.text);
        m_pages->setCurrentWidget(m_text);
    } else {
        m_canvas->setContent(m_content);
        m_pages->setCurrentWidget(m_canvas);
    }
}

} // namespace td::preview
