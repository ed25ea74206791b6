#include "tests/unit/simd_kernels/kernel_case.h"

#include <gtest/gtest.h>

#include <cmath>

namespace td::kernels {

namespace {
struct Sizes {
    int64_t batch, steps, inputs, units;
};
const std::vector<Sizes> kSizes = {{1, 1, 1, 1}, {1, 7, 5, 16}, {3, 5, 4, 17}, {8, 6, 10, 32}, {32, 9, 64, 128}};

Tensor narrowed(const Tensor& wide) {
    Tensor x = Tensor::zeros(DType::F32, wide.extents());
    for (int64_t i = 0; i < x.elements(); ++i)
        x.set(i, wide.at(i));
    return x;
}

struct Inputs {
    Tensor x, w, u, b, h0, c0, mask;
};
/// The state's weights are drawn with a deviation of `growth` / 4: without gates to hold it back, rounding would grow
/// with the largest eigenvalue from step to step.
Inputs inputsFor(const Sizes& s, int64_t gates, double growth = 1) {
    const double scale = 0.5;
    return {normals({s.batch, s.steps, s.inputs}, 1),
            normals({s.inputs, gates * s.units}, 2, scale),
            normals({s.units, gates * s.units}, 3, growth * scale / 2),
            normals({gates * s.units}, 4, scale),
            normals({s.batch, s.units}, 5),
            normals({s.batch, s.units}, 6),
            booleans({s.batch, s.steps}, 7)};
}
} // namespace

TEST(SimdLstm, forwardAndGradientFollowTheReference) {
    constexpr double kTolerance = 1e-4; // sums over all steps and rows
    for (const Sizes& s : kSizes)
        for (const bool isReversed : {false, true})
            for (int given = 0; given < 4; ++given) { // first state, mask
                const Inputs in = inputsFor(s, 4);
                const auto state = [&](const Tensor& x) { return given & 1 ? std::optional(x) : std::nullopt; };
                const auto mask = given & 2 ? std::optional(in.mask) : std::nullopt;
                const graph::Attributes attributes{{"reverse", isReversed}};
                const KernelCase forward{
                    "lstm", attributes, {in.x, in.w, in.u, in.b, state(in.h0), state(in.c0), mask}, false, kTolerance};
                expectSameAsReference(forward);
                const auto kept = runReference(forward);
                const Tensor y = narrowed(kept[0]), reserve = narrowed(kept[3]);
                const Tensor dy = normals(y.extents(), 8), dh = normals({s.batch, s.units}, 9);
                expectSameAsReference({"lstm_grad",
                                       attributes,
                                       {dy, dh, dh, in.x, in.w, in.u, state(in.h0), state(in.c0), mask, y, reserve},
                                       false,
                                       kTolerance});
                expectSameAsReference({"lstm_grad",
                                       attributes,
                                       {{}, dh, {}, in.x, in.w, in.u, state(in.h0), state(in.c0), mask, y, reserve},
                                       false,
                                       kTolerance});
            }
}

/// A layer with one state, forward and back, with each of its optional inputs there and left out.
void expectLayerSameAsReference(const std::string& op, const graph::Attributes& attributes, const Sizes& s,
                                const Inputs& in, size_t reserves) {
    constexpr double kTolerance = 1e-4;       // sums over all steps and rows
    for (int given = 0; given < 8; ++given) { // first state, mask, bias
        const auto h0 = given & 1 ? std::optional(in.h0) : std::nullopt;
        const auto mask = given & 2 ? std::optional(in.mask) : std::nullopt;
        const auto b = given & 4 ? std::optional(in.b) : std::nullopt;
        const KernelCase forward{op, attributes, {in.x, in.w, in.u, b, h0, mask}, false, kTolerance};
        expectSameAsReference(forward);
        const auto kept = runReference(forward);
        const Tensor y = narrowed(kept[0]), dy = normals(y.extents(), 8), dh = normals({s.batch, s.units}, 9);
        for (const bool hasDy : {true, false}) {
            std::vector<std::optional<Tensor>> inputs = {{}, {}, in.x, in.w, in.u, h0, mask, y};
            inputs[hasDy ? 0 : 1] = hasDy ? dy : dh;
            if (given & 1) inputs[1] = dh;
            for (size_t i = 0; i < reserves; ++i)
                inputs.emplace_back(narrowed(kept[2 + i]));
            expectSameAsReference({op + "_grad", attributes, inputs, false, kTolerance});
        }
    }
}

TEST(SimdGru, forwardAndGradientFollowTheReference) {
    for (const Sizes& s : kSizes)
        for (const bool isReversed : {false, true})
            for (const bool isResetAfter : {true, false}) {
                Inputs in = inputsFor(s, 3, 0.5);
                if (isResetAfter) in.b = normals({2, 3 * s.units}, 4, 0.5);
                expectLayerSameAsReference("gru", {{"reverse", isReversed}, {"reset_after", isResetAfter}}, s, in, 1);
            }
}

TEST(SimdRnn, forwardAndGradientFollowTheReference) {
    for (const Sizes& s : kSizes)
        for (const bool isReversed : {false, true})
            for (const char* activation : {"tanh", "relu", "sigmoid", "linear"}) {
                // nothing bounds a linear layer's states: their sums are too large for the tolerance
                if (s.units > 32 && std::string_view(activation) == "linear") continue;
                const Inputs in = inputsFor(s, 1, 4 / std::sqrt(std::max(16.0, static_cast<double>(s.units))));
                expectLayerSameAsReference(
                    "simple_rnn", {{"reverse", isReversed}, {"activation", std::string(activation)}}, s, in, 0);
            }
}

TEST(SimdAttention, forwardAndGradientFollowTheReference) {
    struct Shape4 {
        int64_t batch, queries, keys, heads, size;
    };
    for (const Shape4& s :
         std::vector<Shape4>{{1, 1, 1, 1, 1}, {2, 5, 7, 3, 4}, {2, 17, 17, 2, 16}, {4, 64, 64, 4, 32}})
        for (int given = 0; given < 4; ++given) { // causal, mask
            const Tensor q = normals({s.batch, s.queries, s.heads, s.size}, 1),
                         k = normals({s.batch, s.keys, s.heads, s.size}, 2);
            const Tensor v = normals(k.extents(), 3), dy = normals(q.extents(), 4);
            const auto mask = given & 2 ? std::optional(booleans({s.batch, 1, 1, s.keys}, 5)) : std::nullopt;
            const graph::Attributes attributes{{"scale", 0.5}, {"causal", (given & 1) != 0}};
            const KernelCase forward{"attention", attributes, {q, k, v, mask}, false, 3e-5};
            expectSameAsReference(forward);
            const auto kept = runReference(forward);
            expectSameAsReference(
                {"attention_grad", attributes, {dy, q, k, v, mask, narrowed(kept[0]), narrowed(kept[1])}, false, 1e-4});
        }
}

} // namespace td::kernels
