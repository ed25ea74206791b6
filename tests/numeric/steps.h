#pragma once

#include "engine/runtime/session.h"
#include "tests/numeric/fixture.h"

#include <memory>

namespace td::fixtures {

/// A graph that is run again and again, its variables going on from run to run.
class Steps {
public:
    [[nodiscard]] static Result<Steps> create(graph::Graph graph);

    /// One run; the outputs in their order. Errors: NotFound for an input that is not fed.
    Result<std::vector<Tensor>> run(const std::map<std::string, Tensor>& feeds);
    /// A copy of a variable as it stands. Errors: NotFound.
    [[nodiscard]] Result<Tensor> variable(const std::string& name) const;

private:
    std::vector<std::string> m_inputs;
    std::unique_ptr<runtime::Session> m_session;
};

/// The type of a tensor whose first axis is the batch: of symbolic size "B".
[[nodiscard]] TensorType batchType(const Tensor& tensor);

} // namespace td::fixtures
