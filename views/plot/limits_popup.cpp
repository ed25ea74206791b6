#include "views/plot/limits_popup.h"

#include "views/kit/theme.h"
#include "views/plot_present/format.h"

#include <QFormLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>

namespace td::plot {

LimitsPopup::LimitsPopup(Axis axis, std::optional<double> lo, std::optional<double> hi, Range shown, QWidget* parent)
    : QFrame(parent, Qt::Popup) {
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(axis == Axis::Y ? tr("Limits of the value axis") : tr("Limits of the horizontal axis"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(12, 12, 12, 12);
    form->setSpacing(8);
    m_hi = addField(tr("Maximum"), hi, shown.hi);
    m_lo = addField(tr("Minimum"), lo, shown.lo);
    form->addRow(tr("Maximum"), m_hi);
    form->addRow(tr("Minimum"), m_lo);
    m_hi->setFocus();
    m_hi->selectAll();
}

QLineEdit* LimitsPopup::addField(const QString& name, std::optional<double> value, double shown) {
    auto* field = new QLineEdit(this);
    field->setAccessibleName(name);
    field->setToolTip(tr("Leave empty to fit the data. Enter applies, Esc closes."));
    field->setPlaceholderText(tr("auto (%1)").arg(QString::fromStdString(formatValue(shown))));
    if (value) field->setText(QString::fromStdString(formatExact(*value)));
    connect(field, &QLineEdit::returnPressed, this, [this] { apply(); });
    return field;
}

std::optional<std::optional<double>> LimitsPopup::read(QLineEdit* field) const {
    const QString text = field->text().trimmed();
    if (text.isEmpty()) return std::optional<double>();
    bool ok = false;
    double value = QLocale().toDouble(text, &ok);
    if (!ok) value = QLocale::c().toDouble(text, &ok);
    if (ok && std::isfinite(value)) return std::optional(value);
    field->setToolTip(tr("This is not a number. Type one such as 0.25 or 1e-3, or leave the field empty."));
    field->setFocus();
    field->selectAll();
    return std::nullopt;
}

void LimitsPopup::apply() {
    const auto lo = read(m_lo), hi = read(m_hi);
    if (!lo || !hi) return;
    Q_EMIT accepted(*lo, *hi);
    close();
}

void LimitsPopup::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

} // namespace td::plot
