#pragma once

#include "views/runs_present/run_list_presenter.h"

#include <QAbstractTableModel>

namespace td::runs {

/// The runs list as a table: one row a run or group header, in the presenter's order.
///
/// Holds a copy of what it shows, so that views never see a row that is half old and half new.
class RunTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { ShownColumn, NameColumn, ValueColumn, StepColumn, StateColumn, ColumnCount };
    enum Role {
        RunRole = Qt::UserRole,
        IsGroupRole,
        SlotRole,
        ProblemsRole,
        IssuesRole, ///< problems and notes
        ShownRole,
        StateIconRole, ///< empty where the state is unknown
        StateTintRole, ///< a kit::ColorId
        DivergedRole,  ///< the metric's tag ended in NaN or infinite
        CollapsedRole,
        CountRole
    };

    explicit RunTableModel(QObject* parent = nullptr);

    /// Shows what the presenter has now: rows are moved, inserted and removed as they changed, selections stay.
    void sync(const RunListPresenter& presenter);
    [[nodiscard]] int rowOf(const QString& run) const; ///< -1 where it is not in the list
    [[nodiscard]] QString runAt(int row) const;        ///< empty for headers

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void showRequested(const QStringList& runs, bool shown);
    void renameRequested(const QString& run, const QString& alias);

private:
    struct Item {
        bool isGroup = false;
        RunRow run;
        RunGroup group;
        [[nodiscard]] const std::string& key() const { return isGroup ? group.name : run.name; }
        [[nodiscard]] bool sameAs(const Item& other) const { return isGroup == other.isGroup && key() == other.key(); }
    };
    bool updateInPlace(const RunListPresenter& presenter);
    void replaceItems(std::vector<Item> items);
    bool permute(std::vector<Item>& items);
    [[nodiscard]] QVariant groupData(const Item& item, int column, int role) const;
    [[nodiscard]] QVariant runData(const Item& item, int column, int role) const;
    [[nodiscard]] QString displayText(const Item& item, int column) const;
    [[nodiscard]] QString accessibleText(const Item& item, int column) const;

    std::vector<Item> m_items;
    QString m_valueTitle;
};

} // namespace td::runs
