#include "engine/data/spec_source.h"

#include "engine/data/file_bytes.h"

namespace td::data {
namespace {

void readCsvMembers(SpecReader& reader, CsvOptions& csv) {
    const std::string delimiter = reader.text("delimiter"), decimal = reader.choice("decimal", {"", ".", ","});
    if (delimiter.size() > 1 || delimiter == "\"" || delimiter == "\n" || delimiter == "\r")
        reader.fail("delimiter", "one character");
    else if (!delimiter.empty())
        csv.delimiter = delimiter[0];
    if (!decimal.empty()) csv.decimal = decimal[0];
    csv.hasHeader = reader.flag("header");
    csv.encoding = reader.text("encoding");
    csv.names = reader.texts("names");
}

/// One word a line: of the tokens 0, 1, 2 … or, where the first line has a word, of 2, 3 …
std::vector<std::string> wordsInFile(SpecReader& reader, const std::filesystem::path& file) {
    constexpr uint64_t kLimit = 1ull << 30;
    const auto bytes = fileBytes(file, kLimit);
    if (!bytes) {
        reader.fail("vocabulary", "words, or a file of words that can be read");
        return {};
    }
    std::vector<std::string> words;
    for (size_t at = 0; at < bytes->size();) {
        const size_t end = std::min(bytes->find('\n', at), bytes->size());
        words.push_back(bytes->substr(at, end - at));
        if (words.back().ends_with('\r')) words.back().pop_back();
        at = end + 1;
    }
    return words;
}

void readTextMembers(SpecReader& reader, const std::filesystem::path& folder, TextSpec& text) {
    text.maxTokens = reader.whole("max_tokens", text.maxTokens, 3, 1 << 24);
    text.sequenceLength = reader.whole("sequence_length", text.sequenceLength, 1, 1 << 20);
    text.isBytes = reader.choice("tokens", {"", "words", "bytes"}) == "bytes";
    const auto endOf = [&](const char* key) {
        return reader.choice(key, {"", "pre", "post"}) == "pre" ? SequenceEnd::Pre : SequenceEnd::Post;
    };
    text.padding = endOf("padding");
    text.truncating = endOf("truncating");
    const Json* vocabulary = reader.find("vocabulary");
    if (!vocabulary) return;
    text.vocabulary = vocabulary->is_string() ? wordsInFile(reader, folder / vocabulary->get<std::string>())
                                              : reader.texts("vocabulary");
    if (!text.vocabulary.empty() && !text.vocabulary[0].empty())
        text.vocabulary.insert(text.vocabulary.begin(), {"", "[UNK]"});
}

void readSeriesMembers(SpecReader& reader, Spec& spec) {
    spec.series.window = reader.whole("window", 0, 0, 1 << 24);
    spec.series.horizon = reader.whole("horizon", 1, 1, 1 << 24);
    spec.series.stride = reader.whole("stride", 1, 1, 1 << 24);
    spec.series.samplingRate = reader.whole("sampling_rate", 1, 1, 1 << 24);
    spec.seriesColumn = reader.text("column");
    if (spec.series.window > 0 && spec.kind.empty()) spec.kind = "series";
}

} // namespace

Interpolation readInterpolation(SpecReader& reader, Interpolation fallback) {
    const std::string given =
        reader.choice("interpolation", {"", "nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area"});
    return interpolationNamed(given).value_or(fallback);
}

void readResize(SpecReader& reader, ResizeOptions& options) {
    constexpr double kSide = 16384, kAny = 1e300;
    const auto size = reader.numbers("size");
    const auto isSide = [&](double side) {
        return side >= 1 && side <= kSide && side == static_cast<double>(static_cast<int64_t>(side));
    };
    if (size.size() == 2 && isSide(size[0]) && isSide(size[1])) {
        options.height = static_cast<int64_t>(size[0]);
        options.width = static_cast<int64_t>(size[1]);
    } else if (!size.empty()) {
        reader.fail("size", "[height, width] of 1 to 16384 pixels");
    }
    options.interpolation = readInterpolation(reader, options.interpolation);
    options.antialias = reader.flag("antialias").value_or(false);
    const bool isCropped = reader.flag("crop_to_aspect_ratio").value_or(false),
               isPadded = reader.flag("pad_to_aspect_ratio").value_or(false);
    if (isCropped && isPadded) reader.fail("pad_to_aspect_ratio", "false where crop_to_aspect_ratio is true");
    options.aspect = isCropped ? Aspect::Crop : isPadded ? Aspect::Pad : Aspect::Stretch;
    options.fillValue = reader.number("fill_value", 0, -kAny, kAny);
}

void readSpecSource(SpecReader& reader, const std::filesystem::path& folder, Spec& spec) {
    const auto pathOf = [&](const std::string& text) { return text.empty() ? std::filesystem::path() : folder / text; };
    const std::string path = reader.text("path");
    if (path.empty()) reader.fail("path", "the path of a file or folder");
    spec.path = pathOf(path);
    spec.test = pathOf(reader.text("test"));
    spec.kind = reader.choice("kind", {"", "csv", "idx", "npy", "npz", "images", "texts", "series"});
    readCsvMembers(reader, spec.csv);
    readResize(reader, spec.image.size);
    spec.image.channels = reader.whole("channels", 0, 0, 3);
    if (spec.image.channels == 2) reader.fail("channels", "1 or 3");
    readTextMembers(reader, folder, spec.text);
    readSeriesMembers(reader, spec);
}

} // namespace td::data
