#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace td::plot {

/// Smallest and largest finite value of a stretch, where they are, and how many values are not finite.
struct Extent {
    static constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();

    double lo = std::numeric_limits<double>::infinity();
    double hi = -std::numeric_limits<double>::infinity();
    uint32_t loIndex = kNone, hiIndex = kNone; ///< one of equal ones
    uint32_t nonFinite = 0;

    [[nodiscard]] bool isEmpty() const { return loIndex == kNone; }
    void add(double value, uint32_t index);
    void add(const Extent& other);
};

/// Min/max over blocks of 64, 64², … values, and in short over each 16: any stretch is answered from a few dozen
/// numbers that lie together. About 15 % of the values' memory.
///
/// Limits:  2^32 - 2 values.
/// Threads: immutable once built; the values must stay where they are.
class Pyramid {
public:
    static constexpr size_t kBranching = 64, kLeaf = 16;

    Pyramid() = default;
    explicit Pyramid(std::span<const double> values);

    /// Of the values [begin, end).
    [[nodiscard]] Extent extent(size_t begin, size_t end) const;
    /// Sum of the finite values of [begin, end).
    [[nodiscard]] double sum(size_t begin, size_t end) const;
    /// How many finite values of [begin, end) are above `limit`.
    [[nodiscard]] size_t countAbove(size_t begin, size_t end, double limit) const;
    /// … and below it.
    [[nodiscard]] size_t countBelow(size_t begin, size_t end, double limit) const;
    /// First index in [begin, end) with a finite value; `end` where there is none.
    [[nodiscard]] size_t firstFinite(size_t begin, size_t end) const;
    /// One past the last index in [begin, end) with a finite value; `begin` where there is none.
    [[nodiscard]] size_t endOfFinite(size_t begin, size_t end) const;
    /// Asks the memory for what a stretch that begins or ends at `i` needs: soon to be read, too scattered to be
    /// foreseen by the processor.
    void prefetch(size_t i) const;

private:
    /// Bounds of 16 values: as floats just outside them, and where the values themselves are.
    struct Leaf {
        float lo = 0, hi = 0;
    };
    void describeBlock(size_t block, Extent& extent);
    void scan(size_t begin, size_t end, Extent& into) const;
    void scanFinite(size_t begin, size_t end, Extent& into) const;
    void scanLeaves(size_t begin, size_t end, Extent& into) const;
    /// Length of the largest block without a finite value that begins (ends) at `i`; 0 where there is none.
    [[nodiscard]] size_t emptyFrom(size_t i) const;
    [[nodiscard]] size_t emptyBefore(size_t i) const;
    [[nodiscard]] double sumDirectly(size_t begin, size_t end) const;
    void climb(size_t level, size_t begin, size_t end, Extent& into) const;
    struct Bound {
        double limit = 0;
        bool above = true; ///< counts what is above it, else below
        [[nodiscard]] bool isPassed(double value) const { return above ? value > limit : value < limit; }
    };
    [[nodiscard]] size_t count(size_t begin, size_t end, Bound bound) const;
    [[nodiscard]] size_t countInBlock(size_t level, size_t block, Bound bound) const;

    std::span<const double> m_values;
    std::vector<std::vector<Extent>> m_levels; ///< [0]: blocks of 64 values
    std::vector<double> m_sums;                ///< of the blocks of 64 values
    std::vector<Leaf> m_leaves;                ///< valid in blocks without a value that is not finite
    std::vector<uint8_t> m_leafPlaces;         ///< which of the 16 is lowest (low half) and highest
};

} // namespace td::plot
