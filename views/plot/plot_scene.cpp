#include "views/plot/plot_scene.h"

#include "views/kit/theme.h"
#include "views/plot/plot_painter.h"

#include <QPaintEngine>
#include <QPainter>

namespace td::plot {

PlotScene::PlotScene(PlotState state)
    : m_state(std::move(state)) {
    m_state.cursor.reset();
    m_state.cursorY.reset();
    m_state.linkedCursor.reset();
    m_state.zoomBox.reset();
}

void PlotScene::paintInto(QPainter& painter, const QRectF& rectangle, bool darkTheme, bool withLegend) const {
    constexpr double kPadding = 12, kTitle = 24;
    const PlotColors colors{darkTheme};
    const PlotState state = m_state; // a copy of its own: what it computes as it is painted is kept inside
    QRectF rest = rectangle.adjusted(kPadding, kPadding / 2, -kPadding / 2, -kPadding / 2);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rectangle, colors.of(kit::ColorId::Surface));
    if (!state.title.isEmpty()) {
        painter.setFont(kit::Theme::font(kit::FontId::BodyStrong));
        painter.setPen(colors.of(kit::ColorId::Text));
        painter.drawText(QRectF(rest.left(), rest.top(), rest.width(), kTitle), Qt::AlignLeft | Qt::AlignVCenter,
                         state.title);
        rest.setTop(rest.top() + kTitle);
    }
    if (withLegend) {
        const double height = exportLegend(nullptr, state.lines, rest, colors);
        exportLegend(&painter, state.lines, QRectF(rest.left(), rest.bottom() - height, rest.width(), height), colors);
        rest.setBottom(rest.bottom() - height - kPadding / 2);
    }
    const bool raster = painter.paintEngine() && painter.paintEngine()->type() == QPaintEngine::Raster;
    const double ratio = raster ? painter.deviceTransform().m11() : 1;
    LineLayer lines;
    const PlotLayout layout(state, rest, ratio > 0 ? ratio : 1);
    PlotPainter(state, layout, lines).paint(painter, {colors, false, !raster, ratio > 0 ? ratio : 1});
    painter.restore();
}

} // namespace td::plot
