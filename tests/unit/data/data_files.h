#pragma once

#include "engine/base/file.h"
#include "engine/data/load.h"
#include "engine/data/memory_source.h"

#include <gtest/gtest.h>
#include <numeric>

namespace td::data {

inline std::string dataFile(const std::string& name) {
    return std::string(TD_TEST_DATA) + "/datasets/" + name;
}
inline std::string bytesOf(const std::string& name) {
    return readWholeFile(dataFile(name)).value_or("");
}

/// 0, 1, 2 … in the order of the elements.
inline Tensor counted(Extents extents, DType dtype = DType::F32) {
    Tensor tensor = Tensor::zeros(dtype, std::move(extents));
    for (int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, static_cast<double>(i));
    return tensor;
}

/// Rows whose feature "x" (width) holds row * 10 + element and whose label "y" is row % classes.
inline Dataset numbered(int64_t rows, int64_t width = 3, int64_t classes = 2) {
    Tensor x = Tensor::zeros(DType::F32, {rows, width}), y = Tensor::zeros(DType::I32, {rows});
    for (int64_t i = 0; i < rows * width; ++i)
        x.set(i, static_cast<double>(i / width * 10 + i % width));
    for (int64_t i = 0; i < rows; ++i)
        y.set(i, static_cast<double>(i % classes));
    return Dataset::of(
        *MemorySource::create({{"x", {}, Role::Feature, {}, {}}, {"y", {}, Role::Label, {}, {}}}, {x, y}));
}

inline std::vector<int64_t> firstRows(int64_t count) {
    std::vector<int64_t> rows(static_cast<size_t>(count));
    std::iota(rows.begin(), rows.end(), 0);
    return rows;
}

/// A column of all rows.
inline Tensor all(const Dataset& data, std::string_view column) {
    auto read = data.read(firstRows(data.rows()));
    EXPECT_TRUE(read) << (read ? "" : describe(read.error()));
    const auto index = data.column(column);
    EXPECT_TRUE(index);
    return read && index ? (*read)[*index] : Tensor();
}

inline std::vector<double> valuesOf(const Tensor& tensor) {
    std::vector<double> values;
    for (int64_t i = 0; i < tensor.elements(); ++i)
        values.push_back(tensor.at(i));
    return values;
}

/// "encoding line 3, not-a-number line 5 field 2"
inline std::string textOf(const Problems& problems) {
    std::string text;
    for (const Problem& problem : problems.list()) {
        text += (text.empty() ? "" : ", ") + std::string(name(problem.kind));
        if (problem.line > 0) text += " line " + std::to_string(problem.line);
        if (problem.column > 0) text += " field " + std::to_string(problem.column);
    }
    return text;
}

} // namespace td::data
