#pragma once

#include <cstdint>
#include <vector>

namespace td::simd {

/// The discrete Fourier transform of real signals of one length, fast where the length has small factors.
///
/// Formula:  forward: real[k] + i imag[k] = sum over n of x[n] exp(-2 pi i k n / length), k = 0 … length/2.
///           inverse: the x of which that is the transform; imag[0], and that of a half of the frequency, do not count.
/// Numerics: in T, its factors rounded once from double. A prime factor p of the length costs p operations a sample:
///           2, 3 and 5 are fast, a large prime is the plain sum.
/// Threads:  any number of calls at once, each with `work` of its own.
/// Source:   Stockham's self-sorting passes; even lengths as one complex transform of half the length.
template <class T>
class RealFft {
public:
    /// `length` is 1 or more.
    explicit RealFft(int64_t length);

    [[nodiscard]] int64_t length() const { return m_length; }
    [[nodiscard]] int64_t bins() const { return m_length / 2 + 1; }
    /// Elements that `work` must have.
    [[nodiscard]] int64_t workSize() const { return 4 * m_points; }

    void forward(const T* x, T* real, T* imag, T* work) const;
    void inverse(const T* real, const T* imag, T* x, T* work) const;

private:
    struct Pass {
        int64_t radix, groups, stride; ///< radix * groups * stride = points
    };
    struct Parts {
        T *real, *imag;
    };

    /// Transforms `from`, using `to` as well; where the result is.
    Parts complex(Parts from, Parts to) const;
    void pairs(const Pass& pass, Parts from, Parts to) const;
    void sums(const Pass& pass, Parts from, Parts to) const;
    void setTurns(std::vector<T>& cosines, std::vector<T>& sines, int64_t count, int64_t whole) const;

    int64_t m_length, m_points; ///< of the complex transform: half the length, if that is even
    std::vector<Pass> m_passes;
    std::vector<T> m_cos, m_sin;         ///< exp(-2 pi i k / points)
    std::vector<T> m_halfCos, m_halfSin; ///< exp(-2 pi i k / length), k = 0 … points
};

} // namespace td::simd
