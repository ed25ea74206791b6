#include "tests/unit/passes/pass_case.h"

#include "engine/graph/op_registry.h"
#include "engine/graph/passes/pass.h"
#include "engine/graph/text.h"
#include "tests/support/graph_run.h"
#include "tests/support/same_graph.h"

#include <gtest/gtest.h>

namespace td::test {

using namespace graph;

namespace {
void expectSameResults(const Pass& pass, const Graph& graph, double tolerance) {
    const auto expected = outcomeOf(graph, {});
    ASSERT_TRUE(expected) << describe(expected.error());
    const auto found = outcomeOf(graph, {pass});
    ASSERT_TRUE(found) << describe(found.error());
    const Worst worst = worstOf(*expected, *found);
    EXPECT_LE(worst.difference, tolerance) << worst.name;
}
} // namespace

void expectRewriting(std::string_view name, std::string_view before, std::string_view after, double tolerance) {
    const Pass* pass = findPass(name);
    ASSERT_NE(pass, nullptr) << name;
    auto graph = parseText(before, builtinOps());
    ASSERT_TRUE(graph) << describe(graph.error());
    expectSameResults(*pass, *graph, tolerance);
    const auto ran = runPasses(*graph, std::span(pass, 1));
    ASSERT_TRUE(ran) << describe(ran.error());
    EXPECT_EQ(canonical(toText(*graph)), canonical(after)) << "from\n" << before;
}

void expectUntouched(std::string_view pass, std::string_view text) {
    expectRewriting(pass, text, text);
}

} // namespace td::test
