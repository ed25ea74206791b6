#include "engine/kernels/isa.h"

#include "engine/kernels/processor.h"

#include <cstdlib>

namespace td::kernels {

namespace {
const ProcessorWords& processor() {
    static const ProcessorWords words = readProcessor();
    return words;
}
} // namespace

Isa machineIsa() {
    static const Isa isa =
        lowered(isaOf(processor()), std::getenv("TENSORDESK_ISA")); // NOLINT(concurrency-mt-unsafe): nobody sets it
    return isa;
}

std::string_view name(Isa isa) {
    constexpr std::string_view kNames[] = {"baseline", "avx2", "avx512"};
    return kNames[static_cast<int>(isa)];
}

bool hasUsableTiles() {
    return hasUsableTiles(processor());
}

} // namespace td::kernels
