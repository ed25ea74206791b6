#pragma once

#include "engine/base/api.h"
#include "engine/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace td::runlog {

/// Writes an event file that TensorBoard (and we) read: `events.out.tfevents.<second>.<host>.<pid>.<n>.v2` in a run's folder.
///
/// Records are staged in memory and committed by flush(), by commitEvery and by the destructor. A killed process loses at
/// most what was staged; the file never holds half a record that a flush promised.
///
/// Threads: any; calls are serialized.
/// Errors:  DiskFull, Permission, Io from create() and flush(); a failed writer keeps saying so and keeps what it could write.
class TD_API EventWriter {
public:
    struct Options {
        double commitEveryS = 0.5;            ///< a commit happens at the first add after this long
        uint64_t commitBytes = 1 << 20;       ///< or after this much
        std::optional<double> wallTime;       ///< instead of the clock, for reproducible files
        std::string fileName;                 ///< instead of the usual name
    };
    [[nodiscard]] static Result<std::unique_ptr<EventWriter>> create(const std::filesystem::path& runFolder, Options options);
    [[nodiscard]] static Result<std::unique_ptr<EventWriter>> create(const std::filesystem::path& runFolder);
    ~EventWriter();

    void addScalar(std::string_view tag, int64_t step, float value);
    /// `buckets`: rows of left edge, right edge, count (k×3), ascending.
    void addHistogram(std::string_view tag, int64_t step, std::span<const double> rows);
    /// Buckets `values` into `bucketCount` equal bins as tf.summary.histogram does.
    void addHistogramOf(std::string_view tag, int64_t step, std::span<const float> values, int bucketCount = 30);
    /// Encoded pictures (PNG, JPEG) of one size.
    void addImages(std::string_view tag, int64_t step, int width, int height, std::span<const std::string> encoded);
    /// 16-bit PCM WAV clips from samples in [-1, 1], interleaved when `channels` > 1.
    void addAudio(std::string_view tag, int64_t step, std::span<const float> samples, int channels, int sampleRate);
    void addText(std::string_view tag, int64_t step, std::string_view markdown);
    /// Six rows of `thresholds` numbers: TP, FP, TN, FN, precision, recall.
    void addPrCurve(std::string_view tag, int64_t step, std::span<const float> sixRows, int thresholds);
    /// A serialized GraphDef.
    void addGraph(std::string_view graphDef);
    void addKerasGraph(std::string_view json, int64_t step = 0);

    struct HParamValue { std::string name; std::variant<double, std::string, bool> value; };
    enum class Outcome { Success, Failure, Running };
    void addHParams(std::span<const HParamValue> values, std::span<const std::string> metricTags, std::string_view groupName = {});
    void addSessionEnd(Outcome outcome);

    struct ChartLayout { std::string category, title; std::vector<std::string> tagPatterns; };
    void addCustomLayout(std::span<const ChartLayout> charts);
    void addSessionLog(int status, int64_t step, std::string_view message = {});

    /// Commits what is staged and reports the first error since the last call.
    [[nodiscard]] Result<void> flush();
    [[nodiscard]] const std::filesystem::path& path() const;

private:
    struct Implementation;
    explicit EventWriter(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> m_implementation;
};

/// One embedding of a projector configuration; paths are relative to the run's folder.
struct ProjectorEmbedding { std::string tensorName, tensorPath, metadataPath, spritePath; int spriteWidth = 0, spriteHeight = 0; };
/// Writes `projector_config.pbtxt` into the run's folder.
[[nodiscard]] TD_API Result<void> writeProjectorConfig(const std::filesystem::path& runFolder, std::span<const ProjectorEmbedding> embeddings);

} // namespace td::runlog
