#include "engine/train/loss.h"

#include "engine/train/arguments.h"
#include "engine/train/catalogues.h"
#include "engine/train/classes.h"
#include "engine/train/expressions.h"

namespace td::train {

namespace {
/// How much each value counts under a mask: the average over all values is then that over the valid ones.
Expr maskWeights(Expr mask, Reduction reduction) {
    const Expr ones = asFloat(mask);
    if (reduction != Reduction::SumOverBatchSize && reduction != Reduction::Mean) return ones;
    return ones * divideNoNan(number(ones, 1), mean(ones));
}

Expr combined(Expr weights, Expr mask, Reduction reduction) {
    if (!mask) return weights;
    Expr counted = maskWeights(mask, reduction);
    if (!weights) return counted;
    alignRanks(counted, weights);
    return weights * counted;
}

/// What is emitted while this lives says that it is of the loss, and errors name it.
class Attribution {
public:
    Attribution(Builder& builder, std::string name)
        : m_builder(builder)
        , m_before(builder.source()) {
        builder.setSource({std::move(name), "", graph::NodeId::None});
    }
    ~Attribution() { m_builder.setSource(m_before); }
    Attribution(const Attribution&) = delete;
    Attribution& operator=(const Attribution&) = delete;

private:
    Builder& m_builder;
    graph::Source m_before;
};
} // namespace

Result<Reduction> reductionOf(const Config& config) {
    const Json& given = config.json("reduction");
    if (given.is_null() || given == "none") return Reduction::None;
    if (given == "sum_over_batch_size") return Reduction::SumOverBatchSize;
    if (given == "sum") return Reduction::Sum;
    if (given == "mean") return Reduction::Mean;
    if (given == "mean_with_sample_weight") return Reduction::MeanWithSampleWeight;
    return badArgument(config, "reduction", "sum_over_batch_size, sum, mean, mean_with_sample_weight or none");
}

Expr reduced(Expr values, Expr weights, Expr mask, Reduction reduction) {
    if (!values) return values;
    Expr scale = combined(weights ? asFloat(weights) : weights, mask, reduction);
    if (scale) {
        alignRanks(values, scale);
        values = values * scale;
    }
    if (reduction == Reduction::None || values.rank() == 0) return values;
    if (reduction == Reduction::Sum) return sum(values);
    if (reduction == Reduction::MeanWithSampleWeight && scale) return divideNoNan(sum(values), sum(scale));
    return mean(values);
}

Expr lossValues(Builder& builder, const Loss& loss, Expr target, Expr prediction, Expr* valid) {
    if (auto checked = checkArguments("loss", loss); !checked) {
        builder.fail(checked.error());
        return {&builder};
    }
    if (!target || !prediction) return {&builder};
    const Attribution attribution(builder, loss.def->className);
    LossCall call{builder, asFloat(target), asFloat(prediction), loss.config};
    alignRanks(call.target, call.prediction);
    const Expr values = loss.def->call(call);
    if (valid) *valid = call.valid;
    return values;
}

Expr emitLoss(Builder& builder, const Loss& loss, Expr target, Expr prediction, Expr weights, Expr mask) {
    Expr valid;
    const Expr values = lossValues(builder, loss, target, prediction, &valid);
    const auto reduction = loss ? reductionOf(loss.config) : Reduction::None;
    if (!reduction) {
        builder.fail(reduction.error());
        return {&builder};
    }
    if (mask && valid && mask.shape() == valid.shape()) valid = binary("logical_and", mask, valid);
    return reduced(values, weights, valid ? valid : mask, *reduction);
}

Result<Loss> lossFor(const Json& spec, const TensorType& target, const TensorType& prediction,
                     const Catalogues& catalogues) {
    if (spec != "crossentropy" && spec != "ce") return catalogues.losses.create(spec);
    switch (classesOf(target, prediction)) {
    case Classes::Binary:
        return catalogues.losses.create("BinaryCrossentropy", Json::object());
    case Classes::Sparse:
        return catalogues.losses.create("SparseCategoricalCrossentropy", Json::object());
    case Classes::OneHot:
        break;
    }
    return catalogues.losses.create("CategoricalCrossentropy", Json::object());
}

} // namespace td::train
