#pragma once

#include <QFrame>
#include <QPointer>

class QListView;
class QLabel;
class QPushButton;

namespace td::kit {

class JobList;

/// The popup over the status strip: every job with its bar, its facts and a way to stop it. Delete or Backspace stops
/// or dismisses the chosen one, Esc closes, and so does a click or the focus elsewhere.
///
/// A child of the window, laid over it, as high as its rows.
class JobPanel : public QFrame {
    Q_OBJECT
public:
    JobPanel(JobList& jobs, QWidget* parent);
    /// Shows the panel with its bottom right corner at `corner` of the window.
    void popupAt(const QPoint& corner);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void stopCurrent();
    void refresh();
    void place();
    void leave();
    void retranslate();
    JobList& m_jobs;
    QLabel* m_title;
    QListView* m_list;
    QLabel* m_nothing;
    QPushButton* m_stop;
    QPoint m_fromEnd; ///< of the window: where the panel's corner is
    QPointer<QWidget> m_focusBefore;
};

} // namespace td::kit
