#pragma once

#include "engine/kernels/cpu/onednn/library.h"

#include <optional>
#include <string_view>
#include <utility>

/// Where oneDNN 2.x and 3.x differ: how descriptors are made and how an activation is appended.
namespace td::kernels::onednn {

using Desc = dnnl::memory::desc;
using Dims = dnnl::memory::dims;
using Tag = dnnl::memory::format_tag;
inline constexpr auto kFloat = dnnl::memory::data_type::f32;

/// Whether a descriptor stands for the library's reference loops, which are hundreds of times slower than its others.
template <class PrimitiveDesc>
[[nodiscard]] bool isReference(const PrimitiveDesc& desc) {
    return std::string_view(desc.impl_info_str()).starts_with("ref");
}

/// The descriptor of a primitive with the arguments that the primitive's own constructor takes in 2.x; nothing where
/// the library cannot do it.
template <class Primitive, class... Arguments>
[[nodiscard]] std::optional<typename Primitive::primitive_desc> describe(const dnnl::primitive_attr& attributes,
                                                                         Arguments&&... arguments) {
    try {
#if DNNL_VERSION_MAJOR >= 3
        return typename Primitive::primitive_desc(cpu(), std::forward<Arguments>(arguments)..., attributes);
#else
        const dnnl::engine& engine = cpu();
        return typename Primitive::primitive_desc(typename Primitive::desc(std::forward<Arguments>(arguments)...),
                                                  attributes, engine);
#endif
    } catch (const dnnl::error&) {
        return std::nullopt;
    }
}

/// The same for gradients, which the library wants to be hinted at the forward descriptor.
template <class Primitive, class Hint, class... Arguments>
[[nodiscard]] std::optional<typename Primitive::primitive_desc>
describeGradient(const dnnl::primitive_attr& attributes, const Hint& hint, Arguments&&... arguments) {
    try {
#if DNNL_VERSION_MAJOR >= 3
        return typename Primitive::primitive_desc(cpu(), std::forward<Arguments>(arguments)..., hint, attributes);
#else
        const dnnl::engine& engine = cpu();
        return typename Primitive::primitive_desc(typename Primitive::desc(std::forward<Arguments>(arguments)...),
                                                  attributes, engine, hint);
#endif
    } catch (const dnnl::error&) {
        return std::nullopt;
    }
}

[[nodiscard]] inline std::optional<dnnl::eltwise_forward::primitive_desc>
describeEltwise(const dnnl::primitive_attr& attributes, dnnl::algorithm algorithm, const Desc& x, float alpha,
                float beta) {
    constexpr auto kKind = dnnl::prop_kind::forward_inference;
#if DNNL_VERSION_MAJOR >= 3
    return describe<dnnl::eltwise_forward>(attributes, kKind, algorithm, x, x, alpha, beta);
#else
    return describe<dnnl::eltwise_forward>(attributes, kKind, algorithm, x, alpha, beta);
#endif
}

inline void appendEltwise(dnnl::post_ops& operations, dnnl::algorithm algorithm, float alpha, float beta) {
#if DNNL_VERSION_MAJOR >= 3
    operations.append_eltwise(algorithm, alpha, beta);
#else
    operations.append_eltwise(1.f, algorithm, alpha, beta);
#endif
}

} // namespace td::kernels::onednn
