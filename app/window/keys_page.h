#pragma once

#include <QAbstractTableModel>
#include <QWidget>

class QKeySequenceEdit;
class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QTreeView;

namespace td::kit {
class ActionRegistry;
class SearchField;
class Settings;
} // namespace td::kit

namespace td::app {

/// Every action with its key, for the keys page.
class KeysModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { ActionColumn, CategoryColumn, KeyColumn, ColumnCount };
    enum Role { IdRole = Qt::UserRole + 1 };
    explicit KeysModel(kit::ActionRegistry& actions, QObject* parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void reload();
    kit::ActionRegistry& m_actions;
    QStringList m_ids;
};

/// The page where keys are looked up and changed: choose an action, press its new key.
class KeysPage : public QWidget {
    Q_OBJECT
public:
    KeysPage(kit::ActionRegistry& actions, kit::Settings& settings, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void apply();
    [[nodiscard]] QString chosenId() const;
    void retranslate();
    kit::ActionRegistry& m_actions;
    kit::Settings& m_settings;
    KeysModel* m_model;
    QSortFilterProxyModel* m_proxy;
    kit::SearchField* m_filter;
    QTreeView* m_table;
    QLabel* m_label;
    QKeySequenceEdit* m_edit;
    QPushButton* m_clear;
    QPushButton* m_reset;
    QLabel* m_conflict;
};

} // namespace td::app
