#include "engine/kernels/kernel_registry.h"

namespace td::kernels {

void registerReferenceKernels(KernelRegistry& registry);
void registerOnednnKernels(KernelRegistry& registry);
void registerSimdKernels(KernelRegistry& registry);

const KernelRegistry& builtinKernels() {
    static const KernelRegistry registry = [] {
        KernelRegistry made;
        registerReferenceKernels(made);
        registerOnednnKernels(made);
        registerSimdKernels(made);
        return made;
    }();
    return registry;
}

} // namespace td::kernels
