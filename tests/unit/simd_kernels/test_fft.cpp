#include "engine/kernels/cpu/simd/fft.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>
#include <vector>

/// The fast transform against the sum that defines it.
namespace td::simd {
namespace {

template <class T>
std::vector<T> samplesOf(int64_t length) {
    std::vector<T> x;
    for (int64_t i = 0; i < length; ++i)
        x.push_back(static_cast<T>(std::sin(1.7 * static_cast<double>(i * i) + 0.3)));
    return x;
}

template <class T>
void expectTheDefinition(int64_t length, double tolerance) {
    const RealFft<T> fft(length);
    const std::vector<T> x = samplesOf<T>(length);
    std::vector<T> work(static_cast<size_t>(fft.workSize())), real(static_cast<size_t>(fft.bins())), imag = real,
                                                                                                     back = x;
    fft.forward(x.data(), real.data(), imag.data(), work.data());
    for (int64_t k = 0; k < fft.bins(); ++k) {
        double sumReal = 0, sumImag = 0;
        for (int64_t n = 0; n < length; ++n) {
            const double turn =
                2 * std::numbers::pi * static_cast<double>(k * n % length) / static_cast<double>(length);
            sumReal += static_cast<double>(x[static_cast<size_t>(n)]) * std::cos(turn);
            sumImag -= static_cast<double>(x[static_cast<size_t>(n)]) * std::sin(turn);
        }
        ASSERT_NEAR(static_cast<double>(real[static_cast<size_t>(k)]), sumReal, tolerance) << length << " bin " << k;
        ASSERT_NEAR(static_cast<double>(imag[static_cast<size_t>(k)]), sumImag, tolerance) << length << " bin " << k;
    }
    imag.front() = 7; // does not count
    if (length % 2 == 0) imag.back() = -7;
    fft.inverse(real.data(), imag.data(), back.data(), work.data());
    for (size_t n = 0; n < x.size(); ++n)
        ASSERT_NEAR(static_cast<double>(back[n]), static_cast<double>(x[n]), tolerance) << length << " sample " << n;
}

TEST(RealFft, isTheSumThatDefinesItForEveryLength) {
    for (int64_t length = 1; length <= 64; ++length) {
        expectTheDefinition<double>(length, 1e-12);
        expectTheDefinition<float>(length, 2e-5);
    }
    for (const int64_t length : {97, 194, 400, 512, 1000, 1001, 2310}) {
        expectTheDefinition<double>(length, 1e-10);
        expectTheDefinition<float>(length, 3e-4);
    }
}

} // namespace
} // namespace td::simd
