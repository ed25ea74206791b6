#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

namespace td::kit {

/// The designed state of a view that has nothing to show: icon, what is missing in 600, why, and the one action that
/// helps. Used for empty, partial and error states alike.
///
/// Threads: GUI thread.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    enum class Tone { Quiet, Warning, Error };
    explicit EmptyState(QWidget* parent = nullptr);

    void setTone(Tone tone);
    void setIcon(const QString& name);
    void setTitle(const QString& title);
    void setReason(const QString& reason);
    /// An empty text hides the button.
    void setAction(const QString& text, const QString& icon = {});
    /// Facts folded away under "Details"; empty hides the fold.
    void setDetails(const QString& details);
    [[nodiscard]] QPushButton* button() const { return m_action; }

Q_SIGNALS:
    void actionTriggered();

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    Tone m_tone = Tone::Quiet;
    QString m_iconName;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_reason;
    QPushButton* m_action;
    QPushButton* m_fold;
    QLabel* m_details;
};

} // namespace td::kit
