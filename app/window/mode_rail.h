#pragma once

#include <QWidget>
#include <vector>

namespace td::app {

class Mode;

/// The column of modes at the left edge, settings at its foot. Arrows move, Space or Enter chooses; only the active
/// mode is a Tab stop.
class ModeRail : public QWidget {
    Q_OBJECT
public:
    explicit ModeRail(QWidget* parent = nullptr);
    ~ModeRail() override;

    void addMode(const QString& id, const QString& iconName);
    void setTexts(const QString& id, const QString& title, const QString& toolTip);
    void setSettingsToolTip(const QString& toolTip);
    void setCurrent(const QString& id);
    [[nodiscard]] QString current() const;
    [[nodiscard]] QSize sizeHint() const override { return {72, 400}; }

Q_SIGNALS:
    void modeChosen(const QString& id);
    void settingsChosen();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    class Item;
    void moveFrom(const Item* item, int step);
    void retranslate();
    std::vector<Item*> m_items;
    Item* m_settings = nullptr;
};

} // namespace td::app
