#include "views/plot/plot_layout.h"

#include "views/kit/theme.h"

#include <algorithm>
#include <QFontMetricsF>

namespace td::plot {
namespace {

constexpr int kMostWantedTicks = 9;
constexpr double kRoomForFour = 110;

QFontMetricsF axisMetrics() {
    return QFontMetricsF(kit::Theme::font(kit::FontId::Small));
}

double snapped(double px, double ratio) {
    return std::round(px * ratio) / ratio;
}

TickStyle tickStyle(XMode mode) {
    return mode == XMode::Step ? TickStyle::Step : mode == XMode::Relative ? TickStyle::Duration : TickStyle::WallTime;
}

double widest(const Ticks& ticks, const QFontMetricsF& metrics) {
    double width = 0;
    for (const Tick& tick : ticks.ticks)
        width = std::max(width, metrics.horizontalAdvance(localized(tick.label)));
    return width;
}

/// How many ticks fit in, by the length of the range alone: a pan must not change their distance.
size_t countOf(const Ticks& ticks, Range range) {
    return ticks.step > 0 ? static_cast<size_t>(range.length() / ticks.step + 1e-9) + 1 : ticks.ticks.size();
}

} // namespace

QString xText(XMode mode, double value) {
    if (mode == XMode::Relative) return QString::fromStdString(formatDuration(value));
    if (mode == XMode::Wall) return QString::fromStdString(formatWall(value));
    const double rounded = std::round(value);
    return std::abs(rounded) < 9e18 ? localized(formatStep(static_cast<int64_t>(rounded)))
                                    : localized(formatValue(value));
}

PlotLayout::PlotLayout(const PlotState& state, const QRectF& rectangle, double pixelRatio)
    : whole(rectangle)
    , x(state.xScale())
    , y(state.yScale()) {
    frame = rectangle.adjusted(kLeft, kTop, -kRight, -kBottom);
    makeYTicks();
    // The prefix may stand behind the uppermost number.
    const double unit = yTitle.isEmpty() ? 0 : axisMetrics().horizontalAdvance(QLatin1Char(' ') + yTitle);
    const double labels = widest(yTicks, axisMetrics()) + unit + 12;
    frame.setLeft(rectangle.left() + std::min(std::max(kLeft, labels), rectangle.width() / 2));
    const auto snap = [&](double px) { return snapped(px, pixelRatio); };
    const QPointF topLeft(snap(frame.left()), snap(frame.top()));
    frame = QRectF(topLeft, QPointF(std::max(snap(frame.right()), topLeft.x() + 1),
                                    std::max(snap(frame.bottom()), topLeft.y() + 1)));
    makeXTicks(state.settings.xMode);
    dropOverlapping(axisMetrics());
    keepTwoLabels(state.settings.xMode, axisMetrics());
}

void PlotLayout::makeYTicks() {
    // Few numbers say little of a scale: finer steps until there are four, or three where it is low.
    const size_t enough = frame.height() >= kRoomForFour ? 4 : 3;
    for (int wanted = std::clamp(static_cast<int>(frame.height() / 32), 3, 6); wanted <= kMostWantedTicks; ++wanted) {
        yTicks = makeTicks({y, TickStyle::Number, wanted});
        if (countOf(yTicks, y.range) >= enough) break;
    }
    yTitle = QString::fromUtf8(yTicks.prefix.symbol);
}

void PlotLayout::makeXTicks(XMode mode) {
    const QFontMetricsF metrics = axisMetrics();
    int wanted = std::clamp(static_cast<int>(frame.width() / 64), 2, 7);
    // Long labels (times, far away steps) ask for fewer ticks.
    const auto fit = [&](const Ticks& ticks) {
        const double room = frame.width() / std::max<size_t>(1, ticks.ticks.size());
        return widest(ticks, metrics) + 16 <= room;
    };
    for (; wanted >= 2; --wanted) {
        xTicks = makeTicks({x, tickStyle(mode), wanted});
        if (fit(xTicks)) break;
    }
    // The last one loses its words to the title: four leave three.
    for (int finer = wanted + 1; countOf(xTicks, x.range) < 4 && finer <= kMostWantedTicks; ++finer)
        if (Ticks more = makeTicks({x, tickStyle(mode), finer}); fit(more)) xTicks = std::move(more);
    nameX(mode);
}

void PlotLayout::nameX(XMode mode) {
    const QString prefix = QString::fromUtf8(xTicks.prefix.symbol);
    if (mode == XMode::Relative)
        xTitle = tr("elapsed");
    else if (mode == XMode::Wall)
        xTitle = tr("time");
    else
        xTitle = prefix.isEmpty() ? tr("step") : tr("step, %1").arg(prefix);
}

void PlotLayout::dropOverlapping(const QFontMetricsF& metrics) {
    // A tick whose label would run into its neighbour or the axis title keeps its place but loses its words.
    const double titleLeft = whole.right() - kRight - metrics.horizontalAdvance(xTitle) - 6;
    double taken = whole.left();
    for (Tick& tick : xTicks.ticks) {
        const double width = metrics.horizontalAdvance(localized(tick.label)), left = toX(tick.value) - width / 2;
        if (left < taken || left + width > titleLeft)
            tick.label.clear();
        else
            taken = left + width + 8;
    }
    double bottom = whole.bottom() + metrics.height();
    for (Tick& tick : yTicks.ticks) {
        const double middle = toY(tick.value);
        if (middle + metrics.height() / 2 > bottom)
            tick.label.clear();
        else
            bottom = middle - metrics.height() / 2 - 1;
        const bool underTitle = !yTitle.isEmpty() && middle < frame.top() + metrics.height() * 1.3;
        if (!underTitle || tick.label.empty() || middle < frame.top() - 1) continue;
        tick.label += ' ' + yTitle.toStdString();
        yTitle.clear();
    }
}

/// One number says nothing of a scale. Where more than one label has no room, two ticks as far apart as they can be do;
/// the words of a title that everybody knows make room for them.
void PlotLayout::keepTwoLabels(XMode mode, const QFontMetricsF& metrics) {
    const auto isNamed = [](const Tick& tick) { return !tick.label.empty(); };
    if (std::ranges::count_if(xTicks.ticks, isNamed) >= 2) return;
    const auto left = [&](const Tick& tick) {
        return toX(tick.value) - metrics.horizontalAdvance(localized(tick.label)) / 2;
    };
    const auto right = [&](const Tick& tick) { return 2 * toX(tick.value) - left(tick); };
    for (const bool titled : {true, false})
        for (int wanted = 2; wanted <= kMostWantedTicks; ++wanted) {
            Ticks some = makeTicks({x, tickStyle(mode), wanted});
            const QString title = titled ? xTitle : QString();
            if (some.prefix.factor != xTicks.prefix.factor || (!titled && some.prefix.factor != 1)) continue;
            const double most = whole.right() - (titled ? kRight + metrics.horizontalAdvance(title) + 6 : 0);
            const auto first = std::ranges::find_if(some.ticks, [&](const Tick& t) { return left(t) >= whole.left(); });
            const auto last =
                std::find_if(some.ticks.rbegin(), some.ticks.rend(), [&](const Tick& t) { return right(t) <= most; });
            if (first == some.ticks.end() || last == some.ticks.rend() || right(*first) + 8 > left(*last)) continue;
            some.ticks = {*first, *last};
            xTicks = std::move(some);
            xTitle = title;
            return;
        }
}

} // namespace td::plot
