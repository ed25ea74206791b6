#include "engine/data/preprocess.h"

#include "engine/data/preprocess_steps.h"

#include <algorithm>

namespace td::data {
namespace {

/// Which parts a step is for, and what it is for them.
class Preprocessing {
public:
    Preprocessing(LoadedData& data, const Spec& spec, Labels labels)
        : m_data(data)
        , m_spec(spec)
        , m_labels(labels) {}

    Result<void> apply(const PreprocessStep& step, const Json& entry) {
        for (const std::string& column : step.columns) {
            if (m_labels == Labels::NotNeeded && (step.isForTraining || isLabel(column))) continue;
            Json described = entry;
            described["column"] = column;
            auto map = step.mapFor(column, m_data.train, described);
            if (!map) return failure(std::move(map).error());
            TD_TRY(apply(*map, column, m_data.train));
            if (m_data.validation && !step.isForTraining) TD_TRY(apply(*map, column, *m_data.validation));
            if (m_data.test && !step.isForTraining) TD_TRY(apply(*map, column, *m_data.test));
            m_data.preprocess.push_back(step.name + " " + column);
            m_described.push_back(std::move(described));
        }
        return {};
    }
    [[nodiscard]] Json described() && { return std::move(m_described); }

private:
    /// Not there, and no feature: where features are known, which they are where labels are not needed.
    [[nodiscard]] bool isLabel(const std::string& column) const {
        return !m_data.train.column(column) && !m_spec.features.empty() &&
               std::ranges::find(m_spec.features, column, &Column::name) == m_spec.features.end();
    }
    static Result<void> apply(const Map& map, const std::string& column, Dataset& part) {
        auto mapped = part.map(column, map);
        if (!mapped) return failure(std::move(mapped).error());
        part = *std::move(mapped);
        return {};
    }

    LoadedData& m_data;
    const Spec& m_spec;
    Labels m_labels;
    Json m_described = Json::array();
};

/// What suits the kind where the specification says nothing.
Json scaledBytes(const Dataset& data) {
    Json steps = Json::array();
    for (const Column& column : data.columns())
        if (column.role == Role::Feature && column.type.dtype == DType::U8)
            steps.push_back({{"map", "rescale"}, {"scale", 1.0 / 255}, {"column", column.name}});
    return steps;
}

} // namespace

Result<Json> preprocess(LoadedData& data, const Spec& spec, Labels labels, const std::string& file) {
    Preprocessing preprocessing(data, spec, labels);
    const Json steps = spec.preprocess ? *spec.preprocess : scaledBytes(data.train);
    for (size_t i = 0; i < steps.size(); ++i) {
        const std::string path = "preprocess[" + std::to_string(i) + "].";
        if (!steps[i].is_object())
            return failure(fileError(ErrorCode::InvalidArgument, "BadSpecification", file,
                                     {{"key", path}, {"expected", "an object"}}));
        SpecReader reader(steps[i], file, path, data.problems);
        const PreprocessStep step = readStep(reader, data.train);
        reader.finish();
        if (reader.error()) return failure(*reader.error());
        TD_TRY(preprocessing.apply(step, steps[i]));
    }
    return std::move(preprocessing).described();
}

} // namespace td::data
