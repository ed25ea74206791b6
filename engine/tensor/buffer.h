#pragma once

#include "engine/base/api.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace td {

/// Every allocation of tensor memory starts on such a boundary: a cache line, and the widest SIMD register.
inline constexpr size_t kBufferAlignment = 64;

/// Owned memory for tensors on one device.
///
/// Large host buffers ask for huge pages; the memory is zero at first where it comes fresh from the system, but only
/// `zeroed` promises it. Errors: allocation failure gives a null pointer, never an exception.
class TD_API Buffer {
public:
    virtual ~Buffer() = default;
    [[nodiscard]] std::byte* data() const { return m_data; }
    [[nodiscard]] size_t sizeBytes() const { return m_sizeBytes; }

protected:
    Buffer(std::byte* data, size_t sizeBytes)
        : m_data(data)
        , m_sizeBytes(sizeBytes) {}
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;

private:
    std::byte* m_data;
    size_t m_sizeBytes;
};

enum class Fill : uint8_t { Unset, Zero };

/// Host memory of this size, or null if there is none.
[[nodiscard]] TD_API std::shared_ptr<Buffer> hostBuffer(size_t sizeBytes, Fill fill = Fill::Unset);

/// Host memory that all live buffers hold now; what a plan promised can be compared with it.
[[nodiscard]] TD_API size_t hostBufferBytes();

} // namespace td
