#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

namespace td::kit {

/// A few exclusive choices side by side in one frame ("Step | Relative | Wall"). Arrows move the choice, as in a radio
/// group.
///
/// Threads: GUI thread. For a screen reader it is a list of radio buttons, one child each.
class SegmentedControl : public QWidget {
    Q_OBJECT
public:
    explicit SegmentedControl(QWidget* parent = nullptr);
    ~SegmentedControl() override;

    /// Replaces all choices; the current index stays where it exists.
    void setOptions(const QStringList& texts, const QStringList& toolTips = {});
    [[nodiscard]] int count() const { return static_cast<int>(m_buttons.size()); }
    [[nodiscard]] int currentIndex() const { return m_current; }
    void setCurrentIndex(int index); ///< emits where it changes
    void setName(const QString& accessibleName);

Q_SIGNALS:
    void currentIndexChanged(int index);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    class Button;
    std::vector<Button*> m_buttons;
    int m_current = 0;
};

} // namespace td::kit
