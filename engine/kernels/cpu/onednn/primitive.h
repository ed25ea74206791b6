#pragma once

#include "engine/kernels/cpu/onednn/compat.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace td::kernels::onednn {

/// One argument of a primitive: which (DNNL_ARG_…), and how its memory is laid out.
struct Slot {
    int argument = 0;
    Desc desc;
};

/// A oneDNN primitive made for fixed shapes, with the memory objects that it is called with.
///
/// Threads: `run` may be called from several threads; only a call that meets another one inside allocates.
class Primitive {
public:
    Primitive() = default;
    /// `slots` in the order in which `run` will be given addresses. `scratch` is the scratchpad's description.
    Primitive(const dnnl::primitive& primitive, std::vector<Slot> slots, const Desc& scratch);

    [[nodiscard]] explicit operator bool() const { return m_held != nullptr; }
    [[nodiscard]] size_t scratchBytes() const { return m_scratchBytes; }
    void run(std::initializer_list<const void*> addresses, void* scratch) const;
    void run(std::span<const void* const> addresses, void* scratch) const;

private:
    struct Held;
    std::shared_ptr<Held> m_held;
    size_t m_scratchBytes = 0;
};

/// Scratch is shared out in whole cache lines.
[[nodiscard]] constexpr size_t aligned(size_t bytes) {
    return (bytes + 63) / 64 * 64;
}

/// Attributes that every primitive of ours has: the scratchpad is given by the caller.
[[nodiscard]] dnnl::primitive_attr userScratch();

/// The primitive of a descriptor that was made with `userScratch`.
template <class Kind>
[[nodiscard]] Primitive primitiveOf(const typename Kind::primitive_desc& desc, std::vector<Slot> slots) {
    enter();
    requireRoomForCode();
    return Primitive(Kind(desc), std::move(slots), desc.scratchpad_desc());
}

/// Copies from one layout to another; run({from, to}, scratch). Empty where the two are the same or none is known.
[[nodiscard]] Primitive reorder(const Desc& from, const Desc& to);

/// An activation as the library names it.
struct Eltwise {
    dnnl::algorithm algorithm;
    float alpha, beta;
};
/// "relu", "gelu" …; nothing for "linear" and for what is not known.
[[nodiscard]] std::optional<Eltwise> eltwiseOf(std::string_view activation);
/// Appends an activation, "linear" being none. False for one that is not known.
[[nodiscard]] bool appendActivation(dnnl::post_ops& operations, std::string_view activation);

} // namespace td::kernels::onednn
