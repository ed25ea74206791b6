#include "engine/runlog/event_writer.h"

#include "engine/base/utf8.h"
#include "engine/runlog/dashboard_messages.h"
#include "engine/runlog/histogram_bins.h"
#include "engine/runlog/record_file.h"
#include "engine/runlog/summary_messages.h"
#include "engine/runlog/wav_writer.h"

#include <atomic>
#include <chrono>
#include <climits>
#include <cstdio>
#include <mutex>
#include <unistd.h>

namespace td::runlog {
namespace {

// Event's fields (tensorboard/compat/proto/event.proto).
enum EventField {
    kWallTime = 1,
    kStep = 2,
    kFileVersion = 3,
    kGraphDef = 4,
    kSummary = 5,
    kSessionLog = 7,
    kSource = 10
};

double clockSeconds() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string hostName() {
    char name[HOST_NAME_MAX + 1] = "localhost";
    ::gethostname(name, sizeof name);
    name[HOST_NAME_MAX] = '\0';
    return name;
}

/// Readers sort a run's files by name, so the second comes first, in ten digits; the counter keeps names of one process
/// apart.
std::string usualFileName(double wallTime) {
    static std::atomic<int> counter{0};
    char text[64 + HOST_NAME_MAX];
    std::snprintf(text, sizeof text, "events.out.tfevents.%010lld.%s.%d.%d.v2", static_cast<long long>(wallTime),
                  hostName().c_str(), static_cast<int>(::getpid()), counter++);
    return text;
}

Error badArgument(std::string_view tag, std::string_view what, std::string_view expected) {
    return {ErrorCode::InvalidArgument,
            {{"tag", std::string(tag)}, {"value", std::string(what)}, {"expected", std::string(expected)}}};
}

} // namespace

struct EventWriter::Implementation {
    Implementation(RecordFile f, Options o)
        : file(std::move(f))
        , options(std::move(o))
        , lastCommit(Clock::now()) {}

    using Clock = std::chrono::steady_clock;
    std::mutex mutex; ///< guards everything below
    RecordFile file;
    Options options;
    Clock::time_point lastCommit;
    std::optional<Error> firstError; ///< since the last flush

    [[nodiscard]] double wallTime() const { return options.wallTime.value_or(clockSeconds()); }

    void fail(Error error) {
        const std::lock_guard lock(mutex);
        remember(std::move(error));
    }

    void remember(Error error) {
        if (!firstError) firstError = std::move(error);
    }

    void addSummary(int64_t step, const ProtoWriter& summary) {
        add(step, [&](ProtoWriter& event) { event.message(kSummary, summary); });
    }

    void add(int64_t step, const auto& fill) {
        ProtoWriter event;
        event.float64(kWallTime, wallTime());
        if (step != 0) event.integer(kStep, step);
        fill(event);
        const std::lock_guard lock(mutex);
        file.stage(event.data());
        const std::chrono::duration<double> sinceCommit = Clock::now() - lastCommit;
        if (sinceCommit.count() >= options.commitEveryS || file.stagedBytes() >= options.commitBytes) commit();
    }

    /// With the mutex held.
    void commit() {
        lastCommit = Clock::now();
        auto done = file.commit();
        if (done) return;
        Error error = std::move(done).error();
        error.facts.push_back({"staged bytes", std::to_string(file.stagedBytes())});
        if (file.droppedRecords() > 0)
            error.facts.push_back({"dropped records", std::to_string(file.droppedRecords())});
        remember(std::move(error));
    }

    void addFileVersion() {
        ProtoWriter source;
        source.bytes(1, "tensordesk");
        add(0, [&](ProtoWriter& event) {
            event.bytes(kFileVersion, "brain.Event:2");
            event.message(kSource, source);
        });
    }

    Result<void> flush() {
        const std::lock_guard lock(mutex);
        commit();
        if (!firstError) return {};
        Error error = std::move(*firstError);
        firstError.reset();
        return failure(std::move(error));
    }
};

Result<std::unique_ptr<EventWriter>> EventWriter::create(const std::filesystem::path& runFolder) {
    return create(runFolder, Options());
}

Result<std::unique_ptr<EventWriter>> EventWriter::create(const std::filesystem::path& runFolder, Options options) {
    std::error_code code;
    std::filesystem::create_directories(runFolder, code);
    if (code) return failure(systemError(code.value(), "create folder", runFolder.string()));
    const bool usual = options.fileName.empty();
    auto file = RecordFile::create(
        runFolder / (usual ? usualFileName(options.wallTime.value_or(clockSeconds())) : options.fileName));
    if (!file) return failure(std::move(file).error());
    std::unique_ptr<EventWriter> writer(
        new EventWriter(std::make_unique<Implementation>(std::move(*file), std::move(options))));
    writer->m_implementation->addFileVersion();
    if (auto written = writer->flush(); !written) {
        if (usual) std::filesystem::remove(writer->path(), code); // nothing but an empty file
        return failure(std::move(written).error());
    }
    return writer;
}

EventWriter::EventWriter(std::unique_ptr<Implementation> implementation)
    : m_implementation(std::move(implementation)) {}

EventWriter::~EventWriter() {
    const std::lock_guard lock(m_implementation->mutex);
    m_implementation->commit(); // nobody is left to hear of an error
}

void EventWriter::addScalar(std::string_view tag, int64_t step, float value) {
    m_implementation->addSummary(step, scalarSummary(toValidUtf8(tag), value));
}

void EventWriter::addHistogram(std::string_view tag, int64_t step, std::span<const double> rows) {
    if (rows.size() % 3 != 0)
        return m_implementation->fail(badArgument(tag, std::to_string(rows.size()) + " numbers", "rows of three"));
    m_implementation->addSummary(step, histogramSummary(toValidUtf8(tag), rows));
}

void EventWriter::addHistogramOf(std::string_view tag, int64_t step, std::span<const float> values, int bucketCount) {
    addHistogram(tag, step, histogramRows(values, bucketCount));
}

void EventWriter::addImages(std::string_view tag, int64_t step, int width, int height,
                            std::span<const std::string> encoded) {
    m_implementation->addSummary(step, imageSummary(toValidUtf8(tag), width, height, encoded));
}

void EventWriter::addAudio(std::string_view tag, int64_t step, std::span<const float> samples, int channels,
                           int sampleRate) {
    constexpr int kMostChannels = 255;
    if (channels < 1 || channels > kMostChannels || sampleRate < 1)
        return m_implementation->fail(
            badArgument(tag, std::to_string(channels) + " channels at " + std::to_string(sampleRate) + " Hz",
                        "1 to 255 channels, 1 Hz or more"));
    constexpr size_t kMostSamples = (size_t{1} << 31) / sizeof(int16_t); // sizes in a WAV header are 32 bits
    if (samples.size() > kMostSamples)
        return m_implementation->fail(badArgument(tag, std::to_string(samples.size()) + " samples", "2^30 at most"));
    m_implementation->addSummary(step, audioSummary(toValidUtf8(tag), encodeWav(samples, channels, sampleRate)));
}

void EventWriter::addText(std::string_view tag, int64_t step, std::string_view markdown) {
    m_implementation->addSummary(step, textSummary(toValidUtf8(tag), markdown));
}

void EventWriter::addPrCurve(std::string_view tag, int64_t step, std::span<const float> sixRows, int thresholds) {
    if (thresholds < 1 || sixRows.size() != 6 * static_cast<size_t>(thresholds))
        return m_implementation->fail(
            badArgument(tag, std::to_string(sixRows.size()) + " numbers", "six rows of " + std::to_string(thresholds)));
    m_implementation->addSummary(step, prCurveSummary(toValidUtf8(tag), sixRows, thresholds));
}

void EventWriter::addGraph(std::string_view graphDef) {
    m_implementation->add(0, [&](ProtoWriter& event) { event.bytes(kGraphDef, graphDef); });
}

void EventWriter::addKerasGraph(std::string_view json, int64_t step) {
    m_implementation->addSummary(step, kerasGraphSummary("keras", json));
}

void EventWriter::addHParams(std::span<const HParamValue> values, std::span<const std::string> metricTags,
                             std::string_view groupName) {
    m_implementation->addSummary(0, experimentSummary(values, metricTags));
    m_implementation->addSummary(0, sessionStartSummary(values, groupName, m_implementation->wallTime()));
}

void EventWriter::addSessionEnd(Outcome outcome) {
    m_implementation->addSummary(0, sessionEndSummary(outcome, m_implementation->wallTime()));
}

void EventWriter::addCustomLayout(std::span<const ChartLayout> charts) {
    m_implementation->addSummary(0, layoutSummary(charts));
}

void EventWriter::addSessionLog(int status, int64_t step, std::string_view message) {
    ProtoWriter log;
    log.integer(1, status);
    if (!message.empty()) log.bytes(3, toValidUtf8(message));
    m_implementation->add(step, [&](ProtoWriter& event) { event.message(kSessionLog, log); });
}

Result<void> EventWriter::flush() {
    return m_implementation->flush();
}

const std::filesystem::path& EventWriter::path() const {
    return m_implementation->file.path();
}

} // namespace td::runlog
