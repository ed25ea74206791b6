#include "tests/unit/simd_kernels/kernel_case.h"

#include <gtest/gtest.h>

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
Inputs inputsFor(const Sizes& s) {
    const double scale = 0.5;
    return {normals({s.batch, s.steps, s.inputs}, 1),
            normals({s.inputs, 4 * s.units}, 2, scale),
            normals({s.units, 4 * s.units}, 3, scale / 2),
            normals({4 * s.units}, 4, scale),
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
                const Inputs in = inputsFor(s);
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
