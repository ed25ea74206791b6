#include "tests/support/net_session.h"

#include "engine/graph/passes/pass.h"
#include "engine/kernels/kernel_registry.h"

namespace td::test {

using bench::Purpose;
using runtime::Session;

Result<bench::Net> trainingNet(std::string_view name, Rewriting rewriting) {
    auto net = bench::buildNet(name, Purpose::Training);
    if (!net) return net;
    if (rewriting == Rewriting::Full) {
        TD_TRY(runPasses(net->graph, graph::forwardPasses()));
        net->loss = net->graph.outputs().front().value;
    }
    TD_TRY(addTrainingStep(*net, name));
    return net;
}

Result<std::unique_ptr<Session>> trainingSession(std::string_view name, Rewriting rewriting,
                                                 runtime::SessionOptions options) {
    auto net = trainingNet(name, rewriting);
    if (!net) return failure(net.error());
    if (rewriting == Rewriting::Full && options.lowering.empty()) options.lowering = graph::trainingPasses();
    auto session = Session::create(net->graph, std::move(options), kernels::builtinKernels());
    uint64_t seed = 1;
    for (const bench::InitialValue& how : net->initial) {
        if (!session) return session;
        auto variable = (*session)->variable(how.variable);
        if (!variable) return failure(variable.error());
        fillInitial(how, *variable, seed++);
    }
    return session;
}

Result<std::vector<float>> losses(Session& session, std::string_view name, int64_t batch, int steps, int batches) {
    std::vector<std::vector<Tensor>> data;
    for (int i = 0; i < batches; ++i)
        data.push_back(drawBatch(name, Purpose::Training, batch, static_cast<uint64_t>(i) + 1));
    std::vector<float> found;
    for (int i = 0; i < steps; ++i) {
        const auto plan = session.run(data[static_cast<size_t>(i % batches)]);
        if (!plan) return failure(plan.error());
        found.push_back(static_cast<float>(session.scalarOutput(**plan, 0)));
    }
    return found;
}

Outcome variablesOf(const Session& session) {
    Outcome found;
    for (const graph::ValueId id : session.graph().variables()) {
        const std::string& name = session.graph().value(id).name;
        found.insert_or_assign(name, session.variable(name).value().clone());
    }
    return found;
}

} // namespace td::test
