#pragma once

#include "engine/runlog/snapshot.h"
#include "views/kit_present/tag_catalog.h"
#include "views/preview/hparams_table.h"
#include "views/preview/preview_content.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QSlider;
class QStackedWidget;

namespace td::kit {
class EmptyState;
class Skeleton;
} // namespace td::kit

namespace td::preview {

class IndexedTable;
class MarkdownText;
class PartsPage;
class PreviewCanvas;

/// What can be previewed: a tab each.
enum class Kind : uint8_t { Histograms, Images, Text, Audio, Graphs, HParams, Others };

/// One run, one tag, one step of a kind that is no scalar, read when it is looked at. Of kinds without a preview (PR
/// curves, meshes, tensors) a table says what is there.
///
/// Keys: the step slider takes arrows, Home and End.
/// Threads: GUI thread; values are read and decoded on workers, the newest choice wins.
class PreviewView : public QWidget {
    Q_OBJECT
public:
    explicit PreviewView(QWidget* parent = nullptr);

    void setKind(Kind kind);
    [[nodiscard]] Kind kind() const { return m_kind; }
    void setSnapshot(std::shared_ptr<const runlog::StoreSnapshot> snapshot);
    /// What a person calls some runs, by their names in the log.
    void setAliases(RunAliases aliases);
    void setSlots(RunSlots slotOfRun);
    /// The run to begin with when it has something of the kind.
    void setPreferredRun(const QString& run);
    [[nodiscard]] bool isSettled() const;
    [[nodiscard]] const Content& content() const { return m_content; }

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void setupChoices();
    void arrangeChoices();
    void giveStepRoom();
    void updateWords();
    void updateRuns();
    void updateTags();
    void updateSteps();
    void load();
    void present(Content content);
    void showEmpty();
    void setFacts(const QString& facts);
    [[nodiscard]] QString emptyTitle() const;
    [[nodiscard]] QString emptyReason() const;
    void showHParams();
    void nameChoices();
    void showIndexed(std::shared_ptr<const runlog::RunSnapshot> run);
    [[nodiscard]] bool hasKind(const runlog::RunSnapshot& run) const;
    [[nodiscard]] std::shared_ptr<const runlog::RunSnapshot> run() const;

    Kind m_kind = Kind::Images;
    std::shared_ptr<const runlog::StoreSnapshot> m_snapshot;
    RunAliases m_aliases;
    QString m_preferredRun;
    std::vector<Place> m_places;
    Content m_content;
    quint64 m_request = 0;
    QString m_shown; ///< which value is shown or being read
    bool m_reading = false;
    QWidget* m_choices = nullptr;
    QComboBox* m_runs = nullptr;
    QComboBox* m_tags = nullptr;
    QSlider* m_step = nullptr;
    QLabel* m_stepText = nullptr;
    QLabel* m_facts = nullptr;
    QStackedWidget* m_pages = nullptr;
    PreviewCanvas* m_canvas = nullptr;
    QPlainTextEdit* m_text = nullptr;
    MarkdownText* m_markdown = nullptr;
    PartsPage* m_parts = nullptr;
    HParamsTable* m_hparams = nullptr;
    IndexedTable* m_indexed = nullptr;
    kit::EmptyState* m_empty = nullptr;
    kit::Skeleton* m_skeleton = nullptr;
};

} // namespace td::preview
