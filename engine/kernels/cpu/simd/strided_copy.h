#pragma once

#include "engine/kernels/kernel.h"

namespace td::simd {

/// Elements moved from one strided arrangement to another: slices, permuted axes, broadcasts, parts of a concatenation.
///
/// Neighbouring axes along which both sides are contiguous are one; contiguous runs are copied whole, and where source
/// and destination have different contiguous axes small squares are turned.
/// Strides and offsets are in elements; source strides may be 0 or negative.
class StridedCopy {
public:
    struct Axis {
        int64_t extent, from, to;
    };

    StridedCopy(std::vector<Axis> axes, int64_t fromOffset, int64_t toOffset, size_t elementBytes);
    void run(const kernels::KernelCall& call, int parts, const std::byte* from, std::byte* to) const;
    [[nodiscard]] double bytes() const { return static_cast<double>(m_elements) * static_cast<double>(m_elementBytes); }

private:
    void merge();
    void chooseInner();
    /// Some of the rows; offsets are those of the first.
    void copyRows(const std::byte* from, std::byte* to, int64_t rows) const;
    [[nodiscard]] std::pair<int64_t, int64_t> offsets(int64_t outer) const;

    std::vector<Axis> m_outer; ///< walked one by one
    Axis m_rows = {1, 0, 0};   ///< with m_run the innermost two
    Axis m_run = {1, 1, 1};
    int64_t m_fromOffset, m_toOffset, m_elements = 1, m_outerCount = 1;
    size_t m_elementBytes;
};

} // namespace td::simd
