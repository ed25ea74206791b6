#pragma once

#include "views/plot_present/plot_types.h"

#include <optional>
#include <QObject>
#include <unordered_set>

namespace td::scalars {

class ChartCard;

/// What all charts share: the cursor, the selected range, the zoom along x.
///
/// Threads: GUI thread.
class ChartLink : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    void attach(ChartCard* card); ///< once per card, for good
    void use(ChartCard* card);    ///< it shows another chart: gives it range, zoom and cursor
    void unuse(ChartCard* card);  ///< it shows none, or is about to be deleted

    [[nodiscard]] const std::optional<plot::Range>& zoom() const { return m_zoom; }
    [[nodiscard]] const std::optional<plot::Range>& range() const { return m_range; }
    void setZoom(std::optional<plot::Range> zoom);
    void setRange(std::optional<plot::Range> range);
    /// Lines of a card are new: where the zoom reached the end of the data, it follows them.
    void linesArrived(ChartCard* card, bool following);

Q_SIGNALS:
    void zoomedByHand(std::optional<td::plot::Range> before, std::optional<td::plot::Range> after);
    void rangeChanged();

private:
    void zoomFrom(ChartCard* origin, plot::Range range, bool fitted);
    void cursorFrom(ChartCard* origin, std::optional<double> x);
    void rangeFrom(ChartCard* origin, std::optional<plot::Range> range);
    void applyZoom(ChartCard* card) const;

    std::unordered_set<ChartCard*> m_cards;
    std::optional<plot::Range> m_zoom, m_range;
    std::string m_rangeOrigin; ///< id of the chart it was made in
    double m_dataEnd = 0;      ///< largest x seen, 0 before the first line
    bool m_hasData = false;
};

} // namespace td::scalars
