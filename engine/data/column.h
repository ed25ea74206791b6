#pragma once

#include "engine/tensor/shape.h"

#include <string>
#include <vector>

namespace td::data {

/// What a column is for when a model learns from it.
enum class Role : uint8_t { Feature, Label, Weight };

/// One named part of every example: an image, a row of numbers, a class.
struct Column {
    std::string name;
    TensorType type; ///< of one example, without the batch axis; every axis is a known number
    Role role = Role::Feature;
    std::vector<std::string> classes; ///< names of the classes 0, 1, … where the values are such indices
    std::vector<std::string> parts;   ///< names of the elements of the last axis, where it was joined from several
    bool operator==(const Column&) const = default;
};

/// The sizes of `count` examples stacked along axis 0.
[[nodiscard]] TD_API Extents batchExtents(const Column& column, int64_t count);
/// Elements and bytes of one example. Errors out of `Source`s keep both far from overflow.
[[nodiscard]] TD_API int64_t exampleElements(const Column& column);
[[nodiscard]] TD_API size_t exampleBytes(const Column& column);

} // namespace td::data
