#pragma once

#include "engine/base/thread_pool.h"
#include "engine/kernels/cpu/onednn/primitive.h"

namespace td::kernels::onednn {

/// An activation over a flat array, in place. Threads: as Primitive.
class Pointwise {
public:
    /// Nothing where the library does not know it.
    static std::optional<Pointwise> make(int64_t elements, const std::string& activation, int threads);
    /// Does nothing where it was not made.
    void run(float* y, ThreadPool* pool) const;

private:
    struct Part {
        Primitive primitive;
        int64_t begin = 0;
    };
    std::vector<Part> m_parts;
};

} // namespace td::kernels::onednn
