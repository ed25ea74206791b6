#include "engine/train/losses/schema.h"

#include <limits>

/// Connectionist temporal classification: labels whose places in time are not known.
/// Source: Graves et al. 2006. Class 0 is the blank and also what labels are padded with.
namespace td::train {

namespace {
/// Log of a probability that is as good as none; finite, so that gradients are numbers.
constexpr double kNever = -1e30;

/// What the forward recursion works on. S = 2L + 1 states: blank, first label, blank, second …
struct Lattice {
    Expr states;  ///< (B,S) class of each state
    Expr mayLeap; ///< (B,S) whether the blank before may be left out
    Expr isLast;  ///< (B,S) the last label and the blank behind it
    Expr logs;    ///< (B,T,S) log probability of each state's class at each time
};

/// (B,S) with the columns moved right by `by`, `fill` coming in.
Expr shifted(Expr x, int64_t by, double fill) {
    const int64_t width = lastSize(x);
    const Expr kept = sliced(x, 1, 0, std::max<int64_t>(width - by, 0));
    return x.builder->emit("pad", {kept}, {{"pads", Ints{0, 0, std::min(by, width), 0}}, {"value", fill}});
}

/// 0, 1, 2 … as (1,S).
Expr positions(Builder& builder, int64_t count) {
    return reshape(builder.emit("range", {}, {{"stop", static_cast<double>(count)}, {"dtype", DType::F32}}),
                   Shape{1, count});
}

Lattice latticeOf(LossCall& call, int64_t labels) {
    Builder& builder = call.builder;
    const int64_t count = 2 * labels + 1;
    const Expr target = call.target;
    const Expr length = sum(asFloat(binary("not_equal", target, number(target, 0))), {1}, true);
    const Expr pairs =
        reshape(builder.emit("stack", {target * 0.0, target}, {{"axis", int64_t{2}}}), Shape{-1, 2 * labels});
    Lattice lattice;
    lattice.states = builder.emit("pad", {pairs}, {{"pads", Ints{0, 0, 0, 1}}});
    const Expr isLabel = binary("not_equal", lattice.states, number(target, 0));
    lattice.mayLeap =
        binary("logical_and", isLabel, binary("not_equal", lattice.states, shifted(lattice.states, 2, 0)));
    const Expr behind = positions(builder, count) - length * 2.0;
    lattice.isLast =
        binary("logical_or", binary("equal", behind, number(behind, 0)), binary("equal", behind, number(behind, -1)));
    const Expr all = builder.emit("log_softmax", {call.prediction});
    const Dim batch = call.prediction.shape()[0], time = call.prediction.shape()[1];
    const Expr classes = reshape(cast(lattice.states, DType::I64), Shape{batch, 1, count});
    lattice.logs = builder.emit("gather", {all, broadcastTo(classes, Shape{batch, time, count})},
                                {{"axis", int64_t{2}}, {"batch_dims", int64_t{2}}});
    return lattice;
}

Expr logsAt(const Lattice& lattice, int64_t time, int64_t count) {
    return reshape(sliced(lattice.logs, 1, time, 1), Shape{-1, count});
}

/// The log of the summed probability of all paths that end in each state.
Expr moved(const Lattice& lattice, Expr paths, Expr logs) {
    const Expr leaps = select(lattice.mayLeap, shifted(paths, 2, kNever), number(paths, kNever));
    const Expr ways = paths.builder->emit("stack", {paths, shifted(paths, 1, kNever), leaps}, {{"axis", int64_t{0}}});
    return reduce("logsumexp", ways, {0}) + logs;
}

bool fits(LossCall& call) {
    const Shape &labels = call.target.shape(), &logits = call.prediction.shape();
    const bool isFine = labels.rank() == 2 && logits.rank() == 3 && labels[1].isKnown() && logits[1].isKnown() &&
                        logits[1].value() > 0 && labels[1].value() > 0;
    if (!isFine && !call.builder.error())
        call.builder.fail(Error(ErrorCode::ShapeMismatch,
                                {{"y_true", labels.toString()},
                                 {"y_pred", logits.toString()},
                                 {"expected", "labels (B,L) and logits (B,T,C), L and T known and above 0"}}));
    return isFine;
}

Expr ctc(LossCall& call) {
    if (!fits(call)) return {&call.builder};
    const int64_t labels = call.target.shape()[1].value(), steps = call.prediction.shape()[1].value();
    const int64_t count = 2 * labels + 1;
    const Lattice lattice = latticeOf(call, labels);
    const Expr place = positions(call.builder, count);
    const Expr first = logsAt(lattice, 0, count);
    Expr paths = select(binary("less_equal", place, number(place, 1)), first, number(first, kNever));
    for (int64_t time = 1; time < steps; ++time)
        paths = moved(lattice, paths, logsAt(lattice, time, count));
    const Expr ends = select(lattice.isLast, paths, number(paths, kNever));
    const Expr values = -reduce("logsumexp", ends, {1});
    const Expr isImpossible = binary("greater", values, number(values, -kNever / 2));
    return select(isImpossible, number(values, std::numeric_limits<double>::infinity()), values);
}
} // namespace

void registerCtcLosses(Catalogues& catalogues);
void registerCtcLosses(Catalogues& catalogues) {
    LossDef def = lossDef("CTC",
                          "-log of the summed probability of all ways in which logits (B,T,C) spell labels (B,L); "
                          "class 0 is blank and padding, "
                          "labels come first",
                          ctc);
    def.aliases = {"ctc"};
    catalogues.losses.add(std::move(def));
}

} // namespace td::train
