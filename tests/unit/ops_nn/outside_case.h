#pragma once

#include "engine/graph/attribute.h"
#include "tests/support/eager.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Calls of operations whose results somebody else computed (tests/data/ops_nn).
namespace td::test {

struct OutsideCase {
    std::string label; ///< "torch.json 12: conv"
    std::string op;
    graph::Attributes attributes;
    std::vector<OptionalTensor> inputs;
    std::vector<OptionalTensor> outputs; ///< nothing where an output is not compared
    std::vector<OptionalTensor> cotangents;
    std::vector<OptionalTensor> grads; ///< of the sum of outputs times cotangents
};

/// A parameter through steps of an optimizer.
struct OutsideSteps {
    std::string label;
    std::string op;
    graph::Attributes attributes;
    Tensor param;
    std::vector<Tensor> states; ///< their first values
    std::vector<Tensor> gradients;
    std::vector<Tensor> after; ///< param after each step
    double rate = 0;
};

struct OutsideFile {
    std::vector<OutsideCase> cases;
    std::vector<OutsideSteps> steps;
};

/// Reads tests/data/ops_nn/`name`; a test failure and nothing where it cannot be read.
[[nodiscard]] OutsideFile readOutside(const std::string& name);

} // namespace td::test
