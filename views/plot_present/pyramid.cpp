#include "views/plot_present/pyramid.h"

#include <algorithm>
#include <cmath>

namespace td::plot {
namespace {

float floatBelow(double value) {
    const auto near = static_cast<float>(value);
    return static_cast<double>(near) <= value ? near : std::nextafter(near, -std::numeric_limits<float>::infinity());
}

} // namespace

void Extent::add(double value, uint32_t index) {
    if (!std::isfinite(value)) {
        ++nonFinite;
        return;
    }
    if (value < lo) lo = value, loIndex = index;
    if (value > hi) hi = value, hiIndex = index;
}

void Extent::add(const Extent& other) {
    nonFinite += other.nonFinite;
    if (other.lo < lo) lo = other.lo, loIndex = other.loIndex;
    if (other.hi > hi) hi = other.hi, hiIndex = other.hiIndex;
}

Pyramid::Pyramid(std::span<const double> values)
    : m_values(values) {
    std::vector<Extent> blocks((values.size() + kBranching - 1) / kBranching);
    m_sums.resize(blocks.size());
    m_leaves.resize((values.size() + kLeaf - 1) / kLeaf);
    m_leafPlaces.resize(m_leaves.size());
    for (size_t b = 0; b < blocks.size(); ++b)
        describeBlock(b, blocks[b]);
    while (blocks.size() > 1) {
        std::vector<Extent> above((blocks.size() + kBranching - 1) / kBranching);
        for (size_t b = 0; b < blocks.size(); ++b)
            above[b / kBranching].add(blocks[b]);
        m_levels.push_back(std::move(blocks));
        blocks = std::move(above);
    }
    m_levels.push_back(std::move(blocks));
}

void Pyramid::describeBlock(size_t block, Extent& extent) {
    const size_t begin = block * kBranching, end = std::min(begin + kBranching, m_values.size());
    for (size_t first = begin; first < end; first += kLeaf) {
        Extent leaf;
        for (size_t i = first; i < std::min(first + kLeaf, end); ++i)
            leaf.add(m_values[i], static_cast<uint32_t>(i));
        extent.add(leaf);
        if (leaf.nonFinite > 0) continue;
        m_leaves[first / kLeaf] = {floatBelow(leaf.lo), -floatBelow(-leaf.hi)};
        m_leafPlaces[first / kLeaf] = static_cast<uint8_t>((leaf.loIndex - first) | ((leaf.hiIndex - first) << 4));
    }
    m_sums[block] = sumDirectly(begin, end);
}

/// `begin` and `end` are in one block, whose own extent knows whether all values are finite.
void Pyramid::scan(size_t begin, size_t end, Extent& into) const {
    if (begin >= end) return;
    if (m_levels[0][begin / kBranching].nonFinite > 0) {
        for (size_t i = begin; i < end; ++i)
            into.add(m_values[i], static_cast<uint32_t>(i));
        return;
    }
    const size_t inner = (begin + kLeaf - 1) / kLeaf, outer = end / kLeaf;
    if (inner >= outer) {
        scanFinite(begin, end, into);
        return;
    }
    scanLeaves(inner, outer, into);
    scanFinite(begin, inner * kLeaf, into);
    scanFinite(outer * kLeaf, end, into);
}

void Pyramid::scanFinite(size_t begin, size_t end, Extent& into) const {
    // Few of many values are a new extreme: one rarely taken branch each.
    for (size_t i = begin; i < end; ++i) {
        const double y = m_values[i];
        if (y < into.lo) into.lo = y, into.loIndex = static_cast<uint32_t>(i);
        if (y > into.hi) into.hi = y, into.hiIndex = static_cast<uint32_t>(i);
    }
}

void Pyramid::scanLeaves(size_t begin, size_t end, Extent& into) const {
    for (size_t leaf = begin; leaf < end; ++leaf) {
        if (static_cast<double>(m_leaves[leaf].lo) < into.lo) {
            const size_t i = leaf * kLeaf + (m_leafPlaces[leaf] & 15u);
            if (m_values[i] < into.lo) into.lo = m_values[i], into.loIndex = static_cast<uint32_t>(i);
        }
        if (static_cast<double>(m_leaves[leaf].hi) > into.hi) {
            const size_t i = leaf * kLeaf + (m_leafPlaces[leaf] >> 4);
            if (m_values[i] > into.hi) into.hi = m_values[i], into.hiIndex = static_cast<uint32_t>(i);
        }
    }
}

void Pyramid::prefetch(size_t i) const {
    if (i >= m_values.size()) return;
    const double* leaf = m_values.data() + i / kLeaf * kLeaf;
    __builtin_prefetch(leaf);
    __builtin_prefetch(leaf + kLeaf / 2);
    if (i > 0) __builtin_prefetch(m_values.data() + i - 1);
    __builtin_prefetch(m_leaves.data() + i / kLeaf);
    __builtin_prefetch(m_levels[0].data() + i / kBranching);
}

double Pyramid::sumDirectly(size_t begin, size_t end) const {
    double sum = 0;
    for (size_t i = begin; i < end; ++i)
        if (std::isfinite(m_values[i])) sum += m_values[i];
    return sum;
}

double Pyramid::sum(size_t begin, size_t end) const {
    const size_t inner = (begin + kBranching - 1) / kBranching, outer = end / kBranching;
    if (inner >= outer) return sumDirectly(begin, end);
    double total = sumDirectly(begin, inner * kBranching) + sumDirectly(outer * kBranching, end);
    for (size_t b = inner; b < outer; ++b)
        total += m_sums[b];
    return total;
}

void Pyramid::climb(size_t level, size_t begin, size_t end, Extent& into) const {
    const auto& blocks = m_levels[level];
    const size_t inner = (begin + kBranching - 1) / kBranching, outer = end / kBranching;
    if (level + 1 == m_levels.size() || inner >= outer) {
        for (size_t b = begin; b < end; ++b)
            into.add(blocks[b]);
        return;
    }
    for (size_t b = begin; b < inner * kBranching; ++b)
        into.add(blocks[b]);
    climb(level + 1, inner, outer, into);
    for (size_t b = outer * kBranching; b < end; ++b)
        into.add(blocks[b]);
}

Extent Pyramid::extent(size_t begin, size_t end) const {
    Extent out;
    const size_t inner = (begin + kBranching - 1) / kBranching, outer = end / kBranching;
    if (inner > outer) { // within one block
        scan(begin, end, out);
        return out;
    }
    // Whole blocks first: the ends then rarely hold a new extreme, and looking up where it is costs most.
    if (inner < outer) climb(0, inner, outer, out);
    scan(begin, inner * kBranching, out);
    scan(outer * kBranching, end, out);
    return out;
}

size_t Pyramid::countInBlock(size_t level, size_t block, Bound bound) const {
    const Extent& extent = m_levels[level][block];
    if (!bound.isPassed(bound.above ? extent.hi : extent.lo)) return 0;
    const size_t below = level == 0 ? m_values.size() : m_levels[level - 1].size();
    const size_t begin = block * kBranching, end = std::min(begin + kBranching, below);
    size_t count = 0;
    for (size_t i = begin; i < end; ++i) {
        if (level > 0)
            count += countInBlock(level - 1, i, bound);
        else if (std::isfinite(m_values[i]) && bound.isPassed(m_values[i]))
            ++count;
    }
    return count;
}

size_t Pyramid::countAbove(size_t begin, size_t end, double limit) const {
    return count(begin, end, {limit, true});
}

size_t Pyramid::countBelow(size_t begin, size_t end, double limit) const {
    return count(begin, end, {limit, false});
}

size_t Pyramid::count(size_t begin, size_t end, Bound bound) const {
    const auto direct = [&](size_t a, size_t b) {
        return static_cast<size_t>(std::count_if(m_values.begin() + static_cast<ptrdiff_t>(a),
                                                 m_values.begin() + static_cast<ptrdiff_t>(b),
                                                 [&](double v) { return std::isfinite(v) && bound.isPassed(v); }));
    };
    const size_t inner = (begin + kBranching - 1) / kBranching, outer = end / kBranching;
    if (inner >= outer) return direct(begin, end);
    size_t count = direct(begin, inner * kBranching) + direct(outer * kBranching, end);
    for (size_t b = inner; b < outer;) {
        // Whole parents are asked at once, so that a line without outliers costs next to nothing.
        const bool parent = m_levels.size() > 1 && b % kBranching == 0 && b + kBranching <= outer;
        count += parent ? countInBlock(1, b / kBranching, bound) : countInBlock(0, b, bound);
        b += parent ? kBranching : 1;
    }
    return count;
}

size_t Pyramid::firstFinite(size_t begin, size_t end) const {
    for (size_t i = begin; i < end;) {
        if (std::isfinite(m_values[i])) return i;
        i += std::min(end - i, std::max<size_t>(1, emptyFrom(i)));
    }
    return end;
}

size_t Pyramid::endOfFinite(size_t begin, size_t end) const {
    for (size_t i = end; i > begin;) {
        if (std::isfinite(m_values[i - 1])) return i;
        i -= std::min(i - begin, std::max<size_t>(1, emptyBefore(i)));
    }
    return begin;
}

size_t Pyramid::emptyFrom(size_t i) const {
    size_t length = 0, size = kBranching;
    for (const auto& level : m_levels) {
        if (i % size != 0 || !level[i / size].isEmpty()) break;
        length = size;
        size *= kBranching;
    }
    return length;
}

size_t Pyramid::emptyBefore(size_t i) const {
    size_t length = 0, size = kBranching;
    for (const auto& level : m_levels) {
        if (i % size != 0 || !level[i / size - 1].isEmpty()) break;
        length = size;
        size *= kBranching;
    }
    return length;
}

} // namespace td::plot
