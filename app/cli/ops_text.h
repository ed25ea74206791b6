#pragma once

#include "engine/graph/op_registry.h"
#include "engine/kernels/kernel_registry.h"

#include <span>
#include <string>

namespace td::cli {

using OpList = std::span<const graph::OpDef* const>;

/// A table: operations by family, with how gradients flow, what computes them, and what they do.
[[nodiscard]] std::string opsTable(OpList ops, const kernels::KernelRegistry& kernels);
/// Everything about one operation, for reading.
[[nodiscard]] std::string opText(const graph::OpDef& op, const kernels::KernelRegistry& kernels);
/// Everything about some operations: {"ops": [{"name", "family", "about", "inputs", "outputs", "attributes", "traits",
/// "gradient", "decomposes", "cost", "aliases", "kernels"}]}.
[[nodiscard]] std::string opsJson(OpList ops, const kernels::KernelRegistry& kernels);

/// How gradients flow: "emits", "decomposition", or "none".
[[nodiscard]] std::string_view gradientKind(const graph::OpDef& op);
/// An attribute's value as a person writes it.
[[nodiscard]] std::string valueText(const graph::Attribute& value);
/// The kernels of an operation on the CPU, the preferred first.
[[nodiscard]] std::vector<const kernels::KernelDef*> kernelsOf(const graph::OpDef& op,
                                                               const kernels::KernelRegistry& kernels);

} // namespace td::cli
