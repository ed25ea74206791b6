#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <QPen>

namespace td::kit {

/// The colour tokens of the program, by meaning. Light and dark values live in theme.cpp and nowhere else.
enum class ColorId : uint8_t {
    Window,
    Surface,
    Raised,
    Border,
    StrongBorder,
    Text,
    SecondaryText,
    Accent,
    OnAccent,
    SelectionFill,
    Good,
    Warn,
    Bad,
    Shadow,
};

enum class ThemeMode : uint8_t { System, Light, Dark };

/// Font roles: sizes 11, 13, 15, 20 px; weights 400 and 600.
enum class FontId : uint8_t { Small, SmallStrong, Body, BodyStrong, Section, Title, Mono, MonoSmall };

/// Colours, fonts, icons and metrics of the program, by id. One per application; created by main before any widget.
///
/// Threads: GUI thread.
class Theme : public QObject {
    Q_OBJECT
public:
    static Theme& instance();

    void setMode(ThemeMode mode); ///< applies palette and style to the application; emits changed()
    [[nodiscard]] ThemeMode mode() const { return m_mode; }
    [[nodiscard]] bool isDark() const { return m_dark; }

    [[nodiscard]] QColor color(ColorId id) const;
    /// The same token in the light theme whatever is shown (exports).
    [[nodiscard]] static QColor lightColor(ColorId id);
    [[nodiscard]] static QColor darkColor(ColorId id); ///< and in the dark one
    /// Series colours: ten per theme; the dash changes with every tenth slot.
    [[nodiscard]] QColor seriesColor(int slot) const;
    [[nodiscard]] static QColor lightSeriesColor(int slot);
    [[nodiscard]] static QColor darkSeriesColor(int slot);
    [[nodiscard]] static QList<qreal> seriesDash(int slot); ///< empty = solid; in pixels, for a cosmetic 1 px pen
    [[nodiscard]] QPen seriesPen(int slot) const;           ///< cosmetic, one device pixel

    [[nodiscard]] static QFont font(FontId id); ///< tabular figures where the font has them

    /// A line icon of resources/icons by file name without ending ("runs", "pin"), tinted with the theme; 16, 20 or 24
    /// px.
    [[nodiscard]] QIcon icon(const QString& name, ColorId tint = ColorId::SecondaryText) const;
    [[nodiscard]] QPixmap iconPixmap(const QString& name, int sizePx, ColorId tint, qreal devicePixelRatio) const;

    [[nodiscard]] bool reduceMotion() const { return m_reduceMotion; }
    void setReduceMotion(bool reduce) { m_reduceMotion = reduce; }

Q_SIGNALS:
    void changed();

private:
    Theme();
    void apply();
    ThemeMode m_mode = ThemeMode::System;
    bool m_dark = false;
    bool m_reduceMotion = false;
};

} // namespace td::kit
