#include "engine/runlog/histogram.h"
#include "engine/runlog/inspect_numbers.h"
#include "engine/runlog/proto_writer.h"

#include <gtest/gtest.h>

namespace td::runlog {
namespace {

TEST(PairwiseSum, givesNumpysLastDigits) {
    // numpy 2.4: a = 1 / np.arange(1, n + 1); a.sum().hex() and a.astype(np.float32).sum(); a plain loop gives other
    // digits.
    const auto inverse = [](size_t i) { return 1.0 / static_cast<double>(i + 1); };
    EXPECT_EQ(pairwiseSum<double>(0, 7, inverse), 2.5928571428571425);
    EXPECT_EQ(pairwiseSum<double>(0, 100, inverse), 5.187377517639621);
    EXPECT_EQ(pairwiseSum<double>(0, 1000, inverse), 7.485470860550345);
    EXPECT_EQ(pairwiseSum<double>(0, 100003, inverse), 12.090176129263444);
    EXPECT_EQ(pairwiseSum<float>(0, 1000, [&](size_t i) { return static_cast<float>(inverse(i)); }),
              7.485471725463867f);
}

TEST(JsonNumber, spellsWhatJsonCannotHold) {
    EXPECT_EQ(jsonNumber(0.0 / 0.0 * -1), "NaN");
    EXPECT_EQ(jsonNumber(1e308 * 10), "Infinity");
    EXPECT_EQ(jsonNumber(-1e308 * 10), "-Infinity");
    EXPECT_EQ(jsonNumber(0.1), 0.1);
}

HistogramValue histogram(std::vector<double> limits, std::vector<double> counts) {
    ProtoWriter message;
    message.float64(1, -5); // min
    message.float64(2, 5);  // max
    message.bytes(6, bytesOf(std::span<const double>(limits)));
    message.bytes(7, bytesOf(std::span<const double>(counts)));
    HistogramValue out;
    EXPECT_TRUE(decodeHistogram(asBytes(message.data()), out));
    return out;
}

TEST(Histogram, isTrimmedOfEmptyOuterBucketsAndEndsAtMinAndMax) {
    const HistogramValue h = histogram({-1e300, -1, 0, 1, 1e300}, {0, 2, 0, 3, 0});
    ASSERT_EQ(h.buckets.size(), 3u);
    EXPECT_EQ(h.buckets[0].left, -5); // min, not the limit before
    EXPECT_EQ(h.buckets[0].right, -1);
    EXPECT_EQ(h.buckets[1].count, 0);
    EXPECT_EQ(h.buckets[2].left, 0);
    EXPECT_EQ(h.buckets[2].right, 5); // max
}

TEST(Histogram, withoutCountsHasNoBuckets) {
    EXPECT_TRUE(histogram({1, 2}, {0, 0}).buckets.empty());
    EXPECT_TRUE(histogram({}, {}).buckets.empty());
    EXPECT_TRUE(histogram({1}, {1, 1}).buckets.empty()); // lists that do not match
}

} // namespace
} // namespace td::runlog
