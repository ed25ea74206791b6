#include "engine/data/categorical.h"
#include "engine/data/normalize.h"
#include "engine/data/sequences.h"
#include "engine/data/timeseries.h"
#include "tests/unit/data/data_files.h"

#include <cmath>
#include <limits>

namespace td::data {
namespace {

TEST(Sequences, stepsMayHaveSizes) {
    const std::vector<Tensor> sequences{counted({2, 2}), Tensor::zeros(DType::F32, {0}), counted({1, 2})};
    const auto padded = padSequences(sequences, {std::nullopt, DType::I32, SequenceEnd::Post, SequenceEnd::Pre, 9});
    ASSERT_TRUE(padded) << describe(padded.error());
    EXPECT_EQ(padded->extents(), (Extents{3, 2, 2}));
    EXPECT_EQ(valuesOf(*padded), (std::vector<double>{0, 1, 2, 3, 9, 9, 9, 9, 0, 1, 9, 9}));
}

TEST(Sequences, emptyAndHostileOnes) {
    const std::vector<Tensor> none, empty(3, Tensor::zeros(DType::F32, {0})), odd{counted({2, 2}), counted({2, 3})},
        single{Tensor::scalar(DType::F32, 1)};
    EXPECT_EQ(padSequences(none, {}).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(padSequences(empty, {})->extents(), (Extents{3, 0}));
    EXPECT_EQ(padSequences(none, {4})->extents(), (Extents{0, 4}));
    EXPECT_EQ(padSequences(empty, {-1}).error().fact("maxlen"), "-1");
    EXPECT_EQ(padSequences(empty, {INT64_MAX}).error().code, ErrorCode::TooLarge);
    EXPECT_EQ(padSequences(odd, {}).error().fact("sequence"), "1");
    EXPECT_EQ(padSequences(single, {}).error().code, ErrorCode::InvalidArgument);
    EXPECT_FALSE(sequenceEndNamed("middle"));
}

TEST(Categorical, badIndicesAreNamed) {
    const auto refused = toCategorical(Tensor::ints({3}, {0, 5, 1}), 3);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fact("place"), "1");
    EXPECT_EQ(refused.error().fact("index"), "5");
    EXPECT_EQ(toCategorical(Tensor::ints({2}, {0, -1})).error().fact("index"), "-1");
    EXPECT_EQ(toCategorical(Tensor::ints({0}, {})).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(toCategorical(Tensor::ints({1}, {0}), -2).error().code, ErrorCode::InvalidArgument);
    const Tensor huge = Tensor::zeros(DType::I64, {1});
    huge.as<int64_t>()[0] = std::numeric_limits<int64_t>::max();
    EXPECT_EQ(toCategorical(huge).error().code, ErrorCode::TooLarge);
    EXPECT_EQ(toCategorical(Tensor::ints({0}, {}), 3)->extents(), (Extents{0, 3}));
}

TEST(Normalize, ordersAndAxes) {
    const Tensor x = Tensor::floats({2, 2}, {3, 4, 0, 0});
    EXPECT_EQ(valuesOf(*normalize(x)), (std::vector<double>{0.6f, 0.8f, 0, 0}));
    EXPECT_EQ(valuesOf(*normalize(x, 0)), (std::vector<double>{1, 1, 0, 0}));
    EXPECT_EQ(valuesOf(*normalize(x, -1, std::numeric_limits<double>::infinity())),
              (std::vector<double>{0.75, 1, 0, 0}));
    EXPECT_EQ(valuesOf(*normalize(x, 1, 0)), (std::vector<double>{1.5, 2, 0, 0}));
    EXPECT_EQ(normalize(x, 2).error().fact("axis"), "2");
    EXPECT_EQ(normalize(x, -3).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(normalize(x, 0, std::nan("")).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(normalize(Tensor::scalar(DType::F32, 1)).error().code, ErrorCode::InvalidArgument);
    const auto rows = numbered(3, 2).map("x", normalize(-1, 1));
    ASSERT_TRUE(rows);
    EXPECT_EQ(all(*rows, "x").at(3), 11.0f / 21.0f);
    EXPECT_EQ(numbered(3).map("x", normalize(1)).error().fact("map"), "normalize");
}

TEST(Timeseries, isBoundedByTheData) {
    const Tensor data = counted({10, 2});
    const auto rowsOf = [&](TimeseriesOptions options, std::optional<Tensor> targets = std::nullopt) -> int64_t {
        const auto source = timeseriesFromArray(data, targets, options);
        return source ? (*source)->rows() : -1;
    };
    EXPECT_EQ(rowsOf({4}), 7);
    EXPECT_EQ(rowsOf({4, 3}), 3);
    EXPECT_EQ(rowsOf({4, 1, 3}), 1);
    EXPECT_EQ(rowsOf({5, 1, 3}), 0);
    EXPECT_EQ(rowsOf({1 << 30, 1, 9}), 0);
    EXPECT_EQ(rowsOf({2, 1, 1, 3, 7}), 3);
    EXPECT_EQ(rowsOf({2}, counted({4})), 4);
    EXPECT_EQ(rowsOf({2, 1, 1, 5}, counted({4})), 0);
    for (const TimeseriesOptions& bad :
         {TimeseriesOptions{0}, TimeseriesOptions{INT64_MAX}, TimeseriesOptions{2, 0}, TimeseriesOptions{2, 10},
          TimeseriesOptions{2, 1, 0}, TimeseriesOptions{2, 1, INT64_MAX}, TimeseriesOptions{2, 1, 1, -1},
          TimeseriesOptions{2, 1, 1, 10}, TimeseriesOptions{2, 1, 1, 4, 4}, TimeseriesOptions{2, 1, 1, 0, 10}}) {
        const auto refused = timeseriesFromArray(data, std::nullopt, bad);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
        EXPECT_FALSE(refused.error().fact("argument").empty());
    }
    EXPECT_FALSE(timeseriesFromArray(Tensor::scalar(DType::F32, 0), std::nullopt, {1}));
}

TEST(Timeseries, generatorEndsBeforeItsTarget) {
    const auto source = timeseriesGenerator(counted({6}, DType::I32), counted({6}, DType::F64), {3, 2});
    ASSERT_TRUE(source) << describe(source.error());
    const auto data = Dataset::of(*source);
    EXPECT_EQ(valuesOf(all(data, "data")), (std::vector<double>{0, 2, 1, 3, 2, 4}));
    EXPECT_EQ(valuesOf(all(data, "targets")), (std::vector<double>{3, 4, 5}));
    for (const GeneratorOptions& bad :
         {GeneratorOptions{0}, GeneratorOptions{6}, GeneratorOptions{INT64_MAX}, GeneratorOptions{2, 0},
          GeneratorOptions{2, 1, 0}, GeneratorOptions{2, 1, 1, -1}, GeneratorOptions{2, 1, 1, INT64_MAX},
          GeneratorOptions{2, 1, 1, 0, 6}})
        EXPECT_EQ(timeseriesGenerator(counted({6}), counted({6}), bad).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(timeseriesGenerator(counted({6}), counted({5}), {2}).error().fact("argument"), "targets");
}

TEST(Windows, ofEverySecondRow) {
    const auto source = seriesWindows(counted({8, 1}), {"a"}, 0, {2, 2, 1, 2});
    ASSERT_TRUE(source) << describe(source.error());
    const auto data = Dataset::of(*source);
    EXPECT_EQ(valuesOf(all(data, "window")), (std::vector<double>{0, 2, 1, 3}));
    EXPECT_EQ(valuesOf(all(data, "target")), (std::vector<double>{4, 6, 5, 7}));
    EXPECT_EQ(Dataset::of(*seriesWindows(counted({8, 1}), {"a"}, 0, {8, 0})).rows(), 1);
    EXPECT_EQ(seriesWindows(counted({8, 1}), {"a"}, 0, {8, 1}).error().fact("problem"), "TooFewRows");
    EXPECT_FALSE(seriesWindows(counted({8, 1}), {"a"}, 0, {INT64_MAX, 1, 1, INT64_MAX}));
}

} // namespace
} // namespace td::data
