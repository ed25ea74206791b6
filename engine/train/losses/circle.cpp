#include "engine/train/losses/schema.h"

#include <limits>

/// Circle loss: embeddings of one class together, of others apart, both with weights of their own.
/// Source: Sun et al. 2020, arXiv:2002.10857
namespace td::train {

namespace {
/// (B,B): whether row and column have one label, the diagonal perhaps taken out.
Expr sameLabel(LossCall& call) {
    const Expr labels = flat(cast(call.target, DType::I32));
    const Dim count = labels.shape().rank() > 0 ? labels.shape()[0] : Dim(1);
    const Expr same = binary("equal", reshape(labels, Shape{count, 1}), reshape(labels, Shape{1, count}));
    if (!call.config.flag("remove_diagonal")) return same;
    const Expr ones = broadcastTo(call.builder.scalar(1), Shape{count, count});
    const Expr diagonal = call.builder.emit("band_part", {ones}, {{"lower", int64_t{0}}, {"upper", int64_t{0}}});
    return binary("logical_and", same, binary("equal", diagonal, number(diagonal, 0)));
}

Expr logSum(Expr values, Expr isCounted) {
    const Expr nothing = number(values, -std::numeric_limits<double>::infinity());
    return reduce("logsumexp", select(isCounted, values, nothing), {1});
}

Expr circle(LossCall& call) {
    if (call.prediction.rank() != 2) {
        call.builder.fail(Error(ErrorCode::ShapeMismatch, {{"input", "y_pred"},
                                                           {"found", call.prediction.shape().toString()},
                                                           {"expected", "(B,C): one unit vector a row"}}));
        return {&call.builder};
    }
    const double margin = call.config.real("margin"), gamma = call.config.real("gamma");
    const Expr distance = maximum(1.0 - matmul(call.prediction, call.prediction, false, true), 0);
    const Expr isSame = sameLabel(call);
    const Expr labels = flat(call.target);
    const Expr isOther = binary("not_equal", withLast(labels),
                                reshape(labels, Shape{1, labels.rank() > 0 ? labels.shape()[0] : Dim(1)}));
    const Expr pull = maximum(asNumber(isSame, distance) * (distance + margin), 0);
    const Expr push = maximum(asNumber(isOther, distance) * ((1 + margin) - distance), 0);
    const Expr near = logSum(pull * (margin - distance) * -gamma, isSame);
    const Expr far = logSum(push * ((1 - margin) - distance) * gamma, isOther);
    const Expr values = unary("softplus", near + far);
    call.valid = binary("greater", values, number(values, 0));
    return values;
}
} // namespace

void registerCircleLosses(Catalogues& catalogues);
void registerCircleLosses(Catalogues& catalogues) {
    catalogues.losses.add(
        lossDef("Circle",
                "pulls unit vectors of one label together and pushes others apart, each pair by its distance from "
                "where it should be",
                circle,
                {{"gamma", ParameterKind::Real, 80.0, "scale of the distances"},
                 {"margin", ParameterKind::Real, 0.4, "distance that pairs of one label are allowed"},
                 {"remove_diagonal", ParameterKind::Bool, true, "leave out the pairs of a row with itself"}}));
}

} // namespace td::train
