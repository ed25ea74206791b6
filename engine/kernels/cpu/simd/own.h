#pragma once

#include "engine/kernels/kernel.h"

namespace td::simd {

inline constexpr const char* kOwnVariant = "own";
inline constexpr int kOwnPreference = 10;

/// "own:avx2"
[[nodiscard]] inline std::string ownName(const kernels::KernelRequest& request) {
    return std::string("own:") + std::string(kernels::name(request.isa));
}

/// All arguments that are there are plain and of this type.
[[nodiscard]] inline bool arePlain(const std::vector<kernels::Argument>& arguments, DType dtype = DType::F32) {
    for (const kernels::Argument& argument : arguments)
        if (argument.isPresent && (!argument.isPlain() || argument.dtype != dtype)) return false;
    return true;
}

} // namespace td::simd
