#include "app/cli/train_progress.h"

#include "app/cli/interruption.h"
#include "app/cli/learning.h"
#include "app/cli/output.h"

#include <array>
#include <cstdio>
#include <unistd.h>
#include <utility>

namespace td::cli {

namespace {
constexpr double kBetweenFrames = 0.1; // seconds
constexpr int kBarWidth = 24;

std::string durationText(double seconds) {
    const auto whole = static_cast<long long>(seconds + 0.5);
    std::array<char, 64> text{};
    if (whole >= 3600)
        std::snprintf(text.data(), text.size(), "%lld h %02lld min", whole / 3600, whole / 60 % 60);
    else if (whole >= 60)
        std::snprintf(text.data(), text.size(), "%lld min %02lld s", whole / 60, whole % 60);
    else
        std::snprintf(text.data(), text.size(), "%lld s", whole);
    return text.data();
}

std::string bar(double share) {
    const int filled = static_cast<int>(share * kBarWidth + 0.5);
    std::string text;
    for (int i = 0; i < kBarWidth; ++i)
        text += i < filled ? "\u2588" : "\u2591";
    return text;
}
} // namespace

std::string logsText(const train::Logs& logs) {
    std::string text;
    for (const auto& [name, value] : logs)
        text += (text.empty() ? "" : ", ") + name + " " + shortNumber(value);
    return text;
}

TrainProgress::TrainProgress(train::Job& job, bool isJson)
    : m_job(job)
    , m_isJson(isJson)
    , m_isTerminal(isatty(STDERR_FILENO) != 0) {}

double TrainProgress::secondsSince(Clock::time_point when) const {
    return std::chrono::duration<double>(Clock::now() - when).count();
}

Result<void> TrainProgress::trainBegin(train::Run& run) {
    m_begin = m_shown = Clock::now();
    m_firstStep = run.step();
    return {};
}

Result<void> TrainProgress::epochBegin(train::Run& run) {
    m_epochBegin = Clock::now();
    m_epochFirstStep = run.step();
    return {};
}

Result<void> TrainProgress::stepEnd(train::Run& run, const train::Logs& logs) {
    if (interruption() != 0) run.stop("interrupted");
    if (secondsSince(m_shown) < kBetweenFrames) return {};
    m_shown = Clock::now();
    show(run, logs.at("loss"));
    return {};
}

void TrainProgress::show(train::Run& run, double loss) {
    const auto all = static_cast<double>(m_job.epochs() * m_job.stepsPerEpoch());
    const auto done = static_cast<double>(run.step());
    const double perSecond = static_cast<double>(run.step() - m_firstStep) / std::max(1e-9, secondsSince(m_begin));
    const double left = std::max(0.0, all - done) / std::max(1e-9, perSecond);
    const double samples = perSecond * static_cast<double>(m_job.batch());
    if (m_isJson) {
        print(nn::Json{{"event", "progress"},
                       {"epoch", run.epoch() + 1},
                       {"step", run.step()},
                       {"loss", loss},
                       {"samples_per_s", samples},
                       {"seconds_left", left}}
                  .dump() +
              "\n");
        return;
    }
    if (!m_isTerminal) return;
    const auto inEpoch = static_cast<double>(run.step() - run.epoch() * m_job.stepsPerEpoch()) /
                         static_cast<double>(m_job.stepsPerEpoch());
    std::fprintf(stderr, "\r\033[KEpoch %lld/%lld %s loss %s  %.0f samples/s  %s left",
                 static_cast<long long>(run.epoch() + 1), static_cast<long long>(m_job.epochs()), bar(inEpoch).c_str(),
                 shortNumber(loss).c_str(), samples, durationText(left).c_str());
    std::fflush(stderr);
}

/// Callbacks that watch what is not measured never act.
void TrainProgress::tellOfMonitors(const train::Logs& logs) {
    if (std::exchange(m_hasToldOfMonitors, true)) return;
    std::string names;
    for (const auto& [name, value] : logs)
        names.append(names.empty() ? "" : ", ").append(name);
    for (const auto& callback : m_job.callbacks())
        if (const auto watched = callback->monitored(); !watched.empty() && !logs.contains(watched))
            complain(callback->name() + " watches \"" + watched + "\", which is not among what is measured (" + names +
                     "): it never acts.");
}

Result<void> TrainProgress::epochEnd(train::Run& run, train::Logs& logs) {
    if (m_isTerminal && !m_isJson) std::fputs("\r\033[K", stderr);
    tellOfMonitors(logs);
    const double seconds = secondsSince(m_epochBegin);
    const double samples =
        static_cast<double>((run.step() - m_epochFirstStep) * m_job.batch()) / std::max(1e-9, seconds);
    if (m_isJson) {
        nn::Json line = {{"event", "epoch"},
                         {"epoch", run.epoch() + 1},
                         {"step", run.step()},
                         {"seconds", seconds},
                         {"samples_per_s", samples}};
        for (const auto& [name, value] : logs)
            line["logs"][name] = value;
        print(line.dump() + "\n");
        return {};
    }
    std::array<char, 64> head{};
    std::snprintf(head.data(), head.size(), "Epoch %lld/%lld  %.1f s  ", static_cast<long long>(run.epoch() + 1),
                  static_cast<long long>(m_job.epochs()), seconds);
    print(head.data() + logsText(logs) + "\n");
    return {};
}

void TrainProgress::batchMeasured(train::Run& run) {
    if (interruption() != 0) run.stop("interrupted");
}

/// What is said next begins where the bar was.
Result<void> TrainProgress::trainEnd(train::Run&) {
    if (m_isTerminal && !m_isJson) std::fputs("\r\033[K", stderr);
    return {};
}

} // namespace td::cli
