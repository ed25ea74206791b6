#pragma once

#include "engine/data/column.h"
#include "engine/data/csv_table.h"
#include "engine/data/image_resize.h"
#include "engine/data/sequences.h"
#include "engine/data/windows.h"

#include <filesystem>
#include <nlohmann/json.hpp>

namespace td::data {

using Json = nlohmann::json;

/// What to do with a row in which this column has no value.
enum class Missing : uint8_t { Default, Drop, Fill }; ///< Fill: the mean, or the most frequent class

struct ColumnSpec {
    CsvColumnHint hint;
    bool isIgnored = false;
    Missing missing = Missing::Default;
    std::optional<std::string> fill; ///< for what is missing: a class or a number's text; not given: learnt
};

struct SplitSpec {
    std::string rule; ///< "", "none", "random", "hash20", "last20", "files"
    double train = 1, validation = 0, test = 0;
    std::optional<uint64_t> seed;
    bool isStratified = false;
};

struct ImageSpec {
    ResizeOptions size;           ///< sides 0: as the pictures are; the first one's where they differ
    int64_t channels = 0;         ///< 0: 3 where any has colours
    std::string column = "image"; ///< what the feature is called
};

struct TextSpec {
    int64_t maxTokens = 10000;
    int64_t sequenceLength = 200;
    bool isBytes = false; ///< numbers of bytes + 1 instead of words
    SequenceEnd padding = SequenceEnd::Post, truncating = SequenceEnd::Post;
    std::vector<std::string> vocabulary; ///< words of the tokens 0, 1, 2 …; empty: learnt
};

/// A specification of version 1 (docs/formats/dataset.md), or what a sample's dataset.json says of the same.
struct Spec {
    std::filesystem::path path; ///< of the source, absolute or relative to the working folder
    std::filesystem::path test; ///< a second file of the same kind; may be empty
    std::string kind;           ///< "" where it is to be found
    std::string name, title, licence;
    CsvOptions csv;
    ImageSpec image;
    TextSpec text;
    WindowOptions series;
    std::string seriesColumn;
    std::map<std::string, ColumnSpec> columns;
    std::map<std::string, std::vector<std::string>> inputs; ///< features that stand together, by the name they get
    std::vector<std::string> labels;
    std::string weight;
    std::vector<std::string> classes; ///< of the label, where they are not in the data
    SplitSpec split;
    std::optional<Json> preprocess; ///< an array; nothing: what suits the kind
    std::vector<Column> features;   ///< name and type of what an example has before `preprocess`, where that is known
};

/// Reads a specification or a dataset.json; paths in it are relative to `folder`. What it does not know is a problem
/// of kind UnknownKey, and goes on.
/// Errors: Corrupt where it is no JSON ("offset"); InvalidArgument for another format and for values of another type or
///         outside their range ("key", "expected"); Unsupported for a newer version.
[[nodiscard]] TD_API Result<Spec> readSpec(std::string_view json, const std::filesystem::path& folder,
                                           const std::string& file, Problems& problems);
/// A specification of version 1 that readSpec reads back.
[[nodiscard]] TD_API Json specJson(const Spec& spec);

} // namespace td::data
