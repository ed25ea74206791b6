#include "engine/train/metrics/confusion.h"

#include <algorithm>
#include <cmath>

namespace td::train {

namespace {
/// Below every prediction.
constexpr double kLowest = -1e10;

/// Targets as 0 and 1, predictions, and weights of the predictions' shape (empty: ones).
struct Answers {
    Expr target, prediction, weights;
};

/// All but the k largest of the last axis become kLowest.
Expr onlyTop(Expr x, int64_t k) {
    const int64_t classes = knownLastSize(x, "y_pred");
    const std::vector<Expr> top = x.builder->emitAll("topk", {x}, {{"k", std::min(k, classes)}});
    const Expr chosen = x.builder->emit("one_hot", {top.back()}, {{"depth", classes}, {"dtype", x.dtype()}});
    const Expr isTop = reduce("sum", chosen, {-2});
    return x * isTop + (1.0 - isTop) * kLowest;
}

/// One weight for each prediction.
Expr spread(MetricCall& call, const Answers& answers, const std::vector<double>& labelWeights) {
    Expr weights;
    if (call.weights) {
        weights = withLast(call.weights);
        Expr target = answers.target;
        alignRanks(target, weights, Vectors::Keep);
        weights = broadcastTo(weights, answers.prediction.shape());
    }
    if (labelWeights.empty()) return weights;
    const auto count = static_cast<int64_t>(labelWeights.size());
    const Expr each = broadcastTo(call.builder.constant(Tensor::of<double>(DType::F32, {count}, labelWeights)),
                                  answers.prediction.shape());
    return weights ? weights * each : each;
}

Answers answersOf(MetricCall& call, Expr prediction, const std::vector<double>& labelWeights) {
    Answers answers{asFloat(call.target), asFloat(prediction), {}};
    alignRanks(answers.prediction, answers.target);
    answers.weights = {};
    if (!call.config.isNull("top_k")) answers.prediction = onlyTop(answers.prediction, call.config.integer("top_k"));
    if (!call.config.isNull("class_id")) {
        const int64_t one = call.config.integer("class_id");
        answers.target = sliced(answers.target, -1, one, 1);
        answers.prediction = sliced(answers.prediction, -1, one, 1);
    }
    answers.weights = spread(call, answers, labelWeights);
    answers.target = asFloat(binary("not_equal", answers.target, number(answers.target, 0)));
    return answers;
}

/// Weights of the right (target 1) and of the others.
struct Sides {
    Expr yes, no;
};
Sides sidesOf(const Answers& answers) {
    const Expr others = 1.0 - answers.target;
    if (!answers.weights) return {answers.target, others};
    return {answers.target * answers.weights, others * answers.weights};
}

/// (n,L): how much lies in the bucket of each threshold or in a higher one.
Expr above(Expr weights, Expr places, int64_t thresholds, int64_t labels) {
    const Expr buckets = weights.builder->emit("scatter_nd", {withLast(flat(places)), flat(weights)},
                                               {{"shape", Shape{thresholds * labels}}});
    return weights.builder->emit("cumsum", {reshape(buckets, Shape{thresholds, labels})},
                                 {{"axis", int64_t{0}}, {"reverse", true}});
}

/// Even thresholds: a prediction p is above those before ceil(p·(n - 1)).
Confusion byBuckets(const Answers& answers, const Thresholds& thresholds, bool isMultiLabel) {
    const auto count = static_cast<int64_t>(thresholds.values.size());
    const int64_t labels = isMultiLabel ? knownLastSize(answers.prediction, "y_pred") : 1;
    const Sides sides = sidesOf(answers);
    Expr bucket = unary("ceil", clipped(answers.prediction, 0, 1) * static_cast<double>(count - 1)) - 1.0;
    const Expr isBelowAll = binary("less", bucket, number(bucket, 0));
    bucket = maximum(bucket, 0);
    Expr yes = sides.yes, no = sides.no;
    if (!thresholds.hasRoom) {
        yes = select(isBelowAll, number(yes, 0), yes);
        no = select(isBelowAll, number(no, 0), no);
    }
    Expr places = bucket * static_cast<double>(labels);
    if (labels > 1)
        places =
            places + places.builder->emit("range", {}, {{"stop", static_cast<double>(labels)}, {"dtype", DType::F32}});
    places = cast(places, DType::I64);
    Confusion found;
    found.truePositives = above(yes, places, count, labels);
    found.falsePositives = above(no, places, count, labels);
    const Ints over = isMultiLabel ? Ints{0} : Ints{};
    found.trueNegatives = reduce("sum", sides.no, over) - found.falsePositives;
    found.falseNegatives = reduce("sum", sides.yes, over) - found.truePositives;
    if (isMultiLabel) return found;
    for (Expr* each : {&found.truePositives, &found.falsePositives, &found.trueNegatives, &found.falseNegatives})
        *each = flat(*each);
    return found;
}

/// Every prediction beside every threshold: (n,B,L) or, flat, (n,N).
Confusion byComparison(const Answers& answers, const Thresholds& thresholds, bool isMultiLabel) {
    Builder& builder = *answers.prediction.builder;
    const auto count = static_cast<int64_t>(thresholds.values.size());
    const auto shaped = [&](Expr x) { return isMultiLabel ? x : flat(x); };
    const Expr bounds = builder.constant(
        Tensor::of<double>(DType::F32, isMultiLabel ? Extents{count, 1, 1} : Extents{count, 1}, thresholds.values));
    const Expr isYes = asFloat(binary("greater", shaped(answers.prediction), bounds)), isNo = 1.0 - isYes;
    const Sides sides = sidesOf(answers);
    const auto counted = [&](Expr said, Expr weights) { return reduce("sum", said * shaped(weights), {1}); };
    return {counted(isYes, sides.yes), counted(isYes, sides.no), counted(isNo, sides.no), counted(isNo, sides.yes)};
}
} // namespace

bool areEven(const std::vector<double>& values) {
    if (values.size() < 3) return false;
    for (size_t i = 0; i < values.size(); ++i) {
        const double even = static_cast<double>(i) / static_cast<double>(values.size() - 1);
        if (std::fabs(values[i] - even) > kEpsilon + 1e-5 * even) return false;
    }
    return true;
}

Thresholds thresholdsOf(const Config& config, double standard) {
    Thresholds found{numbers(config, "thresholds")};
    if (found.values.empty()) found.values = {standard};
    found.areEven = areEven(found.values);
    return found;
}

Thresholds evenThresholds(int64_t count) {
    if (count == 1) return {{0.5}};
    Thresholds found;
    for (int64_t i = 0; i < count; ++i)
        found.values.push_back(static_cast<double>(i) / static_cast<double>(count - 1));
    found.areEven = true;
    return found;
}

Result<void> checkThresholds(const Config& config) {
    const auto found = numbersOf(config, "thresholds");
    const auto isInside = [](double value) { return value >= 0 && value <= 1; };
    if (found && std::all_of(found->begin(), found->end(), isInside)) return {};
    return badArgument(config, "thresholds", "a number from 0 to 1, or a list of them");
}

Result<void> checkClassArguments(const Config& config, const TensorType&, const TensorType& prediction) {
    const Shape& shape = prediction.shape;
    const bool hasClasses = shape.rank() > 1 && shape[-1].isKnown();
    for (const char* name : {"class_id", "top_k"}) {
        if (config.isNull(name) || (hasClasses && config.integer(name) < shape[-1].value() + (name[0] == 't' ? 1 : 0)))
            continue;
        return failure(ErrorCode::ShapeMismatch, {{"argument", name},
                                                  {"value", config.json(name).dump()},
                                                  {"found", shape.toString()},
                                                  {"expected", "predictions (B,C) with that many classes"}});
    }
    return {};
}

Confusion confusionOf(MetricCall& call, Expr prediction, const Thresholds& thresholds,
                      const ConfusionOptions& options) {
    const Answers answers = answersOf(call, prediction, options.labelWeights);
    if (thresholds.areEven) return byBuckets(answers, thresholds, options.isMultiLabel);
    return byComparison(answers, thresholds, options.isMultiLabel);
}

} // namespace td::train
