#include "views/kit/settings.h"

#include "engine/base/file.h"

#include <algorithm>

namespace td::kit {
namespace {

QString defaultFile() {
    return QString::fromStdString((configDirectory() / "tensordesk.ini").string());
}
/// Not "general": QSettings writes that group as "%General", which it reads back as another one, so that all was lost at
/// the next start.
QString keyOf(const char* name) {
    return QStringLiteral("settings/") + QLatin1String(name);
}
/// Where files of before 2026-11-22 have it.
QString oldKeyOf(const char* name) {
    return QStringLiteral("General/") + QLatin1String(name);
}

/// Stored as words, so that a person can read and mend the file.
constexpr std::array kThemes = {"system", "light", "dark"};
constexpr std::array kLanguages = {"system", "en", "zh_CN"};

template <class Words>
size_t indexOf(const Words& words, const QString& word) {
    for (size_t i = 0; i < words.size(); ++i)
        if (word == QLatin1String(words[i])) return i;
    return 0;
}

} // namespace

Settings::Settings(const QString& file, QObject* parent)
    : QObject(parent)
    , m_store(file.isEmpty() ? defaultFile() : file, QSettings::IniFormat) {}

ThemeMode Settings::theme() const {
    return static_cast<ThemeMode>(indexOf(kThemes, stored("theme").toString()));
}
void Settings::setTheme(ThemeMode mode) {
    set("theme", QLatin1String(kThemes[static_cast<size_t>(mode)]));
}

Language Settings::language() const {
    return static_cast<Language>(indexOf(kLanguages, stored("language").toString()));
}
void Settings::setLanguage(Language language) {
    set("language", QLatin1String(kLanguages[static_cast<size_t>(language)]));
}

bool Settings::flag(const char* key, bool fallback) const {
    const QString word = stored(key).toString();
    if (word == QLatin1String("true")) return true;
    if (word == QLatin1String("false")) return false;
    return fallback;
}

void Settings::setFlag(const char* key, bool on) {
    set(key, on ? QStringLiteral("true") : QStringLiteral("false"));
}

int Settings::indexLimitGb() const {
    constexpr int kDefault = 4;
    const int gb = stored("indexLimitGib").toInt();
    return std::find(kIndexLimitsGb.begin(), kIndexLimitsGb.end(), gb) == kIndexLimitsGb.end() ? kDefault : gb;
}

void Settings::setIndexLimitGb(int gb) {
    set("indexLimitGib", QString::number(gb));
}

QVariant Settings::stored(const char* key) const {
    return m_store.value(keyOf(key), m_store.value(oldKeyOf(key)));
}

void Settings::set(const char* key, const QVariant& value) {
    if (stored(key) == value) return;
    m_store.setValue(keyOf(key), value);
    Q_EMIT changed();
}

void Settings::reset() {
    for (const auto* group : {"settings", "General", "keys", "window"})
        m_store.remove(QLatin1String(group));
    Q_EMIT changed();
}

} // namespace td::kit
