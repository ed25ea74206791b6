#include "engine/runlog/histogram_bins.h"

#include "tests/unit/event_writer/foreign_records.h"

#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>

namespace td::runlog::test {
namespace {

/// The rows TensorFlow wrote for the first event of a tag.
std::vector<double> foreignRows(const std::string& tag) {
    for (const auto& event : eventsBelow("tf2/histograms")) {
        if (event.tag != tag) continue;
        std::vector<double> rows(event.content.size() / sizeof(double));
        std::memcpy(rows.data(), event.content.data(), event.content.size());
        return rows;
    }
    return {};
}

TEST(HistogramBins, integersFallIntoTheBinsThatTensorFlowChose) {
    // 200 integers 0…9: their counts are the non-zero counts of TensorFlow's 30 bins over [0, 9].
    const auto expected = foreignRows("integers");
    ASSERT_EQ(expected.size(), 90u);
    std::vector<float> values;
    int integer = 0;
    for (size_t i = 2; i < expected.size(); i += 3)
        if (expected[i] > 0)
            values.insert(values.end(), static_cast<size_t>(expected[i]), static_cast<float>(integer++));
    ASSERT_EQ(integer, 10);
    const auto rows = histogramRows(values, 30);
    for (size_t i = 0; i < rows.size(); ++i)
        EXPECT_NEAR(rows[i], expected[i], 1e-12) << i;
}

TEST(HistogramBins, oneDistinctValueGoesToTheLastOfZeroWidthRows) {
    const auto expected = foreignRows("one_value");
    ASSERT_EQ(expected.size(), 90u);
    const std::vector<float> value{static_cast<float>(expected[0])};
    const auto rows = histogramRows(value, 30);
    for (size_t i = 0; i < rows.size(); ++i)
        EXPECT_NEAR(rows[i], expected[i], 1e-6) << i;
}

TEST(HistogramBins, noValuesGiveRowsOfZeros) {
    EXPECT_EQ(histogramRows({}, 30), std::vector<double>(90, 0.0));
}

TEST(HistogramBins, noBucketsGiveNoRows) {
    EXPECT_TRUE(histogramRows(std::vector<float>{1, 2}, 0).empty());
    EXPECT_TRUE(histogramRows(std::vector<float>{1, 2}, -3).empty());
}

TEST(HistogramBins, aNanTakesEdgesAndCountsAsInTensorFlow) {
    const auto expected = foreignRows("with_nan");
    ASSERT_EQ(expected.size(), 90u);
    const auto rows = histogramRows(std::vector<float>{1, 2, std::numeric_limits<float>::quiet_NaN()}, 30);
    for (size_t i = 0; i < rows.size(); ++i) {
        const bool same = rows[i] == expected[i] || (std::isnan(rows[i]) && std::isnan(expected[i]));
        EXPECT_TRUE(same) << i << ": " << rows[i] << " instead of " << expected[i];
    }
}

TEST(HistogramBins, infinitiesDoNotCrash) {
    const float infinity = std::numeric_limits<float>::infinity();
    EXPECT_EQ(histogramRows(std::vector<float>{-infinity, 0, infinity}, 3).size(), 9u);
    EXPECT_EQ(histogramRows(std::vector<float>{0, 1, infinity}, 3).size(), 9u);
    EXPECT_EQ(histogramRows(std::vector<float>{infinity, infinity}, 3).size(), 9u);
}

} // namespace
} // namespace td::runlog::test
