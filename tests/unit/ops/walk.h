#pragma once

#include "engine/graph/builder.h"
#include "tests/unit/ops/samples.h"

#include <gtest/gtest.h>

namespace td::test {

/// The checks that an operation can be freed from, each with its reason, in one table (walk.cpp): at most five.
enum class Check { Gradient, SecondGradient, EmptyAxis, UnitAxis, ElementTypes };
[[nodiscard]] bool isExempt(const std::string& op, Check check);
[[nodiscard]] size_t exemptions();

/// Runs a sample. Adds a test failure and gives nothing where it does not run.
[[nodiscard]] std::vector<Tensor> run(const OpSample& sample, const EagerOptions& options = {});

/// Nothing where all elements agree within tolerance * max(1, |expected|), NaN and infinities alike.
[[nodiscard]] std::string difference(const Tensor& found, const Tensor& expected, double tolerance);
void expectNear(const std::vector<Tensor>& found, const std::vector<Tensor>& expected, double tolerance,
                const std::string& what);

/// The same call with every float64 input replaced.
template <class F>
[[nodiscard]] OpSample withReals(OpSample sample, F replace) {
    for (OptionalTensor& input : sample.inputs)
        if (input && input->dtype() == DType::F64) input = replace(*input);
    return sample;
}

/// Whether all inputs may have this type where the sample has float64.
[[nodiscard]] bool takesInstead(const OpSample& sample, DType dtype);
[[nodiscard]] const graph::OpDef& definitionOf(const OpSample& sample);
/// The definition of an operation's i-th input.
[[nodiscard]] const graph::InputDef& inputOf(const graph::OpDef& op, size_t i);

/// A sample's node in a graph, float64 inputs as inputs and all others as constants.
struct SampleGraph {
    explicit SampleGraph(const OpSample& sample);

    graph::Graph graph;
    graph::Builder builder;
    Feeds feeds;
    std::vector<graph::Expr> inputs;  ///< all, empty where left out
    std::vector<graph::Expr> reals;   ///< those that gradients may flow to
    std::vector<graph::Expr> outputs; ///< of the operation
};

} // namespace td::test
