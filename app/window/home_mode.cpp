#include "app/window/home_mode.h"

#include "app/window/home_page.h"
#include "app/window/recent_list.h"

namespace td::app {

HomeMode::HomeMode(Services services, QObject* parent)
    : Mode(parent)
    , m_services(services) {}

QWidget* HomeMode::page() {
    if (m_page) return m_page;
    m_page = new HomePage(m_services.actions, m_services.recent);
    connect(m_page, &HomePage::openRequested, this, &Mode::openRequested);
    return m_page;
}

std::vector<Scene> HomeMode::scenes() {
    const auto settled = [this] { return m_page && m_page->isSettled(); };
    return {
        {QStringLiteral("start"), QStringLiteral("full"), [this] { return m_services.recent.rowCount() > 0; }, settled},
        {QStringLiteral("start"), QStringLiteral("empty"),
         [this] {
             m_services.recent.clear();
             return true;
         },
         settled}};
}

} // namespace td::app
