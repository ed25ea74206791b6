#pragma once

#include "engine/train/job.h"

#include <chrono>
#include <string>

namespace td::cli {

/// Shows a training on the terminal: a bar with rate and time left, a line an epoch; or JSON lines on standard output.
/// Ends the training after an interruption.
class TrainProgress : public train::Callback {
public:
    TrainProgress(train::Job& job, bool isJson);
    [[nodiscard]] std::string name() const override { return "progress"; }
    Result<void> trainBegin(train::Run& run) override;
    Result<void> epochBegin(train::Run& run) override;
    Result<void> stepEnd(train::Run& run, const train::Logs& logs) override;
    Result<void> epochEnd(train::Run& run, train::Logs& logs) override;
    Result<void> trainEnd(train::Run& run) override;
    void batchMeasured(train::Run& run) override;

private:
    using Clock = std::chrono::steady_clock;
    void show(train::Run& run, double loss);
    void tellOfMonitors(const train::Logs& logs);
    [[nodiscard]] double secondsSince(Clock::time_point when) const;

    train::Job& m_job;
    bool m_isJson, m_isTerminal, m_hasToldOfMonitors = false;
    Clock::time_point m_begin, m_epochBegin, m_shown;
    int64_t m_firstStep = 0, m_epochFirstStep = 0;
};

/// "loss 0.0712, accuracy 0.979"
[[nodiscard]] std::string logsText(const train::Logs& logs);

} // namespace td::cli
