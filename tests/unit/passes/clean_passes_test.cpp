#include "engine/graph/passes/pass.h"
#include "engine/graph/text.h"
#include "tests/support/same_graph.h"
#include "tests/unit/passes/pass_case.h"

#include <gtest/gtest.h>
#include <string>

/// Dead code, common subexpressions, algebra.
namespace td::test {
namespace {

using namespace graph;

TEST(Shapes, followWhatInputsBecame) {
    const auto textWith = [](std::string_view batch) {
        return std::string("%0 = input \"x\" float32(").append(batch) + R"(,4)
%1 = variable "w" float32(4,3)
%2 = matmul(%0, %1)
%3 = sum(%2) axes=[1]
output "y" %3
)";
    };
    Graph graph = graphOf(textWith("B"));
    graph.value(graph.inputs().front()).type.shape = Shape{8, 4};
    ASSERT_TRUE(runPasses(graph, std::span(findPass("shapes"), 1)));
    EXPECT_EQ(canonical(toText(graph)), canonical(textWith("8")));
    EXPECT_EQ(graph.type(graph.outputs().front().value).shape, Shape{8});
}

TEST(Shapes, thatDoNotFitAreRefusedByTheNode) {
    Graph graph =
        graphOf("%0 = input \"x\" float32(2,4)\n%1 = input \"y\" float32(2,4)\n%2 = add(%0, %1)\noutput \"z\" %2\n");
    graph.value(graph.inputs().front()).type.shape = Shape{2, 5};
    const auto ran = runPasses(graph, std::span(findPass("shapes"), 1));
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().code, ErrorCode::ShapeMismatch);
    const std::string told = describe(ran.error());
    for (const char* part : {"add", "(2,5)", "(2,4)"})
        EXPECT_NE(told.find(part), std::string::npos) << told;
}

TEST(DeadCode, goesAndWhatOutputsAndUpdatesNeedStays) {
    expectRewriting("dead-code", R"(
%0 = input "x" float32(B,4)
%1 = variable "v" float32(4)
%2 = tanh(%0)
%3 = exp(%2)
%4 = relu(%0)
%5 = mul(%1, %1)
output "y" %4
update %1 %5
)",
                    R"(
%0 = input "x" float32(B,4)
%1 = variable "v" float32(4)
%4 = relu(%0)
%5 = mul(%1, %1)
output "y" %4
update %1 %5
)");
}

TEST(DeadCode, anOutputThatNobodyUsesDoesNotKillItsSiblings) {
    expectUntouched("dead-code", R"(
%0 = input "x" float32(B,4)
%1, %2 = topk(%0) k=2
output "places" %2
)");
}

TEST(Common, equalNodesBecomeOneThroughTheirUsersToo) {
    expectRewriting("common", R"(
%0 = input "x" float32(B,4)
%1 = constant tensor float32(){2.0}
%2 = constant tensor float32(){2.0}
%3 = mul(%0, %1)
%4 = mul(%0, %2)
%5 = tanh(%3)
%6 = tanh(%4)
%7 = sub(%5, %6)
output "y" %7
)",
                    R"(
%0 = input "x" float32(B,4)
%1 = constant tensor float32(){2.0}
%3 = mul(%0, %1)
%5 = tanh(%3)
%7 = sub(%5, %5)
output "y" %7
)");
}

TEST(Common, differentAttributesTypesOrPlacesStayApart) {
    expectUntouched("common", R"(
%0 = input "x" float32(B,4)
%1 = constant tensor float32(1){1.0}
%2 = constant tensor float32(){1.0}
%3 = leaky_relu(%0) negative_slope=0.1
%4 = leaky_relu(%0) negative_slope=0.2
%5 = sub(%3, %4)
%6 = sub(%4, %3)
%7 = add(%5, %1)
%8 = add(%6, %2)
output "a" %7
output "b" %8
)");
}

TEST(Common, changesOfStateStayTwo) {
    expectUntouched("common", R"(
%0 = variable "a" float32(4)
%1 = variable "b" float32(4)
%2 = constant tensor float32(){0.1}
%3 = input "g" float32(4)
%4 = sgd(%0, %3, %2)
%5 = sgd(%0, %3, %2)
update %0 %4
update %1 %5
)");
}

TEST(Common, twoOutputsOfOneNodeAreReplacedEach) {
    expectRewriting("common", R"(
%0 = input "x" float32(B,4)
%1, %2 = topk(%0) k=2
%3, %4 = topk(%0) k=2
%5 = add(%1, %3)
%6 = add(%2, %4)
output "a" %5
output "b" %6
)",
                    R"(
%0 = input "x" float32(B,4)
%1, %2 = topk(%0) k=2
%5 = add(%1, %1)
%6 = add(%2, %2)
output "a" %5
output "b" %6
)");
}

/// One operation between an input and a tanh vanishes.
void expectVanishes(const std::string& node) {
    const std::string head = "%0 = input \"x\" float32(B,4)\n%8 = constant tensor float32(){0.0}\n"
                             "%9 = constant tensor float32(){1.0}\n";
    expectRewriting("algebra", head + "%1 = " + node + "\n%2 = tanh(%1)\noutput \"y\" %2\n",
                    "%0 = input \"x\" float32(B,4)\n%2 = tanh(%0)\noutput \"y\" %2\n");
}

TEST(Algebra, whatChangesNothingVanishes) {
    for (const char* node :
         {"add(%0, %8)", "add(%8, %0)", "sub(%0, %8)", "mul(%0, %9)", "mul(%9, %0)", "div(%0, %9)", "identity(%0)",
          "cast(%0) dtype=float32", "broadcast_to(%0) shape=shape(B,4)", "reshape(%0) shape=shape(B,4)"})
        expectVanishes(node);
}

TEST(Algebra, whatLooksSimilarStays) {
    for (const char* node :
         {"sub(%8, %0)", "div(%9, %0)", "add(%0, %9)", "mul(%0, %8)", "sub(%0, %9)", "div(%0, %7)", "add(%0, %6)",
          "cast(%0) dtype=float64", "broadcast_to(%0) shape=shape(2,B,4)", "reshape(%0) shape=shape(4,B)"}) {
        SCOPED_TRACE(node);
        std::string text = "%0 = input \"x\" float32(B,4)\n";
        const auto constant = [&](const char* id, const char* rest) {
            if (std::string(node).find(id) != std::string::npos)
                text += std::string(id) + " = constant tensor " + rest + "\n";
        };
        constant("%6", "float32(1,1,1){0.0}");
        constant("%7", "float32(){2.0}");
        constant("%8", "float32(){0.0}");
        constant("%9", "float32(){1.0}");
        expectUntouched("algebra", text + "%1 = " + node + "\noutput \"y\" %1\n");
    }
}

TEST(Algebra, twoNegationsCancel) {
    expectRewriting("algebra", R"(
%0 = input "x" float32(B,4)
%1 = neg(%0)
%2 = neg(%1)
%3 = neg(%2)
output "y" %3
)",
                    R"(
%0 = input "x" float32(B,4)
%1 = neg(%0)
output "y" %1
)");
}

TEST(Algebra, onlyTheLastOfReshapesStaysAndSoDoesOneThatOthersUse) {
    expectRewriting("algebra", R"(
%0 = input "x" float32(B,12)
%1 = reshape(%0) shape=shape(B,3,4)
%2 = reshape(%1) shape=shape(B,4,3)
%3 = reshape(%2) shape=shape(B,2,6)
%4 = tanh(%1)
output "y" %3
output "z" %4
)",
                    R"(
%0 = input "x" float32(B,12)
%1 = reshape(%0) shape=shape(B,3,4)
%3 = reshape(%0) shape=shape(B,2,6)
%4 = tanh(%1)
output "y" %3
output "z" %4
)");
}

TEST(Algebra, transposesMultiply) {
    expectRewriting("algebra", R"(
%0 = input "x" float32(B,2,4)
%1 = transpose(%0) perm=[1,2,0]
%2 = transpose(%1) perm=[1,0,2]
%3 = transpose(%2) perm=[2,1,0]
output "y" %2
output "same" %3
)",
                    R"(
%0 = input "x" float32(B,2,4)
%2 = transpose(%0) perm=[2,1,0]
output "y" %2
output "same" %0
)");
}

} // namespace
} // namespace td::test
