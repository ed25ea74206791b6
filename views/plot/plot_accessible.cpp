#include "views/plot/plot_accessible.h"

#include "views/plot/plot_layout.h"
#include "views/plot/plot_widget.h"

#include <QAccessibleWidget>
#include <QCoreApplication>

namespace td::plot {
namespace {

class AccessiblePlot : public QAccessibleWidget {
    Q_DECLARE_TR_FUNCTIONS(td::plot::AccessiblePlot)
public:
    explicit AccessiblePlot(PlotWidget* plot)
        : QAccessibleWidget(plot, QAccessible::Chart) {}

    QString text(QAccessible::Text kind) const override {
        const auto* plot = static_cast<const PlotWidget*>(object());
        if (kind == QAccessible::Name) return plot->accessibleName().isEmpty() ? nameOf(*plot) : plot->accessibleName();
        if (kind == QAccessible::Description) return describe(*plot);
        return QAccessibleWidget::text(kind);
    }

private:
    static QString nameOf(const PlotWidget& plot) {
        return plot.title().isEmpty() ? tr("Line chart") : tr("Line chart of %1").arg(plot.title());
    }
    static QString describe(const PlotWidget& plot) {
        const XMode mode = plot.settings().xMode;
        const Range x = plot.xRange(), y = plot.yRange();
        const auto number = [](double v) { return localized(formatValue(v)); };
        QString text = tr("%Ln line(s).", nullptr, static_cast<int>(plot.lines().size()));
        text += u' ' + tr("From %1 to %2, values from %3 to %4.")
                           .arg(xText(mode, x.lo), xText(mode, x.hi), number(y.lo), number(y.hi));
        QStringList names;
        for (const Line& line : plot.lines())
            names << QString::fromStdString(line.label);
        return names.isEmpty() ? text : text + u' ' + tr("Lines: %1.").arg(names.mid(0, 20).join(tr(", ")));
    }
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* plot = qobject_cast<PlotWidget*>(object);
    return plot ? new AccessiblePlot(plot) : nullptr;
}

} // namespace

void installPlotAccessibility() {
    static const bool once = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(once)
}

} // namespace td::plot
