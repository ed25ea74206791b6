#pragma once

#include "engine/data/load.h"
#include "engine/data/spec_reader.h"

namespace td::data {

/// One entry of a specification's "preprocess": which columns, and the map for one of them.
struct PreprocessStep {
    std::string name;
    std::vector<std::string> columns;
    /// What is learnt is learnt from `train`, and written into `described`, the entry for this column alone.
    std::function<Result<Map>(const std::string& column, const Dataset& train, nlohmann::json& described)> mapFor;
    bool isForTraining = false;
};

/// Reads an entry; its errors are the reader's. Without "column" it is for all columns of `data` with the map's role.
[[nodiscard]] PreprocessStep readStep(SpecReader& reader, const Dataset& data);

} // namespace td::data
