#pragma once

#include <QFrame>

class QListView;
class QLabel;
class QPushButton;

namespace td::kit {

class JobList;

/// The popup over the status strip: every job with its bar, its facts and a way to stop it. Delete or Backspace stops
/// or dismisses the chosen one, Esc closes.
class JobPanel : public QFrame {
    Q_OBJECT
public:
    JobPanel(JobList& jobs, QWidget* parent);
    /// Shows the panel with its bottom right corner at `corner` (global).
    void popupAt(const QPoint& corner);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void stopCurrent();
    void refresh();
    void retranslate();
    JobList& m_jobs;
    QLabel* m_title;
    QListView* m_list;
    QLabel* m_nothing;
    QPushButton* m_stop;
};

} // namespace td::kit
