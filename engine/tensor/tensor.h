#pragma once

#include "engine/base/result.h"
#include "engine/tensor/buffer.h"
#include "engine/tensor/shape.h"

#include <span>
#include <vector>

namespace td {

/// A dense row-major array in host memory: element type, extents, shared storage.
///
/// Copies share the storage (as numpy views do); `clone` does not.
/// Threads: as a vector's: any number of readers, or one writer.
/// Errors:  `create` says TooLarge where sizes overflow or memory is out.
class TD_API Tensor {
public:
    /// An empty float32 vector.
    Tensor();
    [[nodiscard]] static Result<Tensor> create(DType dtype, Extents extents, Fill fill = Fill::Zero);
    /// For scalars and other sizes that a program itself chose; std::bad_alloc where `create` fails. What a file, a graph
    /// or a person sizes goes through `create`.
    [[nodiscard]] static Tensor zeros(DType dtype, Extents extents);
    template <class T>
    [[nodiscard]] static Tensor of(DType dtype, Extents extents, std::span<const T> values);
    [[nodiscard]] static Tensor scalar(DType dtype, double value);
    [[nodiscard]] static Tensor floats(Extents extents, std::vector<float> values);
    [[nodiscard]] static Tensor ints(Extents extents, std::vector<int32_t> values);

    [[nodiscard]] DType dtype() const { return m_dtype; }
    [[nodiscard]] const Extents& extents() const { return m_extents; }
    [[nodiscard]] int rank() const { return static_cast<int>(m_extents.size()); }
    [[nodiscard]] int64_t elements() const { return m_elements; }
    [[nodiscard]] size_t sizeBytes() const { return static_cast<size_t>(m_elements) * elementBytes(m_dtype); }
    [[nodiscard]] TensorType type() const { return {m_dtype, Shape::of(m_extents)}; }

    [[nodiscard]] std::byte* bytes() const { return m_buffer->data(); }
    /// The elements as T, whose size must be the element type's.
    template <class T>
    [[nodiscard]] std::span<T> as() const {
        return {reinterpret_cast<T*>(bytes()), static_cast<size_t>(m_elements)};
    }
    /// Element `index` of the flat order as a number, whatever the type; 64-bit integers round to the nearest double.
    [[nodiscard]] double at(int64_t index) const;
    /// Sets element `index` of the flat order, by the rule of `fromReal`.
    void set(int64_t index, double value) const;

    [[nodiscard]] Tensor clone() const;
    /// The same elements under other extents of the same product.
    [[nodiscard]] Tensor reshaped(Extents extents) const;
    /// Rows first … first+count-1 of axis 0, which must exist, over this tensor's memory.
    [[nodiscard]] Tensor rows(int64_t first, int64_t count) const;
    /// Same type, extents and bytes.
    bool operator==(const Tensor& other) const;

private:
    Tensor(DType dtype, Extents extents, std::shared_ptr<Buffer> buffer);

    DType m_dtype = DType::F32;
    Extents m_extents;
    int64_t m_elements = 0;
    std::shared_ptr<Buffer> m_buffer;
};

template <class T>
Tensor Tensor::of(DType dtype, Extents extents, std::span<const T> values) {
    Tensor tensor = zeros(dtype, std::move(extents));
    for (int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, static_cast<double>(values[static_cast<size_t>(i)]));
    return tensor;
}

} // namespace td
