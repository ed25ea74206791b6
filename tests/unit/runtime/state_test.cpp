#include "engine/runtime/session.h"

#include "engine/graph/op_registry.h"
#include "tests/support/same_graph.h"

#include <gtest/gtest.h>

/// Variables from one step to the next: "after a run, `variable` holds `value`", and every value is what the graph
/// says, whoever's memory it shares.
namespace td::runtime {
namespace {

using namespace graph;

class State : public testing::Test {
protected:
    void start(std::string_view text) {
        auto made = Session::create(test::graphOf(text), {}, kernels::builtinKernels());
        ASSERT_TRUE(made) << describe(made.error());
        session = *std::move(made);
    }
    void set(const char* name, std::vector<float> values) {
        const Tensor variable = session->variable(name).value();
        std::copy(values.begin(), values.end(), variable.as<float>().begin());
    }
    std::vector<float> held(const char* name) {
        const Tensor variable = session->variable(name).value();
        return {variable.as<float>().begin(), variable.as<float>().end()};
    }
    std::vector<float> output(const Plan& plan, size_t i) {
        const Tensor tensor = session->output(plan, i).value();
        return {tensor.as<float>().begin(), tensor.as<float>().end()};
    }
    const Plan& step(const std::vector<Tensor>& feeds = {}) {
        const auto plan = session->run(feeds);
        EXPECT_TRUE(plan) << describe(plan.error());
        return **plan;
    }

    std::unique_ptr<Session> session;
};

using Floats = std::vector<float>;

TEST_F(State, initialValuesAreWhereItStartsAndZeroWhereThereAreNone) {
    Graph graph(builtinOps());
    graph.addVariable("a", {DType::F32, {2}}, true, Tensor::floats({2}, {1, 2}));
    graph.addVariable("b", {DType::F32, {2}}, true);
    session = Session::create(std::move(graph), {}, kernels::builtinKernels()).value();
    EXPECT_EQ(held("a"), (Floats{1, 2}));
    EXPECT_EQ(held("b"), (Floats{0, 0}));
    EXPECT_EQ(session->variable("c").error().code, ErrorCode::NotFound);
}

TEST_F(State, aNextValueThatIsNotInPlaceIsCopiedAfterTheStep) {
    start("%0 = variable \"average\" float32(2)\n%1 = input \"x\" float32(2)\n%2 = constant tensor float32(){0.5}\n%3 "
          "= mul(%0, %2)\n"
          "%4 = add(%3, %1)\n%5 = add(%0, %1)\nupdate %0 %4\noutput \"old plus x\" %5\n");
    set("average", {8, 16});
    const Tensor x = Tensor::floats({2}, {1, 1});
    EXPECT_EQ(output(step({x}), 0), (Floats{9, 17}));
    EXPECT_EQ(held("average"), (Floats{5, 9}));
    EXPECT_EQ(output(step({x}), 0), (Floats{6, 10}));
    EXPECT_EQ(held("average"), (Floats{3.5, 5.5}));
}

TEST_F(State, variablesMayChangePlaces) {
    start("%0 = variable \"a\" float32(1)\n%1 = variable \"b\" float32(1)\nupdate %0 %1\nupdate %1 %0\n");
    set("a", {1});
    set("b", {2});
    step();
    EXPECT_EQ(held("a"), Floats{2});
    EXPECT_EQ(held("b"), Floats{1});
}

TEST_F(State, aVariableMayTakeAnInputOrAConstantOrAnothersNewValue) {
    start("%0 = variable \"a\" float32(1)\n%1 = variable \"b\" float32(1)\n%2 = variable \"w\" float32(1)\n%3 = "
          "variable \"copy\" float32(1)\n"
          "%4 = input \"x\" float32(1)\n%5 = constant tensor float32(1){7.0}\n%6 = constant tensor float32(){0.5}\n%7 "
          "= sgd(%2, %4, %6)\n"
          "update %0 %4\nupdate %1 %5\nupdate %2 %7\nupdate %3 %7\n");
    set("w", {10});
    for (const float x : {2.f, 4.f}) {
        step({Tensor::floats({1}, {x})});
        EXPECT_EQ(held("a"), Floats{x});
        EXPECT_EQ(held("b"), Floats{7});
        EXPECT_EQ(held("copy"), held("w"));
    }
    EXPECT_EQ(held("w"), Floats{7});
}

TEST_F(State, aVariableMayKeepAnothersOldValue) {
    for (const std::string old : {"%0", "%6"}) {
        start("%0 = variable \"w\" float32(2)\n%1 = variable \"before\" float32(2)\n%2 = input \"g\" float32(2)\n"
              "%3 = constant tensor float32(){1.0}\n%5 = identity(%0)\n%6 = reshape(%5) shape=shape(2)\n%4 = sgd(%0, "
              "%2, %3)\n"
              "update %0 %4\nupdate %1 " +
              old + "\n");
        set("w", {5, 6});
        step({Tensor::floats({2}, {1, 1})});
        EXPECT_EQ(held("w"), (Floats{4, 5}));
        EXPECT_EQ(held("before"), (Floats{5, 6}));
    }
}

TEST_F(State, anOutputThatIsAVariableIsItsValueBeforeTheStep) {
    start("%0 = variable \"w\" float32(2)\n%1 = variable \"v\" float32(2)\n%2 = input \"g\" float32(2)\n%3 = constant "
          "tensor float32(){1.0}\n"
          "%4 = sgd(%0, %2, %3)\n%5 = reshape(%0) shape=shape(2,1)\n%6 = add(%1, %2)\nupdate %0 %4\nupdate %1 %6\n"
          "output \"w\" %0\noutput \"view\" %5\noutput \"v\" %1\noutput \"next\" %4\n");
    set("w", {5, 6});
    set("v", {1, 2});
    const Plan& plan = step({Tensor::floats({2}, {1, 1})});
    EXPECT_EQ(output(plan, 0), (Floats{5, 6}));
    EXPECT_EQ(output(plan, 1), (Floats{5, 6}));
    EXPECT_EQ(output(plan, 2), (Floats{1, 2}));
    EXPECT_EQ(output(plan, 3), (Floats{4, 5}));
    EXPECT_EQ(held("w"), (Floats{4, 5}));
    EXPECT_EQ(held("v"), (Floats{2, 3}));
}

TEST_F(State, outputsMayBeInputsConstantsAndUnchangedVariables) {
    start("%0 = variable \"w\" float32(2)\n%1 = input \"x\" float32(2)\n%2 = constant tensor float32(2){3.0,4.0}\n%3 = "
          "reshape(%1) shape=shape(2,1)\n"
          "output \"w\" %0\noutput \"x\" %1\noutput \"c\" %2\noutput \"view\" %3\noutput \"x again\" %1\n");
    set("w", {5, 6});
    const Tensor x = Tensor::floats({2}, {1, 2});
    const Plan& plan = step({x});
    EXPECT_EQ(output(plan, 0), (Floats{5, 6}));
    EXPECT_EQ(output(plan, 1), (Floats{1, 2}));
    EXPECT_EQ(output(plan, 2), (Floats{3, 4}));
    EXPECT_EQ(output(plan, 3), (Floats{1, 2}));
    EXPECT_EQ(output(plan, 4), (Floats{1, 2}));
}

TEST_F(State, anInputThatIsFedTwiceAndAnInputNobodyReadsAreFine) {
    start("%0 = input \"x\" float32(2)\n%1 = input \"y\" float32(2)\n%2 = input \"idle\" float32(2)\n%3 = sub(%0, "
          "%1)\n%4 = tanh(%3)\noutput \"z\" %3\noutput \"t\" %4\n");
    const Tensor x = Tensor::floats({2}, {1, 2});
    EXPECT_EQ(output(step({x, x, x}), 0), (Floats{0, 0}));
    EXPECT_EQ(output(step({x, Tensor::floats({2}, {3, 3}), x}), 0), (Floats{-2, -1}));
    EXPECT_EQ(x, Tensor::floats({2}, {1, 2})) << "feeds are only read";
}

TEST_F(State, plansOfSeveralBatchSizesShareTheVariables) {
    start("%0 = variable \"w\" float32(2)\n%1 = input \"x\" float32(B,2)\n%2 = constant tensor float32(){1.0}\n%3 = "
          "sum(%1) axes=[0]\n"
          "%4 = sgd(%0, %3, %2)\nupdate %0 %4\n");
    step({Tensor::floats({1, 2}, {1, 1})});
    step({Tensor::floats({2, 2}, {1, 1, 1, 1})});
    step({Tensor::floats({1, 2}, {1, 1})});
    EXPECT_EQ(held("w"), (Floats{-4, -4}));
}

} // namespace
} // namespace td::runtime
