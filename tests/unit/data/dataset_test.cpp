#include "engine/data/dataset.h"
#include "tests/unit/data/data_files.h"

#include <atomic>
#include <thread>

namespace td::data {
namespace {

using Values = std::vector<double>;

TEST(Dataset, takesSkipsSelectsAndRepeatsRows) {
    const Dataset data = numbered(5, 1);
    EXPECT_EQ(valuesOf(all(data.skip(1).take(2), "x")), Values({10, 20}));
    EXPECT_EQ(valuesOf(all(data.take(2).skip(5), "x")), Values());
    EXPECT_EQ(data.take(-1).rows(), 0);
    const auto selected = data.skip(1).select(std::vector<int64_t>{3, 0, 0});
    ASSERT_TRUE(selected);
    EXPECT_EQ(valuesOf(all(*selected, "x")), Values({40, 10, 10}));
    EXPECT_EQ(valuesOf(all(*selected->repeat(2), "x")), Values({40, 10, 10, 40, 10, 10}));
    EXPECT_EQ(selected->sourceRow(0), 4);
}

TEST(Dataset, refusesRowsThatAreNotThere) {
    const auto selected = numbered(5).select(std::vector<int64_t>{1, 5});
    ASSERT_FALSE(selected);
    EXPECT_EQ(selected.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(selected.error().fact("row"), "5");
    EXPECT_FALSE(numbered(5).repeat(0));
    EXPECT_FALSE(numbered(5).repeat(INT64_MAX));
}

TEST(Dataset, joinsEqualColumnsOnly) {
    const Dataset a = numbered(3, 1), b = numbered(2, 1);
    const auto joined = Dataset::concatenate(std::vector{a.skip(1), b});
    ASSERT_TRUE(joined);
    EXPECT_EQ(valuesOf(all(*joined, "x")), Values({10, 20, 0, 10}));
    const auto unlike = Dataset::concatenate(std::vector{a, numbered(2, 2)});
    ASSERT_FALSE(unlike);
    EXPECT_EQ(unlike.error().code, ErrorCode::TypeMismatch);
    EXPECT_FALSE(Dataset::concatenate({}));
}

TEST(Dataset, mapsFollowOneAnother) {
    const auto data = numbered(2, 2).map("x", rescale(0.5, 1))->map("x", reshape({2, 1}));
    ASSERT_TRUE(data);
    EXPECT_EQ(data->columns()[0].type, (TensorType{DType::F32, {2, 1}}));
    EXPECT_EQ(valuesOf(all(*data, "x")), Values({1, 1.5, 6, 6.5}));
    EXPECT_FALSE(numbered(2).map("z", rescale(1)));
}

TEST(Dataset, namesTheRowOfAValueThatAMapRefuses) {
    const auto data = numbered(5, 1, 5).map("y", oneHot(3));
    ASSERT_TRUE(data);
    const auto read = data->read(firstRows(5));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().fact("row"), "3");
    EXPECT_EQ(read.error().fact("column"), "y");
}

/// Counts how often its rows are read; nothing of it lies in memory.
class Counting : public Source {
public:
    [[nodiscard]] const std::vector<Column>& columns() const override { return m_columns; }
    [[nodiscard]] int64_t rows() const override { return 100; }
    [[nodiscard]] Result<void> read(std::span<const int64_t> rows, int64_t, std::span<Tensor> into) const override {
        for (size_t i = 0; i < rows.size(); ++i)
            into[0].set(static_cast<int64_t>(i), static_cast<double>(rows[i]));
        reads += static_cast<int>(rows.size());
        return {};
    }
    mutable std::atomic<int> reads = 0;

private:
    std::vector<Column> m_columns{{"x", {DType::F32, {}}, Role::Feature, {}, {}}};
};

TEST(Dataset, aCacheReadsEachRowOnceAndOnlyWhatFits) {
    const auto source = std::make_shared<Counting>();
    const auto cached = Dataset::of(source).cache(1 << 20);
    ASSERT_TRUE(cached);
    const Tensor first = all(*cached, "x");
    EXPECT_EQ(all(*cached, "x"), first);
    EXPECT_EQ(first.at(99), 99);
    EXPECT_EQ(source->reads, 100);
    const auto bounded = Dataset::of(source).cache(50 * 5); // four bytes and a state each
    ASSERT_TRUE(bounded);
    EXPECT_EQ(all(*bounded, "x"), first);
    EXPECT_EQ(all(*bounded, "x"), first);
    EXPECT_EQ(source->reads, 100 + 100 + 50);
}

TEST(Dataset, manyThreadsMayReadACacheAtOnce) {
    const auto cached = Dataset::of(std::make_shared<Counting>()).cache(1 << 20);
    ASSERT_TRUE(cached);
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int pass = 0; pass < 20; ++pass) {
                const auto read = cached->read(firstRows(100));
                for (int64_t i = 0; i < 100; ++i)
                    wrong += !read || (*read)[0].at(i) != static_cast<double>(i) ? 1 : 0;
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(wrong, 0);
}

TEST(Dataset, columnsOfDifferentLengthAreRefused) {
    const auto source = MemorySource::create({{"a", {}, Role::Feature, {}, {}}, {"b", {}, Role::Label, {}, {}}},
                                             {Tensor::zeros(DType::F32, {3, 2}), Tensor::zeros(DType::I32, {4})});
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error().code, ErrorCode::ShapeMismatch);
    EXPECT_EQ(source.error().fact("rows"), "3 and 4");
}

} // namespace
} // namespace td::data
