#include "engine/data/split.h"
#include "tests/unit/data/data_files.h"

#include <algorithm>
#include <map>
#include <set>

namespace td::data {
namespace {

std::vector<int64_t> rowsOf(const Dataset& data) {
    std::vector<int64_t> rows;
    for (int64_t i = 0; i < data.rows(); ++i)
        rows.push_back(data.sourceRow(i));
    return rows;
}

TEST(Split, partsAreDisjointAndComplete) {
    for (const int64_t rows : {5, 7, 100, 1001}) {
        const auto parts = split(numbered(rows), std::vector{0.2, 0.2, 0.2, 0.2, 0.2}, 3);
        ASSERT_TRUE(parts);
        std::set<int64_t> seen;
        for (const Dataset& part : *parts) {
            EXPECT_NEAR(static_cast<double>(part.rows()), static_cast<double>(rows) / 5, 1);
            for (const int64_t row : rowsOf(part))
                EXPECT_TRUE(seen.insert(row).second);
        }
        EXPECT_EQ(static_cast<int64_t>(seen.size()), rows);
    }
}

TEST(Split, everyClassHasItsShare) {
    const auto parts = split(numbered(1000, 1, 10), std::vector{0.75, 0.15, 0.1}, 1, "y");
    ASSERT_TRUE(parts);
    const int64_t wanted[] = {75, 15, 10};
    for (size_t part = 0; part < 3; ++part) {
        std::map<double, int64_t> counts;
        for (const double label : valuesOf(all((*parts)[part], "y")))
            ++counts[label];
        EXPECT_EQ(counts.size(), 10u);
        for (const auto& [label, count] : counts)
            EXPECT_NEAR(static_cast<double>(count), static_cast<double>(wanted[part]), 1) << label;
    }
}

TEST(Split, isTheSameForTheSameSeed) {
    const Dataset data = numbered(50);
    const std::vector fractions{0.5, 0.5};
    EXPECT_EQ(rowsOf((*split(data, fractions, 4))[0]), rowsOf((*split(data, fractions, 4))[0]));
    EXPECT_NE(rowsOf((*split(data, fractions, 4))[0]), rowsOf((*split(data, fractions, 5))[0]));
}

TEST(Split, refusesWhatCannotBe) {
    EXPECT_FALSE(split(numbered(5), std::vector{0.8, 0.4}, 1));
    EXPECT_FALSE(split(numbered(5), std::vector{-0.1, 0.4}, 1));
    EXPECT_FALSE(split(numbered(5), std::vector{0.5}, 1, "z"));
    EXPECT_FALSE(split(numbered(5), std::vector{0.5}, 1, "x"));
    const auto tooFew = split(numbered(1), std::vector{0.8, 0.2}, 1);
    ASSERT_FALSE(tooFew);
    EXPECT_EQ(tooFew.error().fact("problem"), "TooFewRows");
}

TEST(Split, hash20IsThatOfOtherLanguages) {
    const auto [train, test] = splitHash20(numbered(150));
    EXPECT_EQ(train.rows(), 119); // counted by Python
    EXPECT_EQ(test.rows(), 31);
    EXPECT_EQ(rowsOf(test.take(10)), (std::vector<int64_t>{0, 5, 10, 13, 18, 26, 31, 34, 39, 44}));
}

TEST(Split, last20IsTheLastFifth) {
    for (const auto& [rows, trained] :
         std::map<int64_t, int64_t>{{309, 247}, {144, 115}, {1461, 1168}, {2284, 1827}, {203, 162}, {0, 0}}) {
        const auto [train, test] = splitLast20(numbered(rows)); // as the data sets' descriptions count
        EXPECT_EQ(train.rows(), trained);
        EXPECT_EQ(test.rows(), rows - trained);
    }
}

TEST(Permutation, givesEveryOrderAboutEquallyOften) {
    std::map<std::vector<int64_t>, int> counts;
    std::vector<int64_t> order(4);
    constexpr int kDraws = 24000;
    for (int epoch = 0; epoch < kDraws; ++epoch) {
        permutation(11, epoch, order);
        ++counts[order];
    }
    ASSERT_EQ(counts.size(), 24u);
    double chiSquare = 0;
    for (const auto& [ignored, count] : counts)
        chiSquare += (count - 1000.0) * (count - 1000.0) / 1000.0;
    EXPECT_LT(chiSquare, 49.7); // 23 degrees of freedom, one in a thousand
}

} // namespace
} // namespace td::data
