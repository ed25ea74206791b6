#pragma once

#include <QTabBar>
#include <vector>

namespace td::app {

/// The tabs over the charts: kinds of data with how many tags each has, the counts in the secondary colour.
///
/// They never scroll and never clip: where the names do not fit, all but the chosen tab show their icon instead, and
/// where that does not fit either, the icon alone. Names stay in tool tips and for screen readers.
/// Keys: as QTabBar (arrows).
/// Threads: GUI thread.
class KindTabs : public QTabBar {
    Q_OBJECT
public:
    explicit KindTabs(QWidget* parent = nullptr);

    void addKind(const QString& iconName);
    /// `count` 0 shows no number.
    void setKind(int index, const QString& name, quint64 count);
    void setKindVisible(int index, bool visible);
    enum class Density : uint8_t { Names, Icons, BareIcons };
    [[nodiscard]] Density density() const { return m_density; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    [[nodiscard]] QSize tabSizeHint(int index) const override;
    [[nodiscard]] QSize minimumTabSizeHint(int index) const override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void tabLayoutChange() override;

private:
    struct Kind {
        QString icon, name, count;
    };
    [[nodiscard]] int widthOf(int index, Density density) const;
    [[nodiscard]] int widthOf(Density density) const;
    void chooseDensity();
    void relayout();
    std::vector<Kind> m_kinds;
    Density m_density = Density::Names;
};

} // namespace td::app
