#pragma once

#include "views/plot/plot_widget.h"

#include <map>
#include <optional>
#include <QObject>
#include <string>
#include <unordered_set>

namespace td::scalars {

class ChartCard;

/// What was zoomed by hand: x in all charts, y in each its own. The value that undo steps exchange.
struct LinkedZoom {
    std::optional<plot::Range> x;
    std::map<std::string, plot::Range> y; ///< by chart id
    bool operator==(const LinkedZoom&) const = default;
};

/// What all charts share: the cursor, the selected range, the zoom along x. Keeps the zoom along y of each chart too: a
/// card may show another chart meanwhile.
///
/// Threads: GUI thread.
class ChartLink : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    void attach(ChartCard* card); ///< once per card, for good
    void use(ChartCard* card);    ///< it shows another chart: gives it range, zoom and cursor
    void unuse(ChartCard* card);  ///< it shows none, or is about to be deleted

    [[nodiscard]] const LinkedZoom& zoom() const { return m_zoom; }
    [[nodiscard]] const std::optional<plot::Range>& range() const { return m_range; }
    [[nodiscard]] const std::string& rangeOrigin() const { return m_rangeOrigin; } ///< id of the chart it was made in
    void setZoom(const LinkedZoom& zoom);
    void setRange(std::optional<plot::Range> range);
    /// Lines of a card are new: where the zoom reached the end of the data, it follows them.
    void linesArrived(ChartCard* card, bool following);

Q_SIGNALS:
    void zoomedByHand(const td::scalars::LinkedZoom& before, const td::scalars::LinkedZoom& after);
    void rangeChanged();

private:
    void zoomFrom(ChartCard* origin, const plot::Zoom& zoom);
    void cursorFrom(ChartCard* origin, std::optional<double> x);
    void rangeFrom(ChartCard* origin, std::optional<plot::Range> range);
    void applyZoom(ChartCard* card) const;

    std::unordered_set<ChartCard*> m_cards;
    LinkedZoom m_zoom;
    std::optional<plot::Range> m_range;
    std::string m_rangeOrigin; ///< id of the chart it was made in
    double m_dataEnd = 0;      ///< largest x seen, 0 before the first line
    bool m_hasData = false;
};

} // namespace td::scalars
