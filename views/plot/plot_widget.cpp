#include "views/plot/plot_widget.h"

#include "views/kit/theme.h"
#include "views/kit/worker.h"
#include "views/plot/legend_tooltip.h"
#include "views/plot/limits_popup.h"
#include "views/plot/plot_accessible.h"
#include "views/plot/plot_interaction.h"
#include "views/plot/plot_painter.h"
#include "views/plot/plot_scene.h"
#include "views/plot_present/legend_rows.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPointer>
#include <QWheelEvent>

namespace td::plot {
namespace {

constexpr size_t kManyLines = 500; ///< to free more than these takes long enough to be noticed

} // namespace

struct PlotWidget::Private {
    explicit Private(PlotWidget* owner)
        : q(owner)
        , lineLayer(owner, [owner] { owner->update(); }) {}

    [[nodiscard]] const PlotLayout& layout();
    void changed();
    void apply(const PlotInteraction::Outcome& outcome);
    void showLegend();
    void hideLegend();
    void typeLimits(LimitsPopup::Axis axis);
    void setLimits(LimitsPopup::Axis axis, std::optional<double> lo, std::optional<double> hi);
    [[nodiscard]] PlotColors colors() const { return {kit::Theme::instance().isDark()}; }

    PlotWidget* q;
    PlotState state;
    PlotInteraction interaction{state};
    LineLayer lineLayer;
    std::optional<PlotLayout> cachedLayout;
    QPointer<QWidget> legendArea;
    QPointer<LegendTooltip> legend; ///< a child of the window, which may go first
    WheelZooms wheelZooms = WheelZooms::Always;
    std::optional<int> above, below; ///< outliersAbove() and outliersBelow() of what is shown
    double paintedRatio = 1;         ///< the device pixel ratio that the layout was made for
};

const PlotLayout& PlotWidget::Private::layout() {
    if (!cachedLayout) cachedLayout.emplace(state, QRectF(q->rect()), q->devicePixelRatioF());
    return *cachedLayout;
}

void PlotWidget::Private::changed() {
    cachedLayout.reset();
    above.reset();
    below.reset();
    q->update();
}

void PlotWidget::Private::apply(const PlotInteraction::Outcome& outcome) {
    if (outcome.x || outcome.y) changed();
    if (outcome.handled) q->update();
    if (outcome.cursor || outcome.x || outcome.y) state.cursor ? showLegend() : hideLegend();
    if (outcome.cursor) Q_EMIT q->cursorMoved(state.cursor);
    if (outcome.x || outcome.y) Q_EMIT q->zoomChanged(state.zoom);
    if (outcome.selection) Q_EMIT q->selectionChanged(state.selection);
    if (outcome.settled) Q_EMIT q->viewChanged();
    if (outcome.limitsOfX) typeLimits(LimitsPopup::Axis::X);
    if (outcome.limitsOfY) typeLimits(LimitsPopup::Axis::Y);
}

void PlotWidget::Private::showLegend() {
    QWidget* window = q->window();
    if (!legend || legend->parentWidget() != window) {
        delete legend;
        legend = new LegendTooltip(window, q);
        QObject::connect(legend, &LegendTooltip::disturbed, q, [this] { apply(interaction.leave()); });
    }
    const PlotLayout& where = layout();
    const LegendRequest request{*state.cursor, state.cursorY, state.settings.tooltipOrder, where.y,
                                static_cast<size_t>(std::max(1, state.settings.tooltipRows))};
    // Values may lie anywhere, the table stands beside the chart; what is no number goes to the lower end.
    const auto within = [](double v, double lo, double hi) { return qRound(std::max(lo, std::min(v, hi))); };
    const QRectF& area = where.frame;
    const int y = within(state.cursorY ? where.toY(*state.cursorY) : area.top(), area.top(), area.bottom());
    const QPoint cursor = q->mapTo(window, QPoint(within(where.toX(*state.cursor), area.left(), area.right()), y));
    const QRect frame(q->mapTo(window, where.frame.topLeft().toPoint()), where.frame.size().toSize());
    const bool hasArea = legendArea && legendArea->window() == window;
    const QRect room = hasArea ? QRect(legendArea->mapTo(window, QPoint()), legendArea->size()) : window->rect();
    LegendTable table = legendTable(state.lines, request);
    state.legendLines.clear();
    for (const LegendRow& row : table.rows)
        state.legendLines.push_back(row.line);
    const int beside = qRound(flagWidth(xText(state.settings.xMode, *state.cursor)) / 2) + 4;
    legend->present(std::move(table), state.lines, {room, frame, cursor, beside}, colors().dark);
}

void PlotWidget::Private::hideLegend() {
    state.legendLines.clear();
    if (legend) legend->hide();
}

void PlotWidget::Private::typeLimits(LimitsPopup::Axis axis) {
    const bool y = axis == LimitsPopup::Axis::Y;
    const PlotSettings& s = state.settings;
    hideLegend();
    auto* popup =
        new LimitsPopup(axis, y ? s.yMin : s.xMin, y ? s.yMax : s.xMax, y ? state.yRange() : state.xRange(), q);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(popup, &LimitsPopup::accepted, q, [this, axis](auto lo, auto hi) { setLimits(axis, lo, hi); });
    const QRectF area = y ? layout().yAxisArea() : layout().xAxisArea();
    popup->adjustSize();
    popup->move(q->mapToGlobal((y ? area.topRight() : area.topLeft()).toPoint()));
    popup->show();
}

void PlotWidget::Private::setLimits(LimitsPopup::Axis axis, std::optional<double> lo, std::optional<double> hi) {
    const bool y = axis == LimitsPopup::Axis::Y;
    (y ? state.settings.yMin : state.settings.xMin) = lo;
    (y ? state.settings.yMax : state.settings.xMax) = hi;
    (y ? state.zoom.y : state.zoom.x).reset();
    changed();
    Q_EMIT q->zoomChanged(state.zoom);
    Q_EMIT q->viewChanged();
}

PlotWidget::PlotWidget(QWidget* parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(this)) {
    installPlotAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&kit::Theme::instance(), &kit::Theme::changed, this, [this] { d->changed(); });
}

PlotWidget::~PlotWidget() {
    delete d->legend;
}

void PlotWidget::setLines(std::vector<Line> lines) {
    // Decimated lines of series that stayed are kept: the layer knows them by their points.
    d->state.lines.swap(lines);
    if (lines.size() > kManyLines) kit::dropOnWorker(std::move(lines));
    d->state.refit();
    d->lineLayer.invalidate();
    d->changed();
    if (d->state.cursor) d->showLegend();
}
const std::vector<Line>& PlotWidget::lines() const {
    return d->state.lines;
}

void PlotWidget::setSettings(const PlotSettings& settings) {
    if (settings == d->state.settings) return;
    const PlotSettings& old = d->state.settings;
    if (settings.xMode != old.xMode || settings.xScale != old.xScale) d->state.zoom.x.reset(), d->state.cursor.reset();
    if (settings.yScale != old.yScale) d->state.zoom.y.reset();
    d->state.settings = settings;
    d->state.refit();
    d->changed();
}
const PlotSettings& PlotWidget::settings() const {
    return d->state.settings;
}

void PlotWidget::setTitle(const QString& title) {
    d->state.title = title;
}
QString PlotWidget::title() const {
    return d->state.title;
}

void PlotWidget::setWheelZooms(WheelZooms when) {
    d->wheelZooms = when;
}
void PlotWidget::setLegendArea(QWidget* area) {
    d->legendArea = area;
}

WheelZooms PlotWidget::wheelZooms() const {
    return d->wheelZooms;
}

Range PlotWidget::xRange() const {
    return d->state.xRange();
}
Range PlotWidget::yRange() const {
    return d->state.yRange();
}
const Zoom& PlotWidget::zoom() const {
    return d->state.zoom;
}
void PlotWidget::setZoom(const Zoom& zoom) {
    if (zoom == d->state.zoom) return;
    d->state.zoom = zoom;
    d->changed();
}

void PlotWidget::setLinkedCursor(std::optional<double> x) {
    if (x == d->state.linkedCursor) return;
    d->state.linkedCursor = x;
    update();
}
void PlotWidget::setSelection(std::optional<Range> range, bool handles) {
    d->state.selection = range;
    d->state.selectionHandles = handles;
    update();
}
std::optional<Range> PlotWidget::selection() const {
    return d->state.selection;
}

int PlotWidget::outliersAbove() const {
    if (!d->above) {
        size_t count = 0;
        for (const Line& line : d->state.lines)
            if (line.points) count += line.points->countAbove(xRange(), Values::Smoothed, yRange().hi);
        d->above = static_cast<int>(std::min<size_t>(count, std::numeric_limits<int>::max()));
    }
    return *d->above;
}

int PlotWidget::outliersBelow() const {
    if (!d->below) {
        size_t count = 0;
        for (const Line& line : d->state.lines)
            if (line.points) count += line.points->countBelow(xRange(), Values::Smoothed, yRange().lo);
        d->below = static_cast<int>(std::min<size_t>(count, std::numeric_limits<int>::max()));
    }
    return *d->below;
}

bool PlotWidget::isWhole() const {
    return d->lineLayer.isWhole();
}

std::shared_ptr<const PlotScene> PlotWidget::scene() const {
    return std::make_shared<const PlotScene>(d->state);
}

QSize PlotWidget::sizeHint() const {
    return {384, 204};
}
QSize PlotWidget::minimumSizeHint() const {
    return {160, 96};
}

bool PlotWidget::event(QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::FontChange ||
        event->type() == QEvent::ScreenChangeInternal || event->type() == QEvent::LanguageChange ||
        event->type() == QEvent::LocaleChange)
        d->changed();
    return QWidget::event(event);
}

void PlotWidget::paintEvent(QPaintEvent*) {
    if (d->cachedLayout && !qFuzzyCompare(d->paintedRatio, devicePixelRatioF())) d->cachedLayout.reset();
    d->paintedRatio = devicePixelRatioF();
    QPainter painter(this);
    // The lines bring their own background: only what is around them is filled.
    const QRectF &whole = d->layout().whole, &frame = d->layout().frame;
    const QColor surface = d->colors().of(kit::ColorId::Surface);
    painter.fillRect(QRectF(whole.topLeft(), QPointF(whole.right(), frame.top())), surface);
    painter.fillRect(QRectF(QPointF(whole.left(), frame.bottom()), whole.bottomRight()), surface);
    painter.fillRect(QRectF(whole.left(), frame.top(), frame.left() - whole.left(), frame.height()), surface);
    painter.fillRect(QRectF(frame.right(), frame.top(), whole.right() - frame.right(), frame.height()), surface);
    PlotPainter(d->state, d->layout(), d->lineLayer).paint(painter, {d->colors(), true, false, devicePixelRatioF()});
    if (!hasFocus()) return;
    QPen focus(d->colors().of(kit::ColorId::Accent), 2);
    focus.setJoinStyle(Qt::MiterJoin);
    painter.setPen(focus);
    painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
}

void PlotWidget::mousePressEvent(QMouseEvent* event) {
    const auto outcome = d->interaction.press(*event, d->layout());
    event->setAccepted(outcome.handled);
    d->apply(outcome);
}

void PlotWidget::mouseMoveEvent(QMouseEvent* event) {
    d->apply(d->interaction.move(*event, d->layout()));
    setCursor(d->interaction.shapeAt(event->position(), d->layout()));
}

void PlotWidget::mouseReleaseEvent(QMouseEvent* event) {
    d->apply(d->interaction.release(*event, d->layout()));
}

void PlotWidget::mouseDoubleClickEvent(QMouseEvent* event) {
    d->apply(d->interaction.doubleClick(*event, d->layout()));
}

void PlotWidget::wheelEvent(QWheelEvent* event) {
    const bool meansUs = d->wheelZooms == WheelZooms::Always || hasFocus();
    if (!meansUs && !(event->modifiers() & Qt::ControlModifier)) {
        d->apply(d->interaction.leave()); // the page scrolls away below the cursor
        event->ignore();
        return;
    }
    const auto outcome = d->interaction.wheel(*event, d->layout(), meansUs);
    event->setAccepted(outcome.handled);
    d->apply(outcome);
}

void PlotWidget::keyPressEvent(QKeyEvent* event) {
    const auto outcome = d->interaction.keyPress(*event, d->layout());
    event->setAccepted(outcome.handled);
    d->apply(outcome);
}

void PlotWidget::keyReleaseEvent(QKeyEvent* event) {
    d->interaction.keyRelease(*event);
    QWidget::keyReleaseEvent(event);
}

void PlotWidget::leaveEvent(QEvent* event) {
    if (!d->interaction.isDragging()) d->apply(d->interaction.leave());
    QWidget::leaveEvent(event);
}

void PlotWidget::focusOutEvent(QFocusEvent* event) {
    d->apply(d->interaction.leave());
    QWidget::focusOutEvent(event);
}

void PlotWidget::hideEvent(QHideEvent* event) {
    d->hideLegend();
    QWidget::hideEvent(event);
}

} // namespace td::plot
