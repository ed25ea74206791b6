#include "tests/unit/simd_kernels/kernel_case.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace td::kernels {

namespace {
struct Pair {
    Extents a, b;
};

/// Equal shapes, scalars, rows, columns, both at once, empty, long, tails of every length.
const std::vector<Pair>& broadcasts() {
    static const std::vector<Pair> pairs = {
        {{}, {}},
        {{7}, {7}},
        {{1000}, {}},
        {{0}, {0}},
        {{3, 0}, {1}},
        {{33, 17}, {17}},
        {{33, 17}, {33, 1}},
        {{33, 1}, {1, 17}},
        {{5, 300}, {300}},
        {{5, 300}, {5, 1}},
        {{2, 3, 4, 5}, {3, 1, 5}},
        {{4, 6, 6, 16}, {4, 1, 1, 16}},
        {{40000}, {40000}},
        {{300, 300}, {300}},
        {{1, 5}, {6, 1}},
        {{600, 200}, {200}},
    };
    return pairs;
}

constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// Zeros, ones, extremes, denormals, infinities, NaN, and numbers in between; more than a vector of each instruction
/// set.
Tensor specials() {
    std::vector<float> values = {0.0f,  -0.0f, 1.0f,   -1.0f,  1e-45f, -1e-45f, 1e-39f,    -1e-39f,    1.2e-38f,
                                 1e30f, 3e38f, -3e38f, 88.0f,  89.0f,  -87.5f,  -103.0f,   -104.5f,    0.5f,
                                 -0.5f, 6.0f,  -6.0f,  2.5f,   -2.5f,  3.5f,    kInfinity, -kInfinity, NAN,
                                 20.0f, -20.f, 1e-8f,  -1e-8f, 0.624f, 0.626f,  0.92f,     0.93f};
    for (int i = -60; i <= 60; ++i)
        values.push_back(static_cast<float>(i) * 0.173f);
    const auto count = static_cast<int64_t>(values.size());
    return Tensor::floats({count}, std::move(values));
}

const std::vector<const char*>& unaryOperations() {
    static const std::vector<const char*> all = {
        "neg",          "abs",       "sign",      "exp",         "expm1",       "log",         "log1p",
        "sqrt",         "rsqrt",     "square",    "reciprocal",  "tanh",        "erf",         "floor",
        "ceil",         "round",     "sigmoid",   "relu",        "relu6",       "leaky_relu",  "elu",
        "selu",         "celu",      "gelu",      "silu",        "mish",        "softplus",    "softsign",
        "hard_sigmoid", "hard_silu", "hard_tanh", "log_sigmoid", "hard_shrink", "soft_shrink", "tanh_shrink",
        "is_nan",       "is_inf",    "is_finite", "sin",         "cos",         "atan",        "sinh",
        "asinh",        "erfc"};
    return all;
}
} // namespace

TEST(SimdElementwise, binaryOperationsBroadcastAsTheReferenceDoes) {
    for (const char* op : {"add", "sub", "mul", "div", "maximum", "less", "pow"})
        for (const Pair& pair : broadcasts())
            expectSameAsReference({op, {}, {normals(pair.a, 1), normals(pair.b, 2)}});
}

TEST(SimdElementwise, everyTailLengthIsComputed) {
    for (int64_t n = 1; n < 70; ++n)
        expectSameAsReference({"exp", {}, {normals({n}, 3)}});
}

TEST(SimdElementwise, unaryOperationsMeetSpecialNumbers) {
    for (const char* op : unaryOperations())
        expectSameAsReference({op, {}, {specials()}});
    expectSameAsReference({"gelu", {{"approximate", true}}, {specials()}});
    expectSameAsReference({"clip", {{"min", -0.5}, {"max", 2.0}}, {specials()}});
    expectSameAsReference({"squareplus", {}, {normals({100}, 1)}}); // squares overflow sooner in float32
    expectSameAsReference({"threshold", {{"threshold", 0.5}, {"value", -2.0}}, {specials()}});
}

TEST(SimdElementwise, functionsAreWithinAFewUnits) {
    for (const char* op : {"exp", "expm1", "log", "log1p", "tanh", "erf", "sigmoid", "sqrt", "rsqrt"}) {
        const bool isOfPositives = std::string(op) == "log" || std::string(op).ends_with("sqrt");
        Tensor x = normals({20000}, 4, 3);
        for (float& value : x.as<float>())
            value = isOfPositives || std::string(op) == "log1p" ? std::abs(value) : value;
        const KernelCase test{op, {}, {x}};
        const auto reference = runReference(test);
        for (const RunMode& mode : allModes()) {
            const auto own = runOwn(test, mode);
            ASSERT_TRUE(own);
            double worst = 0;
            for (int64_t i = 0; i < x.elements(); ++i)
                worst = std::max(worst, std::abs(own->front().at(i) - reference[0].at(i)) /
                                            std::max(1e-30, std::abs(reference[0].at(i))));
            EXPECT_LT(worst, 4.2e-7) << op << " " << name(mode.isa); // 3.5 units in the last place
        }
    }
}

TEST(SimdElementwise, pairsMeetSpecialNumbers) {
    const Tensor x = specials(), y = normals({x.elements()}, 5);
    for (const char* op : {"maximum", "minimum", "equal", "not_equal", "less", "less_equal", "greater", "greater_equal",
                           "squared_difference", "prelu", "relu_grad", "relu6_grad", "atan2"}) {
        expectSameAsReference({op, {}, {x, y}});
        expectSameAsReference({op, {}, {y, x}});
    }
    for (const char* op : {"tanh_grad", "sigmoid_grad", "silu_grad", "gelu_grad", "sigmoid_cross_entropy"})
        expectSameAsReference({op, {}, {y, normals({x.elements()}, 6, 3)}});
    expectSameAsReference({"gelu_grad", {{"approximate", true}}, {y, normals({x.elements()}, 6, 3)}});
}

TEST(SimdElementwise, booleansAreCombinedAndChoose) {
    for (const char* op : {"logical_and", "logical_or", "logical_xor"})
        for (const Pair& pair : broadcasts())
            expectSameAsReference({op, {}, {booleans(pair.a, 1), booleans(pair.b, 2)}});
    expectSameAsReference({"logical_not", {}, {booleans({77}, 1)}});
    for (const Pair& pair : broadcasts()) {
        expectSameAsReference({"where", {}, {booleans(pair.a, 1), normals(pair.b, 2), normals(pair.a, 3)}});
        expectSameAsReference({"where", {}, {booleans(pair.b, 1), normals(pair.a, 2), normals({}, 3)}});
    }
}

TEST(SimdElementwise, castsHoldValuesInRange) {
    for (const DType to : {DType::I32, DType::I64, DType::U8, DType::Bool, DType::F64, DType::BF16})
        expectSameAsReference({"cast", {{"dtype", to}}, {specials()}});
    expectSameAsReference({"cast", {{"dtype", DType::F32}}, {indices({100}, 1, 1000000)}});
    expectSameAsReference({"cast", {{"dtype", DType::F32}}, {booleans({100}, 1)}});
}

TEST(SimdElementwise, blockedLayoutTakesChannelsFromAVector) {
    for (const Extents& small :
         {Extents{}, Extents{32}, Extents{1, 1, 1, 32}, Extents{2, 1, 1, 32}, Extents{2, 5, 3, 32}})
        expectSameAsReference({"add", {}, {normals({2, 5, 3, 32}, 1), normals(small, 2)}, true});
    expectSameAsReference({"relu", {}, {normals({2, 5, 3, 32}, 1)}, true});
}

TEST(SimdElementwise, fusedProgramsEqualTheirOperations) {
    const Tensor x = normals({37, 50}, 1), y = normals({37, 50}, 2), row = normals({50}, 3),
                 column = normals({37, 1}, 4);
    const graph::Attributes program{
        {"program", std::string("mul(i0,i1);add(t0,i2);leaky_relu[negative_slope=0.3](t1);tanh(t2);sub(t3,i3)|t4,t1")}};
    expectSameAsReference({"fused_elementwise", program, {x, y, row, column}});
    expectSameAsReference({"fused_elementwise", program, {x, y, row, normals({}, 5)}});
    const graph::Attributes gelu{{"program", std::string("gelu[approximate=1](i0);clip[min=-0.5,max=0.5](t0)|t1")}};
    expectSameAsReference({"fused_elementwise", gelu, {x}});
    const Tensor large = normals({700, 600}, 6);
    expectSameAsReference({"fused_elementwise", program, {large, large, normals({600}, 7), normals({700, 1}, 8)}});
}

} // namespace td::kernels
