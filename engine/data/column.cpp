#include "engine/data/column.h"

namespace td::data {

Extents batchExtents(const Column& column, int64_t count) {
    Extents extents{count};
    for (const Dim& dim : column.type.shape.dims())
        extents.push_back(dim.value());
    return extents;
}

int64_t exampleElements(const Column& column) {
    return elementsOf(batchExtents(column, 1));
}

size_t exampleBytes(const Column& column) {
    return static_cast<size_t>(exampleElements(column)) * elementBytes(column.type.dtype);
}

} // namespace td::data
