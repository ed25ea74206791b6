#include "tests/unit/ops/walk.h"

#include <algorithm>
#include <set>

/// Data, not shapes, that an operation cannot use: told once, and the element counts as 0.
namespace td::test {
namespace {

struct Faulty {
    std::vector<Tensor> outputs;
    kernels::KernelFault fault;
};

void runFaulty(Faulty& made, const std::string& op, std::vector<OptionalTensor> inputs, graph::Attributes attributes) {
    EagerOptions options;
    options.fault = &made.fault;
    auto outputs = runOp(op, inputs, std::move(attributes), options);
    ASSERT_TRUE(outputs) << describe(outputs.error());
    made.outputs = *std::move(outputs);
}

const Tensor kRows = Tensor::floats({3, 2}, {1, 2, 3, 4, 5, 6});

TEST(DataFaults, gatherNamesTheIndexAndTheLimit) {
    Faulty made;
    runFaulty(made, "gather", {kRows, Tensor::ints({4}, {2, 3, -1, 0})}, {});
    EXPECT_TRUE(made.fault.isSet());
    EXPECT_EQ(made.fault.value(), 3);
    EXPECT_EQ(made.fault.limit(), 3);
    EXPECT_TRUE(made.outputs[0] == Tensor::floats({4, 2}, {5, 6, 0, 0, 0, 0, 1, 2}));
}

TEST(DataFaults, gatherGradLeavesThemOut) {
    Faulty made;
    runFaulty(made, "gather_grad", {kRows, Tensor::ints({3}, {1, 9, 1})}, {{"shape", Shape{2, 2}}});
    EXPECT_EQ(made.fault.value(), 9);
    EXPECT_EQ(made.fault.limit(), 2);
    EXPECT_TRUE(made.outputs[0] == Tensor::floats({2, 2}, {0, 0, 6, 8}));
}

TEST(DataFaults, placesAreCheckedAxisByAxis) {
    Faulty made;
    runFaulty(made, "gather_nd", {kRows, Tensor::ints({2, 2}, {0, 2, 2, 1})}, {});
    EXPECT_EQ(made.fault.value(), 2);
    EXPECT_EQ(made.fault.limit(), 2);
    EXPECT_TRUE(made.outputs[0] == Tensor::floats({2}, {0, 6}));
    Faulty scattered;
    runFaulty(scattered, "scatter_nd", {Tensor::ints({2, 1}, {-1, 1}), Tensor::floats({2}, {7, 8})},
              {{"shape", Shape{2}}});
    EXPECT_EQ(scattered.fault.value(), -1);
    EXPECT_TRUE(scattered.outputs[0] == Tensor::floats({2}, {0, 8}));
}

TEST(DataFaults, updatesOutsideAreLeftOut) {
    Faulty made;
    runFaulty(made, "scatter_update",
              {kRows, Tensor::ints({3, 1}, {3, 0, -1}), Tensor::floats({3, 2}, {7, 7, 8, 9, 7, 7})}, {});
    EXPECT_EQ(made.fault.value(), 3);
    EXPECT_EQ(made.fault.limit(), 3);
    EXPECT_TRUE(made.outputs[0] == Tensor::floats({3, 2}, {8, 9, 3, 4, 5, 6}));
}

/// With every whole number among its inputs far outside, an operation tells of it or is not said to look anything up.
TEST(DataFaults, everyOperationThatLooksUpSaysSo) {
    std::set<std::string> found, expected;
    for (const graph::OpDef* op : graph::builtinOps().all())
        if (op->traits.looksUp) expected.insert(op->name);
    for (const OpSample& sample : allSamples().samples()) {
        kernels::KernelFault fault;
        EagerOptions options;
        options.fault = &fault;
        std::vector<OptionalTensor> inputs = sample.inputs;
        const auto isWhole = [](const OptionalTensor& input) {
            return input && (input->dtype() == DType::I32 || input->dtype() == DType::I64) && input->elements() > 0;
        };
        if (std::none_of(inputs.begin(), inputs.end(), isWhole)) continue;
        for (OptionalTensor& input : inputs) {
            if (!isWhole(input)) continue;
            input = input->clone();
            if (input->dtype() == DType::I32)
                std::ranges::fill(input->as<int32_t>(), 1000);
            else
                std::ranges::fill(input->as<int64_t>(), 1000);
        }
        const auto ran = runOp(sample.op, inputs, sample.attributes, options);
        if (ran && fault.isSet()) found.insert(sample.op);
    }
    EXPECT_EQ(found, expected);
}

TEST(DataFaults, goodDataRaisesNone) {
    Faulty made;
    runFaulty(made, "gather", {kRows, Tensor::ints({1}, {2})}, {});
    EXPECT_FALSE(made.fault.isSet());
}

} // namespace
} // namespace td::test
