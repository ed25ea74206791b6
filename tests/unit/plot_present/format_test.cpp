#include "views/plot_present/format.h"

#include <cmath>
#include <gtest/gtest.h>

namespace td::plot {
namespace {

TEST(Format, fixedNumbers) {
    EXPECT_EQ(formatFixed(-0.0001, 2), "0.00");
    EXPECT_EQ(formatFixed(1234567.5, 1, true), "1,234,567.5");
    EXPECT_EQ(formatFixed(-123, 0, true), "-123");
    EXPECT_EQ(formatFixed(-1234, 0, true), "-1,234");
}

TEST(Format, valuesOfAnySize) {
    EXPECT_EQ(formatValue(.42901), "0.4290");
    EXPECT_EQ(formatValue(3), "3");
    EXPECT_EQ(formatValue(1.2345e-5), "1.234e-5");
    EXPECT_EQ(formatValue(2.5e9), "2.500e9");
    EXPECT_EQ(formatValue(NAN), "NaN");
    EXPECT_EQ(formatValue(-INFINITY), "−∞");
}

TEST(Format, exactNumbersReadBack) {
    for (double v : {.1, 1e-310, 1.0 / 3, 123456789.123})
        EXPECT_EQ(std::strtod(formatExact(v).c_str(), nullptr), v);
    EXPECT_EQ(formatExact(INFINITY), "Infinity");
}

TEST(Format, durationsAndSteps) {
    EXPECT_EQ(formatDuration(4180), "1:09:40");
    EXPECT_EQ(formatDuration(59.6), "0:01:00");
    EXPECT_EQ(formatDuration(-75), "-0:01:15");
    EXPECT_EQ(formatDuration(2.25, 1), "0:00:02.3"); // printf's own rounding of 2.25 would give 2.2
    EXPECT_EQ(formatStep(-23520), "-23,520");
}

TEST(Format, aColumnShowsTheDigitsThatDiffer) {
    const std::vector<double> close{.429001, .429002, .5};
    EXPECT_EQ(formatColumn(close), (std::vector<std::string>{"0.429001", "0.429002", "0.500000"}));
    const std::vector<double> plain{.4290, .3531, NAN};
    EXPECT_EQ(formatColumn(plain), (std::vector<std::string>{"0.4290", "0.3531", "NaN"}));
    EXPECT_EQ(sharedPrefix(formatColumn(std::vector<double>{.4291, .4257, .4213})), 4u);
}

TEST(Format, prefixes) {
    EXPECT_STREQ(siPrefix(31'000).symbol, "k");
    EXPECT_STREQ(siPrefix(5e6).symbol, "M");
    EXPECT_STREQ(siPrefix(4e-8).symbol, "n");
    EXPECT_STREQ(siPrefix(9999).symbol, "");
    EXPECT_STREQ(siPrefix(0).symbol, "");
    EXPECT_STREQ(siPrefix(9.2e18).symbol, "×10¹⁸") << "step, E would look like a mistake";
}

} // namespace
} // namespace td::plot
