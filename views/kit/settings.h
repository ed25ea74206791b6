#pragma once

#include "views/kit/theme.h"

#include <array>
#include <QObject>
#include <QSettings>

namespace td::kit {

enum class Language : uint8_t { System, English, Chinese };

/// What a person may choose for the whole program, kept in `$XDG_CONFIG_HOME/tensordesk/tensordesk.ini`.
/// Unreadable or odd values count as the default; unknown keys are left alone.
///
/// Threads: GUI thread.
class Settings : public QObject {
    Q_OBJECT
public:
    /// `file`: another ini file (tests).
    explicit Settings(const QString& file = {}, QObject* parent = nullptr);

    [[nodiscard]] ThemeMode theme() const;
    void setTheme(ThemeMode mode);
    [[nodiscard]] Language language() const;
    void setLanguage(Language language);
    [[nodiscard]] bool reduceMotion() const { return flag("reduceMotion", false); }
    void setReduceMotion(bool on) { setFlag("reduceMotion", on); }
    [[nodiscard]] bool followLive() const { return flag("followLive", true); } ///< new points move the charts along
    void setFollowLive(bool on) { setFlag("followLive", on); }
    [[nodiscard]] bool useIndex() const { return flag("useIndex", true); } ///< keep an index in the cache
    void setUseIndex(bool on) { setFlag("useIndex", on); }
    [[nodiscard]] bool showTour() const { return flag("showTour", true); } ///< the four steps on Home
    void setShowTour(bool on) { setFlag("showTour", on); }
    /// What all indexes together may hold, in GB as all sizes are told in: one of kIndexLimitsGb.
    [[nodiscard]] int indexLimitGb() const;
    void setIndexLimitGb(int gb);
    static constexpr uint64_t kGb = 1'000'000'000;
    static constexpr std::array kIndexLimitsGb = {1, 2, 4, 8, 16, 32};

    /// Everything back to its default, keys and window places included; recent paths stay.
    void reset();

    /// The file itself, for what keeps its own group ("keys/", "window/", "recent/").
    [[nodiscard]] QSettings& store() { return m_store; }

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] bool flag(const char* key, bool fallback) const;
    void setFlag(const char* key, bool on);
    [[nodiscard]] QVariant stored(const char* key) const;
    void set(const char* key, const QVariant& value);
    QSettings m_store;
};

} // namespace td::kit
