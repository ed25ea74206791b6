#include "engine/kernels/cpu/simd/broadcast_plan.h"

#include <algorithm>

namespace td::simd {

namespace {
using graph::Layout;
using kernels::Argument;

/// The operands' strides over one set of axes; a stride of 0 repeats.
struct Strided {
    Extents extents;
    std::vector<Extents> strides;
};

Extents plainStrides(const Extents& from, const Extents& to) {
    Extents strides(to.size(), 0);
    int64_t stride = 1;
    for (size_t i = 0; i < from.size(); ++i) {
        const size_t own = from.size() - 1 - i;
        if (from[own] != 1) strides[to.size() - 1 - i] = stride;
        stride *= from[own];
    }
    return strides;
}

Strided overPlainAxes(const std::vector<Argument>& inputs, const Extents& extents) {
    Strided result{extents, {}};
    for (const Argument& input : inputs)
        result.strides.push_back(plainStrides(input.extents, extents));
    return result;
}

/// An operand seen over (N, C/16, H·W, 16).
std::optional<Extents> blockedStrides(const Argument& input, const Extents& extents) {
    const int64_t plane = extents[1] * extents[2], channels = extents[3];
    if (!input.isPlain()) {
        if (input.extents == extents) return Extents{channels * plane, plane * 16, 16, 1};
        const bool isPixel = input.extents[1] == 1 && input.extents[2] == 1; // then both layouts are the same bytes
        if (!isPixel) return {};
    }
    const Extents own = plainStrides(input.extents, extents);
    const bool isAlongPlane = own[1] != 0 || own[2] != 0;
    if (isAlongPlane) return {};
    return Extents{own[0], own[3] * 16, 0, own[3]};
}

std::optional<Strided> overBlockedAxes(const std::vector<Argument>& inputs, const Extents& extents) {
    if (extents.size() != 4) return {};
    Strided result{{extents[0], extents[3] / 16, extents[1] * extents[2], 16}, {}};
    for (const Argument& input : inputs) {
        auto strides = blockedStrides(input, extents);
        if (!strides) return {};
        result.strides.push_back(*std::move(strides));
    }
    return result;
}

bool canMerge(const Strided& s, size_t axis) {
    return std::all_of(s.strides.begin(), s.strides.end(), [&](const Extents& strides) {
        return strides[axis] == strides[axis + 1] * s.extents[axis + 1];
    });
}

void eraseAxis(Strided& s, size_t axis) {
    const auto at = static_cast<std::ptrdiff_t>(axis);
    s.extents.erase(s.extents.begin() + at);
    for (Extents& strides : s.strides)
        strides.erase(strides.begin() + at);
}

void merge(Strided& s) {
    for (size_t axis = s.extents.size(); axis-- > 0;)
        if (s.extents[axis] == 1) eraseAxis(s, axis);
    for (size_t axis = s.extents.size(); axis-- > 1;) {
        if (!canMerge(s, axis - 1)) continue;
        s.extents[axis] *= s.extents[axis - 1];
        eraseAxis(s, axis - 1);
    }
}

Spread spreadOf(int64_t rowStride, int64_t columnStride) {
    if (columnStride != 0) return rowStride != 0 ? Spread::Full : Spread::Row;
    return rowStride != 0 ? Spread::Column : Spread::Scalar;
}

BroadcastPlan planned(const Strided& s) {
    BroadcastPlan plan;
    const size_t rank = s.extents.size(), outer = rank > 2 ? rank - 2 : 0;
    plan.outer.assign(s.extents.begin(), s.extents.begin() + static_cast<std::ptrdiff_t>(outer));
    if (rank >= 1) plan.columns = s.extents[rank - 1];
    if (rank >= 2) plan.rows = s.extents[rank - 2];
    for (const Extents& strides : s.strides) {
        const int64_t column = rank >= 1 ? strides[rank - 1] : 0;
        // A single row is contiguous whatever its stride would be.
        const int64_t row = rank >= 2 ? strides[rank - 2] : column;
        plan.operands.push_back({rank == 0 ? Spread::Full : spreadOf(row, column),
                                 Extents(strides.begin(), strides.begin() + static_cast<std::ptrdiff_t>(outer))});
    }
    return plan;
}
} // namespace

int64_t BroadcastPlan::offset(size_t i, int64_t at) const {
    int64_t offset = 0;
    for (size_t axis = outer.size(); axis-- > 0; at /= outer[axis])
        offset += at % outer[axis] * operands[i].outerStrides[axis];
    return offset;
}

std::optional<BroadcastPlan> planBroadcast(const std::vector<Argument>& inputs, const Argument& output) {
    const bool isBlocked = output.layout == Layout::Blocked16;
    const auto isPlain = [](const Argument& input) { return input.isPlain(); };
    if (!isBlocked && !std::all_of(inputs.begin(), inputs.end(), isPlain)) return {};
    std::optional<Strided> strided =
        isBlocked ? overBlockedAxes(inputs, output.extents) : overPlainAxes(inputs, output.extents);
    if (!strided) return {};
    merge(*strided);
    return planned(*strided);
}

} // namespace td::simd
