#include "tests/numeric/steps.h"

#include "engine/graph/passes/pass.h"
#include "engine/kernels/kernel_registry.h"

namespace td::fixtures {

Result<Steps> Steps::create(graph::Graph graph) {
    Steps steps;
    for (const auto id : graph.inputs())
        steps.m_inputs.push_back(graph.value(id).name);
    runtime::SessionOptions options;
    options.lowering = graph::trainingPasses();
    auto session = runtime::Session::create(std::move(graph), options, kernels::builtinKernels());
    if (!session) return failure(session.error());
    steps.m_session = std::move(*session);
    return steps;
}

Result<std::vector<Tensor>> Steps::run(const std::map<std::string, Tensor>& feeds) {
    std::vector<Tensor> ordered;
    for (const std::string& name : m_inputs) {
        const auto found = feeds.find(name);
        if (found == feeds.end()) return failure(ErrorCode::NotFound, {{"input", name}});
        ordered.push_back(found->second);
    }
    auto plan = m_session->run(ordered);
    if (!plan) return failure(plan.error());
    std::vector<Tensor> outputs;
    for (size_t i = 0; i < m_session->graph().outputs().size(); ++i) {
        auto output = m_session->output(**plan, i);
        if (!output) return failure(output.error());
        outputs.push_back(*std::move(output));
    }
    return outputs;
}

Result<Tensor> Steps::variable(const std::string& name) const {
    auto found = m_session->variable(name);
    if (!found) return failure(found.error());
    return found->clone();
}

TensorType batchType(const Tensor& tensor) {
    TensorType type = tensor.type();
    if (type.shape.rank() > 0) type.shape[0] = Dim::symbol("B");
    return type;
}

} // namespace td::fixtures
