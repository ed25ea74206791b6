#include "tests/unit/ops/counted_memory.h"
#include "tests/unit/ops/walk.h"

/// What kernels take from the heap while they run: memory that no plan knows.
namespace td::test {
namespace {

using graph::ValueId;

/// One node of a sample in float32, and memory for its call.
struct Call {
    graph::Graph graph{graph::builtinOps()};
    kernels::KernelRequest request;
    std::vector<Tensor> tensors;
    std::vector<std::byte*> in, out;
    ThreadPool pool;
    kernels::KernelFault fault;

    Call(const OpSample& sample, int threads)
        : pool(threads) {
        std::vector<ValueId> ids;
        for (const OptionalTensor& input : sample.inputs)
            ids.push_back(input ? graph.addInput("x" + std::to_string(ids.size()), input->type()) : ValueId::None);
        const auto added = graph.addNode(sample.op, ids, sample.attributes);
        if (!added) return;
        const graph::Node& node = graph.node(*added);
        request = requestFor(graph, node, threads);
        for (size_t i = 0; i < ids.size(); ++i) {
            tensors.push_back(sample.inputs[i] ? sample.inputs[i]->clone() : Tensor());
            in.push_back(sample.inputs[i] ? tensors.back().bytes() : nullptr);
        }
        for (const kernels::Argument& output : request.outputs) {
            tensors.push_back(Tensor::zeros(output.dtype, output.extents));
            out.push_back(tensors.back().bytes());
        }
        for (const graph::Alias& alias : node.op->mustAlias)
            out[static_cast<size_t>(alias.output)] = in[static_cast<size_t>(alias.input)];
    }

    /// How often the kernel asks for memory in its second run; nothing where it does not take the call.
    std::optional<size_t> allocationsOf(const kernels::KernelDef& kernel) {
        if (request.op == nullptr || (kernel.supports && !kernel.supports(request))) return {};
        const auto made = kernel.prepare(request);
        if (!made) return {};
        const Tensor scratch = Tensor::zeros(DType::U8, {static_cast<int64_t>(made->scratchBytes)});
        const kernels::KernelCall call{in.data(), out.data(), scratch.bytes(), &pool, &fault};
        made->run(made->state.get(), call);
        return allocationsDuring([&] { made->run(made->state.get(), call); });
    }
};

TEST(AllocationWalk, ownKernelsAskForNoMemoryWhileTheyRun) {
    size_t tried = 0;
    for (const OpSample& sample : allSamples().samples())
        for (const kernels::KernelDef* kernel : kernels::builtinKernels().of(sample.op, DeviceKind::Cpu)) {
            if (!kernel->variant.starts_with("own")) continue;
            const OpSample single = withReals(sample, [](const Tensor& x) { return castTo(x, DType::F32); });
            for (const int threads : {1, 3}) {
                const auto found = Call(single, threads).allocationsOf(*kernel);
                if (!found) continue;
                ++tried;
                EXPECT_EQ(*found, 0u) << single.label() << " by " << kernel->variant << " on " << threads << " threads";
            }
        }
    EXPECT_GT(tried, 300u);
}

/// Recurrent layers and resizing once ran on plain loops that took several times a tensor's memory.
TEST(AllocationWalk, largeLayersOfSinglePrecisionHaveOwnKernels) {
    for (const char* op :
         {"gru", "gru_grad", "simple_rnn", "simple_rnn_grad", "lstm", "lstm_grad", "resize", "resize_grad"})
        EXPECT_NE(kernels::builtinKernels().find(op, DeviceKind::Cpu, "own"), nullptr) << op;
}

} // namespace
} // namespace td::test
