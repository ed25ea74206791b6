#include "tests/bench/engine/meter.h"

#include <sys/resource.h>
#include <sys/times.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>

namespace td::bench {

namespace {
// From these on other programs, or other guests of the machine, count as a disturbance; as in the frameworks' benchmarks.
constexpr double kDisturbingCores = 0.15, kStolenCores = 0.1;

double clockSeconds(clockid_t clock) {
    timespec t{};
    clock_gettime(clock, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

/// To `digits` decimals, as the shortest text of the nearest double.
double rounded(double value, double digits) {
    return std::round(value * std::pow(10, digits)) / std::pow(10, digits);
}

double quantile(std::vector<double> values, double q) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[static_cast<size_t>(q * static_cast<double>(values.size() - 1))];
}

std::string utcNow() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

nlohmann::ordered_json lossJson(std::optional<double> loss) {
    return loss ? nlohmann::ordered_json(rounded(*loss, 5)) : nullptr;
}
} // namespace

double sinceProcessStart() {
    std::ifstream stat("/proc/self/stat");
    std::string line;
    std::getline(stat, line);
    std::istringstream fields(line.substr(line.rfind(')') + 2));
    std::string field;
    for (int i = 0; i < 20; ++i)
        fields >> field;
    return clockSeconds(CLOCK_BOOTTIME) - std::atof(field.c_str()) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double peakRssMb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

Meter::Cpu Meter::cpuNow() {
    std::ifstream stat("/proc/stat");
    std::string label;
    double user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0;
    stat >> label >> user >> nice >> system >> idle >> wait >> irq >> soft >> steal;
    const auto perSecond = static_cast<double>(sysconf(_SC_CLK_TCK));
    return {(user + nice + system + irq + soft) / perSecond, steal / perSecond, clockSeconds(CLOCK_PROCESS_CPUTIME_ID),
            clockSeconds(CLOCK_MONOTONIC)};
}

Meter::Meter(int64_t samplesPerCall, MeterOptions options)
    : m_samples(samplesPerCall)
    , m_options(options) {
    double load[1] = {-1};
    if (getloadavg(load, 1) == 1) m_loadBefore = load[0];
    m_startedAt = clockSeconds(CLOCK_MONOTONIC);
}

void Meter::noteLoss(std::optional<double> loss) {
    if (!loss) return;
    if (!m_lossFirst) m_lossFirst = loss;
    if (m_calls == 32) m_loss32 = loss;
    m_lossLast = loss;
}

/// Whether the warm-up still goes on.
bool Meter::warm(double now) {
    if (m_isWarm) return false;
    if (m_calls > m_options.warmCalls && now - m_warmFrom >= m_options.warmSeconds) {
        m_isWarm = true;
        m_before = cpuNow();
        m_windowFrom = clockSeconds(CLOCK_MONOTONIC);
    }
    m_last = clockSeconds(CLOCK_MONOTONIC);
    return true;
}

bool Meter::tick(std::optional<double> loss) {
    const double now = clockSeconds(CLOCK_MONOTONIC);
    ++m_calls;
    noteLoss(loss);
    if (m_calls == 1) {
        m_startToFirst = sinceProcessStart();
        m_firstSeconds = now - m_startedAt;
        m_warmFrom = m_last = clockSeconds(CLOCK_MONOTONIC);
        return !m_options.isFirstOnly;
    }
    if (warm(now)) return true;
    m_callSeconds.push_back(now - m_last);
    m_last = now;
    ++m_windowCalls;
    if (now - m_windowFrom < m_options.windowSeconds) return true;
    m_rates.push_back(static_cast<double>(m_windowCalls * m_samples) / (now - m_windowFrom));
    m_windowFrom = now;
    m_windowCalls = 0;
    if (static_cast<int>(m_rates.size()) < m_options.repeats) return true;
    m_after = cpuNow();
    return false;
}

nlohmann::ordered_json Meter::record() const {
    nlohmann::ordered_json out;
    if (!m_rates.empty()) {
        out["samples_per_s"] = rounded(quantile(m_rates, 0.5), 2);
        out["samples_per_s_best"] = rounded(quantile(m_rates, 1), 2);
        out["samples_per_s_min"] = rounded(quantile(m_rates, 0), 2);
        out["repeats"] = m_rates.size();
        out["step_ms_p50"] = rounded(1e3 * quantile(m_callSeconds, 0.5), 4);
        out["step_ms_p95"] = rounded(1e3 * quantile(m_callSeconds, 0.95), 4);
        out["steps_total"] = m_calls;
        const double wall = m_after.wall - m_before.wall, own = (m_after.own - m_before.own) / wall;
        const double others = std::max(0.0, (m_after.machine - m_before.machine) / wall - own),
                     stolen = (m_after.steal - m_before.steal) / wall;
        out["own_cores"] = rounded(own, 2);
        out["other_cores"] = rounded(others, 2);
        out["steal_cores"] = rounded(stolen, 3);
        out["disturbed"] = others > kDisturbingCores || stolen > kStolenCores;
    }
    out["peak_rss_mb"] = rounded(peakRssMb(), 1);
    out["start_to_first_step_s"] = rounded(m_startToFirst, 3);
    out["first_step_ms"] = rounded(1e3 * m_firstSeconds, 4);
    out["loss_first"] = lossJson(m_lossFirst);
    out["loss_at_32"] = lossJson(m_loss32);
    out["loss_last"] = lossJson(m_lossLast);
    out["load_before"] = rounded(m_loadBefore, 2);
    out["at"] = utcNow();
    return out;
}

} // namespace td::bench
