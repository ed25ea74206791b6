#include "engine/data/npy.h"
#include "tests/unit/data/data_files.h"

#include <cmath>

namespace td::data {
namespace {

std::vector<NamedArray> read(const std::string& name, Problems& problems) {
    const std::string bytes = bytesOf(name);
    auto arrays =
        name.ends_with(".npz") ? readNpz(bytes, name, 1 << 20, problems) : readNpy(bytes, name, "a", problems);
    EXPECT_TRUE(arrays) << name << " " << (arrays ? "" : describe(arrays.error()));
    return arrays.value_or(std::vector<NamedArray>());
}

TEST(Npy, readsEveryTypeThatNumpyWrites) {
    for (int type = 0; type < kDTypes; ++type) {
        const auto dtype = static_cast<DType>(type);
        if (dtype == DType::BF16) continue; // numpy has none
        Problems problems;
        const auto arrays = read("npy/" + std::string(name(dtype)) + ".npy", problems);
        ASSERT_EQ(arrays.size(), 1u);
        const Tensor& values = arrays[0].values;
        EXPECT_EQ(values.dtype(), dtype);
        EXPECT_EQ(values.extents(), (Extents{3, 4}));
        for (int64_t i = 0; i < 12; ++i) { // arange(12) * 3 - 5, of which bool is whether it is even
            const double plain = static_cast<double>(i * 3 - 5);
            const bool isUnsigned = name(dtype).starts_with("uint");
            const double expected = dtype == DType::Bool ? (i % 2 == 1 ? 1 : 0) : isUnsigned ? std::abs(plain) : plain;
            EXPECT_EQ(values.at(i), expected) << name(dtype) << " " << i;
        }
        EXPECT_EQ(problems.total(), 0);
    }
}

TEST(Npy, turnsOtherOrdersAround) {
    Problems problems;
    const auto fortran = read("npy/fortran3.npy", problems);
    EXPECT_EQ(fortran[0].values.extents(), (Extents{2, 3, 4}));
    for (int64_t i = 0; i < 24; ++i)
        EXPECT_EQ(fortran[0].values.at(i), static_cast<double>(i));
    const auto big = read("npy/big_endian.npy", problems);
    EXPECT_EQ(valuesOf(big[0].values), (std::vector<double>{0, 0.25, 0.5, 0.75, 1, 1.25}));
}

TEST(Npz, readsStoredAndPackedMembers) {
    Problems problems;
    const auto stored = read("npy/stored.npz", problems);
    ASSERT_EQ(stored.size(), 2u);
    EXPECT_EQ(stored[0].name, "x");
    EXPECT_EQ(stored[0].values.at(19), 19);
    const auto packed = read("npy/deflated.npz", problems);
    ASSERT_EQ(packed.size(), 4u);
    EXPECT_EQ(packed[2].name, "x_test");
    EXPECT_EQ(valuesOf(packed[2].values), (std::vector<double>{100, 101, 102, 103}));
}

TEST(Npz, noDamageGoesUnseen) {
    std::string bytes = bytesOf("npy/stored.npz");
    const size_t at = bytes.find("NUMPY") + 130; // in the values of x
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    Problems problems;
    const auto arrays = readNpz(bytes, "x.npz", 1 << 20, problems);
    ASSERT_TRUE(arrays);
    EXPECT_EQ(arrays->size(), 1u);
    ASSERT_EQ(problems.total(), 1);
    EXPECT_NE(problems.list()[0].found.find("ChecksumMismatch"), std::string::npos);
    EXPECT_FALSE(readNpz(bytesOf("npy/stored.npz"), "x.npz", 100, problems)); // above the limit
}

TEST(Arrays, becomeFeaturesLabelsAndParts) {
    const auto stored = load(dataFile("npy/stored.npz"));
    ASSERT_TRUE(stored) << describe(stored.error());
    EXPECT_EQ(stored->kind, "npz");
    EXPECT_EQ(stored->train.rows(), 10);
    EXPECT_EQ(stored->train.columns()[1].role, Role::Label);
    EXPECT_EQ(stored->train.columns()[1].classes.size(), 3u);
    EXPECT_EQ(stored->found[1].classes[0].second, 4);
    const auto parts = load(dataFile("npy/deflated.npz"));
    ASSERT_TRUE(parts) << describe(parts.error());
    EXPECT_EQ(parts->train.rows(), 8);
    ASSERT_TRUE(parts->test);
    EXPECT_EQ(valuesOf(all(*parts->test, "x")), (std::vector<double>{100, 101, 102, 103}));
    EXPECT_EQ(valuesOf(all(*parts->test, "y")), (std::vector<double>{1, 0}));
}

} // namespace
} // namespace td::data
