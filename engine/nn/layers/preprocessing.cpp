#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/shaping.h"

#include <algorithm>

/// Scaling of inputs inside the model.
namespace td::nn {

void registerPreprocessing(Catalogues& catalogues);

namespace {
/// A number, or a list of them (which may stand in a config's "value"), as a constant.
/// Empty, after failing, for anything else.
Expr constantOf(Call& call, std::string_view argument) {
    const Json* json = &call.config().json(argument);
    if (json->is_object() && json->contains("config") && (*json)["config"].contains("value"))
        json = &(*json)["config"]["value"];
    std::vector<float> values;
    for (const auto& entry : json->is_array() ? *json : Json::array({*json})) {
        double value = 0;
        if (!readNumber(entry, value)) {
            failArgument(call, argument, "a number or a list of numbers");
            return nothing(call)[0].value;
        }
        values.push_back(static_cast<float>(value));
    }
    Extents extents;
    if (json->is_array()) extents.push_back(static_cast<int64_t>(values.size()));
    return call.builder().constant(Tensor::floats(extents, values));
}

Flows callRescaling(Call& call) {
    const Expr x = cast(call.input(), DType::F32);
    return {Flow{x * constantOf(call, "scale") + constantOf(call, "offset"), {}}};
}

/// Shaped to broadcast: the axes' sizes in their places, 1 elsewhere.
Expr spread(Expr value, int rank, const std::vector<int>& axes) {
    if (!value || value.rank() == 0) return value;
    Shape shape(std::vector<Dim>(static_cast<size_t>(rank), Dim(1)));
    for (int i = 1; i <= value.rank() && i <= static_cast<int>(axes.size()); ++i)
        shape[axes[axes.size() - static_cast<size_t>(i)]] = value.shape()[-i];
    return reshape(value, shape);
}

struct Statistics {
    Expr mean, variance;
};

/// Given, or weights that looking at data fills.
Statistics statisticsOf(Call& call, Expr x, const std::vector<int>& axes) {
    if (call.config().isNull("mean") != call.config().isNull("variance"))
        failArgument(call, "variance", "given with mean, or not at all");
    if (!call.config().isNull("mean")) return {constantOf(call, "mean"), constantOf(call, "variance")};
    Extents extents;
    for (const int axis : axes)
        extents.push_back(call.knownSize(x, axis));
    const Statistics made{call.weight(WeightSpec{"mean", extents, "zeros", {}, {}, false}),
                          call.weight(WeightSpec{"variance", extents, "ones", {}, {}, false})};
    (void)call.weight(WeightSpec{"count", {}, "zeros", {}, {}, false, DType::I64});
    return made;
}

Flows callNormalization(Call& call) {
    const Expr x = cast(call.input(), DType::F32);
    std::vector<int> axes;
    if (!call.config().isNull("axis") && call.config().json("axis") != Json::array()) {
        axes = axesOf(call, "axis", x.rank());
        if (axes.empty()) return nothing(call);
    }
    std::sort(axes.begin(), axes.end());
    const Statistics statistics = statisticsOf(call, x, axes);
    const Expr mean = spread(statistics.mean, x.rank(), axes), variance = spread(statistics.variance, x.rank(), axes);
    const Expr deviation = binary("maximum", unary("sqrt", variance), call.builder().scalar(1e-7));
    return {Flow{call.config().flag("invert") ? mean + x * deviation : (x - mean) / deviation, {}}};
}
} // namespace

void registerPreprocessing(Catalogues& catalogues) {
    catalogues.layers.add(layerDef("Rescaling", "preprocessing", MaskRule::Pass, "x scale + offset.",
                                   {required(jsonParameter("scale", nullptr, "a number, or one for each channel")),
                                    jsonParameter("offset", 0.0, "a number, or one for each channel")},
                                   callRescaling));
    catalogues.layers.add(
        layerDef("Normalization", "preprocessing", MaskRule::Pass,
                 "(x - mean) / max(sqrt(variance), 1e-7), with statistics that are given or taken from data.",
                 {jsonParameter("axis", -1, "axes that have statistics of their own: one, a list or none"),
                  jsonParameter("mean", nullptr, "a number or a list; none: from data"),
                  jsonParameter("variance", nullptr, "a number or a list; none: from data"),
                  boolParameter("invert", false, "whether it goes the other way: x sqrt(variance) + mean")},
                 callNormalization));
}

} // namespace td::nn
