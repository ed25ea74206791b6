#pragma once

#include "engine/base/api.h"
#include "engine/base/result.h"
#include "engine/runlog/snapshot.h"

#include <cstdint>
#include <string>
#include <vector>

namespace td::runlog {

/// A tensor as the file has it: element bytes for numbers (little endian, row-major), strings for strings.
struct Tensor {
    DType dtype = DType::Invalid;
    std::vector<int64_t> shape;
    std::string bytes; ///< numbers, `elementBytes(dtype)` each; a single *_val is repeated to fill the shape
    std::vector<std::string> strings; ///< DT_STRING
    [[nodiscard]] uint64_t elementCount() const;
    [[nodiscard]] double number(uint64_t i) const; ///< element i as a double (complex: its real part)
};

struct HistogramValue {
    double min = 0, max = 0, num = 0, sum = 0, sumSquares = 0; ///< only of version-1 histograms
    std::vector<double> bucketLimits, bucketCounts;            ///< version 1, as written
    struct Bucket {
        double left, right, count;
    };
    std::vector<Bucket> buckets; ///< as shown: version 2 rows; version 1 trimmed of empty outer buckets, first left =
                                 ///< min, last right = max
};

struct ImageValue {
    std::string width, height;        ///< as the header says (version 2 writes text)
    int colorspace = 0;               ///< version 1
    std::vector<std::string> encoded; ///< PNG, JPEG, GIF: as written
};

struct AudioClip {
    std::string encoded; ///< WAV
    std::string label;
};
struct AudioValue {
    double sampleRate = 0; ///< version 1; 0 where the WAV header is the only source
    int64_t channels = 0, frames = 0;
    std::string contentType;
    std::vector<AudioClip> clips;
};

/// One Summary.Value, decoded when somebody looks at it.
struct Value {
    ValueKind kind = ValueKind::None;
    double simple = 0;
    Tensor tensor;
    HistogramValue histogram; ///< of either version
    ImageValue image;         ///< of either version
    AudioValue audio;         ///< of either version
};

/// Reads the value of `entry` from the file of `file`. Errors: NotFound, Io, Corrupt (the file changed since).
[[nodiscard]] TD_API Result<Value> readValue(const FileSnapshot& file, const BlobEntry& entry, TagKind kind);
/// The raw bytes of a graph entry.
[[nodiscard]] TD_API Result<std::string> readGraph(const FileSnapshot& file, const GraphEntry& entry);

/// What an encoded picture says of itself.
struct PictureFacts {
    std::string format; ///< "PNG", "JPEG", "GIF", "BMP", "WEBP" or "?"
    int width = 0, height = 0, frames = 1;
    std::string mode; ///< "1" "L" "LA" "P" "RGB" "RGBA" "CMYK" "I;16", as Pillow names it
};
[[nodiscard]] TD_API PictureFacts pictureFacts(std::string_view encoded);

struct WavFacts {
    bool valid = false;
    enum class Coding : uint8_t { Other, Pcm, Float } coding = Coding::Other; ///< what a sample is
    int channels = 0, sampleRate = 0, bits = 0;
    uint64_t frames = 0;
    uint64_t dataOffset = 0, dataBytes = 0;
};
[[nodiscard]] TD_API WavFacts wavFacts(std::string_view encoded);

/// The lowest and highest sample in a stretch of time, full scale being −1 … 1.
struct WavePeak {
    float low = 0, high = 0;
    bool operator==(const WavePeak&) const = default;
};
/// At most `columns` peaks for each of the first 8 channels, in the order of time. Empty where samples are neither
/// whole numbers of 8, 16, 24 or 32 bits nor floats of 32; what is cut off is left away. Threads: any.
[[nodiscard]] TD_API std::vector<std::vector<WavePeak>> waveform(std::string_view encoded, size_t columns);

/// One hyperparameter or metric description of a run, from the hparams plugin.
struct HParam {
    std::string name;
    enum class Type : uint8_t { Number, Text, Bool, Null } type = Type::Null;
    double number = 0;
    std::string text;
    bool flag = false;
};
/// Hyperparameters of a run (session start info), sorted by name; empty where there are none.
[[nodiscard]] TD_API std::vector<HParam> hparams(const RunSnapshot& run);

} // namespace td::runlog
