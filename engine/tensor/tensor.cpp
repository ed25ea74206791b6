#include "engine/tensor/tensor.h"

#include "engine/base/float16.h"
#include "engine/tensor/dtype_dispatch.h"
#include "engine/tensor/element_cast.h"

#include <cstdlib>
#include <cstring>
#include <new>

namespace td {

namespace {
/// Bytes of such a tensor, nothing if a size is negative or the product overflows.
std::optional<size_t> checkedBytes(DType dtype, const Extents& extents) {
    size_t bytes = elementBytes(dtype);
    for (const int64_t extent : extents)
        if (extent < 0 || __builtin_mul_overflow(bytes, static_cast<size_t>(extent), &bytes)) return std::nullopt;
    return bytes > (size_t{1} << 46) ? std::nullopt : std::optional(bytes);
}

/// A part of another buffer, which it keeps alive.
class BufferPart : public Buffer {
public:
    BufferPart(std::shared_ptr<Buffer> whole, size_t offset, size_t sizeBytes)
        : Buffer(whole->data() + offset, sizeBytes)
        , m_whole(std::move(whole)) {}

private:
    std::shared_ptr<Buffer> m_whole;
};
} // namespace

Tensor::Tensor()
    : Tensor(DType::F32, {0}, hostBuffer(0)) {}

Tensor::Tensor(DType dtype, Extents extents, std::shared_ptr<Buffer> buffer)
    : m_dtype(dtype)
    , m_extents(std::move(extents))
    , m_elements(elementsOf(m_extents))
    , m_buffer(std::move(buffer)) {}

Result<Tensor> Tensor::create(DType dtype, Extents extents, Fill fill) {
    const auto bytes = checkedBytes(dtype, extents);
    auto buffer = bytes ? hostBuffer(*bytes, fill) : nullptr;
    if (!buffer)
        return failure(ErrorCode::TooLarge, {{"tensor", std::string(name(dtype)) + td::toString(extents)},
                                             {"memory", bytes ? std::to_string(*bytes) : "more than there is"}});
    return Tensor(dtype, std::move(extents), std::move(buffer));
}

Tensor Tensor::zeros(DType dtype, Extents extents) {
    auto tensor = create(dtype, std::move(extents));
    if (!tensor) throw std::bad_alloc();
    return *std::move(tensor);
}

Tensor Tensor::scalar(DType dtype, double value) {
    Tensor tensor = zeros(dtype, {});
    tensor.set(0, value);
    return tensor;
}

Tensor Tensor::floats(Extents extents, std::vector<float> values) {
    return of<float>(DType::F32, std::move(extents), values);
}

Tensor Tensor::ints(Extents extents, std::vector<int32_t> values) {
    return of<int32_t>(DType::I32, std::move(extents), values);
}

double Tensor::at(int64_t index) const {
    return toReal(m_dtype, bytes() + static_cast<size_t>(index) * elementBytes(m_dtype));
}

void Tensor::set(int64_t index, double value) const {
    const auto i = static_cast<size_t>(index);
    if (m_dtype == DType::F16)
        as<uint16_t>()[i] = floatToHalf(static_cast<float>(value));
    else if (m_dtype == DType::BF16)
        as<uint16_t>()[i] = floatToBfloat16(static_cast<float>(value));
    else
        dispatch(m_dtype, [&]<class T>(T) { as<T>()[i] = fromReal<T>(value); });
}

Tensor Tensor::clone() const {
    Tensor copy = zeros(m_dtype, m_extents);
    std::memcpy(copy.bytes(), bytes(), sizeBytes());
    return copy;
}

Tensor Tensor::reshaped(Extents extents) const {
    return Tensor(m_dtype, std::move(extents), m_buffer);
}

Tensor Tensor::rows(int64_t first, int64_t count) const {
    Extents extents = m_extents;
    extents[0] = 1;
    const size_t rowBytes = static_cast<size_t>(elementsOf(extents)) * elementBytes(m_dtype);
    extents[0] = count;
    const auto offset = static_cast<size_t>(first) * rowBytes;
    return {m_dtype, std::move(extents),
            std::make_shared<BufferPart>(m_buffer, offset, static_cast<size_t>(count) * rowBytes)};
}

bool Tensor::operator==(const Tensor& other) const {
    return m_dtype == other.m_dtype && m_extents == other.m_extents &&
           std::memcmp(bytes(), other.bytes(), sizeBytes()) == 0;
}

} // namespace td
