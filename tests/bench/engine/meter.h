#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace td::bench {

struct MeterOptions {
    int repeats = 5; ///< windows
    double windowSeconds = 1.5;
    int warmCalls = 3;
    double warmSeconds = 0.5;
    bool isFirstOnly = false; ///< ends after the first call: for start times
};

/// The timing protocol of the frameworks' benchmarks: the first call is the first step, then warm-up, then windows.
/// Reports the keys of their JSON lines.
class Meter {
public:
    /// To be made right before the first call, whose time it takes too.
    Meter(int64_t samplesPerCall, MeterOptions options);

    /// To be called after each finished call; false when enough was measured.
    bool tick(std::optional<double> loss);
    /// What was measured, under the shared keys.
    [[nodiscard]] nlohmann::ordered_json record() const;

private:
    struct Cpu {
        double machine = 0, steal = 0, own = 0, wall = 0;
    };
    static Cpu cpuNow();
    void noteLoss(std::optional<double> loss);
    bool warm(double now);

    int64_t m_samples;
    MeterOptions m_options;
    int64_t m_calls = 0;
    double m_loadBefore = 0, m_startedAt = 0, m_startToFirst = 0, m_firstSeconds = 0, m_warmFrom = 0, m_last = 0,
           m_windowFrom = 0;
    int64_t m_windowCalls = 0;
    bool m_isWarm = false;
    std::vector<double> m_rates, m_callSeconds;
    std::optional<double> m_lossFirst, m_loss32, m_lossLast;
    Cpu m_before, m_after;
};

/// Seconds since the kernel started this process, to 10 ms.
[[nodiscard]] double sinceProcessStart();
[[nodiscard]] double peakRssMb();

} // namespace td::bench
