#pragma once

#include "engine/base/result.h"
#include "engine/base/thread_pool.h"
#include "engine/graph/graph.h"
#include "engine/graph/op_def.h"
#include "engine/kernels/isa.h"

#include <atomic>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace td::kernels {

class DeviceStream;

/// One input or output as a kernel will meet it: everything but the address.
struct Argument {
    DType dtype = DType::F32;
    Extents extents;
    graph::Layout layout = graph::Layout::Plain;
    bool isPresent = true; ///< false for an optional input that was left out; its address is then null
    bool isUsed = true;    ///< false for an output that nobody reads: it has memory, but need not be written
    const std::byte* frozen = nullptr; ///< the elements, where they never change: `prepare` may repack them for good

    [[nodiscard]] int64_t elements() const { return elementsOf(extents); }
    [[nodiscard]] size_t sizeBytes() const { return static_cast<size_t>(elements()) * elementBytes(dtype); }
    [[nodiscard]] bool isPlain() const { return layout == graph::Layout::Plain; }
};

/// What is to be computed, on what machine.
struct KernelRequest {
    const graph::OpDef* op = nullptr;
    const graph::Attributes* attributes = nullptr;
    std::vector<Argument> inputs;
    std::vector<Argument> outputs;
    int threads = 1; ///< of the pool that the kernel will be given
    Isa isa = Isa::Baseline;
    DeviceStream* stream = nullptr; ///< of other devices than the CPU: where `run` puts its work
};

/// Where a kernel says that data, not shapes, were wrong. The first report stays.
/// Threads: any.
class KernelFault {
public:
    /// `value` was met where `limit` values were allowed (0 … limit-1), as for an index or a label.
    void outOfRange(int64_t value, int64_t limit) {
        bool expected = false;
        if (!m_isSet.compare_exchange_strong(expected, true)) return;
        m_value = value;
        m_limit = limit;
    }
    [[nodiscard]] bool isSet() const { return m_isSet.load(std::memory_order_relaxed); }
    [[nodiscard]] int64_t value() const { return m_value; }
    [[nodiscard]] int64_t limit() const { return m_limit; }
    void clear() { m_isSet = false; }

private:
    std::atomic<bool> m_isSet{false};
    int64_t m_value = 0, m_limit = 0;
};

/// One execution: addresses in the order of the request's arguments, 64-byte aligned.
struct KernelCall {
    std::byte* const* inputs = nullptr;
    std::byte* const* outputs = nullptr;
    std::byte* scratch = nullptr; ///< of the size the kernel asked for; its content is undefined
    ThreadPool* pool = nullptr;
    KernelFault* fault = nullptr;

    template <class T>
    [[nodiscard]] const T* in(int i) const {
        return reinterpret_cast<const T*>(inputs[i]);
    }
    template <class T>
    [[nodiscard]] T* out(int i) const {
        return reinterpret_cast<T*>(outputs[i]);
    }
};

using KernelFunction = void (*)(const void* state, const KernelCall& call);

/// A kernel made ready for fixed shapes: a function and what it needs to know. Running allocates no
/// memory for tensors; a library below may allocate a little for itself.
///
/// Threads: `run` may be called from several threads with different calls.
struct PreparedKernel {
    KernelFunction run = nullptr;
    std::shared_ptr<const void> state;
    size_t scratchBytes = 0;
    size_t packedBytes = 0;     ///< of frozen elements that it keeps in a layout of its own
    std::string implementation; ///< what really runs: "brgconv:avx512_core", "own:avx2", "reference"
    std::vector<graph::Alias>
        inPlace; ///< outputs that this kernel can write over an input, among those that the operation allows
};

/// Makes a PreparedKernel from a state object and a function over it.
template <class State>
[[nodiscard]] PreparedKernel prepared(State state, void (*run)(const State&, const KernelCall&),
                                      std::string implementation, size_t scratchBytes = 0, size_t packedBytes = 0) {
    struct Box {
        State state;
        void (*run)(const State&, const KernelCall&);
    };
    PreparedKernel kernel;
    kernel.state = std::make_shared<const Box>(Box{std::move(state), run});
    kernel.run = [](const void* box, const KernelCall& call) {
        const Box& held = *static_cast<const Box*>(box);
        held.run(held.state, call);
    };
    kernel.scratchBytes = scratchBytes;
    kernel.packedBytes = packedBytes;
    kernel.implementation = std::move(implementation);
    return kernel;
}

/// One way to compute one operation on one kind of device.
struct KernelDef {
    std::string op;
    std::string variant; ///< "reference", "own", "onednn" …
    DeviceKind device = DeviceKind::Cpu;
    int preference = 0; ///< of those that support a request the highest wins; the reference has -100
    /// Says no to what the kernel cannot do: types, layouts other than plain, shapes, the machine. Empty: everything.
    std::function<bool(const KernelRequest&)> supports;
    /// Errors: Unsupported where only making it ready shows that it cannot: the next kernel is asked then.
    std::function<Result<PreparedKernel>(const KernelRequest&)> prepare;
};

} // namespace td::kernels
