// The readers of data to learn from: tables, arrays, pictures, specifications.
#include "engine/data/csv_table.h"
#include "engine/data/idx.h"
#include "engine/data/image.h"
#include "engine/data/npy.h"
#include "engine/data/spec.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"

#include <algorithm>

namespace td::fuzz {

using namespace data;

namespace {

constexpr uint64_t kLimitBytes = 1 << 24;

std::string_view viewOf(runlog::Bytes input) {
    return {reinterpret_cast<const char*>(input.data()), input.size()};
}

void checkArrays(const Result<std::vector<NamedArray>>& arrays) {
    if (!arrays) return;
    for (const NamedArray& array : *arrays)
        for (int64_t i = 0; i < std::min<int64_t>(array.values.elements(), 1000) && !array.classes.empty(); ++i)
            require(array.values.at(i) >= 0 && array.values.at(i) < static_cast<double>(array.classes.size()));
}

} // namespace

void idx(runlog::Bytes input) {
    Problems problems;
    const auto values = readIdx(viewOf(input), "f", problems);
    require(!values || values->sizeBytes() <= input.size());
}

void npy(runlog::Bytes input) {
    Problems problems;
    checkArrays(readNpy(viewOf(input), "f", "a", problems));
}

void npz(runlog::Bytes input) {
    Problems problems;
    checkArrays(readNpz(viewOf(input), "f", kLimitBytes, problems));
}

void csv(runlog::Bytes input) {
    Problems problems;
    const auto table = readCsv(std::string(viewOf(input)), "f", {}, {}, kLimitBytes, problems);
    if (!table) return;
    for (const CsvColumn& column : table->columns)
        require(column.kind == CsvKind::Text || column.values.size() == table->lines.size());
}

void image(runlog::Bytes input) {
    const auto decoded = decodeImage(viewOf(input), "f");
    if (!decoded) return;
    require(decoded->rank() == 3 && decoded->extents()[2] >= 1 && decoded->extents()[2] <= 4);
    require(fittedImage(*decoded, {5, 7}, 3).has_value());
}

void dataset(runlog::Bytes input) {
    Problems problems;
    (void)readSpec(viewOf(input), "/", "f", problems);
}

} // namespace td::fuzz
