#pragma once

#include "engine/kernels/kernel.h"

#include <cstring>
#include <vector>

namespace td::simd {

/// An input that an operation changes, and the output that is the changed one.
struct ChangedState {
    int input = 0, output = 0;
    size_t bytes = 0;
};

[[nodiscard]] inline std::vector<ChangedState> changedStateOf(const kernels::KernelRequest& request) {
    std::vector<ChangedState> state;
    for (const graph::Alias& alias : request.op->mustAlias)
        state.push_back({alias.input, alias.output, request.outputs[static_cast<size_t>(alias.output)].sizeBytes()});
    return state;
}

/// Our rules work in the output's memory; where that is not the input's, the input is brought there first.
inline void bringState(const kernels::KernelCall& call, const std::vector<ChangedState>& state) {
    for (const ChangedState& changed : state) {
        std::byte* const to = call.outputs[changed.output];
        const std::byte* const from = call.inputs[changed.input];
        if (to != from && changed.bytes > 0) std::memcpy(to, from, changed.bytes);
    }
}

} // namespace td::simd
