#pragma once

#include "engine/graph/op_registry.h"
#include "engine/kernels/kernel_registry.h"

#include <optional>
#include <string>
#include <vector>

namespace td::kernels {

/// One operation on given inputs, computed by one of its kernels.
struct KernelCase {
    std::string op;
    graph::Attributes attributes;
    std::vector<std::optional<Tensor>> inputs; ///< nothing where an optional one is left out
    bool isBlocked = false;            ///< tensors of rank 4 whose channels are a multiple of 16 go as Blocked16
    double tolerance = 1e-5;           ///< of max(1, |reference|)
    std::optional<size_t> frozen = {}; ///< the input that never changes
    std::string variant = "own";       ///< of the kernel
};

/// A way to run: what the kernels must agree on.
struct RunMode {
    Isa isa = Isa::Baseline;
    int threads = 1;
    bool isInPlace = false; ///< outputs lie over inputs where the kernel allows it
};

/// Every instruction set up to this machine's (TENSORDESK_ISA lowers it), with one thread and with two.
[[nodiscard]] std::vector<RunMode> allModes();

/// Runs the variant. Nothing where it does not support the case.
[[nodiscard]] std::optional<std::vector<Tensor>> runOwn(const KernelCase& test, const RunMode& mode);
/// Runs the reference, with float32 inputs as float64.
[[nodiscard]] std::vector<Tensor> runReference(const KernelCase& test);

/// Compares all modes with the reference, and each mode with itself run again (bit by bit).
void expectSameAsReference(const KernelCase& test);

/// Reproducible numbers, normally distributed.
[[nodiscard]] Tensor normals(Extents extents, uint32_t seed, double scale = 1, double mean = 0);
[[nodiscard]] Tensor indices(Extents extents, uint32_t seed, int limit);
[[nodiscard]] Tensor booleans(Extents extents, uint32_t seed);

} // namespace td::kernels
