#include "tests/unit/passes/pass_case.h"

#include <gtest/gtest.h>
#include <string>

/// Cross-entropies that were written in pieces become one operation, where that is the same function.
namespace td::test {
namespace {

const std::string kRows = R"(
%0 = input "x" float32(B,4)
%1 = input "targets" float32(B,4)
%2 = input "labels" int32(B)
)";

TEST(SoftmaxLoss, theLogarithmOfASoftmaxIsOneOperation) {
    expectRewriting("softmax-loss", kRows + "%3 = softmax(%0)\n%4 = log(%3)\noutput \"y\" %4\n",
                    kRows + "%4 = log_softmax(%0)\noutput \"y\" %4\n");
    expectRewriting("softmax-loss", kRows + "%3 = softmax(%0) axis=0\n%4 = log(%3)\noutput \"y\" %4\noutput \"p\" %3\n",
                    kRows + "%3 = softmax(%0) axis=0\n%4 = log_softmax(%0) axis=0\noutput \"y\" %4\noutput \"p\" %3\n");
}

TEST(SoftmaxLoss, targetsTimesLogarithmsBecomeTheDenseLoss) {
    const std::string after = "%7, %8 = softmax_cross_entropy_dense(%0, %1)\noutput \"y\" %7\n";
    for (const std::string product : {"mul(%1, %4)", "mul(%4, %1)"})
        for (const std::string axis : {"-1", "1"})
            expectRewriting("softmax-loss",
                            kRows + "%3 = softmax(%0)\n%4 = log(%3)\n%5 = " + product + "\n%6 = sum(%5) axes=[" + axis +
                                "]\n%7 = neg(%6)\noutput \"y\" %7\n",
                            kRows + after);
    expectRewriting("softmax-loss",
                    kRows + "%4 = log_softmax(%0)\n%5 = mul(%1, %4)\n%6 = sum(%5) axes=[1]\n%7 = mean(%6)\noutput "
                            "\"y\" %7\n",
                    kRows + "%4, %5 = softmax_cross_entropy_dense(%0, %1)\n%6 = neg(%4)\n%7 = mean(%6)\noutput \"y\" "
                            "%7\n");
}

TEST(SoftmaxLoss, oneHotTargetsStayTargets) {
    expectRewriting("softmax-loss",
                    kRows + "%3 = one_hot(%2) depth=4\n%4 = log_softmax(%0)\n%5 = mul(%3, %4)\n%6 = sum(%5) "
                            "axes=[-1]\n%7 = neg(%6)\noutput \"y\" %7\n",
                    kRows +
                        "%3 = one_hot(%2) depth=4\n%4, %5 = softmax_cross_entropy_dense(%0, %3)\noutput \"y\" %4\n");
}

TEST(SoftmaxLoss, aLogarithmForEachLabelBecomesTheLossOfLabels) {
    expectRewriting("softmax-loss",
                    kRows + "%4 = log_softmax(%0)\n%5 = gather(%4, %2) axis=1 batch_dims=1\n%6 = neg(%5)\noutput \"y\" "
                            "%6\n",
                    kRows + "%4, %5 = softmax_cross_entropy(%0, %2)\noutput \"y\" %4\n");
    const std::string words = "%0 = input \"x\" float32(B,3,4)\n%1 = input \"labels\" int32(B,3)\n";
    expectRewriting("softmax-loss",
                    words + "%4 = log_softmax(%0)\n%5 = gather(%4, %1) axis=-1 batch_dims=2\n%6 = neg(%5)\noutput "
                            "\"y\" %6\n",
                    words + "%4, %5 = softmax_cross_entropy(%0, %1)\noutput \"y\" %4\n");
}

/// Keras' losses on probabilities clip them first: near 0 and 1 that is another number, and another gradient.
TEST(SoftmaxLoss, clippedProbabilitiesStay) {
    expectUntouched("softmax-loss", kRows +
                                        "%3 = softmax(%0)\n%4 = clip(%3) min=1e-07 max=0.9999999\n%5 = log(%4)\n"
                                        "%6 = mul(%1, %5)\n%7 = sum(%6) axes=[-1]\n%8 = neg(%7)\noutput \"y\" %8\n");
}

TEST(SoftmaxLoss, nothingElseIsTaken) {
    const std::string logarithm = kRows + "%4 = log_softmax(%0)\n%5 = mul(%1, %4)\n";
    expectUntouched("softmax-loss", logarithm + "%6 = sum(%5) axes=[-1] keepdims=true\noutput \"y\" %6\n");
    expectUntouched("softmax-loss", logarithm + "%6 = sum(%5) axes=[0]\noutput \"y\" %6\n");
    expectUntouched("softmax-loss", logarithm + "%6 = sum(%5)\noutput \"y\" %6\n");
    expectUntouched("softmax-loss", logarithm + "%6 = sum(%5) axes=[1]\noutput \"y\" %6\noutput \"z\" %4\n");
    expectUntouched("softmax-loss", logarithm + "%6 = sum(%5) axes=[1]\noutput \"y\" %6\noutput \"z\" %5\n");
    expectUntouched("softmax-loss", kRows + "%4 = log_softmax(%0) axis=0\n%5 = mul(%1, %4)\n%6 = sum(%5) axes=[1]\n"
                                            "output \"y\" %6\n");
    expectUntouched("softmax-loss", kRows + "%4 = log_softmax(%0)\n%5 = gather(%4, %2) axis=1\noutput \"y\" %5\n");
    expectUntouched("softmax-loss", "%0 = input \"x\" float32(B,4)\n%1 = input \"weights\" float32(4)\n%4 = "
                                    "log_softmax(%0)\n%5 = mul(%1, %4)\n%6 = sum(%5) axes=[1]\noutput \"y\" %6\n");
    expectUntouched("softmax-loss", kRows + "%4 = neg(%0)\n%5 = neg(%4)\noutput \"y\" %5\n");
}

} // namespace
} // namespace td::test
