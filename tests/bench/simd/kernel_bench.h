#pragma once

#include "engine/kernels/kernel_registry.h"
#include "engine/tensor/tensor.h"

#include <optional>
#include <string>
#include <vector>

namespace td::bench {

struct KernelBench {
    std::string op;
    graph::Attributes attributes;
    std::vector<std::optional<Tensor>> inputs; ///< nothing where an optional one is left out
    bool isInPlace = false;
};

/// The best of many short rounds.
struct KernelTime {
    std::string implementation;
    double seconds = 0;
    int64_t elements = 0; ///< of the largest argument
};

/// Variant `variant`, or the preferred one if that is empty. Nothing where there is no such kernel.
[[nodiscard]] std::optional<KernelTime> timed(const KernelBench& bench, const std::string& variant, int threads);

/// Numbers in -1 … 1, the same each time.
[[nodiscard]] Tensor uniform(Extents extents);
[[nodiscard]] Tensor someIndices(Extents extents, int limit);

} // namespace td::bench
