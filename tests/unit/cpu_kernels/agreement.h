#pragma once

#include "tests/support/net_shapes.h"

namespace td::test {

/// Runs variant "onednn" with one, two and three threads, twice each, and compares with the reference loops in double:
/// within 1e-5 of the larger of 1, the value and the outputs' root mean square; the second run bit by bit as the first.
/// The library's own reference loops must not be what runs.
void expectAgreement(const KernelCase& kernelCase, bool isFrozen = false);

/// What the reference loops make of these inputs, computed in double, everything in plain layout.
[[nodiscard]] std::vector<Tensor> referenceOutputs(const KernelCase& kernelCase, const std::vector<Tensor>& inputs);

/// The elements in plain order of an array that lies as `layout` says.
[[nodiscard]] Tensor plain(const Tensor& tensor, graph::Layout layout);

} // namespace td::test
