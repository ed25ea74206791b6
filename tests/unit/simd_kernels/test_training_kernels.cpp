#include "tests/unit/simd_kernels/kernel_case.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace td::kernels {

namespace {
Tensor positive(Extents extents, uint32_t seed, double scale = 1) {
    Tensor x = normals(std::move(extents), seed, scale);
    for (float& value : x.as<float>())
        value = std::abs(value);
    return x;
}

Tensor steps(int64_t count) {
    Tensor step = Tensor::zeros(DType::I64, {});
    step.as<int64_t>()[0] = count;
    return step;
}

const std::vector<int64_t> kSizes = {0, 1, 15, 16, 17, 1000, 100000};
} // namespace

TEST(SimdOptimizers, rulesFollowTheReference) {
    const Tensor rate = Tensor::scalar(DType::F32, 0.01);
    for (const int64_t n : kSizes) {
        const Tensor w = normals({n}, 1), g = normals({n}, 2), m = normals({n}, 3, 0.1), v = positive({n}, 4);
        expectSameAsReference({"sgd", {{"weight_decay", 0.01}}, {w, g, rate}});
        for (const bool isNesterov : {false, true})
            expectSameAsReference({"sgd_momentum",
                                   {{"momentum", 0.9}, {"nesterov", isNesterov}, {"weight_decay", 0.001}},
                                   {w, m, g, rate}});
        for (const int64_t step : {1, 1000})
            for (const double decay : {0.0, 0.2})
                expectSameAsReference({"adam", {{"weight_decay", decay}}, {w, m, v, g, rate, steps(step)}});
        expectSameAsReference({"adagrad", {}, {w, v, g, rate}});
        if (graph::builtinOps().find("rmsprop")) expectSameAsReference({"rmsprop", {}, {w, v, g, rate}});
        expectSameAsReference({"ema", {{"momentum", 0.9}}, {w, m}});
    }
}

TEST(SimdOptimizers, repeatedRowsAreSummedFirst) {
    const Tensor rate = Tensor::scalar(DType::F32, 0.1);
    for (const int64_t width : {1, 16, 19}) {
        const Tensor table = normals({50, width}, 1), sums = positive({50, width}, 2),
                     rows = normals({40, 3, width}, 3);
        const Tensor names = indices({40, 3}, 4, 50);
        for (const bool isEach : {false, true})
            expectSameAsReference({"adagrad_rows", {{"square_each_row", isEach}}, {table, sums, rows, names, rate}});
        expectSameAsReference({"sgd_rows", {}, {table, rows, names, rate}});
    }
    expectSameAsReference(
        {"adagrad_rows",
         {},
         {normals({5000, 16}, 1), positive({5000, 16}, 2), normals({4000, 16}, 3), indices({4000}, 4, 5000), rate}});
}

TEST(SimdSoftmax, rowsOfEveryWidth) {
    for (const Extents& shape : {Extents{5}, Extents{3, 1}, Extents{32, 10}, Extents{7, 16}, Extents{4, 6, 33},
                                 Extents{2, 1000}, Extents{500, 300}, Extents{0, 4}}) {
        expectSameAsReference({"softmax", {}, {normals(shape, 1, 5)}});
        expectSameAsReference({"log_softmax", {}, {normals(shape, 1, 5)}});
        expectSameAsReference(
            {"softmax_grad", {}, {normals(shape, 1), positive(shape, 2, 1.0 / static_cast<double>(shape.back()))}});
    }
}

TEST(SimdSoftmax, crossEntropyOfLabels) {
    for (const int64_t classes : {1, 2, 10, 16, 1000}) {
        const Tensor logits = normals({33, classes}, 1, 4), labels = indices({33}, 2, static_cast<int>(classes));
        expectSameAsReference({"softmax_cross_entropy", {}, {logits, labels}});
        expectSameAsReference(
            {"softmax_cross_entropy_grad", {}, {normals({33}, 3), positive({33, classes}, 4), labels}});
    }
}

TEST(SimdReductions, overLeadingTrailingAndMiddleAxes) {
    struct Case {
        Extents shape;
        graph::Ints axes;
    };
    const std::vector<Case> cases = {{{7}, {}},
                                     {{32, 10}, {0}},
                                     {{32, 10}, {1}},
                                     {{300, 130}, {0}},
                                     {{300, 130}, {-1}},
                                     {{4, 7, 7, 64}, {1, 2}},
                                     {{2, 3, 5, 7}, {0, 1, 2}},
                                     {{2, 3, 5, 7}, {2}},
                                     {{1000, 513}, {0}},
                                     {{200, 2000}, {}},
                                     {{5, 1, 3}, {1}},
                                     {{1, 1}, {0}},
                                     {{100000, 3}, {0}},
                                     {{3, 0}, {0}}};
    for (const Case& at : cases)
        for (const bool keeps : {false, true}) {
            const graph::Attributes attributes{{"axes", at.axes}, {"keepdims", keeps}};
            for (const char* op : {"sum", "mean", "max", "min"})
                expectSameAsReference({op, attributes, {normals(at.shape, 1, 1, 0.3)}});
        }
}

TEST(SimdBatchNorm, trainingInferenceAndGradient) {
    for (const Extents& shape : {Extents{64, 5}, Extents{3, 4, 5, 16}, Extents{2, 7, 7, 48}, Extents{8, 28, 28, 32},
                                 Extents{1, 1, 1, 17}, Extents{30, 200}})
        for (const char* activation : {"linear", "relu", "relu6"})
            for (const bool isBlocked : {false, true}) {
                if (isBlocked && (shape.size() != 4 || shape[3] % 16 != 0)) continue;
                const Extents channels{shape.back()};
                const Tensor x = normals(shape, 1, 2, 30), gain = normals(channels, 2), bias = normals(channels, 3);
                const Tensor residual = normals(shape, 4), dy = normals(shape, 5);
                const graph::Attributes activated{{"activation", std::string(activation)}};
                expectSameAsReference({"batch_norm_training", activated, {x, gain, bias, {}}, isBlocked, 3e-5});
                expectSameAsReference({"batch_norm_training", activated, {x, {}, bias, residual}, isBlocked, 3e-5});
                const Tensor mean = normals(channels, 6, 1, 30), variance = positive(channels, 7);
                expectSameAsReference(
                    {"batch_norm_inference", activated, {x, gain, {}, mean, variance}, isBlocked, 1e-4});
                for (const bool hasResidual : {false, true}) {
                    graph::Attributes grad = activated;
                    grad.set("has_residual", hasResidual);
                    const Tensor y = normals(shape, 8, 4);
                    expectSameAsReference({"batch_norm_grad", grad, {dy, x, y, gain, mean, variance}, isBlocked, 1e-4});
                    expectSameAsReference({"batch_norm_grad", grad, {dy, x, y, {}, mean, variance}, isBlocked, 1e-4});
                }
            }
}

TEST(SimdBatchNorm, varianceFarFromZeroIsSafe) {
    const KernelCase test{"batch_norm_training", {}, {normals({4096, 8}, 1, 0.01, 100), {}, {}, {}}};
    const auto reference = runReference(test);
    for (const RunMode& mode : allModes()) {
        const auto own = runOwn(test, mode);
        for (int64_t i = 0; i < 8; ++i)
            EXPECT_NEAR((*own)[2].at(i) / reference[2].at(i), 1, 2e-5) << name(mode.isa);
    }
}

TEST(SimdLayerNorm, rowsOfEveryWidth) {
    for (const Extents& shape :
         {Extents{3, 1}, Extents{5, 16}, Extents{4, 6, 33}, Extents{2048, 128}, Extents{7, 1000}}) {
        const Extents width{shape.back()};
        const Extents rows(shape.begin(), shape.end() - 1);
        const Tensor x = normals(shape, 1, 2, 1), gain = normals(width, 2), bias = normals(width, 3);
        expectSameAsReference({"layer_norm", {}, {x, gain, bias}, false, 3e-5});
        expectSameAsReference({"layer_norm", {}, {x, {}, {}}, false, 3e-5});
        expectSameAsReference({"rms_norm", {}, {x, gain}});
        const Tensor dy = normals(shape, 4), mean = normals(rows, 5, 0.1, 1), rstd = positive(rows, 6);
        expectSameAsReference({"layer_norm_grad", {}, {dy, x, gain, mean, rstd}, false, 3e-5});
        expectSameAsReference({"layer_norm_grad", {}, {dy, x, {}, mean, rstd}, false, 3e-5});
    }
    expectSameAsReference({"layer_norm", {{"axis", int64_t{1}}}, {normals({3, 4, 5}, 1), normals({4, 5}, 2), {}}});
}

/// x with NaN in one cell of each window and channel, with windows of nothing but NaN and of nothing but -infinity.
Tensor withNans(Extents shape, size_t every) {
    Tensor x = normals(std::move(shape), 1);
    const auto values = x.as<float>();
    const auto channels = static_cast<size_t>(x.extents().back());
    for (size_t i = 0; i < values.size(); ++i)
        if ((i / channels + i % channels) % every == 0) values[i] = std::numeric_limits<float>::quiet_NaN();
    for (size_t i = 0; i < values.size(); i += channels) { // the first channel, the last
        values[i] = -std::numeric_limits<float>::infinity();
        values[i + channels - 1] = std::numeric_limits<float>::quiet_NaN();
    }
    return x;
}

TEST(SimdPools, nanWinsWhereverItStandsAndTakesTheGradient) {
    struct Case {
        graph::Ints pool, strides;
        const char* padding;
    };
    const std::vector<Case> cases = {{{2, 2}, {}, "valid"}, {{3, 2}, {1, 2}, "same"}};
    for (const int64_t channels : {1, 3, 4, 8, 16, 17, 32, 48, 64, 100})
        for (const size_t every : {1, 3, 4, 5, 7})
            for (const Case& at : cases)
                for (const bool isBlocked : {false, true}) {
                    if (isBlocked && channels % 16 != 0) continue;
                    const graph::Attributes window{
                        {"pool", at.pool}, {"strides", at.strides}, {"padding", std::string(at.padding)}};
                    const Tensor x = withNans({2, 6, 5, channels}, every);
                    const KernelCase forward{"max_pool", window, {x}, isBlocked};
                    expectSameAsReference(forward);
                    const auto wide = runReference(forward);
                    Tensor y = Tensor::zeros(DType::F32, wide[0].extents());
                    for (int64_t i = 0; i < y.elements(); ++i)
                        y.set(i, wide[0].at(i));
                    expectSameAsReference({"max_pool_grad", window, {normals(y.extents(), 2), x, y}, isBlocked});
                }
}

/// Every block overflows on its way in float, and no sum does.
TEST(SimdReductions, sumsThatOverflowOnlyOnTheirWay) {
    for (const Extents& shape : {Extents{9}, Extents{1000, 33}, Extents{33, 1000}, Extents{300, 5}, Extents{20000}}) {
        for (const int64_t axis : {0, 1}) {
            if (axis >= static_cast<int64_t>(shape.size())) continue;
            const int64_t inner = axis == 0 && shape.size() == 2 ? shape[1] : 1,
                          length = shape[static_cast<size_t>(axis)];
            Tensor x = Tensor::zeros(DType::F32, shape);
            for (int64_t i = 0; i < x.elements(); ++i) {
                const int64_t place = i / inner % length, whole = length / 6 * 6;
                const double value = place % 6 < 3 ? 3e38 : -3e38; // three times, then what takes them back
                x.set(i, place < whole ? value : place == whole ? 1e38 : 0);
            }
            for (const char* op : {"sum", "mean"})
                expectSameAsReference({op, {{"axes", graph::Ints{axis}}}, {x}});
        }
    }
    const Tensor infinite = Tensor::floats({4}, {1, std::numeric_limits<float>::infinity(), 2, 3});
    expectSameAsReference({"sum", {{"axes", graph::Ints{0}}}, {infinite}});
}

TEST(SimdPools, windowsOfEveryKind) {
    struct Case {
        Extents shape;
        graph::Ints pool, strides;
        const char* padding;
    };
    const std::vector<Case> cases = {{{3, 8, 8, 32}, {2, 2}, {}, "valid"},     {{2, 7, 9, 16}, {2, 2}, {}, "valid"},
                                     {{2, 7, 9, 5}, {3, 3}, {2, 2}, "same"},   {{2, 6, 6, 48}, {3, 2}, {1, 1}, "same"},
                                     {{1, 5, 5, 16}, {2, 2}, {3, 3}, "valid"}, {{2, 11, 20}, {3}, {2}, "same"},
                                     {{100, 28, 28, 32}, {2, 2}, {}, "valid"}, {{4, 7, 7, 33}, {7, 7}, {}, "valid"}};
    for (const Case& at : cases)
        for (const bool isBlocked : {false, true}) {
            if (isBlocked && (at.shape.size() != 4 || at.shape[3] % 16 != 0)) continue;
            const graph::Attributes window{
                {"pool", at.pool}, {"strides", at.strides}, {"padding", std::string(at.padding)}};
            Tensor x = normals(at.shape, 1);
            for (float& value : x.as<float>())
                value = std::round(value * 2); // ties
            const KernelCase forward{"max_pool", window, {x}, isBlocked};
            expectSameAsReference(forward);
            expectSameAsReference({"avg_pool", window, {x}, isBlocked});
            Tensor y = Tensor::floats({0}, {});
            const auto reference = runReference(forward);
            y = Tensor::zeros(DType::F32, reference[0].extents());
            for (int64_t i = 0; i < y.elements(); ++i)
                y.set(i, reference[0].at(i));
            const Tensor dy = normals(y.extents(), 2);
            expectSameAsReference({"max_pool_grad", window, {dy, x, y}, isBlocked});
            graph::Attributes grad = window;
            grad.set("shape", Shape::of(at.shape));
            expectSameAsReference({"avg_pool_grad", grad, {dy}, isBlocked});
        }
}

} // namespace td::kernels
