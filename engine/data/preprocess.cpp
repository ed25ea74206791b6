#include "engine/data/preprocess.h"

#include "engine/data/spec_reader.h"
#include "engine/data/statistics.h"

#include <cmath>

namespace td::data {
namespace {

/// One step: which columns, and the map for one of them.
struct Step {
    std::string name;
    std::vector<std::string> columns;
    std::function<Result<Map>(const std::string& column)> mapFor;
    bool isForTraining = false;
};

std::vector<std::string> columnsOf(const Dataset& data, Role role) {
    std::vector<std::string> names;
    for (const Column& column : data.columns())
        if (column.role == role) names.push_back(column.name);
    return names;
}

Result<Map> standardizeBy(const Dataset& train, const std::string& column) {
    auto statistics = statisticsOf(train, column);
    if (!statistics) return failure(std::move(statistics).error());
    std::vector<double> means, deviations;
    for (const Statistics& each : *statistics) {
        means.push_back(each.mean);
        deviations.push_back(each.deviation());
    }
    return standardize(std::move(means), std::move(deviations));
}

Step standardizeStep(SpecReader& reader, const LoadedData& data) {
    Step step;
    const auto means = reader.numbers("mean"), deviations = reader.numbers("deviation");
    step.mapFor = [=, &data](const std::string& column) -> Result<Map> {
        if (!means.empty()) return standardize(means, deviations);
        return standardizeBy(data.train, column);
    };
    return step;
}

Extents extentsOf(SpecReader& reader) {
    Extents extents;
    for (const double size : reader.numbers("shape")) {
        if (size < 0 || size > 1e15 || size != std::floor(size))
            reader.fail("shape", "whole numbers of at least 0");
        else
            extents.push_back(static_cast<int64_t>(size));
    }
    return extents;
}

Step stepOf(SpecReader& reader, const LoadedData& data) {
    constexpr double kAny = 1e300;
    const std::string name =
        reader.choice("map", {"rescale", "standardize", "one_hot", "cast", "reshape", "gaussian_noise"});
    const auto always = [](Map map) {
        return [map = std::move(map)](const std::string&) -> Result<Map> { return map; };
    };
    Step step;
    if (name == "standardize")
        step = standardizeStep(reader, data);
    else if (name == "rescale")
        step.mapFor = always(rescale(reader.number("scale", 1, -kAny, kAny), reader.number("offset", 0, -kAny, kAny)));
    else if (name == "one_hot")
        step.mapFor = always(oneHot(reader.whole("classes", 0, 0, 1 << 24)));
    else if (name == "cast") {
        const auto dtype = dtypeNamed(reader.text("dtype"));
        if (!dtype) reader.fail("dtype", "an element type such as float32");
        step.mapFor = always(cast(dtype.value_or(DType::F32)));
    } else if (name == "reshape") {
        step.mapFor = always(reshape(extentsOf(reader)));
    } else {
        step.isForTraining = true;
        step.mapFor = always(gaussianNoise(reader.number("deviation", 0.1, 0, kAny),
                                           static_cast<uint64_t>(reader.whole("seed", 0, 0, int64_t{1} << 53))));
    }
    step.name = name;
    step.columns = reader.texts("column");
    if (step.columns.empty()) step.columns = columnsOf(data.train, name == "one_hot" ? Role::Label : Role::Feature);
    return step;
}

Result<void> apply(const Step& step, LoadedData& data) {
    for (const std::string& column : step.columns) {
        auto map = step.mapFor(column);
        if (!map) return failure(std::move(map).error());
        const auto applied = [&](Dataset& part) -> Result<void> {
            auto mapped = part.map(column, *map);
            if (!mapped) return failure(std::move(mapped).error());
            part = *std::move(mapped);
            return {};
        };
        TD_TRY(applied(data.train));
        if (data.validation && !step.isForTraining) TD_TRY(applied(*data.validation));
        if (data.test && !step.isForTraining) TD_TRY(applied(*data.test));
        data.preprocess.push_back(step.name + " " + column);
    }
    return {};
}

Result<void> scaleBytes(LoadedData& data) {
    Step step{"rescale", {}, [](const std::string&) -> Result<Map> { return rescale(1.0 / 255); }, false};
    for (const Column& column : data.train.columns())
        if (column.role == Role::Feature && column.type.dtype == DType::U8) step.columns.push_back(column.name);
    return apply(step, data);
}

} // namespace

Result<void> preprocess(LoadedData& data, const std::optional<Json>& steps, const std::string& file,
                        Problems& problems) {
    if (!steps) return scaleBytes(data);
    for (size_t i = 0; i < steps->size(); ++i) {
        const std::string path = "preprocess[" + std::to_string(i) + "].";
        if (!(*steps)[i].is_object())
            return failure(fileError(ErrorCode::InvalidArgument, "BadSpecification", file,
                                     {{"key", path}, {"expected", "an object"}}));
        SpecReader reader((*steps)[i], file, path, problems);
        const Step step = stepOf(reader, data);
        reader.finish();
        if (reader.error()) return failure(*reader.error());
        TD_TRY(apply(step, data));
    }
    return {};
}

} // namespace td::data
