#include "engine/data/preprocess_steps.h"

#include "engine/data/image_affine.h"
#include "engine/data/normalize.h"
#include "engine/data/spec_source.h"
#include "engine/data/statistics.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace td::data {
namespace {

constexpr double kAny = 1e300;

Map rescaleOf(SpecReader& reader) {
    return rescale(reader.number("scale", 1, -kAny, kAny), reader.number("offset", 0, -kAny, kAny));
}

Map oneHotOf(SpecReader& reader) {
    return oneHot(reader.whole("classes", 0, 0, 1 << 24));
}

Map castOf(SpecReader& reader) {
    const auto dtype = dtypeNamed(reader.text("dtype"));
    if (!dtype) reader.fail("dtype", "an element type such as float32");
    return cast(dtype.value_or(DType::F32));
}

Map reshapeOf(SpecReader& reader) {
    Extents extents;
    for (const double size : reader.numbers("shape")) {
        if (size < 0 || size > 1e15 || size != std::floor(size))
            reader.fail("shape", "whole numbers of at least 0");
        else
            extents.push_back(static_cast<int64_t>(size));
    }
    return reshape(extents);
}

Map noiseOf(SpecReader& reader) {
    return gaussianNoise(reader.number("deviation", 0.1, 0, kAny),
                         static_cast<uint64_t>(reader.whole("seed", 0, 0, int64_t{1} << 53)));
}

Map normalizeOf(SpecReader& reader) {
    const auto axis = static_cast<int>(reader.whole("axis", -1, -16, 15));
    const auto* order = reader.find("order");
    if (order && *order == "inf") return normalize(axis, std::numeric_limits<double>::infinity());
    return normalize(axis, reader.number("order", 2, -kAny, kAny));
}

Map resizeOf(SpecReader& reader) {
    ResizeOptions options;
    readResize(reader, options);
    if (options.height == 0) reader.fail("size", "[height, width] of 1 to 16384 pixels");
    return resize(options);
}

Map affineOf(SpecReader& reader) {
    AffineOptions options;
    options.interpolation = readInterpolation(reader, Interpolation::Bilinear);
    const std::string mode = reader.choice("fill_mode", {"", "constant", "nearest", "wrap", "reflect"});
    options.fillMode = fillModeNamed(mode).value_or(FillMode::Constant);
    options.fillValue = reader.number("fill_value", 0, -kAny, kAny);
    const auto numbers = reader.numbers("transform");
    if (numbers.size() != 8) reader.fail("transform", "eight numbers");
    AffineMatrix matrix{};
    for (size_t i = 0; i < std::min(numbers.size(), matrix.size()); ++i)
        matrix[i] = static_cast<float>(numbers[i]);
    return affineTransform(matrix, options);
}

struct MapReader {
    const char* name;
    Map (*read)(SpecReader& reader);
};
constexpr MapReader kMaps[] = {{"rescale", rescaleOf},         {"one_hot", oneHotOf},      {"cast", castOf},
                               {"reshape", reshapeOf},         {"normalize", normalizeOf}, {"resize", resizeOf},
                               {"affine_transform", affineOf}, {"gaussian_noise", noiseOf}};

/// Means and deviations of the training part, where the entry does not say them.
Result<Map> standardizeBy(const Dataset& train, const std::string& column, nlohmann::json& described) {
    auto statistics = statisticsOf(train, column);
    if (!statistics) return failure(std::move(statistics).error());
    std::vector<double> means, deviations;
    for (const Statistics& each : *statistics) {
        means.push_back(each.mean);
        deviations.push_back(each.deviation());
    }
    described["mean"] = means;
    described["deviation"] = deviations;
    return standardize(std::move(means), std::move(deviations));
}

PreprocessStep standardizeStep(SpecReader& reader) {
    PreprocessStep step;
    const auto means = reader.numbers("mean"), deviations = reader.numbers("deviation");
    step.mapFor = [=](const std::string& column, const Dataset& train, nlohmann::json& described) -> Result<Map> {
        if (means.empty()) return standardizeBy(train, column, described);
        return standardize(means, deviations);
    };
    return step;
}

std::vector<std::string> columnsOf(const Dataset& data, Role role) {
    std::vector<std::string> names;
    for (const Column& column : data.columns())
        if (column.role == role) names.push_back(column.name);
    return names;
}

} // namespace

PreprocessStep readStep(SpecReader& reader, const Dataset& data) {
    std::vector<std::string> names{"standardize"};
    for (const MapReader& each : kMaps)
        names.emplace_back(each.name);
    const std::string name = reader.choice("map", names);
    PreprocessStep step;
    const auto* maker = std::ranges::find_if(kMaps, [&](const MapReader& each) { return name == each.name; });
    if (maker == std::end(kMaps))
        step = standardizeStep(reader);
    else
        step.mapFor = [map = maker->read(reader)](const std::string&, const Dataset&, nlohmann::json&) -> Result<Map> {
            return map;
        };
    step.name = name;
    step.isForTraining = name == "gaussian_noise";
    step.columns = reader.texts("column");
    if (step.columns.empty()) step.columns = columnsOf(data, name == "one_hot" ? Role::Label : Role::Feature);
    return step;
}

} // namespace td::data
