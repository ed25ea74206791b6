#include "views/kit/theme.h"

#include "views/kit/icon_engine.h"
#include "views/kit/style.h"

#include <array>
#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QLocale>

namespace td::kit {
namespace {

constexpr int kColors = 14;
/// In the order of ColorId; contrast figures are in the design notes: text at least 7 or 4.5, meaningful lines at
/// least 3.
constexpr std::array<QRgb, kColors> kLight = {0xfff4f5f7, 0xffffffff, 0xffffffff, 0xffd9dce3, 0xff858d9b,
                                              0xff1c2027, 0xff5a6270, 0xff1f5fd0, 0xffffffff, 0xffdbe7fd,
                                              0xff0f6b4c, 0xff9a5400, 0xffb3202c, 0x331c2027};
constexpr std::array<QRgb, kColors> kDark = {0xff15171c, 0xff1b1e24, 0xff23272f, 0xff343a45, 0xff6f7887,
                                             0xffe6e9ef, 0xffa2abba, 0xff7aa8ff, 0xff0f1420, 0xff24406e,
                                             0xff53d39a, 0xfff0a33a, 0xffff7b83, 0x99000000};

/// Ten colours that stay apart under normal sight and each colour-vision deficiency, each at 3:1 or more on its
/// surface.
constexpr int kSeries = 10;
constexpr std::array<QRgb, kSeries> kLightSeries = {0xff1c4c92, 0xffe67100, 0xff117b58, 0xff782e65, 0xff2fa1b3,
                                                    0xffac0823, 0xff744cb7, 0xff839b55, 0xff906b02, 0xff75788e};
constexpr std::array<QRgb, kSeries> kDarkSeries = {0xff5181d7, 0xffef8713, 0xff68f7ae, 0xffb9659e, 0xff4cc3ca,
                                                   0xfff83d52, 0xffb396fc, 0xff797b19, 0xfffbc847, 0xffcdd5f3};

size_t seriesIndex(int slot) {
    return static_cast<size_t>(((slot % kSeries) + kSeries) % kSeries);
}

QColor colorOf(const std::array<QRgb, kColors>& table, ColorId id) {
    return QColor::fromRgba(table[static_cast<size_t>(id)]);
}

void setDisabled(QPalette& palette, const QColor& color) {
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, color);
}

QPalette paletteOf(const std::array<QRgb, kColors>& table) {
    const auto c = [&](ColorId id) { return colorOf(table, id); };
    QPalette palette(c(ColorId::Text), c(ColorId::Raised), c(ColorId::Raised), c(ColorId::StrongBorder),
                     c(ColorId::Border), c(ColorId::Text), c(ColorId::Text), c(ColorId::Surface), c(ColorId::Window));
    palette.setColor(QPalette::AlternateBase, c(ColorId::Window));
    palette.setColor(QPalette::Highlight, c(ColorId::SelectionFill));
    palette.setColor(QPalette::HighlightedText, c(ColorId::Text));
    palette.setColor(QPalette::PlaceholderText, c(ColorId::SecondaryText));
    palette.setColor(QPalette::ToolTipBase, c(ColorId::Raised));
    palette.setColor(QPalette::ToolTipText, c(ColorId::Text));
    palette.setColor(QPalette::Link, c(ColorId::Accent));
    palette.setColor(QPalette::LinkVisited, c(ColorId::Accent));
    palette.setColor(QPalette::Shadow, c(ColorId::Shadow));
    setDisabled(palette, c(ColorId::StrongBorder));
    return palette;
}

/// Qt 6.4 does not tell the system's colour scheme; the palette that the platform gave us at the start does.
bool systemIsDark() {
    static const bool dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    return dark;
}

/// The families that Han characters are looked for in, behind the system's own. Left to itself Qt takes the first font
/// that has a character, and of a font for all of East Asia that is the Japanese one: 直 and 骨 look foreign to a Chinese
/// reader then. Always named, whatever language the window speaks: paths and tags hold Chinese too, and a switch of the
/// language changes no font. Who set up the system in Japanese, Korean or traditional Chinese has the forms of there.
QStringList hanFamilies(bool mono) {
    const QLocale locale = QLocale::system();
    const bool isTraditional = locale.script() == QLocale::TraditionalHanScript;
    if (locale.language() == QLocale::Japanese || locale.language() == QLocale::Korean || isTraditional) return {};
    QStringList families;
    if (mono)
        families << QStringLiteral("Noto Sans Mono CJK SC") << QStringLiteral("Source Han Mono SC")
                 << QStringLiteral("WenQuanYi Micro Hei Mono") << QStringLiteral("WenQuanYi Zen Hei Mono");
    return families << QStringLiteral("Noto Sans CJK SC") << QStringLiteral("Source Han Sans SC")
                    << QStringLiteral("Source Han Sans CN") << QStringLiteral("WenQuanYi Micro Hei")
                    << QStringLiteral("WenQuanYi Zen Hei");
}

/// Only families that are there: Qt looks for each missing one again with every text it lays out.
const QFont& systemFont(bool mono) {
    static const auto made = [](QFontDatabase::SystemFont which) {
        QFont font = QFontDatabase::systemFont(which);
        QStringList families{QFontInfo(font).family()};
        for (const QString& family : hanFamilies(which == QFontDatabase::FixedFont))
            if (QFontDatabase::hasFamily(family)) families << family;
        font.setFamilies(families);
        return font;
    };
    static const QFont plain = made(QFontDatabase::GeneralFont), fixed = made(QFontDatabase::FixedFont);
    return mono ? fixed : plain;
}

} // namespace

Theme& Theme::instance() {
    // A function-local object: style, icons and every widget ask for it, and only main orders its beginning.
    static Theme theme;
    return theme;
}

Theme::Theme() {
    systemIsDark();
    m_mode = ThemeMode::System;
    m_dark = systemIsDark();
    qApp->setStyle(new Style); // the application owns it
    apply();
}

void Theme::setMode(ThemeMode mode) {
    const bool dark = mode == ThemeMode::Dark || (mode == ThemeMode::System && systemIsDark());
    if (mode == m_mode && dark == m_dark) return;
    m_mode = mode;
    const bool repaint = dark != m_dark;
    m_dark = dark;
    if (repaint) apply();
    Q_EMIT changed();
}

void Theme::apply() {
    QApplication::setPalette(paletteOf(m_dark ? kDark : kLight));
    QApplication::setFont(font(FontId::Body));
}

QColor Theme::color(ColorId id) const {
    return colorOf(m_dark ? kDark : kLight, id);
}
QColor Theme::lightColor(ColorId id) {
    return colorOf(kLight, id);
}
QColor Theme::darkColor(ColorId id) {
    return colorOf(kDark, id);
}
QColor Theme::darkSeriesColor(int slot) {
    return QColor::fromRgba(kDarkSeries[seriesIndex(slot)]);
}
QColor Theme::seriesColor(int slot) const {
    return QColor::fromRgba((m_dark ? kDarkSeries : kLightSeries)[seriesIndex(slot)]);
}
QColor Theme::lightSeriesColor(int slot) {
    return QColor::fromRgba(kLightSeries[seriesIndex(slot)]);
}

QList<qreal> Theme::seriesDash(int slot) {
    switch ((std::max(slot, 0) / kSeries) % 4) {
    case 1:
        return {6, 3};
    case 2:
        return {2, 3};
    case 3:
        return {8, 3, 2, 3};
    default:
        return {};
    }
}

QPen Theme::seriesPen(int slot) const {
    QPen pen(seriesColor(slot), 1);
    pen.setCosmetic(true); // wider pens cost 13 to 180 times more on a long line
    if (const QList<qreal> dash = seriesDash(slot); !dash.isEmpty()) pen.setDashPattern(dash);
    return pen;
}

QFont Theme::font(FontId id) {
    const bool mono = id == FontId::Mono || id == FontId::MonoSmall;
    QFont font = systemFont(mono);
    int pixels = 13;
    if (id == FontId::Small || id == FontId::SmallStrong || id == FontId::MonoSmall) pixels = 11;
    if (id == FontId::Section) pixels = 15;
    if (id == FontId::Title) pixels = 20;
    font.setPixelSize(pixels);
    const bool strong =
        id == FontId::SmallStrong || id == FontId::BodyStrong || id == FontId::Section || id == FontId::Title;
    font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
    return font;
}

QIcon Theme::icon(const QString& name, ColorId tint) const {
    return QIcon(new IconEngine(name, tint));
}

QPixmap Theme::iconPixmap(const QString& name, int sizePx, ColorId tint, qreal devicePixelRatio) const {
    return renderIcon(name, sizePx, color(tint), devicePixelRatio);
}

} // namespace td::kit
