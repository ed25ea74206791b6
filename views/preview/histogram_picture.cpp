#include "views/preview/histogram_picture.h"

#include "views/kit/format.h"
#include "views/kit/theme.h"
#include "views/plot_present/ticks.h"

#include <cmath>
#include <QCoreApplication>

namespace td::preview {
namespace {

using kit::ColorId;
using kit::Theme;
using Buckets = std::vector<runlog::HistogramValue::Bucket>;

constexpr double kTop = 28, kRight = 24, kBottom = 44, kLeft = 24, kCountsLeft = 64;
constexpr double kTitleBelow = 24, kTitleHeight = 16, kTitleLeft = 12;
constexpr double kEven = 1e-3; ///< widths that differ by less than this share are one width
constexpr double kRoomOfValue = 72, kRoomOfCount = 64;
constexpr int kMostFiner = 4;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(td::preview::Histogram)
};

struct Extent {
    double left = 0, right = 0, most = 0, densest = 0;
    bool hasWidth = false; ///< there is an axis to stand on
    bool isEven = false;
};

Extent extentOf(const Buckets& buckets) {
    Extent extent{buckets.front().left, buckets.back().right};
    double narrow = INFINITY, wide = 0;
    for (const auto& bucket : buckets) {
        const double width = bucket.right - bucket.left;
        extent.most = std::max(extent.most, bucket.count);
        if (width > 0) extent.densest = std::max(extent.densest, bucket.count / width);
        narrow = std::min(narrow, width);
        wide = std::max(wide, width);
    }
    extent.hasWidth = extent.densest > 0 && std::isfinite(extent.left) && std::isfinite(extent.right);
    extent.isEven = extent.hasWidth && narrow > wide * (1 - kEven);
    return extent;
}

plot::Ticks ticksOf(plot::Range range, double length, double room, plot::TickStyle style) {
    const int fitting = std::max(2, static_cast<int>(length / room));
    plot::Ticks ticks;
    // Two numbers say little of a scale.
    for (int wanted = fitting; wanted <= fitting + kMostFiner && ticks.ticks.size() < 3; ++wanted)
        ticks = plot::makeTicks({{plot::ScaleKind::Linear, range}, style, wanted});
    return ticks;
}

QString textOf(const plot::Tick& tick, const plot::Ticks& ticks) {
    const QString prefix = QString::fromUtf8(ticks.prefix.symbol);
    QString text = QString::fromStdString(tick.label);
    if (text.startsWith(QLatin1Char('-'))) text[0] = QChar(0x2212);
    return text + (prefix.isEmpty() ? QString() : QLatin1Char(' ') + prefix);
}

void paintValues(QPainter& painter, const QRectF& frame, const Extent& extent) {
    const QRectF words(frame.left(), frame.bottom() + 6, frame.width(), kBottom - 6);
    if (!extent.hasWidth) {
        const auto flags = Qt::AlignTop | (extent.left == extent.right ? Qt::AlignHCenter : Qt::AlignLeft);
        painter.drawText(words, flags, kit::Format::value(extent.left));
        if (extent.left != extent.right)
            painter.drawText(words, Qt::AlignTop | Qt::AlignRight, kit::Format::value(extent.right));
        return;
    }
    const auto ticks = ticksOf({extent.left, extent.right}, frame.width(), kRoomOfValue, plot::TickStyle::Number);
    for (const auto& tick : ticks.ticks) {
        const double x = frame.left() + (tick.value - extent.left) / (extent.right - extent.left) * frame.width();
        painter.drawLine(QPointF(x, frame.bottom()), QPointF(x, frame.bottom() + 4));
        painter.drawText(QRectF(x - kRoomOfValue / 2, words.top(), kRoomOfValue, words.height()),
                         Qt::AlignTop | Qt::AlignHCenter, textOf(tick, ticks));
    }
}

void paintCounts(QPainter& painter, const QRectF& frame, const Extent& extent) {
    if (!extent.isEven) return;
    const auto ticks = ticksOf({0, extent.most}, frame.height(), kRoomOfCount, plot::TickStyle::Step);
    QColor grid = Theme::instance().color(ColorId::Border);
    grid.setAlphaF(0.6F);
    for (const auto& tick : ticks.ticks) {
        const double y = frame.bottom() - tick.value / extent.most * frame.height();
        painter.setPen(grid);
        if (tick.value > 0) painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y));
        painter.setPen(Theme::instance().color(ColorId::SecondaryText));
        painter.drawText(QRectF(frame.left() - kCountsLeft, y - 10, kCountsLeft - 8, 20),
                         Qt::AlignVCenter | Qt::AlignRight, textOf(tick, ticks));
    }
}

void paintTitles(QPainter& painter, const QRectF& area, const QRectF& frame, const Extent& extent) {
    painter.drawText(QRectF(frame.left(), frame.bottom() + kTitleBelow, frame.width(), kTitleHeight),
                     Qt::AlignTop | Qt::AlignRight, Words::tr("value"));
    const QString height = extent.isEven || !extent.hasWidth ? Words::tr("count") : Words::tr("density");
    painter.drawText(QRectF(area.left() + kTitleLeft, area.top(), frame.width(), frame.top() - area.top() - 6),
                     Qt::AlignBottom | Qt::AlignLeft, height);
}

void paintBars(QPainter& painter, const QRectF& frame, const Buckets& buckets, const Extent& extent) {
    const double slot = frame.width() / static_cast<double>(buckets.size());
    const double scale = frame.width() / (extent.right - extent.left);
    for (size_t i = 0; i < buckets.size(); ++i) {
        const auto& bucket = buckets[i];
        if (!(bucket.count > 0)) continue;
        const double width = bucket.right - bucket.left;
        const double share = !extent.hasWidth ? bucket.count / extent.most
                             : width > 0      ? bucket.count / width / extent.densest
                                              : 1;
        const double x0 =
            frame.left() + (extent.hasWidth ? (bucket.left - extent.left) * scale : slot * static_cast<double>(i));
        const double x1 = extent.hasWidth ? frame.left() + (bucket.right - extent.left) * scale : x0 + slot;
        const double height = share * frame.height();
        painter.fillRect(QRectF(x0, frame.bottom() - height, std::max(1.0, x1 - x0 - 1), height),
                         Theme::instance().seriesColor(0));
    }
}

} // namespace

void paintHistogram(QPainter& painter, const QRectF& area, const Buckets& buckets) {
    const Extent extent = extentOf(buckets);
    const QRectF frame = area.adjusted(extent.isEven ? kCountsLeft : kLeft, kTop, -kRight, -kBottom);
    if (frame.width() < 1 || frame.height() < 1) return;
    painter.setFont(Theme::font(kit::FontId::Small));
    if (extent.most > 0) {
        paintCounts(painter, frame, extent);
        paintBars(painter, frame, buckets, extent);
    }
    painter.setPen(Theme::instance().color(ColorId::StrongBorder));
    painter.drawLine(frame.bottomLeft(), frame.bottomRight());
    painter.setPen(Theme::instance().color(ColorId::SecondaryText));
    paintValues(painter, frame, extent);
    paintTitles(painter, area, frame, extent);
}

} // namespace td::preview
