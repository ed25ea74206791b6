#pragma once

#include "views/plot_present/plot_types.h"

#include <optional>
#include <QFrame>

class QLineEdit;

namespace td::plot {

/// Two fields for the ends of an axis. Empty means "computed". Enter applies, Esc closes.
class LimitsPopup : public QFrame {
    Q_OBJECT
public:
    enum class Axis : uint8_t { X, Y };
    LimitsPopup(Axis axis, std::optional<double> lo, std::optional<double> hi, Range shown, QWidget* parent);

Q_SIGNALS:
    void accepted(std::optional<double> lo, std::optional<double> hi);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QLineEdit* addField(const QString& name, std::optional<double> value, double shown);
    void apply();
    /// nullopt: the text is neither empty nor a number (the field says so).
    [[nodiscard]] std::optional<std::optional<double>> read(QLineEdit* field) const;

    QLineEdit* m_lo = nullptr;
    QLineEdit* m_hi = nullptr;
};

} // namespace td::plot
