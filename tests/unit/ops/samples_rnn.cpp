#include "tests/unit/ops/samples.h"

/// Recurrent layers: with and without bias, states, mask; forward and reversed.
namespace td::test {

namespace {
using graph::Attributes;
const auto kNone = std::nullopt;

struct Sizes {
    int64_t batch, steps, inputs, units;
};

/// Whether the optional inputs are there.
struct Extras {
    bool hasBias, hasState, hasMask;
};

/// The inputs that every recurrent layer has, for `gates` gates.
struct Layer {
    OptionalTensor x, w, u, h0, mask;
    Extents sequence, state;

    Layer(SampleTable& table, const Sizes& s, int64_t gates, const Extras& extras)
        : x(table.reals({s.batch, s.steps, s.inputs}))
        , w(table.reals({s.inputs, gates * s.units}))
        , u(table.reals({s.units, gates * s.units}))
        , sequence{s.batch, s.steps, s.units}
        , state{s.batch, s.units} {
        if (extras.hasState) h0 = table.reals(state);
        if (extras.hasMask) mask = table.truths({s.batch, s.steps});
    }
};

OptionalTensor ifTrue(bool isWanted, const Tensor& tensor) {
    return isWanted ? OptionalTensor(tensor) : kNone;
}

void addLstm(SampleTable& table, const Sizes& s, const Extras& extras, bool isReversed) {
    const Layer l(table, s, 4, extras);
    const Attributes attributes = {{"reverse", isReversed}};
    const auto c0 = ifTrue(extras.hasState, table.reals(l.state));
    table.add("lstm", {l.x, l.w, l.u, ifTrue(extras.hasBias, table.reals({4 * s.units})), l.h0, c0, l.mask},
              attributes);
    table.add("lstm_grad",
              {table.reals(l.sequence), ifTrue(extras.hasState, table.reals(l.state)),
               ifTrue(extras.hasMask, table.reals(l.state)), l.x, l.w, l.u, l.h0, c0, l.mask,
               table.reals(l.sequence, -1, 1), table.reals({s.batch, s.steps, 5 * s.units}, -1, 1)},
              attributes);
}

void addGru(SampleTable& table, const Sizes& s, const Extras& extras, bool isReversed, bool isResetAfter) {
    const Layer l(table, s, 3, extras);
    const Attributes attributes = {{"reverse", isReversed}, {"reset_after", isResetAfter}};
    const Extents bias = isResetAfter ? Extents{2, 3 * s.units} : Extents{3 * s.units};
    table.add("gru", {l.x, l.w, l.u, ifTrue(extras.hasBias, table.reals(bias)), l.h0, l.mask}, attributes);
    table.add("gru_grad",
              {ifTrue(!extras.hasState, table.reals(l.sequence)), table.reals(l.state), l.x, l.w, l.u, l.h0, l.mask,
               table.reals(l.sequence, -1, 1), table.reals({s.batch, s.steps, 4 * s.units}, -1, 1)},
              attributes);
}

void addPlain(SampleTable& table, const Sizes& s, const Extras& extras, bool isReversed, const char* activation) {
    const Layer l(table, s, 1, extras);
    const Attributes attributes = {{"reverse", isReversed}, {"activation", std::string(activation)}};
    table.add("simple_rnn", {l.x, l.w, l.u, ifTrue(extras.hasBias, table.reals({s.units})), l.h0, l.mask}, attributes);
    table.add("simple_rnn_grad",
              {table.reals(l.sequence), ifTrue(extras.hasState, table.reals(l.state)), l.x, l.w, l.u, l.h0, l.mask,
               table.reals(l.sequence, -1, 1)},
              attributes);
}

void addAll(SampleTable& table, const Sizes& sizes, const Extras& extras, bool isReversed, const char* activation) {
    addLstm(table, sizes, extras, isReversed);
    addGru(table, sizes, extras, isReversed, true);
    addGru(table, sizes, extras, isReversed, false);
    addPlain(table, sizes, extras, isReversed, activation);
}

void reject(SampleTable& table) {
    table.reject("lstm", {f64({2, 3, 4}), f64({5, 8}), f64({2, 8}), kNone, kNone, kNone, kNone});
    table.reject("lstm", {f64({2, 3, 4}), f64({4, 8}), f64({2, 6}), kNone, kNone, kNone, kNone});
    table.reject("lstm", {f64({2, 3, 4}), f64({4, 8}), f64({2, 8}), f64({2}), kNone, kNone, kNone});
    table.reject("lstm", {f64({2, 3, 4}), f64({4, 8}), f64({2, 8}), kNone, f64({2, 3}), kNone, kNone});
    table.reject("lstm",
                 {f64({2, 3, 4}), f64({4, 8}), f64({2, 8}), kNone, kNone, kNone, TensorType{DType::Bool, {3, 2}}});
    table.reject("lstm_grad", {kNone, kNone, kNone, f64({2, 3, 4}), f64({4, 8}), f64({2, 8}), kNone, kNone, kNone,
                               f64({2, 3, 2}), f64({2, 3, 8})});
    table.reject("gru", {f64({2, 3, 4}), f64({4, 6}), f64({2, 6}), f64({6}), kNone, kNone});
    table.reject("gru", {f64({2, 3, 4}), f64({4, 6}), f64({2, 8}), kNone, kNone, kNone});
    table.reject("gru_grad", {kNone, kNone, f64({2, 3, 4}), f64({4, 6}), f64({2, 6}), kNone, kNone, f64({2, 3, 3}),
                              f64({2, 3, 8})});
    table.reject("simple_rnn", {f64({2, 4}), f64({4, 2}), f64({2, 2}), kNone, kNone, kNone});
    table.reject("simple_rnn", {f64({2, 3, 4}), f64({4, 2}), f64({2, 2}), kNone, kNone, kNone},
                 {{"activation", "gelu"}}, ErrorCode::InvalidArgument);
    table.reject("simple_rnn_grad",
                 {kNone, kNone, f64({2, 3, 4}), f64({4, 2}), f64({2, 2}), kNone, kNone, f64({2, 4, 2})});
}
} // namespace

void addRnnSamples(SampleTable& table) {
    addAll(table, {2, 3, 2, 2}, {true, false, false}, false, "tanh");
    addAll(table, {1, 3, 2, 2}, {false, true, false}, true, "sigmoid");
    addAll(table, {2, 3, 1, 2}, {true, true, true}, false, "relu");
    addAll(table, {2, 3, 2, 1}, {true, false, true}, true, "linear");
    addAll(table, {0, 2, 2, 2}, {true, true, true}, false, "tanh");
    addAll(table, {2, 0, 2, 2}, {true, true, false}, false, "tanh");
    reject(table);
}

} // namespace td::test
