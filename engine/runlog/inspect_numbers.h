#pragma once

#include "engine/runlog/column.h"
#include "engine/runlog/message_json.h"

#include <span>
#include <vector>

namespace td::runlog {

/// The sum of n values as numpy adds them: pairs of halves down to blocks of 128 with eight partial sums, so that the
/// last digits agree with what numpy prints.
///
/// Numerics: in T; error grows with log n.
/// Source:   numpy/_core/src/umath/loops_utils.h.src, pairwise_sum
template <class T, class At>
[[nodiscard]] T pairwiseSum(size_t begin, size_t n, const At& at) {
    if (n < 8) {
        T sum = 0;
        for (size_t i = 0; i < n; ++i)
            sum += at(begin + i);
        return sum;
    }
    if (n <= 128) {
        T r[8];
        for (size_t j = 0; j < 8; ++j)
            r[j] = at(begin + j);
        const size_t whole = n - n % 8;
        for (size_t i = 8; i < whole; i += 8)
            for (size_t j = 0; j < 8; ++j)
                r[j] += at(begin + i + j);
        T sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
        for (size_t i = whole; i < n; ++i)
            sum += at(begin + i);
        return sum;
    }
    const size_t half = n / 2 - n / 2 % 8;
    return pairwiseSum<T>(begin, half, at) + pairwiseSum<T>(begin + half, n - half, at);
}

/// Element i of a span as the JSON value that its type calls for: integers exactly, bool as true and false.
[[nodiscard]] Json exactNumber(const ScalarSpan& span, size_t i);

/// Facts of the points of a scalar tag: "points", "first", "last"; "min", "max", "sum" over the finite values, in
/// double; "nan" and "inf" where there are any.
class NumberFacts {
public:
    void add(const ScalarSpan& span);
    void writeTo(Json& out) const;

private:
    uint64_t m_points = 0, m_nan = 0, m_inf = 0;
    Json m_first, m_last;
    std::vector<double> m_finite;
};

/// Facts of the steps of a tag: "first_step" … "max_step", and "distinct_steps" where a step came twice.
class StepFacts {
public:
    void add(std::span<const int64_t> steps);
    void writeTo(Json& out, int64_t first, int64_t last) const;

private:
    std::vector<int64_t> m_steps;
};

} // namespace td::runlog
