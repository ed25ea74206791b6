#include "engine/train/metrics/schema.h"

#include <algorithm>
#include <cmath>
#include <numeric>

/// Intersection over union of what is predicted and what is there, class by class, from a confusion matrix.
namespace td::train {

namespace {
int64_t classesOf(const Config& config) {
    return config.has("num_classes") ? config.integer("num_classes") : 2;
}

/// Integers as in Keras unless another type is asked for: weights lose what follows the point.
DType dtypeOf(const Config& config) {
    if (!config.json("dtype").is_string()) return DType::I64;
    return dtypeNamed(config.text("dtype")).value_or(DType::I64);
}

std::vector<StateSpec> states(const MetricDef&, const Config& config, const TensorType&) {
    return {{"total_confusion_matrix", {classesOf(config), classesOf(config)}, 0, dtypeOf(config)}};
}

int64_t axisOf(const Config& config) {
    return config.has("axis") ? config.integer("axis") : -1;
}

/// Class indices (flat, I64) of a tensor that has them, or shares of each on an axis.
Expr indicesOf(Expr x, bool isSparse, int64_t axis) {
    return flat(cast(isSparse ? x : argmax(x, axis), DType::I64));
}

bool isOn(const Config& config, const char* name, bool standard) {
    return config.has(name) ? config.flag(name) : standard;
}

Expr within(Expr x, int64_t classes) {
    return binary("logical_and", binary("greater_equal", x, number(x, 0)),
                  binary("less", x, number(x, static_cast<double>(classes))));
}

/// Weights of single pairs, those that do not count with 0.
Expr weightsOf(MetricCall& call, Expr isCounted, DType dtype) {
    Expr weights = cast(isCounted, dtype);
    if (!call.weights) return weights;
    const Expr given = call.weights.rank() > 0 ? flat(call.weights) : call.weights;
    return select(isCounted, broadcastTo(cast(given, dtype), isCounted.shape()), number(weights, 0));
}

std::vector<Expr> counted(MetricCall& call, Expr target, Expr prediction) {
    const int64_t classes = classesOf(call.config);
    Expr isCounted = binary("logical_and", within(target, classes), within(prediction, classes));
    if (!call.config.isNull("ignore_class")) {
        const Expr ignored = number(target, static_cast<double>(call.config.integer("ignore_class")));
        isCounted = binary("logical_and", isCounted, binary("not_equal", target, ignored));
    }
    const Expr places =
        select(isCounted, target * number(target, static_cast<double>(classes)) + prediction, number(target, 0));
    const Expr cells =
        call.builder.emit("scatter_nd", {withLast(places), weightsOf(call, isCounted, dtypeOf(call.config))},
                          {{"shape", Shape{classes * classes}}});
    return {call.states[0] + reshape(cells, Shape{classes, classes})};
}

/// `standard`: whether targets and predictions are indices where no argument says so.
template <bool areTargetsIndices, bool arePredictionsIndices>
std::vector<Expr> update(MetricCall& call) {
    const int64_t axis = axisOf(call.config);
    const Expr target = indicesOf(call.target, isOn(call.config, "sparse_y_true", areTargetsIndices), axis);
    const Expr prediction = indicesOf(call.prediction, isOn(call.config, "sparse_y_pred", arePredictionsIndices), axis);
    return counted(call, target, prediction);
}

std::vector<Expr> updateBinary(MetricCall& call) {
    const Expr p = asFloat(call.prediction);
    const Expr isYes = binary("greater_equal", p, number(p, call.config.real("threshold")));
    return counted(call, indicesOf(call.target, true, -1), flat(cast(isYes, DType::I64)));
}

std::vector<int64_t> targetsOf(const Config& config) {
    std::vector<int64_t> found = integers(config, "target_class_ids");
    if (!found.empty()) return found;
    found.resize(static_cast<size_t>(classesOf(config)));
    std::iota(found.begin(), found.end(), 0);
    return found;
}

/// The mean over the target classes that occur at all.
Expr result(MetricCall& call) {
    Builder& builder = call.builder;
    const int64_t classes = classesOf(call.config);
    const Expr matrix = call.states[0];
    const Expr diagonal = builder.emit("band_part", {matrix}, {{"lower", int64_t{0}}, {"upper", int64_t{0}}});
    const Expr hits = reduce("sum", diagonal, {0});
    const Expr all = reduce("sum", matrix, {0}) + reduce("sum", matrix, {1}) - hits;
    const std::vector<int64_t> ids = targetsOf(call.config);
    std::vector<double> rows(ids.begin(), ids.end());
    for (double& row : rows)
        row = row < 0 ? row + static_cast<double>(classes) : row;
    const Expr chosen = builder.constant(Tensor::of<double>(DType::I64, {static_cast<int64_t>(rows.size())}, rows));
    const Expr tp = asFloat(builder.emit("gather", {hits, chosen})),
               size = asFloat(builder.emit("gather", {all, chosen}));
    const Expr occurs = binary("greater", size, number(size, 1e-9));
    const Expr iou = select(occurs, tp / (size + kEpsilon), number(tp, 0));
    return sum(iou) / (sum(asFloat(occurs)) + kEpsilon);
}

Result<void> check(const Config& config) {
    if (config.has("num_classes")) TD_TRY(needWithin(config, "num_classes", 1, 1e5));
    const DType dtype = dtypeOf(config);
    if (!kNumbers.has(dtype)) return badArgument(config, "dtype", "a type of numbers");
    const auto ids = numbersOf(config, "target_class_ids");
    if (!ids) return failure(ids.error());
    const auto classes = static_cast<double>(classesOf(config));
    for (const double id : *ids)
        if (id != std::floor(id) || id >= classes || id < -classes)
            return badArgument(config, "target_class_ids", "indices below " + std::to_string(classesOf(config)));
    return {};
}

Result<void> checkShapes(const Config& config, const TensorType& target, const TensorType& prediction) {
    const int64_t axis = axisOf(config);
    for (const TensorType* type : {&target, &prediction})
        if (type->shape.rank() == 0 || !normalizedAxis(axis, type->shape.rank()))
            return failure(ErrorCode::ShapeMismatch,
                           {{"found", target.shape.toString() + " and " + prediction.shape.toString()},
                            {"expected", "at least one axis, and axis " + std::to_string(axis)}});
    return {};
}

Parameter numClasses() {
    Parameter parameter{"num_classes", ParameterKind::Int, nullptr, "how many classes there are"};
    parameter.isRequired = true;
    return parameter;
}
Parameter targetIds() {
    Parameter parameter{"target_class_ids", ParameterKind::Any, nullptr, "classes whose mean is shown"};
    parameter.isRequired = true;
    return parameter;
}
Parameter ignoreClass() {
    return {"ignore_class", ParameterKind::Int, nullptr, "targets of this class do not count; null: all do"};
}
Parameter sparseTarget() {
    return {"sparse_y_true", ParameterKind::Bool, true, "targets are indices, not shares of each class"};
}
Parameter sparsePrediction(bool standard) {
    return {"sparse_y_pred", ParameterKind::Bool, standard, "predictions are indices, not shares of each class"};
}
Parameter classAxis() {
    return {"axis", ParameterKind::Int, -1, "of the classes, where shares are given"};
}

MetricDef iouDef(const char* name, const char* called, const char* about, std::vector<Parameter> own,
                 std::vector<Expr> (*updated)(MetricCall&)) {
    MetricDef def;
    def.className = name;
    def.aliases = {called};
    def.about = about;
    def.parameters = metricParameters(std::move(own), called);
    def.states = states;
    def.update = updated;
    def.result = result;
    def.check = check;
    def.checkShapes = checkShapes;
    return def;
}
} // namespace

void registerIouMetrics(Catalogues& catalogues);
void registerIouMetrics(Catalogues& catalogues) {
    const auto add = [&](MetricDef def) { catalogues.metrics.add(std::move(def)); };
    add(iouDef("IoU", "io_u", "mean intersection over union of the target classes",
               {numClasses(), targetIds(), ignoreClass(), sparseTarget(), sparsePrediction(true), classAxis()},
               update<true, true>));
    add(iouDef("MeanIoU", "mean_io_u", "mean intersection over union of all classes that occur",
               {numClasses(), ignoreClass(), sparseTarget(), sparsePrediction(true), classAxis()}, update<true, true>));
    add(iouDef("OneHotIoU", "one_hot_io_u", "IoU for targets given as shares of each class",
               {numClasses(), targetIds(), ignoreClass(), sparsePrediction(false), classAxis()}, update<false, false>));
    add(iouDef("OneHotMeanIoU", "one_hot_mean_io_u", "MeanIoU for targets given as shares of each class",
               {numClasses(), ignoreClass(), sparsePrediction(false), classAxis()}, update<false, false>));
    add(iouDef(
        "BinaryIoU", "binary_io_u", "mean intersection over union of the classes no and yes",
        {{"target_class_ids", ParameterKind::Any, Json::array({0, 1}), "classes whose mean is shown: 0, 1 or both"},
         {"threshold", ParameterKind::Real, 0.5, "from which on a prediction is a yes"}},
        updateBinary));
}

} // namespace td::train
