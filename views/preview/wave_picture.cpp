#include "views/preview/wave_picture.h"

#include "views/kit/format.h"
#include "views/kit/style_paint.h"
#include "views/plot_present/ticks.h"

#include <cmath>
#include <QEvent>
#include <QPainter>

namespace td::preview {
namespace {

using kit::ColorId;
using kit::Theme;

constexpr int kChannelHeight = 96, kChannelGap = 8, kAxisHeight = 40;
constexpr double kRoomOfTick = 90, kClockFrom = 120; ///< longer clips are told as h:mm:ss

void paintChannel(QPainter& painter, const QRectF& lane, const std::vector<runlog::WavePeak>& peaks) {
    const double middle = lane.center().y(), half = lane.height() / 2;
    kit::paintHairline(painter, {lane.left(), middle}, {lane.right(), middle}, kit::themed(ColorId::Border));
    const double width = lane.width() / static_cast<double>(peaks.size());
    for (size_t i = 0; i < peaks.size(); ++i) {
        const double top = middle - peaks[i].high * half, bottom = middle - peaks[i].low * half;
        painter.fillRect(QRectF(lane.left() + static_cast<double>(i) * width, top, std::max(width, 0.5),
                                std::max(bottom - top, 1.0)),
                         Theme::instance().seriesColor(0));
    }
}

} // namespace

WavePicture::WavePicture(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void WavePicture::setWave(std::vector<std::vector<runlog::WavePeak>> channels, double seconds) {
    m_channels = std::move(channels);
    m_seconds = seconds;
    updateWords();
    updateGeometry();
    update();
}

QSize WavePicture::sizeHint() const {
    const auto lanes = std::max(1, static_cast<int>(m_channels.size()));
    return {240, lanes * kChannelHeight + (lanes - 1) * kChannelGap + kAxisHeight};
}

void WavePicture::paintTime(QPainter& painter, const QRectF& frame) const {
    if (!(m_seconds > 0)) return;
    const bool asClock = m_seconds >= kClockFrom;
    const int wanted = std::max(2, static_cast<int>(frame.width() / kRoomOfTick));
    const auto ticks = plot::makeTicks({{plot::ScaleKind::Linear, {0, m_seconds}},
                                        asClock ? plot::TickStyle::Duration : plot::TickStyle::Number,
                                        std::min(wanted, 7)});
    painter.setFont(Theme::font(kit::FontId::Small));
    painter.setPen(kit::themed(ColorId::SecondaryText));
    const QString unit = QString::fromUtf8(ticks.prefix.symbol) + (asClock ? QString() : tr("s", "seconds, a unit"));
    for (const auto& tick : ticks.ticks) {
        const double x = frame.left() + tick.value / m_seconds * frame.width();
        painter.drawLine(QPointF(x, frame.bottom()), QPointF(x, frame.bottom() + 4));
        QString text = QString::fromStdString(tick.label);
        if (!asClock) text = tr("%1 %2", "number, unit").arg(text, unit);
        const double half = kRoomOfTick / 2;
        const double left = std::clamp(x - half, frame.left(), std::max(frame.left(), frame.right() - kRoomOfTick));
        const auto align = left > x - half ? Qt::AlignLeft : left < x - half ? Qt::AlignRight : Qt::AlignHCenter;
        painter.drawText(QRectF(left, frame.bottom() + 6, kRoomOfTick, 16), Qt::AlignTop | align, text);
    }
}

void WavePicture::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRectF frame = QRectF(rect()).adjusted(0, 0, 0, -kAxisHeight);
    double y = frame.top();
    for (const auto& peaks : m_channels) {
        if (!peaks.empty()) paintChannel(painter, {frame.left(), y, frame.width(), kChannelHeight}, peaks);
        y += kChannelHeight + kChannelGap;
    }
    kit::paintHairline(painter, frame.bottomLeft(), frame.bottomRight(), kit::themed(ColorId::StrongBorder));
    paintTime(painter, frame);
}

void WavePicture::updateWords() {
    setAccessibleName(tr("Waveform"));
    setAccessibleDescription(
        tr("%Ln channel(s), %1", nullptr, static_cast<int>(m_channels.size())).arg(kit::Format::duration(m_seconds)));
    setToolTip(tr("Lowest and highest sample of each moment; the edges are full scale"));
}

void WavePicture::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) updateWords();
    QWidget::changeEvent(event);
}

} // namespace td::preview
