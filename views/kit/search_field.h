#pragma once

#include <QLineEdit>
#include <QTimer>

class QToolButton;

namespace td::kit {

/// A filter field: search icon at the left, clear button, an optional pattern switch (".*"), and one signal when typing
/// pauses. Esc clears; Esc in an empty field gives the focus back.
class SearchField : public QLineEdit {
    Q_OBJECT
public:
    enum class Kind { Text, Pattern };
    explicit SearchField(Kind kind = Kind::Text, QWidget* parent = nullptr);

    /// Placeholder and accessible name at once.
    void setPrompt(const QString& prompt);
    /// What is wrong with the pattern; empty clears. The field shows it in its tooltip and its outline icon.
    void setProblem(const QString& problem);
    [[nodiscard]] bool isPattern() const;
    void setPattern(bool pattern);

Q_SIGNALS:
    void searchChanged(const QString& text); ///< 120 ms after the last key, at once on clear and Enter
    void patternChanged(bool pattern);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void announce();
    QTimer m_pause;
    QAction* m_problem = nullptr;
    QAction* m_pattern = nullptr;
    QString m_said;
};

} // namespace td::kit
