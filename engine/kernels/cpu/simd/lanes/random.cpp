#include "engine/kernels/cpu/simd/lanes/lanes.h"
#include "engine/kernels/cpu/simd/lanes/tables.h"

namespace td::simd::TD_SIMD_ISA {
namespace {

constexpr int kBlocks = 16;         // computed side by side: a vector of the widest instruction set
constexpr int kWords = kBlocks * 4; // that they give

/// The words of kBlocks consecutive blocks of Philox4x32-10, in the order of elements. The same numbers as
/// engine/kernels/philox.h, which says what the counter holds; plain loops that the compiler turns into vectors.
void words(const RandomKey& key, int64_t block, uint32_t* to) {
    uint32_t a[kBlocks], b[kBlocks], c[kBlocks], d[kBlocks], key0 = key.seedLow, key1 = key.seedHigh;
    for (int i = 0; i < kBlocks; ++i) {
        const uint64_t at = static_cast<uint64_t>(block) + static_cast<uint64_t>(i);
        a[i] = static_cast<uint32_t>(at);
        b[i] = key.stateLow;
        c[i] = key.stateHigh;
        d[i] = static_cast<uint32_t>(at >> 32);
    }
    for (int round = 0; round < 10; ++round) {
        for (int i = 0; i < kBlocks; ++i) {
            const uint64_t left = uint64_t{0xD2511F53u} * a[i], right = uint64_t{0xCD9E8D57u} * c[i];
            a[i] = static_cast<uint32_t>(right >> 32) ^ b[i] ^ key0;
            b[i] = static_cast<uint32_t>(right);
            c[i] = static_cast<uint32_t>(left >> 32) ^ d[i] ^ key1;
            d[i] = static_cast<uint32_t>(left);
        }
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
    for (int i = 0; i < kBlocks; ++i) {
        to[4 * i] = a[i];
        to[4 * i + 1] = b[i];
        to[4 * i + 2] = c[i];
        to[4 * i + 3] = d[i];
    }
}

/// Calls `body(words, first, count)` for pieces of the elements 4·block … 4·block+n-1.
template <class Body>
[[gnu::always_inline]] inline void eachPiece(const RandomKey& key, int64_t block, int64_t n, Body body) {
    uint32_t drawn[kWords];
    for (int64_t i = 0; i < n; i += kWords) {
        words(key, block + i / 4, drawn);
        body(drawn, i, n - i < kWords ? n - i : kWords);
    }
}

void dropout(const RandomKey& key, int64_t block, const float* x, float* y, int64_t n, uint32_t limit, float scale) {
    eachPiece(key, block, n, [&](const uint32_t* drawn, int64_t first, int64_t count) {
        for (int64_t i = 0; i < count; ++i)
            y[first + i] = drawn[i] >= limit ? x[first + i] * scale : 0.0f;
    });
}

/// In double, as the contract of the operation has it.
void uniform(const RandomKey& key, int64_t block, float* y, int64_t n, double low, double high, double last) {
    eachPiece(key, block, n, [&](const uint32_t* drawn, int64_t first, int64_t count) {
        for (int64_t i = 0; i < count; ++i) {
            const double value = low + (high - low) * (static_cast<double>(drawn[i] >> 8) * 0x1p-24);
            y[first + i] = static_cast<float>(high > low && value > last ? last : value);
        }
    });
}

} // namespace

extern const RandomLoops kRandom = {dropout, uniform};

} // namespace td::simd::TD_SIMD_ISA
