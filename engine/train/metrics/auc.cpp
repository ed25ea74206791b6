#include "engine/train/metrics/curve.h"

#include <algorithm>

/// Area under a curve that a falling threshold draws.
/// Source: for PR interpolation Davis and Goadrich 2006, "The relationship between precision-recall and ROC curves"
namespace td::train {

namespace {
/// Those that are given lie strictly inside; ends beyond 0 and 1 are added, and taken off first where the file has
/// them already.
std::vector<double> givenThresholds(const Config& config) {
    std::vector<double> given = numbers(config, "thresholds");
    std::erase_if(given, [](double value) { return value < 0 || value > 1; });
    std::sort(given.begin(), given.end());
    return given;
}

Thresholds thresholdsOf(const Config& config) {
    Thresholds found;
    found.values = givenThresholds(config);
    if (found.values.empty()) {
        found = evenThresholds(config.integer("num_thresholds"));
    } else {
        found.values.insert(found.values.begin(), 0.0);
        found.values.push_back(1.0);
        found.areEven = areEven(found.values);
    }
    found.values.front() = -kEpsilon;
    found.values.back() = 1 + kEpsilon;
    found.hasRoom = true;
    return found;
}

std::vector<StateSpec> states(const MetricDef&, const Config& config, const TensorType& prediction) {
    Extents extents{static_cast<int64_t>(thresholdsOf(config).values.size())};
    if (config.flag("multi_label")) extents.push_back(prediction.shape[-1].value());
    return curveStates(extents);
}

std::vector<Expr> update(MetricCall& call) {
    Expr prediction = asFloat(call.prediction);
    if (call.config.flag("from_logits")) prediction = unary("sigmoid", prediction);
    ConfusionOptions options{call.config.flag("multi_label")};
    if (!options.isMultiLabel) options.labelWeights = numbers(call.config, "label_weights");
    return curveNext(call, confusionOf(call, prediction, thresholdsOf(call.config), options));
}

/// All but the last threshold, and all but the first: neighbours.
Expr head(Expr x) {
    return sliced(x, 0, 0, x.rank() > 0 ? x.shape()[0].value() - 1 : 0);
}
Expr tail(Expr x) {
    return sliced(x, 0, 1, -1);
}

/// Area pieces of the PR curve, between whose points true and false positives grow together.
Expr interpolatedPrecision(const Curve& curve) {
    const Expr all = curve.tp + curve.fp;
    const Expr gained = head(curve.tp) - tail(curve.tp), added = head(all) - tail(all);
    const Expr slope = divideNoNan(gained, maximum(added, 0));
    const Expr intercept = tail(curve.tp) - slope * tail(all);
    const auto isPositive = [](Expr x) { return binary("greater", x, number(x, 0)); };
    const Expr ratio = select(binary("logical_and", isPositive(head(all)), isPositive(tail(all))),
                              divideNoNan(head(all), maximum(tail(all), 0)), onesLike(tail(all)));
    const Expr targets = maximum(tail(curve.tp) + tail(curve.fn), 0);
    return divideNoNan(slope * (gained + intercept * unary("log", ratio)), targets);
}

struct Axes {
    Expr x, y;
};

Axes gains(const Curve& curve) {
    const Expr odds = divideNoNan(curve.tp + curve.fn, curve.tn + curve.fp);
    const Expr isNone = binary("equal", curve.tp, number(curve.tp, 0));
    const Expr recall = 1.0 - odds * divideNoNan(curve.fn, curve.tp),
               precision = 1.0 - odds * divideNoNan(curve.fp, curve.tp);
    return {maximum(select(isNone, number(recall, 0), recall), 0), select(isNone, number(precision, 1), precision)};
}

std::string lowered(const Config& config, std::string_view name) {
    std::string text = config.text(name);
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

Axes axesOf(const Curve& curve, const std::string& kind) {
    if (kind == "roc") return {divideNoNan(curve.fp, curve.fp + curve.tn), curve.recall()};
    if (kind == "pr") return {curve.recall(), curve.precision()};
    return gains(curve);
}

Expr pieces(const Curve& curve, const Config& config) {
    const std::string kind = lowered(config, "curve"), method = lowered(config, "summation_method");
    if (kind == "pr" && method == "interpolation") return interpolatedPrecision(curve);
    const Axes axes = axesOf(curve, kind);
    const Expr left = head(axes.y), right = tail(axes.y);
    const Expr height = method == "interpolation" ? (left + right) / 2.0
                        : method == "minoring"    ? binary("minimum", left, right)
                                                  : binary("maximum", left, right);
    return (head(axes.x) - tail(axes.x)) * height;
}

Expr result(MetricCall& call) {
    const Expr area = pieces(Curve(call), call.config);
    if (!call.config.flag("multi_label")) return sum(area);
    const Expr byLabel = sum(area, {0});
    const std::vector<double> weights = numbers(call.config, "label_weights");
    if (weights.empty()) return mean(byLabel);
    const auto count = static_cast<int64_t>(weights.size());
    const Expr each = call.builder.constant(Tensor::of<double>(DType::F32, {count}, weights));
    return divideNoNan(sum(byLabel * each), sum(each));
}

Result<void> needOneOf(const Config& config, const char* name, std::initializer_list<std::string_view> allowed) {
    if (config.json(name).is_string() &&
        std::find(allowed.begin(), allowed.end(), lowered(config, name)) != allowed.end())
        return {};
    std::string expected;
    for (const std::string_view each : allowed)
        expected += (expected.empty() ? "" : ", ") + std::string(each);
    return badArgument(config, name, expected);
}

Result<void> check(const Config& config) {
    TD_TRY(needWithin(config, "num_thresholds", 2, 1e6));
    TD_TRY(needOneOf(config, "curve", {"roc", "pr", "prgain"}));
    TD_TRY(needOneOf(config, "summation_method", {"interpolation", "minoring", "majoring"}));
    TD_TRY(numbersOf(config, "thresholds"));
    TD_TRY(numbersOf(config, "label_weights"));
    if (!config.isNull("num_labels") && !config.flag("multi_label"))
        return badArgument(config, "num_labels", "null, as multi_label is off");
    return {};
}

Result<void> checkShapes(const Config& config, const TensorType&, const TensorType& prediction) {
    const Shape& shape = prediction.shape;
    const bool isMatrix = shape.rank() == 2 && shape[1].isKnown();
    if (config.flag("multi_label") &&
        (!isMatrix || (!config.isNull("num_labels") && !shape[1].is(config.integer("num_labels")))))
        return failure(ErrorCode::ShapeMismatch,
                       {{"found", shape.toString()}, {"expected", "(B,L), one column a label"}});
    const size_t weights = numbers(config, "label_weights").size();
    if (weights > 0 && (shape.rank() == 0 || !shape[-1].is(static_cast<int64_t>(weights))))
        return failure(
            ErrorCode::ShapeMismatch,
            {{"found", shape.toString()}, {"expected", std::to_string(weights) + " labels, as label_weights has"}});
    return {};
}
} // namespace

void registerAucMetrics(Catalogues& catalogues);
void registerAucMetrics(Catalogues& catalogues) {
    MetricDef def;
    def.className = "AUC";
    def.aliases = {"auc"};
    def.about = "area under the ROC curve (true over false positive rate), the PR curve (precision over recall) or its "
                "gain curve";
    def.parameters = metricParameters(
        {{"num_thresholds", ParameterKind::Int, 200, "points of the curve, evenly from 0 to 1, 2 or more"},
         {"curve", ParameterKind::Text, "ROC", "ROC, PR or PRGAIN"},
         {"summation_method", ParameterKind::Text, "interpolation",
          "interpolation, minoring (lower side) or majoring (upper side)"},
         {"thresholds", ParameterKind::Any, nullptr, "points inside 0 … 1 instead of num_thresholds"},
         {"multi_label", ParameterKind::Bool, false, "one curve for each column, then their mean"},
         {"num_labels", ParameterKind::Int, nullptr, "columns with multi_label; null: those of the prediction"},
         {"label_weights", ParameterKind::Any, nullptr, "weight of each column; null: all alike"},
         {"from_logits", ParameterKind::Bool, false, "predictions are logits, not probabilities"}},
        "auc");
    def.states = states;
    def.update = update;
    def.result = result;
    def.check = check;
    def.checkShapes = checkShapes;
    catalogues.metrics.add(std::move(def));
}

} // namespace td::train
