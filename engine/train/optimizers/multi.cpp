#include "engine/train/optimizers/schema.h"

#include <re2/re2.h>

/// MultiOptimizer: each parameter is learned by the optimizer whose pattern its path matches.
namespace td::train {

namespace {
/// The map's own arguments, with or without Keras' envelope around them.
Json mapOf(const Config& config) {
    const Json& given = config.json("optimizer_map");
    if (given.is_object() && given.contains("config")) return given["config"];
    return given;
}

struct Part {
    Json spec;
    std::vector<Trained> trained;
};

/// The pattern that matches the whole path; empty for none. Errors: InvalidArgument where several do.
Result<std::string> patternOf(const Json& patterns, const std::string& path) {
    if (patterns.contains(path)) return path;
    std::string found;
    for (const auto& [pattern, optimizer] : patterns.items()) {
        if (!RE2::FullMatch(path, RE2(pattern, RE2::Quiet))) continue;
        if (!found.empty())
            return failure(ErrorCode::InvalidArgument,
                           {{"optimizer", "MultiOptimizer"},
                            {"weight", path},
                            {"expected", "one pattern that matches; found " + found + " and " + pattern}});
        found = pattern;
    }
    return found;
}

/// One part for each pattern in order, then that of the standard optimizer.
Result<std::vector<Part>> partsOf(const OptimizerRequest& request) {
    const Json map = mapOf(request.optimizer.config);
    const Json patterns = map.value("optimizer_map", Json::object());
    std::vector<Part> parts;
    std::map<std::string, size_t> places;
    for (const auto& [pattern, spec] : patterns.items()) {
        places[pattern] = parts.size();
        parts.push_back({spec, {}});
    }
    parts.push_back({map["default_optimizer"], {}});
    for (const Trained& trained : request.trained) {
        const auto pattern = patternOf(patterns, trained.path);
        if (!pattern) return failure(pattern.error());
        parts[pattern->empty() ? parts.size() - 1 : places[*pattern]].trained.push_back(trained);
    }
    return parts;
}

void append(OptimizerVariables& into, OptimizerVariables part) {
    into.names.insert(into.names.end(), part.names.begin(), part.names.end());
    into.averages.merge(part.averages);
    into.copies.merge(part.copies);
    into.rates.insert(into.rates.end(), part.rates.begin(), part.rates.end());
    if (into.iterations.empty()) into.iterations = part.iterations;
}

Result<OptimizerVariables> emit(const OptimizerRequest& request) {
    auto parts = partsOf(request);
    if (!parts) return failure(parts.error());
    OptimizerVariables all;
    for (size_t i = 0; i < parts->size(); ++i) {
        const Part& part = (*parts)[i];
        if (part.trained.empty()) continue;
        auto optimizer = request.catalogues.optimizers.create(part.spec);
        if (!optimizer) return failure(optimizer.error());
        optimizer->config =
            optimizer->config.with("loss_scale_factor", request.optimizer.config.json("loss_scale_factor"));
        const std::string number = std::to_string(i);
        const Expr rate = request.builder.input("rate:" + number, TensorType{});
        auto found =
            emitOptimizer(OptimizerRequest{request.builder, *optimizer, part.trained, rate,
                                           request.prefix + number + "/", request.catalogues, request.isApplied});
        if (!found) return found;
        append(all, std::move(*found));
    }
    return all;
}

/// An optimizer around others has no place inside.
Result<void> checkPart(const Config& config, const Json& spec) {
    const auto read = nn::readSpec(spec);
    const OptimizerDef* def = read ? builtins().optimizers.find(read->name) : nullptr;
    if (read && !read->name.empty() && !(def && def->emit)) return {};
    return badArgument(config, "optimizer_map", "for each pattern an optimizer that is not itself around others");
}

Result<void> check(const Config& config) {
    TD_TRY(needAbove(config, "loss_scale_factor", 0, Bound::Excluded));
    const Json map = mapOf(config);
    if (!map.is_object() || !map.contains("default_optimizer"))
        return badArgument(config, "optimizer_map", "an object with default_optimizer and optimizer_map");
    TD_TRY(checkPart(config, map["default_optimizer"]));
    const Json patterns = map.value("optimizer_map", Json::object());
    if (!patterns.is_object()) return badArgument(config, "optimizer_map", "optimizers by pattern");
    for (const auto& [pattern, spec] : patterns.items()) {
        if (!RE2(pattern, RE2::Quiet).ok())
            return badArgument(config, "optimizer_map", "regular expressions as patterns");
        TD_TRY(checkPart(config, spec));
    }
    return {};
}
} // namespace

void registerMultiOptimizer(Catalogues& catalogues);
void registerMultiOptimizer(Catalogues& catalogues) {
    OptimizerDef def;
    def.className = "MultiOptimizer";
    def.about = "several optimizers, each for the parameters whose path its pattern matches as a whole";
    def.parameters = {{"optimizer_map", ParameterKind::Any, nullptr,
                       "{\"default_optimizer\", \"optimizer_map\": {pattern: optimizer}}"},
                      {"loss_scale_factor", ParameterKind::Real, nullptr, "of all parts"},
                      {"name", ParameterKind::Any, "multi_optimizer", "how it is called"}};
    def.parameters.front().isRequired = true;
    def.check = check;
    def.emit = emit;
    catalogues.optimizers.add(std::move(def));
}

} // namespace td::train
