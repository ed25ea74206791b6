#include "views/kit/format.h"

#include <array>
#include <cmath>
#include <QLocale>

namespace td::kit {
namespace {

/// `value` below 1000 with three significant digits: "1.04", "86.1", "412".
QString threeDigits(double value) {
    const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return QLocale().toString(value, 'f', decimals);
}

/// Divides by 1000 while that leaves at least 1 after rounding; says how often.
int scaleDown(double& value, int limit) {
    int steps = 0;
    while (value >= 999.5 && steps < limit) {
        value /= 1000;
        ++steps;
    }
    return steps;
}

} // namespace

QString Format::count(quint64 value) {
    return QLocale().toString(value);
}

QString Format::number(qint64 value) {
    return QLocale().toString(value).replace(QLatin1Char('-'), QChar(0x2212));
}

QString Format::shortCount(quint64 value) {
    if (value < 10000) return count(value);
    constexpr std::array kUnits = {"", "k", "M", "G", "T"};
    auto scaled = static_cast<double>(value);
    const int unit = scaleDown(scaled, 4);
    return QStringLiteral("%1 %2").arg(threeDigits(scaled), QLatin1String(kUnits[static_cast<size_t>(unit)]));
}

QString Format::bytes(quint64 sizeBytes) {
    if (sizeBytes < 1000) return QStringLiteral("%1 B").arg(QLocale().toString(sizeBytes));
    constexpr std::array kUnits = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    auto scaled = static_cast<double>(sizeBytes);
    const int unit = scaleDown(scaled, 6);
    return QStringLiteral("%1 %2").arg(threeDigits(scaled), QLatin1String(kUnits[static_cast<size_t>(unit)]));
}

QString Format::byteRate(double bytesPerSecond) {
    if (!std::isfinite(bytesPerSecond) || bytesPerSecond < 0) return QStringLiteral("–");
    return tr("%1/s", "bytes per second").arg(bytes(static_cast<quint64>(bytesPerSecond)));
}

QString Format::clock(double seconds) {
    if (!std::isfinite(seconds)) return QStringLiteral("–");
    const auto total = static_cast<qint64>(std::llround(std::abs(seconds)));
    const QString sign = seconds < 0 && total > 0 ? QStringLiteral("−") : QString();
    return QStringLiteral("%1%2:%3:%4")
        .arg(sign)
        .arg(total / 3600)
        .arg((total / 60) % 60, 2, 10, QLatin1Char('0'))
        .arg(total % 60, 2, 10, QLatin1Char('0'));
}

QString Format::duration(double seconds) {
    if (!std::isfinite(seconds)) return QStringLiteral("–");
    if (std::abs(seconds) >= 59.95) return clock(seconds);
    const int decimals = std::abs(seconds) < 9.995 ? 2 : std::abs(seconds) < 99.95 ? 1 : 0;
    return tr("%1 s", "seconds").arg(QLocale().toString(seconds, 'f', decimals));
}

QString Format::when(const QDateTime& time, const QDateTime& now) {
    if (!time.isValid()) return QStringLiteral("–");
    const QLocale locale;
    const QString clockTime = locale.toString(time.time(), QStringLiteral("HH:mm"));
    const qint64 days = time.date().daysTo(now.date());
    if (days == 0) return tr("Today %1").arg(clockTime);
    if (days == 1) return tr("Yesterday %1").arg(clockTime);
    if (time.date().year() == now.date().year())
        return tr("%1 %2", "date, time")
            .arg(locale.toString(time.date(), tr("d MMM", "date format, day and month")), clockTime);
    return locale.toString(time.date(), tr("d MMM yyyy", "date format with year"));
}

QString Format::value(double value, int digits) {
    if (std::isnan(value)) return QStringLiteral("NaN");
    if (std::isinf(value)) return value < 0 ? QStringLiteral("−∞") : QStringLiteral("∞");
    return QLocale().toString(value, 'g', digits).replace(QLatin1Char('-'), QChar(0x2212));
}

QString Format::parameter(double value) {
    constexpr double kWholeBelow = 1e15; // beyond it not every whole number is a double
    if (std::abs(value) < kWholeBelow && value == std::trunc(value)) return number(static_cast<qint64>(value));
    return Format::value(value, QLocale::FloatingPointShortest);
}

QString Format::name(const std::string& name) {
    return name.empty() ? tr("(no name)") : QString::fromStdString(name);
}

QString Format::percent(double share) {
    if (!std::isfinite(share)) return QStringLiteral("–");
    return tr("%1 %", "percent").arg(QLocale().toString(std::clamp(share, 0.0, 1.0) * 100, 'f', 0));
}

} // namespace td::kit
