#pragma once

#include "views/plot/plot_layout.h"

#include <QPoint>

class QKeyEvent;
class QMouseEvent;
class QWheelEvent;

namespace td::plot {

/// Turns mouse and keys into changes of a PlotState. Knows no widget: the answers say what changed, the widget repaints
/// and tells others.
class PlotInteraction {
public:
    /// What an event changed; several may be true.
    struct Outcome {
        bool handled = false;
        bool x = false, y = false; ///< the ranges
        bool cursor = false, selection = false;
        bool settled = false;                      ///< a gesture ended with something worth remembering
        bool limitsOfX = false, limitsOfY = false; ///< typed limits are asked for
    };
    explicit PlotInteraction(PlotState& state)
        : m_state(state) {}

    Outcome press(const QMouseEvent& event, const PlotLayout& layout);
    Outcome move(const QMouseEvent& event, const PlotLayout& layout);
    Outcome release(const QMouseEvent& event, const PlotLayout& layout);
    Outcome doubleClick(const QMouseEvent& event, const PlotLayout& layout);
    /// `ctrlIsY`: Ctrl picks the y axis; otherwise it only said that the wheel is meant for the chart.
    Outcome wheel(const QWheelEvent& event, const PlotLayout& layout, bool ctrlIsY);
    Outcome keyPress(const QKeyEvent& event, const PlotLayout& layout);
    void keyRelease(const QKeyEvent& event);
    Outcome leave();
    Outcome fit();

    [[nodiscard]] Qt::CursorShape shapeAt(QPointF position, const PlotLayout& layout) const;
    [[nodiscard]] bool isDragging() const { return m_gesture != Gesture::None; }

private:
    enum class Gesture : uint8_t { None, ZoomBox, Pan, PanX, PanY, Select, DragLo, DragHi };
    [[nodiscard]] Gesture gestureAt(const QMouseEvent& event, const PlotLayout& layout) const;
    Outcome hover(QPointF position, const PlotLayout& layout);
    Outcome drag(QPointF position, const PlotLayout& layout);
    Outcome panTo(QPointF position, bool x, bool y);
    Outcome zoomToBox(const PlotLayout& layout);
    Outcome zoom(double unitX, double unitY, double factorX, double factorY, const PlotLayout& layout);
    Outcome moveCursor(bool right, const PlotLayout& layout);
    Outcome cursorTo(double x, const PlotLayout& layout);
    Outcome panBy(double unitsX, double unitsY, const PlotLayout& layout);
    Outcome toggleRange();
    Outcome escape();

    PlotState& m_state;
    Gesture m_gesture = Gesture::None;
    QPointF m_pressed;
    AxisScale m_pressedX, m_pressedY; ///< panning is from where it began, so that nothing drifts
    QSizeF m_pressedFrame;
    double m_fixedEnd = 0; ///< of the selection being dragged
    bool m_space = false, m_moved = false;
    std::optional<double> m_rangeAnchor; ///< a range being drawn with the keys
};

} // namespace td::plot
