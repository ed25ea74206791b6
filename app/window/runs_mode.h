#pragma once

#include "app/window/mode.h"
#include "app/window/run_diagnosis.h"
#include "app/window/run_source.h"

#include <optional>
#include <QElapsedTimer>

namespace td::app {

class RunsPage;

/// The Runs mode: every run below some folders, their curves at full resolution. Only wiring.
class RunsMode : public Mode {
    Q_OBJECT
public:
    explicit RunsMode(Services services, QObject* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("runs"); }
    [[nodiscard]] QString title() const override { return tr("Runs"); }
    [[nodiscard]] QString iconName() const override { return QStringLiteral("runs"); }
    [[nodiscard]] QWidget* page() override;
    void setShown(bool shown) override;
    [[nodiscard]] bool canOpen(const QStringList& paths) const override;
    void open(const QStringList& paths) override;
    void openAlso(const QStringList& paths) override;
    [[nodiscard]] QStringList openPaths() const override { return m_paths; }
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    [[nodiscard]] QJsonObject saveLayout() const override;
    void restoreLayout(const QJsonObject& layout) override;
    [[nodiscard]] std::vector<Scene> scenes() override;
    [[nodiscard]] std::vector<Scene> firstScenes() override;
    void showError(const Error& error); ///< why nothing is open: on the page and in the status strip
    /// Whether everything is read, judged and painted.
    [[nodiscard]] bool isSettled() const;
    /// What the status strip says of the first reading: bytes, seconds, and the rate where they came from the logs.
    [[nodiscard]] static QString readingText(const runlog::LoadProgress& progress);

private:
    void makePage();
    void connectExports();
    void addActions();
    void updateActions();
    void addPaletteItems();
    void onSnapshot();
    void updateIssues();
    void describeRecent(int runs, int tags);
    void updateJob();
    void updateStatus();
    [[nodiscard]] static QString liveText(const runlog::StoreSnapshot& snapshot);
    [[nodiscard]] Scene scene(const QString& view, int tab);

    Services m_services;
    RunSource m_source;
    RunDiagnosis m_diagnosis;
    RunsPage* m_page = nullptr;
    QStringList m_paths;
    QJsonObject m_restore;        ///< waits for the page
    QJsonObject m_layout;         ///< of the last start, until the page has one
    std::optional<Error> m_error; ///< why nothing is open
    quint64 m_job = 0;
    QElapsedTimer m_issuesSeen;
    bool m_described = false;
    bool m_isShown = false;
    QTimer m_liveClock; ///< "last point 3 s ago" grows without news
};

} // namespace td::app
