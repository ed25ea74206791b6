#pragma once

#include <QCoreApplication>
#include <QDateTime>
#include <QString>

namespace td::kit {

/// Numbers as people read them, in the current language (QLocale::setDefault).
///
/// Threads: any, while nobody switches the language.
class Format {
    Q_DECLARE_TR_FUNCTIONS(Format)
public:
    /// "2,617,404": every digit, grouped.
    [[nodiscard]] static QString count(quint64 value);
    /// "−12,345": steps and other whole numbers that may be negative.
    [[nodiscard]] static QString number(qint64 value);
    /// "2.6 M": three significant digits with k, M, G; below 10,000 every digit.
    [[nodiscard]] static QString shortCount(quint64 value);
    /// "1.04 GB": decimal units, three significant digits; "812 B" below 1000.
    [[nodiscard]] static QString bytes(quint64 sizeBytes);
    /// "1.2 GB/s"
    [[nodiscard]] static QString byteRate(double bytesPerSecond);
    /// "0.86 s", "12 s", from a minute on as clock(). Not a number: "–".
    [[nodiscard]] static QString duration(double seconds);
    /// "0:00:03", "1:09:40": hours, minutes, seconds, as on the axes of charts; for columns and time left.
    [[nodiscard]] static QString clock(double seconds);
    /// "Today 14:12", "Yesterday 09:30", "18 Nov 14:12", "18 Nov 2024" (in the locale's order).
    [[nodiscard]] static QString when(const QDateTime& time, const QDateTime& now = QDateTime::currentDateTime());
    /// A value with `digits` significant digits; "NaN", "∞", "−∞" where it is no number.
    [[nodiscard]] static QString value(double value, int digits = 4);
    /// A number of a configuration: "0.001", "109,386", "1e−07"; the shortest digits that give it back.
    [[nodiscard]] static QString parameter(double value);
    /// A name from a log as a person sees it: an empty one is said, "(no name)".
    [[nodiscard]] static QString name(const std::string& name);
    /// "62 %"
    [[nodiscard]] static QString percent(double share);
};

} // namespace td::kit
