#pragma once

#include "engine/graph/op_registry.h"
#include "engine/graph/passes/pass.h"
#include "engine/kernels/kernel_registry.h"
#include "engine/runtime/session.h"
#include "engine/train/catalogues.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace td::test {

/// A graph that is being written, and then run.
struct StepGraph {
    graph::Graph graph{graph::builtinOps()};
    graph::Builder builder{graph};
    std::unique_ptr<runtime::Session> session;

    /// How many nodes are there, or how many of one operation.
    [[nodiscard]] long count(const std::string& op = "") const {
        return std::count_if(graph.order().begin(), graph.order().end(),
                             [&](graph::NodeId id) { return op.empty() || graph.node(id).op->name == op; });
    }

    /// One run on these inputs, in order; the outputs, or nothing where it failed.
    std::vector<Tensor> run(const std::vector<Tensor>& feeds) {
        if (!session) {
            runtime::SessionOptions options;
            options.lowering = graph::trainingPasses();
            auto made = runtime::Session::create(graph, options, kernels::builtinKernels());
            if (!made) return {};
            session = std::move(*made);
        }
        auto plan = session->run(feeds);
        std::vector<Tensor> outputs;
        for (size_t i = 0; plan && i < graph.outputs().size(); ++i)
            if (auto output = session->output(**plan, i)) outputs.push_back(std::move(*output));
        return outputs;
    }

    [[nodiscard]] double variable(const std::string& name, int64_t at = 0) const {
        const auto found = session->variable(name);
        return found ? found->at(at) : -12345;
    }
};

inline TensorType batchOf(std::vector<Dim> rest, DType dtype = DType::F32) {
    rest.insert(rest.begin(), Dim::symbol("B"));
    return {dtype, Shape(std::move(rest))};
}

} // namespace td::test
