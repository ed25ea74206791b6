#include "views/kit/settings.h"

#include "engine/base/file.h"

#include <algorithm>

namespace td::kit {
namespace {

QString defaultFile() {
    return QString::fromStdString((configDirectory() / "tensordesk.ini").string());
}
QString keyOf(const char* name) {
    return QStringLiteral("general/") + QLatin1String(name);
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
    return static_cast<ThemeMode>(indexOf(kThemes, m_store.value(keyOf("theme")).toString()));
}
void Settings::setTheme(ThemeMode mode) {
    set("theme", QLatin1String(kThemes[static_cast<size_t>(mode)]));
}

Language Settings::language() const {
    return static_cast<Language>(indexOf(kLanguages, m_store.value(keyOf("language")).toString()));
}
void Settings::setLanguage(Language language) {
    set("language", QLatin1String(kLanguages[static_cast<size_t>(language)]));
}

bool Settings::flag(const char* key, bool fallback) const {
    const QString word = m_store.value(keyOf(key)).toString();
    if (word == QLatin1String("true")) return true;
    if (word == QLatin1String("false")) return false;
    return fallback;
}

void Settings::setFlag(const char* key, bool on) {
    set(key, on ? QStringLiteral("true") : QStringLiteral("false"));
}

int Settings::indexLimitGib() const {
    constexpr int kDefault = 4;
    const int gib = m_store.value(keyOf("indexLimitGib")).toInt();
    return std::find(kIndexLimitsGib.begin(), kIndexLimitsGib.end(), gib) == kIndexLimitsGib.end() ? kDefault : gib;
}

void Settings::setIndexLimitGib(int gib) {
    set("indexLimitGib", QString::number(gib));
}

void Settings::set(const char* key, const QVariant& value) {
    if (m_store.value(keyOf(key)) == value) return;
    m_store.setValue(keyOf(key), value);
    Q_EMIT changed();
}

void Settings::reset() {
    for (const auto* group : {"general", "keys", "window"})
        m_store.remove(QLatin1String(group));
    Q_EMIT changed();
}

} // namespace td::kit
