#pragma once

#include <optional>
#include <QDialog>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QTabWidget;

namespace td::kit {
class ActionRegistry;
class Settings;
} // namespace td::kit

namespace td::app {

class KeysPage;

/// What a person may choose; every change counts at once, Reset brings all defaults back.
class SettingsDialog : public QDialog {
    Q_OBJECT
public:
    enum class Page { General, Keys, Storage };
    SettingsDialog(kit::Settings& settings, kit::ActionRegistry& actions, QWidget* parent = nullptr);
    void showPage(Page page);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeGeneral();
    QWidget* makeStorage();
    void load();
    void measureIndex();
    void trimIndex(quint64 limitBytes);
    void showIndexSize(quint64 bytes);
    void retranslate();
    kit::Settings& m_settings;
    QTabWidget* m_tabs;
    KeysPage* m_keys;
    QFormLayout* m_form = nullptr;
    QComboBox* m_theme;
    QComboBox* m_language;
    QCheckBox* m_reduceMotion;
    QCheckBox* m_follow;
    QCheckBox* m_useIndex;
    QLabel* m_limitLabel;
    QComboBox* m_limit;
    QLabel* m_indexNote;
    QLabel* m_indexSize;
    QPushButton* m_clearIndex;
    QPushButton* m_reset;
    QPushButton* m_close;
    std::optional<quint64> m_indexBytes; ///< as last measured
};

} // namespace td::app
