#include "views/plot/plot_state.h"

#include "views/plot_present/domain.h"

#include <QLocale>

namespace td::plot {
namespace {

/// Typed limits replace what was computed, each end on its own.
Range limited(Range range, std::optional<double> lo, std::optional<double> hi, ScaleKind kind) {
    return usable({lo.value_or(range.lo), hi.value_or(range.hi)}, kind);
}

} // namespace

ScaleKind scaleKind(YScale scale) {
    return scale == YScale::Log ? ScaleKind::Log : scale == YScale::Symlog ? ScaleKind::Symlog : ScaleKind::Linear;
}

ScaleKind scaleKind(XScale scale) {
    return scale == XScale::Log ? ScaleKind::Log : ScaleKind::Linear;
}

QString localized(const std::string& number) {
    QString text = QString::fromStdString(number);
    const QLocale locale;
    if (locale.decimalPoint() == QLatin1String(".")) return text;
    text.replace(u',', u'\0').replace(u'.', locale.decimalPoint());
    return text.replace(u'\0', locale.groupSeparator());
}

void PlotState::refit() {
    m_fit = {};
}

Range PlotState::xRange() const {
    if (zoom.x) return usable(*zoom.x, scaleKind(settings.xScale));
    if (!m_fit.hasX) {
        m_fit.x = fittedX(lines, settings.xScale);
        m_fit.hasX = true;
    }
    return limited(m_fit.x, settings.xMin, settings.xMax, scaleKind(settings.xScale));
}

Range PlotState::yRange() const {
    const ScaleKind kind = scaleKind(settings.yScale);
    if (zoom.y) return usable(*zoom.y, kind);
    const Range x = xRange();
    if (!m_fit.hasY || m_fit.yFor != x) {
        m_fit.symlog = kind == ScaleKind::Symlog ? symlogConstant(largestMagnitude(lines)) : 1;
        m_fit.y = fittedY(lines, x, kind, settings.ignoreOutliers, m_fit.symlog);
        m_fit.yFor = x;
        m_fit.hasY = true;
    }
    return limited(m_fit.y, settings.yMin, settings.yMax, kind);
}

AxisScale PlotState::xScale() const {
    return {scaleKind(settings.xScale), xRange(), 1};
}

AxisScale PlotState::yScale() const {
    const Range range = yRange();
    if (settings.yScale == YScale::Symlog && !m_fit.hasY) m_fit.symlog = symlogConstant(largestMagnitude(lines));
    return {scaleKind(settings.yScale), range, m_fit.symlog};
}

} // namespace td::plot
