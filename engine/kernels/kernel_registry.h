#pragma once

#include "engine/kernels/kernel.h"

#include <string_view>
#include <vector>

namespace td::kernels {

/// All kernels by operation. Filled once, then only read.
/// Threads: adding needs the only reference; any number of readers afterwards.
class TD_API KernelRegistry {
public:
    void add(KernelDef kernel);
    /// Kernels of an operation on a kind of device, the preferred first.
    [[nodiscard]] std::vector<const KernelDef*> of(std::string_view op, DeviceKind device) const;
    [[nodiscard]] const KernelDef* find(std::string_view op, DeviceKind device, std::string_view variant) const;

    /// The preferred kernel that supports the request and can be made ready.
    /// Errors: Unsupported with "op", "device" and the inputs' types where there is none.
    [[nodiscard]] Result<PreparedKernel> prepare(const KernelRequest& request, DeviceKind device) const;

private:
    std::vector<KernelDef> m_kernels; ///< sorted by op, device, falling preference
};

/// The kernels that Tensordesk brings for the CPU, made on first use.
[[nodiscard]] TD_API const KernelRegistry& builtinKernels();

} // namespace td::kernels
