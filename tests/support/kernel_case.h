#pragma once

#include "engine/kernels/kernel_registry.h"
#include "engine/tensor/tensor.h"

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace td::test {

/// One operation on given sizes, for tests and benchmarks of single kernels.
struct KernelCase {
    std::string name; ///< how a person calls it: "lenet c1"
    std::string op;
    graph::Attributes attributes;
    std::vector<kernels::Argument> inputs, outputs;
    double flops = 0;
};

inline kernels::Argument floatArgument(Extents extents, graph::Layout layout = graph::Layout::Plain) {
    kernels::Argument argument;
    argument.extents = std::move(extents);
    argument.layout = layout;
    return argument;
}

inline kernels::Argument leftOut() {
    kernels::Argument argument;
    argument.isPresent = false;
    return argument;
}

/// A case made ready with one kernel, and the memory that it works on. Inputs are the same numbers for the same case.
class KernelRun {
public:
    /// `variant` empty: whatever the registry prefers. `isFrozen` says so of input 1, the weights.
    KernelRun(const KernelCase& kernelCase, const std::string& variant, int threads, bool isFrozen = false)
        : m_pool(std::make_unique<ThreadPool>(threads)) {
        m_op.name = kernelCase.op;
        std::mt19937 random(1);
        for (const auto& argument : kernelCase.inputs)
            m_inputs.push_back(argument.isPresent ? filled(argument, random) : Tensor());
        for (const auto& argument : kernelCase.outputs)
            m_outputs.push_back(Tensor::zeros(argument.dtype, argument.extents));
        m_attributes = kernelCase.attributes;
        m_request = {&m_op, &m_attributes, kernelCase.inputs, kernelCase.outputs, threads, kernels::machineIsa()};
        if (isFrozen) m_request.inputs[1].frozen = m_inputs[1].bytes();
        prepare(variant);
    }

    [[nodiscard]] bool isReady() const { return m_kernel.has_value(); }
    [[nodiscard]] const std::string& implementation() const { return m_kernel->implementation; }
    [[nodiscard]] const std::vector<Tensor>& inputs() const { return m_inputs; }
    [[nodiscard]] const std::vector<Tensor>& outputs() const { return m_outputs; }

    void run() { run(m_out, m_scratch); }

    /// The same, with output 0 and scratch of its own; may be called while another call runs.
    void runElsewhere(const Tensor& output) {
        std::vector<std::byte*> out = m_out;
        out[0] = output.bytes();
        run(out, m_scratch.clone());
    }

private:
    void run(const std::vector<std::byte*>& out, const Tensor& scratch) {
        kernels::KernelFault fault;
        const kernels::KernelCall call{m_in.data(), out.data(), scratch.bytes(), m_pool.get(), &fault};
        m_kernel->run(m_kernel->state.get(), call);
    }

    static Tensor filled(const kernels::Argument& argument, std::mt19937& random) {
        Tensor tensor = Tensor::zeros(argument.dtype, argument.extents);
        std::uniform_real_distribution<float> values(-1, 1);
        for (float& value : tensor.as<float>())
            value = values(random);
        return tensor;
    }

    void prepare(const std::string& variant) {
        const auto& registry = kernels::builtinKernels();
        if (variant.empty()) {
            if (auto made = registry.prepare(m_request, DeviceKind::Cpu)) m_kernel = std::move(*made);
        } else if (const auto* kernel = registry.find(m_op.name, DeviceKind::Cpu, variant)) {
            if (kernel->supports && !kernel->supports(m_request)) return;
            if (auto made = kernel->prepare(m_request)) m_kernel = std::move(*made);
        }
        if (!m_kernel) return;
        m_scratch = Tensor::zeros(DType::U8, {static_cast<int64_t>(m_kernel->scratchBytes + 64)});
        for (size_t i = 0; i < m_inputs.size(); ++i)
            m_in.push_back(m_request.inputs[i].isPresent ? m_inputs[i].bytes() : nullptr);
        for (const Tensor& output : m_outputs)
            m_out.push_back(output.bytes());
    }

    graph::OpDef m_op;
    graph::Attributes m_attributes;
    kernels::KernelRequest m_request;
    std::unique_ptr<ThreadPool> m_pool;
    std::vector<Tensor> m_inputs, m_outputs;
    Tensor m_scratch;
    std::vector<std::byte*> m_in, m_out;
    std::optional<kernels::PreparedKernel> m_kernel;
};

} // namespace td::test
