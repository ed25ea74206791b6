#include "tests/support/eager.h"

#include <algorithm>
#include <cstdlib>

namespace td::test {

namespace {
using graph::Graph;
using graph::Node;
using graph::NodeId;
using graph::ValueId;

kernels::Argument argumentOf(const Graph& graph, ValueId id) {
    kernels::Argument argument;
    argument.isPresent = id != ValueId::None;
    if (!argument.isPresent) return argument;
    argument.dtype = graph.type(id).dtype;
    argument.extents = graph.type(id).shape.extents().value();
    return argument;
}
} // namespace

kernels::KernelRequest requestFor(const Graph& graph, const Node& node, int threads) {
    kernels::KernelRequest request;
    request.op = node.op;
    request.attributes = &node.attributes;
    for (const ValueId id : node.inputs)
        request.inputs.push_back(argumentOf(graph, id));
    for (const ValueId id : node.outputs)
        request.outputs.push_back(argumentOf(graph, id));
    request.threads = threads;
    request.isa = kernels::machineIsa();
    return request;
}

namespace {
Result<kernels::PreparedKernel> kernelFor(const kernels::KernelRequest& request, std::string_view variant) {
    if (variant.empty()) return kernels::builtinKernels().prepare(request, DeviceKind::Cpu);
    const kernels::KernelDef* kernel = kernels::builtinKernels().find(request.op->name, DeviceKind::Cpu, variant);
    if (kernel == nullptr || (kernel->supports && !kernel->supports(request)))
        return failure(ErrorCode::Unsupported, {{"op", request.op->name}, {"variant", std::string(variant)}});
    return kernel->prepare(request);
}

class Evaluation {
public:
    Evaluation(const Graph& graph, const Feeds& feeds, const EagerOptions& options)
        : m_graph(graph)
        , m_options(options)
        , m_pool(options.threads)
        , m_values(feeds) {}

    Result<std::vector<Tensor>> run(std::span<const ValueId> wanted) {
        for (const NodeId id : needed(wanted))
            TD_TRY(runNode(m_graph.node(id)));
        std::vector<Tensor> found;
        for (const ValueId id : wanted)
            found.push_back(tensorOf(id));
        return found;
    }

private:
    [[nodiscard]] Tensor tensorOf(ValueId id) const {
        const auto place = m_values.find(id);
        return place != m_values.end() ? place->second : m_graph.value(id).constant;
    }

    /// The nodes that `wanted` comes from, in order.
    [[nodiscard]] std::vector<NodeId> needed(std::span<const ValueId> wanted) const {
        std::vector<bool> isWanted(m_graph.valueCount());
        for (const ValueId id : wanted)
            isWanted[index(id)] = true;
        std::vector<NodeId> order;
        for (auto at = m_graph.order().rbegin(); at != m_graph.order().rend(); ++at) {
            const Node& node = m_graph.node(*at);
            if (std::none_of(node.outputs.begin(), node.outputs.end(), [&](ValueId v) { return isWanted[index(v)]; }))
                continue;
            order.push_back(*at);
            for (const ValueId input : node.inputs)
                if (input != ValueId::None) isWanted[index(input)] = true;
        }
        std::reverse(order.begin(), order.end());
        return order;
    }

    Result<void> runNode(const Node& node) {
        auto kernel = kernelFor(requestFor(m_graph, node, m_options.threads), m_options.variant);
        if (!kernel) return failure(kernel.error());
        std::vector<Tensor> inputs, outputs;
        std::vector<std::byte*> in, out;
        for (const ValueId id : node.inputs) {
            inputs.push_back(id == ValueId::None ? Tensor() : tensorOf(id));
            in.push_back(id == ValueId::None ? nullptr : inputs.back().bytes());
        }
        for (const ValueId id : node.outputs) {
            outputs.push_back(Tensor::zeros(m_graph.type(id).dtype, m_graph.type(id).shape.extents().value()));
            std::fill_n(outputs.back().bytes(), outputs.back().sizeBytes(), std::byte{0xAB}); // nobody may count on 0
        }
        for (const graph::Alias& alias : chosen(node, *kernel)) {
            const auto from = static_cast<size_t>(alias.input), to = static_cast<size_t>(alias.output);
            if (inputs[from].sizeBytes() != outputs[to].sizeBytes())
                return failure(ErrorCode::Internal, {{"op", node.op->name}, {"expected", "memory of one size"}});
            const Tensor shared = inputs[from].clone(); // the caller's own stays as it is
            in[from] = shared.bytes();
            outputs[to] = shared.reshaped(outputs[to].extents());
        }
        for (const Tensor& output : outputs)
            out.push_back(output.bytes());
        call(*kernel, in, out);
        for (size_t i = 0; i < outputs.size(); ++i)
            m_values.insert_or_assign(node.outputs[i], outputs[i]);
        return {};
    }

    /// The memory that inputs and outputs share: what must be, and of what may be one for each output and input.
    [[nodiscard]] std::vector<graph::Alias> chosen(const Node& node, const kernels::PreparedKernel& kernel) const {
        std::vector<graph::Alias> aliases = node.op->mustAlias;
        std::vector<graph::Alias> offered = kernel.inPlace;
        if (m_options.inPlace == InPlace::No) offered.clear();
        if (m_options.inPlace == InPlace::LastOffered) std::reverse(offered.begin(), offered.end());
        for (const graph::Alias& alias : offered)
            if (static_cast<size_t>(alias.output) < node.outputs.size() &&
                node.inputs[static_cast<size_t>(alias.input)] != ValueId::None && // both may be left out
                std::none_of(aliases.begin(), aliases.end(), [&](const graph::Alias& taken) {
                    return taken.output == alias.output || taken.input == alias.input;
                }))
                aliases.push_back(alias);
        return aliases;
    }

    void call(const kernels::PreparedKernel& kernel, std::vector<std::byte*>& in, std::vector<std::byte*>& out) {
        const Tensor scratch = Tensor::zeros(DType::U8, {static_cast<int64_t>(kernel.scratchBytes)});
        kernels::KernelFault ignored;
        kernels::KernelFault* fault = m_options.fault != nullptr ? m_options.fault : &ignored;
        kernel.run(kernel.state.get(), {in.data(), out.data(), scratch.bytes(), &m_pool, fault});
    }

    const Graph& m_graph;
    EagerOptions m_options;
    ThreadPool m_pool;
    Feeds m_values;
};
} // namespace

Result<std::vector<Tensor>> evaluate(const Graph& graph, const Feeds& feeds, std::span<const ValueId> wanted,
                                     const EagerOptions& options) {
    return Evaluation(graph, feeds, options).run(wanted);
}

Result<std::vector<Tensor>> runOp(std::string_view op, std::span<const OptionalTensor> inputs,
                                  graph::Attributes attributes, const EagerOptions& options) {
    Graph graph(graph::builtinOps());
    Feeds feeds;
    std::vector<ValueId> ids;
    for (const OptionalTensor& input : inputs) {
        ids.push_back(input ? graph.addInput("x" + std::to_string(ids.size()), input->type()) : ValueId::None);
        if (input) feeds.insert_or_assign(ids.back(), *input);
    }
    const auto node = graph.addNode(op, std::move(ids), std::move(attributes));
    if (!node) return failure(node.error());
    return evaluate(graph, feeds, graph.node(*node).outputs, options);
}

Tensor castTo(const Tensor& tensor, DType dtype) {
    if (tensor.dtype() == dtype) return tensor;
    const OptionalTensor input = tensor;
    const auto made = runOp("cast", std::span(&input, 1), {{"dtype", dtype}});
    if (!made) std::abort();
    return made->front();
}

} // namespace td::test
