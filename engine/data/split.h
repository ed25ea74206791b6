#pragma once

#include "engine/data/dataset.h"

namespace td::data {

/// The rows cut into parts of these fractions, drawn without replacement by `seed`; each part keeps the order of the
/// data set. With `stratifyColumn` every class (a column of integers, one an example) is cut by itself, so that each
/// part has its share of it to within one row. Fractions may add up to less than 1: the rest is in no part.
///
/// Errors: InvalidArgument for fractions that are negative or add up to more than 1, for a column that holds no
///         classes, and where a fraction above 0 gets no row ("too few rows"); NotFound for the column.
[[nodiscard]] TD_API Result<std::vector<Dataset>> split(const Dataset& data, std::span<const double> fractions,
                                                        uint64_t seed, std::string_view stratifyColumn = {});

struct TrainTest {
    Dataset train, test;
};
/// Whether (row * 2654435761 mod 2^32) < 0.2 * 2^32: about a fifth of the rows, the same in every language.
[[nodiscard]] TD_API bool isHash20Test(int64_t row);
[[nodiscard]] TD_API TrainTest splitHash20(const Dataset& data);
/// All but the first floor(0.8 * rows) rows are test, the last fifth: for what is ordered in time.
[[nodiscard]] TD_API TrainTest splitLast20(const Dataset& data);

/// The numbers 0 … count-1 in an order that is a function of (seed, epoch) alone: every order is possible, none is
/// preferred beyond what 64 random bits a step can tell (Fisher-Yates).
TD_API void permutation(uint64_t seed, int64_t epoch, std::span<int64_t> into);

} // namespace td::data
