#include "views/plot_present/pyramid.h"

#include <algorithm>
#include <cmath>

namespace td::plot {

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
        if (leaf.nonFinite == 0)
            m_leaves[first / kLeaf] = static_cast<uint8_t>((leaf.loIndex - first) | ((leaf.hiIndex - first) << 4));
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
        const size_t lo = leaf * kLeaf + (m_leaves[leaf] & 15u), hi = leaf * kLeaf + (m_leaves[leaf] >> 4);
        if (m_values[lo] < into.lo) into.lo = m_values[lo], into.loIndex = static_cast<uint32_t>(lo);
        if (m_values[hi] > into.hi) into.hi = m_values[hi], into.hiIndex = static_cast<uint32_t>(hi);
    }
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

size_t Pyramid::countInBlock(size_t level, size_t block, double limit) const {
    const Extent& extent = m_levels[level][block];
    if (!(extent.hi > limit)) return 0;
    const size_t below = level == 0 ? m_values.size() : m_levels[level - 1].size();
    const size_t begin = block * kBranching, end = std::min(begin + kBranching, below);
    size_t count = 0;
    for (size_t i = begin; i < end; ++i) {
        if (level > 0)
            count += countInBlock(level - 1, i, limit);
        else if (std::isfinite(m_values[i]) && m_values[i] > limit)
            ++count;
    }
    return count;
}

size_t Pyramid::countAbove(size_t begin, size_t end, double limit) const {
    const auto direct = [&](size_t a, size_t b) {
        return static_cast<size_t>(std::count_if(m_values.begin() + static_cast<ptrdiff_t>(a),
                                                 m_values.begin() + static_cast<ptrdiff_t>(b),
                                                 [&](double v) { return std::isfinite(v) && v > limit; }));
    };
    const size_t inner = (begin + kBranching - 1) / kBranching, outer = end / kBranching;
    if (inner >= outer) return direct(begin, end);
    size_t count = direct(begin, inner * kBranching) + direct(outer * kBranching, end);
    for (size_t b = inner; b < outer;) {
        // Whole parents are asked at once, so that a line without outliers costs next to nothing.
        const bool parent = m_levels.size() > 1 && b % kBranching == 0 && b + kBranching <= outer;
        count += parent ? countInBlock(1, b / kBranching, limit) : countInBlock(0, b, limit);
        b += parent ? kBranching : 1;
    }
    return count;
}

size_t Pyramid::firstFinite(size_t begin, size_t end) const {
    for (size_t i = begin; i < end;) {
        if (i % kBranching == 0 && m_levels[0][i / kBranching].isEmpty())
            i += kBranching;
        else if (std::isfinite(m_values[i]))
            return i;
        else
            ++i;
    }
    return end;
}

size_t Pyramid::endOfFinite(size_t begin, size_t end) const {
    for (size_t i = end; i > begin;) {
        if (i % kBranching == 0 && m_levels[0][i / kBranching - 1].isEmpty())
            i -= std::min(i - begin, kBranching);
        else if (std::isfinite(m_values[i - 1]))
            return i;
        else
            --i;
    }
    return begin;
}

} // namespace td::plot
