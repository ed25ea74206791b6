#include "engine/kernels/cpu/simd/fft.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace td::simd {

namespace {
int64_t smallestFactor(int64_t n) {
    for (int64_t p = 2; p * p <= n; ++p)
        if (n % p == 0) return p;
    return n;
}
} // namespace

template <class T>
RealFft<T>::RealFft(int64_t length)
    : m_length(length)
    , m_points(length % 2 == 0 ? length / 2 : length) {
    int64_t left = m_points, stride = 1;
    while (left > 1) {
        const int64_t radix = smallestFactor(left);
        left /= radix;
        m_passes.push_back({radix, left, stride});
        stride *= radix;
    }
    setTurns(m_cos, m_sin, m_points, m_points);
    if (m_points != m_length) setTurns(m_halfCos, m_halfSin, m_points + 1, m_length);
}

template <class T>
void RealFft<T>::setTurns(std::vector<T>& cosines, std::vector<T>& sines, int64_t count, int64_t whole) const {
    cosines.resize(static_cast<size_t>(count));
    sines.resize(static_cast<size_t>(count));
    for (int64_t k = 0; k < count; ++k) {
        const double turn = -2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(whole);
        cosines[static_cast<size_t>(k)] = static_cast<T>(std::cos(turn));
        sines[static_cast<size_t>(k)] = static_cast<T>(std::sin(turn));
    }
}

template <class T>
void RealFft<T>::pairs(const Pass& pass, Parts from, Parts to) const {
    const int64_t stride = pass.stride;
    for (int64_t q = 0; q < pass.groups; ++q) {
        const T c = m_cos[static_cast<size_t>(q * stride)], s = m_sin[static_cast<size_t>(q * stride)];
        const T *ar = from.real + q * stride, *ai = from.imag + q * stride;
        const T *br = ar + pass.groups * stride, *bi = ai + pass.groups * stride;
        T *yr = to.real + 2 * q * stride, *yi = to.imag + 2 * q * stride;
        for (int64_t j = 0; j < stride; ++j) {
            const T dr = ar[j] - br[j], di = ai[j] - bi[j];
            yr[j] = ar[j] + br[j];
            yi[j] = ai[j] + bi[j];
            yr[stride + j] = dr * c - di * s;
            yi[stride + j] = dr * s + di * c;
        }
    }
}

template <class T>
void RealFft<T>::sums(const Pass& pass, Parts from, Parts to) const {
    const int64_t stride = pass.stride;
    for (int64_t q = 0; q < pass.groups; ++q)
        for (int64_t k = 0; k < pass.radix; ++k) {
            T *yr = to.real + (pass.radix * q + k) * stride, *yi = to.imag + (pass.radix * q + k) * stride;
            std::copy_n(from.real + q * stride, stride, yr);
            std::copy_n(from.imag + q * stride, stride, yi);
            for (int64_t r = 1; r < pass.radix; ++r) {
                const int64_t at = (q + pass.groups * r) * stride;
                const auto turn = static_cast<size_t>(k * r % pass.radix * (m_points / pass.radix));
                const T c = m_cos[turn], s = m_sin[turn], *xr = from.real + at, *xi = from.imag + at;
                for (int64_t j = 0; j < stride; ++j) {
                    yr[j] += xr[j] * c - xi[j] * s;
                    yi[j] += xr[j] * s + xi[j] * c;
                }
            }
            const auto turn = static_cast<size_t>(q * k * stride);
            const T c = m_cos[turn], s = m_sin[turn];
            for (int64_t j = 0; j < stride; ++j) {
                const T real = yr[j];
                yr[j] = real * c - yi[j] * s;
                yi[j] = real * s + yi[j] * c;
            }
        }
}

template <class T>
typename RealFft<T>::Parts RealFft<T>::complex(Parts from, Parts to) const {
    for (const Pass& pass : m_passes) {
        pass.radix == 2 ? pairs(pass, from, to) : sums(pass, from, to);
        std::swap(from, to);
    }
    return from;
}

template <class T>
void RealFft<T>::forward(const T* x, T* real, T* imag, T* work) const {
    const Parts in{work, work + m_points}, other{work + 2 * m_points, work + 3 * m_points};
    const bool isHalved = m_points != m_length;
    for (int64_t j = 0; j < m_points; ++j) {
        in.real[j] = isHalved ? x[2 * j] : x[j];
        in.imag[j] = isHalved ? x[2 * j + 1] : T(0);
    }
    const Parts z = complex(in, other);
    if (!isHalved) {
        std::copy_n(z.real, bins(), real);
        std::copy_n(z.imag, bins(), imag);
        return;
    }
    for (int64_t k = 0; k <= m_points; ++k) { // even samples' transform plus a turn times the odd ones'
        const int64_t a = k % m_points, b = (m_points - k) % m_points;
        const T evenReal = (z.real[a] + z.real[b]) / 2, evenImag = (z.imag[a] - z.imag[b]) / 2;
        const T oddReal = (z.imag[a] + z.imag[b]) / 2, oddImag = (z.real[b] - z.real[a]) / 2;
        const T c = m_halfCos[static_cast<size_t>(k)], s = m_halfSin[static_cast<size_t>(k)];
        real[k] = evenReal + oddReal * c - oddImag * s;
        imag[k] = evenImag + oddReal * s + oddImag * c;
    }
    imag[0] = imag[m_points] = 0;
}

template <class T>
void RealFft<T>::inverse(const T* real, const T* imag, T* x, T* work) const {
    const Parts in{work, work + m_points}, other{work + 2 * m_points, work + 3 * m_points};
    const bool isHalved = m_points != m_length;
    const auto imagAt = [&](int64_t k) { return k == 0 || 2 * k == m_length ? T(0) : imag[k]; };
    for (int64_t k = 0; k < m_points; ++k) {
        if (!isHalved) {
            const bool isMirrored = k >= bins();
            in.real[k] = real[isMirrored ? m_length - k : k];
            in.imag[k] = isMirrored ? -imagAt(m_length - k) : imagAt(k);
            continue;
        }
        const T aReal = real[k], aImag = imagAt(k), bReal = real[m_points - k], bImag = -imagAt(m_points - k);
        const T evenReal = (aReal + bReal) / 2, evenImag = (aImag + bImag) / 2;
        const T halfReal = (aReal - bReal) / 2, halfImag = (aImag - bImag) / 2;
        const T c = m_halfCos[static_cast<size_t>(k)], s = -m_halfSin[static_cast<size_t>(k)]; // turned back
        in.real[k] = evenReal - (halfReal * s + halfImag * c);
        in.imag[k] = evenImag + (halfReal * c - halfImag * s);
    }
    // The parts exchanged, forward is backward.
    const Parts turned = complex({in.imag, in.real}, {other.imag, other.real});
    const T scale = T(1) / static_cast<T>(m_points);
    for (int64_t j = 0; j < m_points; ++j) {
        x[isHalved ? 2 * j : j] = turned.imag[j] * scale;
        if (isHalved) x[2 * j + 1] = turned.real[j] * scale;
    }
}

template class RealFft<float>;
template class RealFft<double>;

} // namespace td::simd
