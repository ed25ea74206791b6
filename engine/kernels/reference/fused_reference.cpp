#include "engine/graph/op_registry.h"
#include "engine/graph/ops/fused.h"
#include "engine/kernels/reference/reference.h"

#include <cstring>
#include <map>

/// A fused program runs its operations one after another, each by its own reference kernel.
namespace td::kernels {

namespace {
using graph::ValueId;

Argument argumentOf(const graph::Graph& program, ValueId id) {
    Argument argument;
    argument.dtype = program.type(id).dtype;
    argument.extents = program.type(id).shape.extents().value_or(Extents{});
    return argument;
}

class FusedRun {
public:
    explicit FusedRun(const ReferenceCall& call)
        : m_call(call)
        , m_program(graph::builtinOps())
        , m_builder(m_program) {
        for (const TensorView& input : call.inputs) {
            m_inputs.push_back(m_builder.input("i", {input.dtype, Shape::of(input.extents)}));
            m_addresses[m_inputs.back().id] = input.data;
        }
    }

    void run() {
        const auto program =
            graph::parseFused(m_call.attributes.text("program"), static_cast<int>(m_inputs.size()), m_program.ops());
        if (!program) return; // cannot be: the node was checked when it was made
        const std::vector<graph::Expr> outputs = graph::emitFused(m_builder, *program, m_inputs);
        if (m_builder.error()) return;
        for (const graph::NodeId id : m_program.order())
            runNode(m_program.node(id));
        for (size_t i = 0; i < outputs.size(); ++i) {
            const TensorView& y = m_call.outputs[i];
            const auto bytes = static_cast<size_t>(y.elements()) * elementBytes(y.dtype);
            if (bytes > 0) std::memcpy(y.data, m_addresses.at(outputs[i].id), bytes);
        }
    }

private:
    std::byte* addressOf(ValueId id) {
        const graph::Value& value = m_program.value(id);
        return value.kind == graph::ValueKind::Constant ? value.constant.bytes() : m_addresses.at(id);
    }

    void runNode(const graph::Node& node) {
        KernelRequest request{node.op, &node.attributes, {}, {}, 1, Isa::Baseline};
        std::vector<std::byte*> in, out;
        for (const ValueId id : node.inputs) {
            request.inputs.push_back(argumentOf(m_program, id));
            in.push_back(addressOf(id));
        }
        for (const ValueId id : node.outputs) {
            request.outputs.push_back(argumentOf(m_program, id));
            m_results.push_back(Tensor::zeros(request.outputs.back().dtype, request.outputs.back().extents));
            out.push_back(m_addresses[id] = m_results.back().bytes());
        }
        const KernelDef* kernel = builtinKernels().find(node.op->name, DeviceKind::Cpu, "reference");
        if (kernel == nullptr) return;
        if (const auto prepared = kernel->prepare(request))
            prepared->run(prepared->state.get(), {in.data(), out.data(), nullptr, nullptr, &m_call.fault});
    }

    const ReferenceCall& m_call;
    graph::Graph m_program;
    graph::Builder m_builder;
    std::vector<graph::Expr> m_inputs;
    std::map<ValueId, std::byte*> m_addresses;
    std::vector<Tensor> m_results;
};
} // namespace

void registerFusedReference(KernelRegistry& registry);
void registerFusedReference(KernelRegistry& registry) {
    addReference(registry, "fused_elementwise", [](const ReferenceCall& call) { FusedRun(call).run(); });
}

} // namespace td::kernels
