#include "engine/data/map.h"
#include "tests/unit/data/data_files.h"

#include <cmath>

namespace td::data {
namespace {

using Values = std::vector<double>;

Dataset column(const Tensor& values) {
    return Dataset::of(*MemorySource::create({{"x", {}, Role::Feature, {}, {}}}, {values}));
}

TEST(Map, bytesAreScaledWhileTheyAreRead) {
    const Tensor bytes = Tensor::of<int>(DType::U8, {2, 2}, std::vector{0, 51, 102, 255});
    const Tensor scaled = all(*column(bytes).map("x", rescale(1.0 / 255)), "x");
    EXPECT_EQ(scaled.dtype(), DType::F32);
    for (int64_t i = 0; i < 4; ++i)
        EXPECT_FLOAT_EQ(static_cast<float>(scaled.at(i)), static_cast<float>(bytes.at(i) / 255));
}

TEST(Map, everyNumberIsScaledOrRefusedNowhere) {
    for (int type = 0; type < kDTypes; ++type) {
        const auto dtype = static_cast<DType>(type);
        const Tensor ones = Tensor::of<int>(dtype, {1, 2}, std::vector{1, 0});
        EXPECT_EQ(valuesOf(all(*column(ones).map("x", rescale(2, 3)), "x")), Values({5, 3})) << name(dtype);
    }
}

TEST(Map, aConstantColumnIsStandardizedToZero) {
    const Tensor values = Tensor::floats({2, 2}, {1, 7, 3, 7});
    const auto data = column(values).map("x", standardize({2, 7}, {1, 0}));
    ASSERT_TRUE(data);
    EXPECT_EQ(valuesOf(all(*data, "x")), Values({-1, 0, 1, 0}));
    EXPECT_FALSE(column(values).map("x", standardize({1, 2, 3}, {1, 1, 1})));
}

TEST(Map, classesBecomeOneHot) {
    const auto data = column(Tensor::ints({3}, {2, 0, 1})).map("x", oneHot(3));
    ASSERT_TRUE(data);
    EXPECT_EQ(valuesOf(all(*data, "x")), Values({0, 0, 1, 1, 0, 0, 0, 1, 0}));
    EXPECT_FALSE(column(Tensor::floats({1}, {1})).map("x", oneHot(3)));
    EXPECT_FALSE(column(Tensor::ints({1}, {1})).map("x", oneHot()));
}

TEST(Map, castsTakeTheNearestValueThatATypeHolds) {
    const Tensor wild = Tensor::floats({6}, {-1, 300, 2.75F, std::nanf(""), 1e30F, -1e30F});
    EXPECT_EQ(valuesOf(all(*column(wild).map("x", cast(DType::U8)), "x")), Values({0, 255, 2, 0, 255, 0}));
    EXPECT_EQ(valuesOf(all(*column(wild).map("x", cast(DType::I64)), "x")),
              Values({-1, 300, 2, 0, static_cast<double>(INT64_MAX), static_cast<double>(INT64_MIN)}));
    EXPECT_EQ(valuesOf(all(*column(wild).map("x", cast(DType::Bool)), "x")), Values({1, 1, 1, 1, 1, 1}));
    const Tensor half = all(*column(Tensor::floats({2}, {0.5F, -2})).map("x", cast(DType::F16)), "x");
    EXPECT_EQ(half.dtype(), DType::F16);
    EXPECT_EQ(valuesOf(half), Values({0.5, -2}));
}

TEST(Map, noiseDependsOnSeedEpochAndRowAlone) {
    const auto data = *column(Tensor::zeros(DType::F32, {2000, 50})).map("x", gaussianNoise(2, 7));
    const auto rows = firstRows(2000);
    const Tensor whole = (*data.read(rows, 3))[0];
    const Tensor row = (*data.skip(1234).read(firstRows(1), 3))[0];
    for (int64_t i = 0; i < 50; ++i)
        EXPECT_EQ(row.at(i), whole.at(1234 * 50 + i));
    EXPECT_FALSE((*data.read(rows, 4))[0] == whole);
    double sum = 0, squares = 0, pairs = 0;
    for (int64_t i = 0; i < whole.elements(); ++i) {
        sum += whole.at(i);
        squares += whole.at(i) * whole.at(i);
        pairs += i % 2 == 1 ? whole.at(i) * whole.at(i - 1) : 0;
    }
    const auto n = static_cast<double>(whole.elements());
    EXPECT_NEAR(sum / n, 0, 5 * 2 / std::sqrt(n));
    EXPECT_NEAR(squares / n, 4, 5 * 4 * std::sqrt(2 / n));
    EXPECT_NEAR(pairs / n, 0, 5 * 4 / std::sqrt(n));
}

} // namespace
} // namespace td::data
