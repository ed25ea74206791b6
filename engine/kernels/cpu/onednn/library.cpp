#include "engine/kernels/cpu/onednn/library.h"

#include <new>
#include <sys/mman.h>

// libgomp's; its header is not found by every compiler that can link it.
extern "C" void omp_set_num_threads(int);

namespace td::kernels::onednn {

dnnl::cpu_isa instructionLimit(Isa isa, bool hasTiles) {
    switch (isa) {
    case Isa::Baseline:
        return dnnl::cpu_isa::sse41;
    case Isa::Avx2:
        return dnnl::cpu_isa::avx2;
    case Isa::Avx512:
        break;
    }
    return hasTiles ? dnnl::cpu_isa::all : dnnl::cpu_isa::avx512_core_bf16;
}

namespace {
/// What exists once: made on first use, after the cap.
struct Library {
    dnnl::engine engine;
    dnnl::stream stream;

    Library()
        : engine((dnnl::set_max_cpu_isa(instructionLimit(machineIsa(), hasUsableTiles())),
                  dnnl::engine(dnnl::engine::kind::cpu, 0)))
        , stream(engine) {}
};

const Library& library() {
    static const Library made;
    return made;
}
} // namespace

void enter() {
    thread_local bool isReady = false;
    if (isReady) return;
    omp_set_num_threads(1);
    (void)library();
    isReady = true;
}

void requireRoomForCode() {
    constexpr size_t kRoom = size_t{8} << 20; // far more than the code and the tables of one primitive
    void* const room = mmap(nullptr, kRoom, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) throw std::bad_alloc();
    munmap(room, kRoom);
}

const dnnl::engine& cpu() {
    enter();
    return library().engine;
}

dnnl_stream_t stream() {
    return library().stream.get();
}

} // namespace td::kernels::onednn
