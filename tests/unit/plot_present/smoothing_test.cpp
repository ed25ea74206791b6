#include "views/plot_present/smoothing.h"

#include "tests/unit/plot_present/test_series.h"
#include "views/plot_present/median.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace td::plot {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// TensorBoard, widgets/line_chart_v2/data_transformer_test.ts (Apache-2.0): inputs and expected numbers.
TEST(Ema, givesTensorBoardsNumbers) {
    const auto out = ema(std::vector<double>{1, .5, 0}, .6);
    EXPECT_DOUBLE_EQ(out[0], 1);
    EXPECT_NEAR(out[1], .6875, 1e-12);
    EXPECT_NEAR(out[2], ((.5 * .4 + .4 * .6) * .6) / (1 - .6 * .6 * .6), 1e-12);
}

TEST(Ema, letsNonFiniteValuesPassWithoutAdvancing) {
    const auto out = ema(std::vector<double>{-kInf, 1, kNaN, kInf, .5}, .6);
    EXPECT_EQ(out[0], -kInf);
    EXPECT_DOUBLE_EQ(out[1], 1);
    EXPECT_TRUE(std::isnan(out[2]));
    EXPECT_EQ(out[3], kInf);
    EXPECT_NEAR(out[4], .6875, 1e-12);
}

TEST(Ema, clampsItsWeightAndKeepsConstants) {
    const std::vector<double> y{1, .5, 0};
    EXPECT_EQ(ema(y, kNaN), y);
    EXPECT_EQ(ema(y, -3), y);
    EXPECT_EQ(ema(y, 7), (std::vector<double>{0, 0, 0}));
    EXPECT_EQ(ema(std::vector<double>(4, .1), .6), std::vector<double>(4, .1));
    EXPECT_TRUE(ema({}, .6).empty());
}

TEST(TimeWeightedEma, followsItsFormula) {
    const std::vector<double> x{0, 1, 10}, y{1, 2, 4};
    const double w = std::sqrt(.99), a = std::pow(w, 1000 * 1 / 10.0), b = std::pow(w, 1000 * 9 / 10.0);
    const auto out = timeWeightedEma(x, y, .99);
    EXPECT_DOUBLE_EQ(out[0], 1);
    EXPECT_NEAR(out[1], (1 * a + 2) / (a + 1), 1e-12);
    EXPECT_NEAR(out[2], ((1 * a + 2) * b + 4) / ((a + 1) * b + 1), 1e-12);
}

TEST(TimeWeightedEma, dependsLittleOnHowOftenIsLogged) {
    std::vector<double> x, y, denseX, denseY;
    for (int i = 0; i <= 4000; ++i) {
        const double v = std::sin(i / 300.0);
        denseX.push_back(i);
        denseY.push_back(v);
        if (i % 2 == 0) x.push_back(i), y.push_back(v);
    }
    EXPECT_NEAR(timeWeightedEma(x, y, .98).back(), timeWeightedEma(denseX, denseY, .98).back(), 2e-3);
}

TEST(TimeWeightedEma, survivesStepsThatGoBackAndOnePoint) {
    EXPECT_EQ(timeWeightedEma(std::vector<double>{5}, std::vector<double>{3}, .9), (std::vector<double>{3}));
    for (double v : timeWeightedEma(std::vector<double>{0, 5, 2, 7}, std::vector<double>{1, 2, 3, 4}, .9))
        EXPECT_TRUE(std::isfinite(v));
}

double gaussianAt(const std::vector<double>& y, size_t at, double sigma) {
    double sum = 0, weight = 0;
    for (size_t i = 0; i < y.size(); ++i) {
        const double d = double(i) - double(at), k = std::exp(-d * d / (2 * sigma * sigma));
        sum += k * y[i], weight += k;
    }
    return sum / weight;
}

TEST(Gaussian, equalsTheKernelForSmallSigma) {
    const auto y = test::noise(400, 1);
    const auto out = gaussian(y, 5);
    for (size_t i = 0; i < y.size(); i += 37)
        EXPECT_NEAR(out[i], gaussianAt(y, i, 5), 1e-3);
}

TEST(Gaussian, comesCloseToTheKernelForLargeSigma) {
    std::vector<double> y(4000, 0.0);
    y[2000] = 1; // the impulse response shows any difference of shape
    const auto out = gaussian(y, 60);
    const double peak = gaussianAt(y, 2000, 60);
    for (size_t i = 1800; i < 2200; i += 10)
        EXPECT_NEAR(out[i], gaussianAt(y, i, 60), .04 * peak) << i;
}

TEST(RunningMean, equalsBruteForce) {
    const auto y = test::noise(200, 2);
    const auto out = runningMean(y, 9);
    for (ptrdiff_t i = 0; i < 200; ++i) {
        double sum = 0;
        int count = 0;
        for (ptrdiff_t j = std::max<ptrdiff_t>(0, i - 4); j <= std::min<ptrdiff_t>(199, i + 4); ++j)
            sum += y[j], ++count;
        EXPECT_NEAR(out[i], sum / count, 1e-12);
    }
}

class RunningMedian : public testing::TestWithParam<size_t> {};

TEST_P(RunningMedian, equalsBruteForce) {
    auto y = test::noise(300, 3);
    for (size_t i = 0; i < y.size(); i += 3)
        y[i] = std::round(y[i]); // equal values are the hard part
    const auto half = static_cast<ptrdiff_t>(GetParam() / 2);
    const auto out = runningMedian(y, GetParam());
    for (ptrdiff_t i = 0; i < 300; ++i) {
        std::vector<double> window(y.begin() + std::max<ptrdiff_t>(0, i - half),
                                   y.begin() + std::min<ptrdiff_t>(300, i + half + 1));
        std::sort(window.begin(), window.end());
        const size_t n = window.size();
        EXPECT_DOUBLE_EQ(out[i], n % 2 ? window[n / 2] : (window[n / 2 - 1] + window[n / 2]) / 2) << i;
    }
}

INSTANTIATE_TEST_SUITE_P(windows, RunningMedian, testing::Values(1, 2, 5, 31, 299, 5000));

TEST(Smooth, skipsNonFiniteInEveryFilter) {
    const std::vector<double> y{1, kNaN, 3, kInf, 5}, x{0, 1, 2, 3, 4};
    for (auto kind : {Smoothing::Ema, Smoothing::TimeWeightedEma, Smoothing::Gaussian, Smoothing::RunningMean,
                      Smoothing::RunningMedian}) {
        const auto out = smooth(x, y, {kind, .5});
        ASSERT_EQ(out.size(), 5u);
        EXPECT_TRUE(std::isnan(out[1]));
        EXPECT_EQ(out[3], kInf);
        EXPECT_TRUE(std::isfinite(out[0]) && std::isfinite(out[2]) && std::isfinite(out[4]));
    }
    EXPECT_TRUE(smooth(x, y, {Smoothing::None, .5}).empty());
    EXPECT_TRUE(smooth(x, y, {Smoothing::Ema, 0}).empty());
}

} // namespace
} // namespace td::plot
