#include "tests/unit/ops/walk.h"

#include "engine/tensor/dtype_dispatch.h"
#include "engine/tensor/element_cast.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <random>

/// The same calls in other element types and by other kernels.
namespace td::test {
namespace {

using graph::OpDef;

/// Within 1e-5 of the result in double for the same (rounded) values.
void expectSingle(const OpSample& sample, const EagerOptions& options) {
    const OpSample single = withReals(sample, [](const Tensor& x) { return castTo(x, DType::F32); });
    const OpSample rounded =
        withReals(sample, [](const Tensor& x) { return castTo(castTo(x, DType::F32), DType::F64); });
    expectNear(run(single, options), run(rounded), 1e-5,
               sample.label() + " in float32 by " + std::string(options.variant) + " on " +
                   std::to_string(options.threads) + " threads");
}

TEST(TypeWalk, singlePrecisionAgreesWithDouble) {
    for (const OpSample& sample : allSamples().samples())
        if (takesInstead(sample, DType::F32)) expectSingle(sample, {});
}

/// Whether another kernel than the reference wants this call. To say no is its right; what else goes wrong is not.
bool isSupported(const kernels::KernelDef& kernel, const OpSample& sample) {
    const OpSample single = withReals(sample, [](const Tensor& x) { return castTo(x, DType::F32); });
    EagerOptions options;
    options.variant = kernel.variant;
    const auto made = runOp(sample.op, single.inputs, sample.attributes, options);
    if (!made) {
        EXPECT_EQ(made.error().code, ErrorCode::Unsupported)
            << sample.label() << " by " << kernel.variant << ": " << describe(made.error());
    }
    return made.has_value();
}

/// Kernels that no sample can reach, each with the reason and where it is tested instead.
bool isTestedElsewhere(const kernels::KernelDef& kernel) {
    static const std::map<std::string_view, std::string_view> kElsewhere = {
        {"conv own", "its weights must never change: simd_kernels/test_frozen_weights.cpp"},
        {"dense own", "its weights must never change: simd_kernels/test_frozen_weights.cpp"},
        {"reorder own", "from and to blocked memory: simd_kernels/test_moving_kernels.cpp"},
        {"sum own-blocked", "of blocked memory: simd_kernels/test_moving_kernels.cpp"},
    };
    return kElsewhere.contains(kernel.op + " " + kernel.variant);
}

/// Also on several threads, and written over the inputs where the kernel offers that. A kernel that takes none of its
/// operation's samples is not tested by this, and is none that anybody needs.
TEST(TypeWalk, everyKernelAgreesWithTheReference) {
    std::map<const kernels::KernelDef*, int> taken;
    for (const OpDef* op : graph::builtinOps().all())
        for (const kernels::KernelDef* kernel : kernels::builtinKernels().of(op->name, DeviceKind::Cpu))
            taken[kernel] = 0;
    for (const OpSample& sample : allSamples().samples())
        for (const kernels::KernelDef* kernel : kernels::builtinKernels().of(sample.op, DeviceKind::Cpu)) {
            if (kernel->variant == "reference" || !isSupported(*kernel, sample)) continue;
            ++taken[kernel];
            for (const InPlace inPlace : {InPlace::No, InPlace::FirstOffered, InPlace::LastOffered})
                expectSingle(sample, {kernel->variant, inPlace == InPlace::No ? 1 : 3, inPlace});
        }
    for (const auto& [kernel, samples] : taken)
        EXPECT_NE(kernel->variant == "reference" || samples > 0, isTestedElsewhere(*kernel))
            << kernel->op << " by " << kernel->variant << " took " << samples << " samples";
}

bool isSigned(DType dtype) {
    return dtype != DType::Bool && !(isInteger(dtype) && rangeOf(dtype).least == 0);
}

/// Small whole numbers but 0 that every type holds, also negative ones where it has these; 0 and 1 for Bool.
Tensor wholeOf(const Tensor& x, DType dtype) {
    Tensor whole = x.clone();
    for (int64_t i = 0; i < x.elements(); ++i) {
        const double value = std::round(std::fabs(x.at(i)));
        const double sign = isSigned(dtype) && x.at(i) < 0 ? -1 : 1;
        whole.set(i, dtype == DType::Bool ? std::fmod(value, 2) : sign * (std::fmod(value, 3) + 1));
    }
    return whole;
}

/// What a result in double is as a T: cut, wrapped around.
Tensor wrappedTo(const Tensor& result, DType dtype) {
    Tensor cut = result.clone();
    if (!isInteger(dtype)) return cut;
    for (int64_t i = 0; i < cut.elements(); ++i)
        dispatch(dtype, [&]<class T>(T) {
            const double value = result.at(i);
            if (std::isfinite(value)) cut.set(i, static_cast<double>(static_cast<T>(static_cast<int64_t>(value))));
        });
    return cut;
}

void expectSameIn(const OpSample& sample, DType dtype) {
    const OpSample wide = withReals(sample, [&](const Tensor& x) { return wholeOf(x, dtype); });
    const OpSample narrow = withReals(wide, [&](const Tensor& x) { return castTo(x, dtype); });
    const auto expected = run(wide), found = run(narrow);
    ASSERT_EQ(found.size(), expected.size()) << sample.label();
    for (size_t i = 0; i < found.size(); ++i) {
        Tensor wanted = found[i].dtype() == expected[i].dtype() ? expected[i] : wrappedTo(expected[i], dtype);
        for (int64_t k = 0; k < wanted.elements(); ++k) // the extreme of nothing is infinite only among reals
            if (!std::isfinite(wanted.at(k))) wanted.set(k, found[i].at(k));
        EXPECT_EQ(difference(found[i], wanted, 0), "") << sample.label() << " in " << name(dtype);
    }
}

/// Any bits at all: sums, products and powers of them wrap around. Every fourth element is an end of the range, 0, 1 or
/// -1.
Tensor anyOf(const Tensor& x, DType dtype) {
    const Tensor any = Tensor::zeros(dtype, x.extents());
    std::mt19937_64 random(std::bit_cast<uint64_t>(x.elements() > 0 ? x.at(0) : 0.0));
    dispatch(dtype, [&]<class T>(T) {
        const std::array<T, 5> ends = {std::numeric_limits<T>::min(), std::numeric_limits<T>::max(), T(0), T(1), T(-1)};
        for (T& element : any.as<T>())
            element = random() % 4 == 0 ? ends[random() % ends.size()] : static_cast<T>(random());
    });
    return any;
}

bool takesTypes(const kernels::KernelDef& kernel, const OpSample& sample) {
    EagerOptions options;
    options.variant = kernel.variant;
    return runOp(sample.op, sample.inputs, sample.attributes, options).has_value();
}

/// To the bit, as integers have no rounding.
TEST(TypeWalk, kernelsOfIntegersAgreeOnNumbersThatWrapAround) {
    int compared = 0;
    for (const OpSample& sample : allSamples().samples())
        for (int d = 0; d < kDTypes; ++d) {
            const auto dtype = static_cast<DType>(d);
            if (!isInteger(dtype) || !takesInstead(sample, dtype)) continue;
            const OpSample any = withReals(sample, [&](const Tensor& x) { return anyOf(x, dtype); });
            const auto expected = run(any);
            for (const kernels::KernelDef* kernel : kernels::builtinKernels().of(sample.op, DeviceKind::Cpu)) {
                if (kernel->variant == "reference" || !takesTypes(*kernel, any)) continue;
                const auto found = run(any, {kernel->variant});
                ASSERT_EQ(found.size(), expected.size());
                ++compared;
                for (size_t i = 0; i < found.size(); ++i)
                    EXPECT_TRUE(found[i] == expected[i])
                        << any.label() << " by " << kernel->variant << " in " << name(dtype);
            }
        }
    EXPECT_GT(compared, 0);
}

TEST(TypeWalk, everyElementTypeGivesTheSame) {
    constexpr DType kOthers[] = {DType::F16, DType::BF16, DType::I8,  DType::I16, DType::I32, DType::I64,
                                 DType::U8,  DType::U16,  DType::U32, DType::U64, DType::Bool};
    for (const OpSample& sample : allSamples().samples())
        for (const DType dtype : kOthers)
            if (takesInstead(sample, dtype) && !isExempt(sample.op, Check::ElementTypes)) expectSameIn(sample, dtype);
}

/// Signs, and more digits than a double has.
TEST(TypeWalk, whatOnlyPicksKeepsWholeNumbersToTheBit) {
    constexpr int64_t kFine = (int64_t{1} << 53) + 1, kLeast = std::numeric_limits<int64_t>::min();
    const auto made = [](const char* op, Extents extents, const std::vector<int64_t>& x,
                         const graph::Attributes& attributes) {
        const OptionalTensor given = Tensor::zeros(DType::I64, std::move(extents));
        std::copy(x.begin(), x.end(), given->as<int64_t>().begin());
        const auto y = runOp(op, std::span(&given, 1), attributes);
        EXPECT_TRUE(y) << describe(y.error());
        const auto found = y ? y->front().as<int64_t>() : std::span<int64_t>();
        return std::vector<int64_t>(found.begin(), found.end());
    };
    using Whole = std::vector<int64_t>;
    EXPECT_EQ(made("relu", {5}, {-3, 0, 5, kLeast, kFine}, {}), (Whole{0, 0, 5, 0, kFine}));
    EXPECT_EQ(made("max_pool", {1, 4, 1}, {kFine - 1, kFine, kLeast, -7}, {{"pool", graph::Ints{2}}}),
              (Whole{kFine, -7}));
    EXPECT_EQ(made("adaptive_max_pool", {1, 4, 1}, {kFine, kFine - 1, -8, -7}, {{"size", graph::Ints{2}}}),
              (Whole{kFine, -7}));
    EXPECT_EQ(
        made("resize", {1, 1, 2, 1}, {kFine, -2}, {{"size", graph::Ints{1, 4}}, {"method", std::string("nearest")}}),
        (Whole{kFine, kFine, -2, -2}));
}

} // namespace
} // namespace td::test
