#include "engine/train/optimizers/schema.h"

#include <algorithm>
#include <cmath>
#include <re2/re2.h>

/// Muon: steps of matrices are made orthogonal; all else is learned by Adam.
/// Source: Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks"
namespace td::train {

namespace {
std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

bool isExcluded(const Config& config, const std::string& path) {
    const Json& patterns = config.json("exclude_layers");
    if (!patterns.is_array()) return false;
    return std::any_of(patterns.begin(), patterns.end(), [&](const Json& pattern) {
        return pattern.is_string() && RE2::PartialMatch(path, RE2(pattern.get<std::string>(), RE2::Quiet));
    });
}

bool usesAdam(const Config& config, const std::string& path, const Extents& extents) {
    if (extents.size() != 2) return true;
    if (config.flag("exclude_embeddings") && lowered(path).find("embedding") != std::string::npos) return true;
    return isExcluded(config, path);
}

std::vector<SlotSpec> slots(const Config& config, const std::string& path, const Extents& extents) {
    std::vector<SlotSpec> found{{"momentum", extents}};
    if (usesAdam(config, path, extents)) found.push_back({"velocity", extents});
    return found;
}

double decayOf(const Config& config, const std::string& path, const Extents& extents) {
    const char* name = usesAdam(config, path, extents) ? "adam_weight_decay" : "weight_decay";
    return config.isNull(name) ? 0 : config.real(name);
}

/// The nearest orthogonal matrix, approached by a polynomial (Newton-Schulz); wide matrices, so that the products are
/// small.
Expr orthogonal(Expr x, const Config& config) {
    const auto extents = x.shape().extents().value_or(Extents{1, 1});
    const bool isTall = extents[0] > extents[1];
    if (isTall) x = transpose(x, {1, 0});
    x = x / (x.builder->emit("global_norm", {x}) + 1e-7);
    for (int64_t i = 0; i < config.integer("ns_steps"); ++i) {
        const Expr a = matmul(x, x, false, true);
        const Expr b = a * config.real("muon_b") + matmul(a * config.real("muon_c"), a);
        x = x * config.real("muon_a") + matmul(b, x);
    }
    return isTall ? transpose(x, {1, 0}) : x;
}

/// Steps of a matrix get the size that Adam's have.
double sizeOf(const Config& config, const Extents& extents) {
    if (config.isNull("rms_rate")) return 1;
    return std::sqrt(static_cast<double>(std::max(extents[0], extents[1]))) * config.real("rms_rate");
}

void moveMatrix(UpdateCall& call) {
    const double momentum = call.config.real("momentum");
    const Expr m = call.slots[0] * momentum + call.gradient;
    const Expr direction = call.config.flag("nesterov") ? call.gradient + m * momentum : m;
    const double size = sizeOf(call.config, call.parameter.shape().extents().value_or(Extents{1, 1}));
    call.nextParameter = call.parameter - orthogonal(direction, call.config) * (call.rate * size);
    call.nextSlots = {m};
}

void update(UpdateCall& call) {
    if (call.slots.size() == 1) return moveMatrix(call);
    const double ratio = call.config.real("adam_lr_ratio");
    if (ratio != 1) call.rate = call.rate * ratio;
    answer(call, "adam",
           {{"beta_1", call.config.real("adam_beta_1")},
            {"beta_2", call.config.real("adam_beta_2")},
            {"epsilon", call.config.real("epsilon")}},
           Step::Taken);
}

Result<void> check(const Config& config) {
    TD_TRY(checkShares(config, {"adam_beta_1", "adam_beta_2"}));
    TD_TRY(needWithin(config, "ns_steps", 0, 100));
    for (const char* name : {"weight_decay", "adam_weight_decay", "rms_rate"})
        TD_TRY(needAbove(config, name, 0, Bound::Included));
    const Json& patterns = config.json("exclude_layers");
    if (patterns.is_null()) return {};
    if (!patterns.is_array()) return badArgument(config, "exclude_layers", "a list of regular expressions");
    for (const Json& pattern : patterns)
        if (!pattern.is_string() || !RE2(pattern.get<std::string>(), RE2::Quiet).ok())
            return badArgument(config, "exclude_layers", "a list of regular expressions");
    return {};
}

std::vector<Parameter> parameters() {
    return {
        {"adam_beta_1", ParameterKind::Real, 0.9, "Adam's beta_1"},
        {"adam_beta_2", ParameterKind::Real, 0.999, "Adam's beta_2"},
        {"adam_weight_decay", ParameterKind::Any, 0.004, "decay of what Adam learns; null: none"},
        epsilonParameter("Adam's epsilon"),
        {"exclude_layers", ParameterKind::Any, nullptr,
         "regular expressions: matrices whose path has one are learned by Adam"},
        {"exclude_embeddings", ParameterKind::Bool, true,
         "matrices with \"embedding\" in their path are learned by Adam"},
        {"muon_a", ParameterKind::Real, 3.4445, "first coefficient of the polynomial"},
        {"muon_b", ParameterKind::Real, -4.775, "third"},
        {"muon_c", ParameterKind::Real, 2.0315, "fifth"},
        {"adam_lr_ratio", ParameterKind::Real, 1.0, "Adam's rate over that of matrices"},
        {"momentum", ParameterKind::Real, 0.95, "what the sum of gradients keeps of itself"},
        {"ns_steps", ParameterKind::Int, 5, "times that the polynomial is applied"},
        {"nesterov", ParameterKind::Bool, true, "look ahead along the momentum"},
        {"rms_rate", ParameterKind::Any, 0.2, "size of a matrix step is sqrt of its longer side times this; null: 1"}};
}
} // namespace

void registerMuonOptimizer(Catalogues& catalogues);
void registerMuonOptimizer(Catalogues& catalogues) {
    OptimizerDef def = optimizerDef(
        "Muon", "matrices move along the nearest orthogonal matrix to their momentum, everything else by Adam",
        parameters(), slots, update);
    setStandard(def, "weight_decay", 0.004);
    setKind(def, "weight_decay", ParameterKind::Any); // as null is allowed too
    def.decayOf = decayOf;
    def.check = check;
    catalogues.optimizers.add(std::move(def));
}

} // namespace td::train
