#include "engine/kernels/cpu/simd/strided_copy.h"

#include "engine/kernels/cpu/simd/partition.h"

#include <algorithm>
#include <cstring>

namespace td::simd {

namespace {
using Axis = StridedCopy::Axis;

/// Rows by columns; squares so small that both sides' lines stay in the first-level cache.
template <class T>
void copyElements(const T* from, T* to, const Axis& rows, const Axis& run) {
    constexpr int64_t kSquare = 16;
    for (int64_t row = 0; row < rows.extent; row += kSquare)
        for (int64_t column = 0; column < run.extent; column += kSquare)
            for (int64_t r = row; r < std::min(rows.extent, row + kSquare); ++r)
                for (int64_t c = column; c < std::min(run.extent, column + kSquare); ++c)
                    to[r * rows.to + c * run.to] = from[r * rows.from + c * run.from];
}

void copyRuns(const std::byte* from, std::byte* to, const Axis& rows, int64_t count, size_t bytes) {
    const size_t length = static_cast<size_t>(count) * bytes;
    const auto size = static_cast<int64_t>(bytes);
    for (int64_t row = 0; row < rows.extent; ++row)
        std::memcpy(to + row * rows.to * size, from + row * rows.from * size, length);
}
} // namespace

StridedCopy::StridedCopy(std::vector<Axis> axes, int64_t fromOffset, int64_t toOffset, size_t elementBytes)
    : m_outer(std::move(axes))
    , m_fromOffset(fromOffset)
    , m_toOffset(toOffset)
    , m_elementBytes(elementBytes) {
    for (const Axis& axis : m_outer)
        m_elements *= axis.extent;
    merge();
    chooseInner();
    for (const Axis& axis : m_outer)
        m_outerCount *= axis.extent;
}

void StridedCopy::merge() {
    std::erase_if(m_outer, [](const Axis& axis) { return axis.extent == 1; });
    for (size_t i = m_outer.size(); i-- > 1;) {
        const Axis inner = m_outer[i];
        Axis& outer = m_outer[i - 1];
        if (outer.from != inner.from * inner.extent || outer.to != inner.to * inner.extent) continue;
        outer = {outer.extent * inner.extent, inner.from, inner.to};
        m_outer.erase(m_outer.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

/// The run is the last axis; the rows are the axis along which the source is contiguous, if that is another one.
void StridedCopy::chooseInner() {
    if (m_outer.empty()) return;
    m_run = m_outer.back();
    m_outer.pop_back();
    if (m_outer.empty()) return;
    const auto contiguous =
        std::find_if(m_outer.begin(), m_outer.end(), [](const Axis& axis) { return axis.from == 1; });
    const auto rows = m_run.from != 1 && contiguous != m_outer.end() ? contiguous : m_outer.end() - 1;
    m_rows = *rows;
    m_outer.erase(rows);
}

std::pair<int64_t, int64_t> StridedCopy::offsets(int64_t outer) const {
    int64_t from = m_fromOffset, to = m_toOffset;
    for (size_t i = m_outer.size(); i-- > 0; outer /= m_outer[i].extent) {
        from += outer % m_outer[i].extent * m_outer[i].from;
        to += outer % m_outer[i].extent * m_outer[i].to;
    }
    return {from, to};
}

void StridedCopy::copyRows(const std::byte* from, std::byte* to, int64_t count) const {
    const Axis rows{count, m_rows.from, m_rows.to};
    if (m_run.from == 1 && m_run.to == 1) return copyRuns(from, to, rows, m_run.extent, m_elementBytes);
    const auto as = [&]<class T>(T) {
        copyElements(reinterpret_cast<const T*>(from), reinterpret_cast<T*>(to), rows, m_run);
    };
    switch (m_elementBytes) {
    case 1:
        return as(uint8_t{});
    case 2:
        return as(uint16_t{});
    case 4:
        return as(uint32_t{});
    default:
        return as(uint64_t{});
    }
}

/// Split along the outer axes; along the rows where there are none.
void StridedCopy::run(const kernels::KernelCall& call, int parts, const std::byte* from, std::byte* to) const {
    if (m_elements == 0) return;
    const auto size = static_cast<int64_t>(m_elementBytes);
    const bool hasOuter = m_outerCount > 1;
    eachPart(call, parts, hasOuter ? m_outerCount : m_rows.extent, [&](int, int64_t begin, int64_t end) {
        if (!hasOuter)
            return copyRows(from + (m_fromOffset + begin * m_rows.from) * size,
                            to + (m_toOffset + begin * m_rows.to) * size, end - begin);
        for (int64_t i = begin; i < end; ++i) {
            const auto [source, target] = offsets(i);
            copyRows(from + source * size, to + target * size, m_rows.extent);
        }
    });
}

} // namespace td::simd
