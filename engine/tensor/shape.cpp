#include "engine/tensor/shape.h"

#include "engine/tensor/saturated.h"

#include <algorithm>

namespace td {

int64_t elementsOf(std::span<const int64_t> extents) {
    int64_t elements = 1;
    for (const int64_t extent : extents)
        elements = saturatedProduct(elements, extent);
    return elements;
}

std::string toString(std::span<const int64_t> extents) {
    return Shape::of(extents).toString();
}

Extents stridesOf(std::span<const int64_t> extents) {
    Extents strides(extents.size());
    int64_t stride = 1;
    for (size_t i = extents.size(); i-- > 0; stride = saturatedProduct(stride, extents[i]))
        strides[i] = stride;
    return strides;
}

Shape Shape::of(std::span<const int64_t> extents) {
    return Shape(std::vector<Dim>(extents.begin(), extents.end()));
}

std::optional<Shape> Shape::parse(std::string_view text) {
    if (text.size() < 2 || text.front() != '(' || text.back() != ')') return std::nullopt;
    text = text.substr(1, text.size() - 2);
    Shape shape;
    int depth = 0;
    for (size_t start = 0, at = 0; !text.empty() && at <= text.size(); ++at) {
        if (at < text.size() && text[at] == '(') ++depth;
        if (at < text.size() && text[at] == ')') --depth;
        if (at < text.size() && (text[at] != ',' || depth > 0)) continue;
        const auto dim = Dim::parse(text.substr(start, at - start));
        if (!dim) return std::nullopt;
        shape.append(*dim);
        start = at + 1;
    }
    return shape;
}

bool Shape::isKnown() const {
    return std::all_of(m_dims.begin(), m_dims.end(), [](const Dim& dim) { return dim.isKnown(); });
}

Dim Shape::elements() const {
    Dim product(1);
    for (const Dim& dim : m_dims)
        product = product * dim;
    return product;
}

std::optional<Extents> Shape::extents() const {
    if (!isKnown()) return std::nullopt;
    Extents extents;
    for (const Dim& dim : m_dims)
        extents.push_back(dim.value());
    return extents;
}

Shape Shape::bound(const DimBindings& bindings) const {
    Shape result;
    for (const Dim& dim : m_dims)
        result.append(dim.bound(bindings));
    return result;
}

std::string Shape::toString() const {
    std::string text = "(";
    for (size_t i = 0; i < m_dims.size(); ++i)
        text += (i > 0 ? "," : "") + m_dims[i].toString();
    return text + ")";
}

std::string toString(const TensorType& type) {
    return std::string(name(type.dtype)) + type.shape.toString();
}

Result<Shape> broadcast(const Shape& a, const Shape& b) {
    const int rank = std::max(a.rank(), b.rank());
    Shape result;
    for (int i = 0; i < rank; ++i) {
        const int left = i - (rank - a.rank()), right = i - (rank - b.rank());
        if (left < 0)
            result.append(b[right]);
        else if (right < 0 || b[right].is(1) || a[left] == b[right])
            result.append(a[left]);
        else if (a[left].is(1))
            result.append(b[right]);
        else
            return failure(ErrorCode::ShapeMismatch, {{"left", a.toString()}, {"right", b.toString()}});
    }
    return result;
}

Result<int> normalizedAxis(int64_t axis, int rank) {
    if (axis < -rank || axis >= rank)
        return failure(ErrorCode::InvalidArgument, {{"axis", std::to_string(axis)}, {"rank", std::to_string(rank)}});
    return static_cast<int>(axis < 0 ? axis + rank : axis);
}

} // namespace td
