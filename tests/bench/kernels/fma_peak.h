#pragma once

namespace td::bench {

/// Floating-point operations a second that one core reaches with nothing but independent fused multiply-adds of the
/// widest registers in use; takes a few milliseconds.
[[nodiscard]] double fmaPeak();

} // namespace td::bench
