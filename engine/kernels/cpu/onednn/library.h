#pragma once

#include "engine/kernels/isa.h"

#include <oneapi/dnnl/dnnl.hpp>

namespace td::kernels::onednn {

/// The most that the library may use; without usable tiles also none of what it would compile with them.
[[nodiscard]] dnnl::cpu_isa instructionLimit(Isa isa, bool hasTiles);

/// Makes the calling thread ready for oneDNN: before the first call ever, the instructions that the library may use are
/// capped (isa.h says why); for each thread, OpenMP is told never to fork from it: parallelism is ours.
///
/// Cheap after the first time. Threads: any.
void enter();

/// std::bad_alloc where the process may map no more memory. oneDNN 2.7 does not look whether the memory for the code that
/// it generates is there, and dies; so this is asked before each primitive is made.
void requireRoomForCode();

/// The CPU; enters.
const dnnl::engine& cpu();

/// What primitives are executed on; it holds no state of its own. Only after `enter`.
dnnl_stream_t stream();

} // namespace td::kernels::onednn
