#include "engine/base/crc32c.h"

#include <array>
#include <cstring>
#include <nmmintrin.h>

namespace td {
namespace {

constexpr uint32_t kPolynomial = 0x82F63B78u;

constexpr std::array<uint32_t, 256> makeTable() {
    std::array<uint32_t, 256> table{};
    for (uint32_t i = 0; i < 256; ++i) {
        uint32_t c = i;
        for (int bit = 0; bit < 8; ++bit)
            c = (c >> 1) ^ ((c & 1) ? kPolynomial : 0);
        table[i] = c;
    }
    return table;
}
constexpr auto kTable = makeTable();

uint32_t crcByTable(const uint8_t* p, size_t n) {
    uint32_t c = ~0u;
    for (size_t i = 0; i < n; ++i)
        c = kTable[(c ^ p[i]) & 255] ^ (c >> 8);
    return ~c;
}

// Advancing a CRC register over `kLane` zero bytes is a linear map; four tables of 256 entries apply it to any register
// value.
constexpr size_t kLane = 1024;
using ShiftTable = std::array<std::array<uint32_t, 256>, 4>;

uint32_t shiftByZeros(uint32_t c) {
    for (size_t i = 0; i < kLane; ++i)
        c = kTable[c & 255] ^ (c >> 8);
    return c;
}

const ShiftTable& shiftTable() {
    static const ShiftTable table = [] {
        ShiftTable t{};
        for (uint32_t byte = 0; byte < 4; ++byte)
            for (uint32_t v = 0; v < 256; ++v)
                t[byte][v] = shiftByZeros(v << (8 * byte));
        return t;
    }();
    return table;
}

uint32_t shifted(const ShiftTable& t, uint32_t c) {
    return t[0][c & 255] ^ t[1][(c >> 8) & 255] ^ t[2][(c >> 16) & 255] ^ t[3][c >> 24];
}

uint64_t load64(const uint8_t* p) {
    uint64_t v;
    std::memcpy(&v, p, 8);
    return v;
}

__attribute__((target("sse4.2"))) uint32_t crcByInstruction(const uint8_t* p, size_t n) {
    uint64_t c = ~0u;
    if (n >= 3 * kLane) {
        const ShiftTable& table = shiftTable();
        while (n >= 3 * kLane) { // the instruction has latency 3 and throughput 1: three lanes fill it
            uint64_t a = c, b = 0, d = 0;
            for (size_t i = 0; i < kLane; i += 8) {
                a = _mm_crc32_u64(a, load64(p + i));
                b = _mm_crc32_u64(b, load64(p + kLane + i));
                d = _mm_crc32_u64(d, load64(p + 2 * kLane + i));
            }
            c = shifted(table, shifted(table, static_cast<uint32_t>(a)) ^ static_cast<uint32_t>(b)) ^ d;
            p += 3 * kLane;
            n -= 3 * kLane;
        }
    }
    for (; n >= 8; n -= 8, p += 8)
        c = _mm_crc32_u64(c, load64(p));
    auto c32 = static_cast<uint32_t>(c);
    if (n >= 4) {
        uint32_t v;
        std::memcpy(&v, p, 4);
        c32 = _mm_crc32_u32(c32, v);
        p += 4;
        n -= 4;
    }
    for (; n > 0; --n, ++p)
        c32 = _mm_crc32_u8(c32, *p);
    return ~c32;
}

} // namespace

uint32_t crc32c(const void* data, size_t sizeBytes) {
    static const bool fast = __builtin_cpu_supports("sse4.2");
    const auto* bytes = static_cast<const uint8_t*>(data);
    return fast ? crcByInstruction(bytes, sizeBytes) : crcByTable(bytes, sizeBytes);
}

} // namespace td
