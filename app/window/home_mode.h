#pragma once

#include "app/window/mode.h"

namespace td::app {

class HomePage;

/// Home: where a person begins. Opens nothing itself; it asks the window to.
class HomeMode : public Mode {
    Q_OBJECT
public:
    explicit HomeMode(Services services, QObject* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("home"); }
    [[nodiscard]] QString title() const override { return tr("Home"); }
    [[nodiscard]] QString iconName() const override { return QStringLiteral("home"); }
    [[nodiscard]] QWidget* page() override;
    [[nodiscard]] std::vector<Scene> scenes() override;

private:
    void noteSamplesAsRecent();
    Services m_services;
    HomePage* m_page = nullptr;
};

} // namespace td::app
