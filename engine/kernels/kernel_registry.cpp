#include "engine/kernels/kernel_registry.h"

#include <algorithm>
#include <tuple>

namespace td::kernels {

namespace {
auto rank(const KernelDef& kernel) {
    return std::tuple(std::string_view(kernel.op), kernel.device, -kernel.preference);
}

Error nothingFor(const KernelRequest& request, DeviceKind device) {
    Error error(ErrorCode::Unsupported, {{"op", request.op->name}, {"device", toString(Device{device, 0})}});
    for (const Argument& input : request.inputs)
        error.facts.push_back(
            {"input", std::string(name(input.dtype)) + toString(input.extents) + (input.isPlain() ? "" : " blocked")});
    return error;
}
} // namespace

void KernelRegistry::add(KernelDef kernel) {
    const auto place = std::upper_bound(m_kernels.begin(), m_kernels.end(), kernel,
                                        [](const KernelDef& a, const KernelDef& b) { return rank(a) < rank(b); });
    m_kernels.insert(place, std::move(kernel));
}

std::vector<const KernelDef*> KernelRegistry::of(std::string_view op, DeviceKind device) const {
    auto at = std::lower_bound(
        m_kernels.begin(), m_kernels.end(), std::tuple(op, device),
        [](const KernelDef& k, const auto& wanted) { return std::tuple(std::string_view(k.op), k.device) < wanted; });
    std::vector<const KernelDef*> found;
    for (; at != m_kernels.end() && at->op == op && at->device == device; ++at)
        found.push_back(&*at);
    return found;
}

const KernelDef* KernelRegistry::find(std::string_view op, DeviceKind device, std::string_view variant) const {
    for (const KernelDef* kernel : of(op, device))
        if (kernel->variant == variant) return kernel;
    return nullptr;
}

Result<PreparedKernel> KernelRegistry::prepare(const KernelRequest& request, DeviceKind device) const {
    for (const KernelDef* kernel : of(request.op->name, device))
        if (!kernel->supports || kernel->supports(request)) {
            auto made = kernel->prepare(request);
            if (made || made.error().code != ErrorCode::Unsupported) return made;
        }
    return failure(nothingFor(request, device));
}

} // namespace td::kernels
