#include "engine/kernels/reference/reference.h"

#include <cstring>

namespace td::kernels {

void registerLayoutReference(KernelRegistry& registry);
void registerLayoutReference(KernelRegistry& registry) {
    addReference(registry, "reorder", [](const ReferenceCall& call) {
        const TensorView& x = call.inputs[0];
        const size_t bytes = static_cast<size_t>(x.elements()) * elementBytes(x.dtype);
        if (bytes > 0) std::memmove(call.outputs[0].data, x.data, bytes);
    });
}

} // namespace td::kernels
