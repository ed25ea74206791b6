#include "app/window/home_mode.h"

#include "app/window/home_page.h"
#include "app/window/recent_list.h"
#include "app/window/sample_runs.h"

#include <QDir>

namespace td::app {

HomeMode::HomeMode(Services services, QObject* parent)
    : Mode(parent)
    , m_services(services) {}

QWidget* HomeMode::page() {
    if (m_page) return m_page;
    m_page = new HomePage(m_services.actions, m_services.settings, m_services.recent);
    connect(m_page, &HomePage::openRequested, this, &Mode::openRequested);
    return m_page;
}

/// A picture of Home is the same wherever it is painted: the samples under the paths a person might have.
void HomeMode::noteSamplesAsRecent() {
    m_services.recent.clear();
    auto* reader = new SampleReader(this);
    connect(reader, &SampleReader::found, this, [this](const SampleFacts& facts) {
        const QString name = facts.id == QLatin1String(".") ? QStringLiteral("all") : facts.id;
        const QStringList paths{QDir::home().filePath(QStringLiteral("runs/") + name)};
        m_services.recent.note(paths);
        m_services.recent.describe(paths, facts.runs, facts.tags);
        m_services.recent.pictures().keep(paths, facts.picture);
    });
    reader->read(findSamples());
}

std::vector<Scene> HomeMode::scenes() {
    const auto settled = [this] { return m_page && m_page->isSettled(); };
    const auto withRecent = [this, settled] {
        return settled() && m_services.recent.rowCount() >= findSamples().size();
    };
    return {{QStringLiteral("start"), QStringLiteral("full"),
             [this] {
                 noteSamplesAsRecent();
                 return true;
             },
             withRecent},
            {QStringLiteral("start"), QStringLiteral("empty"),
             [this] {
                 m_services.recent.clear();
                 return true;
             },
             settled}};
}

} // namespace td::app
