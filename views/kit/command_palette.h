#pragma once

#include <functional>
#include <QAbstractListModel>
#include <QFrame>
#include <vector>

class QLabel;
class QLineEdit;
class QListView;

namespace td::kit {

class ActionRegistry;

/// One thing the palette can do or go to.
struct PaletteItem {
    QString title;
    QString detail; ///< category, run, folder: secondary text at the right
    QString icon;
    QString key; ///< "Ctrl+O"
    std::function<void()> run;
    QString keywords = {}; ///< other words a person may look for: "dark" for the theme
};

/// What the palette searches beside actions: runs, tags, settings. Called on each query; returns candidates (at most a
/// few thousand), which are then matched and ranked here.
using PaletteProvider = std::function<std::vector<PaletteItem>(const QString& query)>;

/// The ranked answers to a query.
class PaletteModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { DetailRole = Qt::UserRole + 1, KeyRole, IconNameRole, PositionsRole };
    using QAbstractListModel::QAbstractListModel;

    void setCandidates(std::vector<PaletteItem> candidates, const QString& query, int limit);
    [[nodiscard]] const PaletteItem* item(int row) const;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Row {
        PaletteItem item;
        int score = 0;
        QList<int> positions;
    };
    std::vector<Row> m_rows;
};

/// Ctrl+Shift+P: one field that reaches every action, run, tag and setting. Type to filter, arrows to choose, Enter to
/// run, Esc to leave.
///
/// A child of the window, laid over it: no second top-level window, so it works the same offscreen and everywhere.
/// Threads: GUI thread.
class CommandPalette : public QFrame {
    Q_OBJECT
public:
    CommandPalette(ActionRegistry& actions, QWidget* window);

    void addProvider(PaletteProvider provider);
    /// The field in the window that it opens over; without one it stands in the middle.
    void setAnchor(QWidget* field) { m_anchor = field; }
    void open(const QString& query = {});
    void dismiss();
    void refresh(); ///< asks everybody again: what can be found has changed
    [[nodiscard]] QLineEdit* field() const { return m_field; }
    [[nodiscard]] PaletteModel* model() const { return m_model; }

Q_SIGNALS:
    void opened(); ///< whoever knows things by asking a disk may ask it now

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void place();
    void moveBy(int rows);
    void runCurrent();
    void retranslate();
    [[nodiscard]] std::vector<PaletteItem> actionItems() const;
    ActionRegistry& m_actions;
    std::vector<PaletteProvider> m_providers;
    PaletteModel* m_model;
    QLineEdit* m_field;
    QListView* m_list;
    QLabel* m_nothing;
    QWidget* m_focusBefore = nullptr;
    QWidget* m_anchor = nullptr;
};

} // namespace td::kit
