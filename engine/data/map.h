#pragma once

#include "engine/data/column.h"

#include <cstddef>
#include <functional>

namespace td::data {

/// Which example a map works on: what randomness may depend on, so that it is the same whoever computes it and when.
struct RowPlace {
    int64_t row = 0; ///< the row's number in its source, not in the shuffled order
    int64_t epoch = 0;
};

/// A map that knows the column it works on. `apply` reads one example and writes one of `column`'s type elsewhere;
/// false where a value is outside what the map takes. Threads: called from any thread, for several rows at once.
struct BoundMap {
    Column column;
    std::function<bool(const std::byte* in, std::byte* out, RowPlace place)> apply;
};

/// A named function of one column's examples that changes neither their number nor their order.
/// `bind` errors: TypeMismatch, ShapeMismatch, InvalidArgument, each with the facts "map" and "column".
struct Map {
    std::string name;
    std::function<Result<BoundMap>(const Column& input)> bind;
};

/// y = scale * x + offset as float32, whatever numbers x are.
[[nodiscard]] TD_API Map rescale(double scale, double offset = 0);
/// y = (x - mean) / deviation as float32, 0 where the deviation is 0. One pair for all elements or one for each
/// element of the last axis.
[[nodiscard]] TD_API Map standardize(std::vector<double> means, std::vector<double> deviations);
/// Class indices () or (…,1) to float32 (…,classes); 0 takes the number from the column's class names. A value that
/// is no index below it is refused when it is read.
[[nodiscard]] TD_API Map oneHot(int64_t classes = 0);
/// As C++ casts; what the type cannot hold becomes its nearest value, NaN becomes 0 in integers.
[[nodiscard]] TD_API Map cast(DType to);
/// Other sizes of the same number of elements.
[[nodiscard]] TD_API Map reshape(Extents example);
/// y = x + deviation * n as float32, n standard normal, a function of (seed, epoch, row, element).
[[nodiscard]] TD_API Map gaussianNoise(double deviation, uint64_t seed);

} // namespace td::data
