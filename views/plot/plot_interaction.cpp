#include "views/plot/plot_interaction.h"

#include "views/plot_present/legend_rows.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

namespace td::plot {
namespace {

constexpr double kLeastDrag = 4; ///< px before a press becomes a drag
constexpr double kFlat = 8;      ///< px: a box flatter than this zooms one axis only
constexpr double kKeyZoom = 0.8, kKeyPan = 0.1;

double unitX(QPointF at, const PlotLayout& layout) {
    return (at.x() - layout.frame.left()) / layout.frame.width();
}
double unitY(QPointF at, const PlotLayout& layout) {
    return (layout.frame.bottom() - at.y()) / layout.frame.height();
}

} // namespace

PlotInteraction::Gesture PlotInteraction::gestureAt(const QMouseEvent& event, const PlotLayout& layout) const {
    const QPointF at = event.position();
    if (event.button() == Qt::MiddleButton || (event.button() == Qt::LeftButton && m_space)) return Gesture::Pan;
    if (event.button() != Qt::LeftButton) return Gesture::None;
    if (layout.xAxisArea().contains(at)) return Gesture::PanX;
    if (layout.yAxisArea().contains(at)) return Gesture::PanY;
    if (m_state.selection && m_state.selectionHandles) {
        if (std::abs(at.x() - layout.toX(m_state.selection->lo)) <= PlotLayout::kHandle / 2) return Gesture::DragLo;
        if (std::abs(at.x() - layout.toX(m_state.selection->hi)) <= PlotLayout::kHandle / 2) return Gesture::DragHi;
    }
    return event.modifiers() & (Qt::ShiftModifier | Qt::AltModifier)
               ? Gesture::Select
               : Gesture::ZoomBox; // window managers often take Alt
}

Qt::CursorShape PlotInteraction::shapeAt(QPointF position, const PlotLayout& layout) const {
    if (m_gesture == Gesture::Pan || m_gesture == Gesture::PanX || m_gesture == Gesture::PanY)
        return Qt::ClosedHandCursor;
    if (m_space) return Qt::OpenHandCursor;
    if (layout.xAxisArea().contains(position)) return Qt::SizeHorCursor;
    if (layout.yAxisArea().contains(position)) return Qt::SizeVerCursor;
    if (m_state.selection && m_state.selectionHandles)
        for (const double end : {m_state.selection->lo, m_state.selection->hi})
            if (std::abs(position.x() - layout.toX(end)) <= PlotLayout::kHandle / 2) return Qt::SizeHorCursor;
    return Qt::CrossCursor;
}

PlotInteraction::Outcome PlotInteraction::press(const QMouseEvent& event, const PlotLayout& layout) {
    m_gesture = gestureAt(event, layout);
    m_pressed = event.position();
    m_pressedX = layout.x;
    m_pressedY = layout.y;
    m_pressedFrame = layout.frame.size();
    m_moved = false;
    if (m_gesture == Gesture::Select) m_fixedEnd = layout.fromX(m_pressed.x());
    if (m_gesture == Gesture::DragLo) m_fixedEnd = m_state.selection->hi;
    if (m_gesture == Gesture::DragHi) m_fixedEnd = m_state.selection->lo;
    return {m_gesture != Gesture::None};
}

PlotInteraction::Outcome PlotInteraction::move(const QMouseEvent& event, const PlotLayout& layout) {
    if (m_gesture == Gesture::None) return hover(event.position(), layout);
    if (!m_moved && (event.position() - m_pressed).manhattanLength() < kLeastDrag) return {true};
    m_moved = true;
    return drag(event.position(), layout);
}

PlotInteraction::Outcome PlotInteraction::hover(QPointF position, const PlotLayout& layout) {
    if (!layout.frame.contains(position)) return leave();
    m_state.cursor = snapToPoint(m_state.lines, layout.fromX(position.x()));
    m_state.cursorY = layout.fromY(position.y());
    return {.handled = true, .cursor = true};
}

PlotInteraction::Outcome PlotInteraction::leave() {
    if (!m_state.cursor) return {};
    m_state.cursor.reset();
    m_state.cursorY.reset();
    return {.handled = true, .cursor = true};
}

PlotInteraction::Outcome PlotInteraction::drag(QPointF position, const PlotLayout& layout) {
    const QPointF inside(std::clamp(position.x(), layout.frame.left(), layout.frame.right()),
                         std::clamp(position.y(), layout.frame.top(), layout.frame.bottom()));
    switch (m_gesture) {
    case Gesture::ZoomBox: {
        QRectF box = QRectF(m_pressed, inside).normalized();
        if (box.height() < kFlat)
            box = QRectF(box.left(), layout.frame.top(), box.width(), layout.frame.height());
        else if (box.width() < kFlat)
            box = QRectF(layout.frame.left(), box.top(), layout.frame.width(), box.height());
        m_state.zoomBox = box;
        m_state.cursor.reset();
        return {.handled = true, .cursor = true};
    }
    case Gesture::Pan:
        return panTo(position, true, true);
    case Gesture::PanX:
        return panTo(position, true, false);
    case Gesture::PanY:
        return panTo(position, false, true);
    case Gesture::Select:
    case Gesture::DragLo:
    case Gesture::DragHi: {
        const double end = layout.fromX(inside.x());
        m_state.selection = Range{std::min(end, m_fixedEnd), std::max(end, m_fixedEnd)};
        m_state.selectionHandles = true;
        return {.handled = true, .selection = true};
    }
    case Gesture::None:
        break;
    }
    return {};
}

PlotInteraction::Outcome PlotInteraction::panTo(QPointF position, bool x, bool y) {
    const QPointF way = position - m_pressed;
    if (x) m_state.zoom.x = m_pressedX.moved(-way.x() / m_pressedFrame.width());
    if (y) m_state.zoom.y = m_pressedY.moved(way.y() / m_pressedFrame.height());
    return {.handled = true, .x = x, .y = y};
}

PlotInteraction::Outcome PlotInteraction::release(const QMouseEvent& event, const PlotLayout& layout) {
    const Gesture gesture = std::exchange(m_gesture, Gesture::None);
    if (gesture == Gesture::None) return {};
    if (gesture == Gesture::ZoomBox && m_state.zoomBox) return zoomToBox(layout);
    if (!m_moved) return hover(event.position(), layout);
    return {.handled = true, .settled = true};
}

PlotInteraction::Outcome PlotInteraction::zoomToBox(const PlotLayout& layout) {
    const QRectF box = *std::exchange(m_state.zoomBox, std::nullopt);
    Outcome out{.handled = true, .cursor = true, .settled = true};
    if (box.width() < layout.frame.width()) {
        m_state.zoom.x = usable({layout.fromX(box.left()), layout.fromX(box.right())}, layout.x.kind);
        out.x = true;
    }
    if (box.height() < layout.frame.height()) {
        m_state.zoom.y = usable({layout.fromY(box.bottom()), layout.fromY(box.top())}, layout.y.kind);
        out.y = true;
    }
    return out;
}

PlotInteraction::Outcome PlotInteraction::doubleClick(const QMouseEvent& event, const PlotLayout& layout) {
    m_gesture = Gesture::None;
    m_state.zoomBox.reset();
    if (event.button() != Qt::LeftButton) return {};
    if (layout.xAxisArea().contains(event.position())) return {.handled = true, .limitsOfX = true};
    if (layout.yAxisArea().contains(event.position())) return {.handled = true, .limitsOfY = true};
    return fit();
}

PlotInteraction::Outcome PlotInteraction::fit() {
    m_state.zoom.x.reset();
    m_state.zoom.y.reset();
    m_state.refit();
    return {.handled = true, .x = true, .y = true, .settled = true};
}

PlotInteraction::Outcome PlotInteraction::wheel(const QWheelEvent& event, const PlotLayout& layout, bool ctrlIsY) {
    // Alt and Shift turn the wheel sideways on some systems: either direction is a turn.
    const QPoint angle = event.angleDelta();
    const double turn = angle.y() != 0 ? angle.y() : angle.x();
    if (turn == 0 || !layout.whole.contains(event.position())) return {};
    const double factor = std::pow(1.0015, -turn);
    const bool onX = layout.xAxisArea().contains(event.position()) || (event.modifiers() & Qt::ShiftModifier);
    const bool onY =
        layout.yAxisArea().contains(event.position()) || (ctrlIsY && (event.modifiers() & Qt::ControlModifier));
    return zoom(unitX(event.position(), layout), unitY(event.position(), layout), onY && !onX ? 1 : factor,
                onX && !onY ? 1 : factor, layout);
}

PlotInteraction::Outcome PlotInteraction::zoom(double atX, double atY, double factorX, double factorY,
                                               const PlotLayout& layout) {
    if (factorX != 1) m_state.zoom.x = layout.x.zoomed(atX, factorX);
    if (factorY != 1) m_state.zoom.y = layout.y.zoomed(atY, factorY);
    return {.handled = true, .x = factorX != 1, .y = factorY != 1, .settled = true};
}

PlotInteraction::Outcome PlotInteraction::panBy(double unitsX, double unitsY, const PlotLayout& layout) {
    if (unitsX != 0) m_state.zoom.x = layout.x.moved(unitsX);
    if (unitsY != 0) m_state.zoom.y = layout.y.moved(unitsY);
    return {.handled = true, .x = unitsX != 0, .y = unitsY != 0, .settled = true};
}

PlotInteraction::Outcome PlotInteraction::cursorTo(double x, const PlotLayout& layout) {
    m_state.cursor = x;
    m_state.cursorY.reset();
    Outcome out{.handled = true, .cursor = true};
    if (!layout.x.range.contains(x)) { // the view follows the cursor
        m_state.zoom.x = layout.x.moved(layout.x.toUnit(x) - .5);
        out.x = true;
    }
    if (m_rangeAnchor) {
        m_state.selection = Range{std::min(*m_rangeAnchor, x), std::max(*m_rangeAnchor, x)};
        m_state.selectionHandles = true;
        out.selection = true;
    }
    return out;
}

PlotInteraction::Outcome PlotInteraction::moveCursor(bool right, const PlotLayout& layout) {
    const auto next = m_state.cursor ? nextPoint(m_state.lines, *m_state.cursor, right)
                                     : snapToPoint(m_state.lines, layout.x.fromUnit(.5));
    return next ? cursorTo(*next, layout) : Outcome{true};
}

PlotInteraction::Outcome PlotInteraction::toggleRange() {
    if (m_rangeAnchor) {
        m_rangeAnchor.reset();
        return {.handled = true, .settled = true};
    }
    m_rangeAnchor = m_state.cursor;
    return {.handled = true};
}

PlotInteraction::Outcome PlotInteraction::escape() {
    if (m_gesture != Gesture::None || m_state.zoomBox) {
        m_gesture = Gesture::None;
        m_state.zoomBox.reset();
        return {.handled = true, .cursor = true};
    }
    m_rangeAnchor.reset();
    if (m_state.cursor) return leave();
    if (!m_state.selection) return {}; // nothing of ours: the window may back out of something
    m_state.selection.reset();
    return {.handled = true, .selection = true, .settled = true};
}

PlotInteraction::Outcome PlotInteraction::keyPress(const QKeyEvent& event, const PlotLayout& layout) {
    const bool shift = event.modifiers() & Qt::ShiftModifier;
    if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return {};
    const double at = m_state.cursor ? layout.x.toUnit(*m_state.cursor) : .5;
    switch (event.key()) {
    case Qt::Key_Left:
        return shift ? panBy(-kKeyPan, 0, layout) : moveCursor(false, layout);
    case Qt::Key_Right:
        return shift ? panBy(kKeyPan, 0, layout) : moveCursor(true, layout);
    case Qt::Key_Up:
        return shift ? panBy(0, kKeyPan, layout) : Outcome{};
    case Qt::Key_Down:
        return shift ? panBy(0, -kKeyPan, layout) : Outcome{};
    case Qt::Key_Home:
    case Qt::Key_End: {
        const auto end = snapToPoint(m_state.lines, event.key() == Qt::Key_Home ? -1e300 : 1e300);
        return end ? cursorTo(*end, layout) : Outcome{true};
    }
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(at, .5, kKeyZoom, kKeyZoom, layout);
    case Qt::Key_Minus:
    case Qt::Key_Underscore:
        return zoom(at, .5, 1 / kKeyZoom, 1 / kKeyZoom, layout);
    case Qt::Key_F:
    case Qt::Key_0:
        return fit();
    case Qt::Key_R:
        return toggleRange();
    case Qt::Key_L:
        return {.handled = true, .limitsOfX = shift, .limitsOfY = !shift};
    case Qt::Key_Space:
        m_space = true;
        return {true};
    case Qt::Key_Escape:
        return escape();
    default:
        return {};
    }
}

void PlotInteraction::keyRelease(const QKeyEvent& event) {
    if (event.key() == Qt::Key_Space && !event.isAutoRepeat()) m_space = false;
}

} // namespace td::plot
