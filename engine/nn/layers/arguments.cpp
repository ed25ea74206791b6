#include "engine/nn/layers/arguments.h"

#include <algorithm>

namespace td::nn {

LayerDef layerDef(std::string className, std::string category, MaskRule masks, std::string about,
                  std::vector<Parameter> parameters, LayerCallFunction call) {
    LayerDef def;
    def.className = std::move(className);
    def.category = std::move(category);
    def.masks = masks;
    def.about = std::move(about);
    def.parameters = std::move(parameters);
    def.call = call;
    return def;
}

std::vector<Parameter> weightParameters(std::vector<WeightArgument> weights) {
    std::vector<Parameter> all;
    for (const auto& [prefix, initializer] : weights)
        all.push_back(objectParameter(prefix + "_initializer", initializer, "how the " + prefix + " starts"));
    for (const auto& weight : weights)
        all.push_back(
            objectParameter(weight.prefix + "_regularizer", nullptr, "added to the loss, from the " + weight.prefix));
    for (const auto& weight : weights)
        all.push_back(objectParameter(weight.prefix + "_constraint", nullptr,
                                      "what the " + weight.prefix + " is forced to after each update"));
    return all;
}

Parameter activationParameter(Json standard) {
    return objectParameter("activation", std::move(standard), "applied to the output; none: linear");
}

Parameter useBiasParameter() {
    return boolParameter("use_bias", true, "whether a bias is added");
}

Parameter dataFormatParameter() {
    return textParameter("data_format", nullptr, {"channels_last", "channels_first"},
                         "where the channels stand in the input: (N, ..., C) or (N, C, ...); none: last");
}

bool isChannelsFirst(const Call& call) {
    return call.config().text("data_format") == "channels_first";
}

Flows nothing(Call& call) {
    return {Flow{call.builder().wrap(graph::ValueId::None), {}}};
}

void failArgument(Call& call, std::string_view argument, std::string expected) {
    call.fail(ErrorCode::InvalidArgument, {{"argument", std::string(argument)},
                                           {"value", call.config().json(argument).dump()},
                                           {"expected", std::move(expected)}});
}

bool needAtLeast(Call& call, std::string_view argument, int64_t least) {
    const Json& value = call.config().json(argument);
    const auto isFine = [least](const Json& number) { return number.is_number() && number.get<int64_t>() >= least; };
    if (value.is_array() ? std::all_of(value.begin(), value.end(), isFine) : isFine(value)) return true;
    failArgument(call, argument, std::to_string(least) + " or more");
    return false;
}

bool needRate(Call& call, std::string_view argument) {
    const double rate = call.config().real(argument);
    if (rate >= 0 && rate <= 1) return true;
    failArgument(call, argument, "between 0 and 1");
    return false;
}

namespace {
bool needRankThat(Call& call, size_t input, bool isFine, const std::string& expected) {
    const Expr x = call.input(input);
    if (!x) return false;
    if (!isFine) call.fail(ErrorCode::ShapeMismatch, {{"input", toString(x.type())}, {"expected", expected + " axes"}});
    return isFine;
}
} // namespace

bool needRank(Call& call, size_t input, int rank) {
    return needRankThat(call, input, call.input(input).rank() == rank, std::to_string(rank));
}

bool needRankAtLeast(Call& call, size_t input, int rank) {
    return needRankThat(call, input, call.input(input).rank() >= rank, std::to_string(rank) + " or more");
}

std::vector<std::pair<int64_t, int64_t>> pairsOf(Call& call, std::string_view argument, size_t axes) {
    const Json& value = call.config().json(argument);
    std::vector<std::pair<int64_t, int64_t>> pairs;
    const auto isCount = [](const Json& json) { return json.is_number_integer() && json.get<int64_t>() >= 0; };
    const auto add = [&](const Json& entry) {
        if (isCount(entry))
            pairs.emplace_back(entry.get<int64_t>(), entry.get<int64_t>());
        else if (entry.is_array() && entry.size() == 2 && isCount(entry[0]) && isCount(entry[1]))
            pairs.emplace_back(entry[0].get<int64_t>(), entry[1].get<int64_t>());
    };
    if (isCount(value))
        pairs.assign(axes, {value.get<int64_t>(), value.get<int64_t>()});
    else if (axes == 1)
        add(value);
    else if (value.is_array())
        std::for_each(value.begin(), value.end(), add);
    if (pairs.size() == axes) return pairs;
    failArgument(call, argument, "a number, or a number or pair for each of " + std::to_string(axes) + " axes");
    return {};
}

std::vector<int> axesOf(Call& call, std::string_view argument, int rank) {
    const Json& value = call.config().json(argument);
    std::vector<int> axes;
    for (const auto& entry : value.is_array() ? value : Json::array({value})) {
        const auto axis = entry.is_number_integer() ? normalizedAxis(entry.get<int64_t>(), rank)
                                                    : Result<int>(failure(ErrorCode::InvalidArgument));
        if (!axis || std::find(axes.begin(), axes.end(), *axis) != axes.end()) {
            failArgument(call, argument, "different axes of an input with " + std::to_string(rank) + " axes");
            return {};
        }
        axes.push_back(*axis);
    }
    return axes;
}

} // namespace td::nn
