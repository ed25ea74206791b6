#pragma once

#include "engine/base/result.h"
#include "engine/tensor/dim.h"
#include "engine/tensor/dtype.h"

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace td {

/// The sizes of a tensor's axes when all are known, outermost first.
using Extents = std::vector<int64_t>;

/// Elements of these extents: 1 for none (a scalar), 0 if any is 0; what 64 bits cannot hold is their largest number.
[[nodiscard]] TD_API int64_t elementsOf(std::span<const int64_t> extents);
/// "(32,784)"; "()" for a scalar.
[[nodiscard]] TD_API std::string toString(std::span<const int64_t> extents);
/// Row-major strides in elements.
[[nodiscard]] TD_API Extents stridesOf(std::span<const int64_t> extents);

/// The sizes of a tensor's axes, some perhaps symbolic. Axes count from 0; helpers also take negative ones, from the
/// end.
class TD_API Shape {
public:
    Shape() = default;
    Shape(std::initializer_list<Dim> dims)
        : m_dims(dims) {}
    explicit Shape(std::vector<Dim> dims)
        : m_dims(std::move(dims)) {}
    static Shape of(std::span<const int64_t> extents);
    /// Reads what `toString` writes: "(B,28,28,1)".
    [[nodiscard]] static std::optional<Shape> parse(std::string_view text);

    [[nodiscard]] int rank() const { return static_cast<int>(m_dims.size()); }
    [[nodiscard]] const Dim& operator[](int axis) const {
        return m_dims[static_cast<size_t>(axis < 0 ? axis + rank() : axis)];
    }
    [[nodiscard]] Dim& operator[](int axis) { return m_dims[static_cast<size_t>(axis < 0 ? axis + rank() : axis)]; }
    [[nodiscard]] const std::vector<Dim>& dims() const { return m_dims; }
    void append(Dim dim) { m_dims.push_back(std::move(dim)); }
    void insert(int axis, Dim dim) { m_dims.insert(m_dims.begin() + axis, std::move(dim)); }
    void erase(int axis) { m_dims.erase(m_dims.begin() + axis); }

    [[nodiscard]] bool isKnown() const;
    [[nodiscard]] Dim elements() const;
    /// The numbers, if every axis is known.
    [[nodiscard]] std::optional<Extents> extents() const;
    [[nodiscard]] Shape bound(const DimBindings& bindings) const;
    [[nodiscard]] std::string toString() const;
    bool operator==(const Shape&) const = default;

private:
    std::vector<Dim> m_dims;
};

/// A value's element type and shape: what inference computes.
struct TensorType {
    DType dtype = DType::F32;
    Shape shape;
    bool operator==(const TensorType&) const = default;
};
/// "float32(B,784)"
[[nodiscard]] TD_API std::string toString(const TensorType& type);

/// numpy's broadcasting of two shapes: right-aligned, 1 stretches. Errors: ShapeMismatch with the facts "left",
/// "right".
[[nodiscard]] TD_API Result<Shape> broadcast(const Shape& a, const Shape& b);

/// An axis in 0 … rank-1 from one that may be negative. Errors: InvalidArgument with "axis" and "rank".
[[nodiscard]] TD_API Result<int> normalizedAxis(int64_t axis, int rank);

} // namespace td
