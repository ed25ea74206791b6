#pragma once

#include "engine/kernels/kernel_registry.h"
#include "engine/tensor/dtype_dispatch.h"

#include <span>
#include <string>

namespace td::kernels {

/// A tensor as plain loops see it: row-major, somebody else's memory; no data for a left-out input.
struct TensorView {
    DType dtype = DType::F32;
    Extents extents;
    std::byte* data = nullptr;

    [[nodiscard]] int64_t elements() const { return elementsOf(extents); }
    [[nodiscard]] int rank() const { return static_cast<int>(extents.size()); }
    [[nodiscard]] bool isPresent() const { return data != nullptr; }
    template <class T>
    [[nodiscard]] T* as() const {
        return reinterpret_cast<T*>(data);
    }
};

/// One call of a reference kernel.
struct ReferenceCall {
    std::span<const TensorView> inputs;
    std::span<const TensorView> outputs;
    const graph::Attributes& attributes;
    KernelFault& fault;
};

/// Plain loops: the judge of every other kernel and the fallback where there is none. Written for reading, not for
/// speed.
using ReferenceFunction = void (*)(const ReferenceCall&);
void addReference(KernelRegistry& kernels, std::string op, ReferenceFunction function);

/// Where element `flat` of an array of `extents` lies in an array of `from` that is broadcast to it (numpy's rules).
[[nodiscard]] int64_t broadcastIndex(int64_t flat, std::span<const int64_t> extents, std::span<const int64_t> from);

/// The extents seen as (outer, axis, inner) around one axis; `axis` may be negative.
struct AxisView {
    int64_t outer = 1, axis = 1, inner = 1;
};
[[nodiscard]] AxisView around(std::span<const int64_t> extents, int64_t axis);

} // namespace td::kernels
