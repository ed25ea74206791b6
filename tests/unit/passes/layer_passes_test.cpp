#include "tests/unit/passes/pass_case.h"

#include <gtest/gtest.h>
#include <string>

/// Layers in pieces become one node: dense, convolution, batch normalization.
namespace td::test {
namespace {

const std::string kDense = R"(
%0 = input "x" float32(B,4)
%1 = variable "w" float32(4,3) trainable
%2 = variable "b" float32(3) trainable
)";
const std::string kImages = R"(
%0 = input "x" float32(B,6,6,2)
%1 = variable "w" float32(3,3,2,4) trainable
%2 = variable "b" float32(4) trainable
)";
const std::string kConv = "conv(%0, %1, _) strides=[1,1] padding=\"same\"";

TEST(Dense, matmulBiasAndActivationBecomeOne) {
    for (const std::string activation : {"relu", "relu6", "tanh", "sigmoid"})
        for (const std::string add : {"add(%3, %2)", "add(%2, %3)"})
            expectRewriting("dense",
                            kDense + "%3 = matmul(%0, %1) @\"a\" \"m\"\n%4 = " + add +
                                " @\"a\" \"b\"\n%5 = " + activation + "(%4) @\"a\" \"c\"\noutput \"y\" %5\n",
                            kDense + "%5 = dense(%0, %1, %2) activation=\"" + activation +
                                "\" @\"a\" \"c\"\noutput \"y\" %5\n");
}

TEST(Dense, anActivationThatNeedsItsInputStaysApart) {
    expectRewriting("dense", kDense + "%3 = matmul(%0, %1)\n%4 = add(%3, %2)\n%5 = gelu(%4)\noutput \"y\" %5\n",
                    kDense + "%4 = dense(%0, %1, %2)\n%5 = gelu(%4)\noutput \"y\" %5\n");
}

TEST(Dense, aSumThatOthersUseKeepsItsActivationApart) {
    expectRewriting("dense",
                    kDense + "%3 = matmul(%0, %1)\n%4 = add(%3, %2)\n%5 = relu(%4)\noutput \"y\" %5\noutput \"z\" %4\n",
                    kDense + "%4 = dense(%0, %1, %2)\n%5 = relu(%4)\noutput \"y\" %5\noutput \"z\" %4\n");
}

TEST(Dense, nothingElseIsTaken) {
    expectUntouched("dense", kDense + "%3 = matmul(%0, %1)\n%4 = add(%3, %2)\n%5 = mul(%4, %3)\noutput \"y\" %5\n");
    expectUntouched("dense", kDense + "%3 = matmul(%0, %1)\n%4 = sub(%3, %2)\noutput \"y\" %4\n");
    expectUntouched("dense", R"(
%0 = input "x" float32(B,4)
%1 = variable "w" float32(3,4)
%2 = variable "b" float32(3)
%3 = matmul(%0, %1) transpose_b=true
%4 = add(%3, %2)
output "y" %4
)");
    expectUntouched("dense", R"(
%0 = input "x" float32(2,3,4)
%1 = variable "w" float32(2,4,3)
%2 = variable "b" float32(3)
%3 = matmul(%0, %1)
%4 = add(%3, %2)
output "y" %4
)");
    expectUntouched("dense", R"(
%0 = input "x" float32(2,4)
%1 = variable "w" float32(4,3)
%2 = variable "b" float32(2,3)
%3 = variable "c" float32(1)
%4 = matmul(%0, %1)
%5 = add(%4, %2)
%6 = matmul(%0, %1)
%7 = add(%6, %3)
output "y" %5
output "z" %7
)");
}

TEST(Conv, convolutionBiasAndActivationBecomeOne) {
    for (const std::string activation : {"relu", "relu6"})
        expectRewriting(
            "conv", kImages + "%3 = " + kConv + "\n%4 = add(%3, %2)\n%5 = " + activation + "(%4)\noutput \"y\" %5\n",
            kImages + "%5 = conv(%0, %1, %2) strides=[1,1] padding=\"same\" activation=\"" + activation +
                "\"\noutput \"y\" %5\n");
}

TEST(Conv, nothingElseIsTaken) {
    expectUntouched("conv", kImages + "%3 = " + kConv + "\n%5 = tanh(%3)\noutput \"y\" %5\n");
    expectUntouched("conv", kImages + "%3 = " + kConv + "\n%4 = add(%3, %2)\noutput \"y\" %4\noutput \"z\" %3\n");
    expectUntouched("conv", kImages + "%3 = " + kConv + "\n%5 = relu(%3)\noutput \"y\" %5\noutput \"z\" %3\n");
    expectUntouched(
        "conv", kImages + "%3 = conv(%0, %1, %2) strides=[1,1] padding=\"same\"\n%4 = add(%3, %2)\noutput \"y\" %4\n");
    expectUntouched("conv", kImages + "%3 = " + kConv + " activation=\"relu\"\n%4 = add(%3, %2)\noutput \"y\" %4\n");
    expectUntouched("conv", kImages + "%3 = " + kConv + " activation=\"relu6\"\n%4 = relu(%3)\noutput \"y\" %4\n");
}

const std::string kNorm = R"(
%0 = input "x" float32(B,4)
%1 = input "r" float32(B,4)
%2 = variable "gain" float32(4) trainable
%3 = variable "bias" float32(4) trainable
%4 = variable "moving" float32(4)
)";

TEST(BatchNorm, residualAndActivationBecomePartOfIt) {
    for (const std::string add : {"add(%5, %1)", "add(%1, %5)"})
        expectRewriting("batch-norm",
                        kNorm + "%5, %6, %7 = batch_norm_training(%0, %2, %3, _)\n%8 = add(%4, %6)\n%9 = " + add +
                            "\n%10 = relu6(%9)\noutput \"y\" %10\noutput \"v\" %7\nupdate %4 %8\n",
                        kNorm + "%10, %11, %12 = batch_norm_training(%0, %2, %3, %1) activation=\"relu6\"\n"
                                "%8 = add(%4, %11)\noutput \"y\" %10\noutput \"v\" %12\nupdate %4 %8\n");
}

TEST(BatchNorm, nothingElseIsTaken) {
    const std::string norm = kNorm + "%5, %6, %7 = batch_norm_training(%0, %2, %3, _)";
    expectUntouched("batch-norm", norm + "\n%8 = tanh(%5)\noutput \"y\" %8\n");
    expectUntouched("batch-norm", norm + "\n%8 = relu(%5)\noutput \"y\" %8\noutput \"z\" %5\n");
    expectUntouched("batch-norm", norm + "\n%8 = relu(%6)\noutput \"y\" %8\n");
    expectUntouched("batch-norm", norm + "\n%8 = add(%5, %3)\noutput \"y\" %8\n");
    expectUntouched("batch-norm", norm + " activation=\"relu\"\n%8 = add(%5, %1)\noutput \"y\" %8\n");
    expectUntouched("batch-norm",
                    kNorm + "%5, %6, %7 = batch_norm_training(%0, %2, %3, %1)\n%8 = add(%5, %1)\noutput \"y\" %8\n");
}

TEST(BatchNorm, aResidualMadeFromItsOwnMomentsWouldBeACircle) {
    expectUntouched("batch-norm", kNorm + "%5, %6, %7 = batch_norm_training(%0, %2, %3, _)\n%8 = add(%1, %6)\n"
                                          "%9 = add(%5, %8)\noutput \"y\" %9\n");
}

const std::string kFolding = kImages + R"(
%3 = variable "gain" float32(4)
%4 = variable "beta" float32(4)
%5 = variable "mean" float32(4)
%6 = variable "variance" float32(4)
)";

TEST(FoldBatchNorm, movesIntoTheConvolution) {
    expectRewriting(
        "fold-batch-norm",
        kFolding + "%7 = " + kConv +
            "\n%8 = batch_norm_inference(%7, %3, %4, %5, %6) epsilon=0.5 activation=\"relu\"\noutput \"y\" %8\n",
        kFolding + R"(
%9 = constant tensor float32(){0.5}
%10 = add(%6, %9)
%11 = rsqrt(%10)
%12 = mul(%11, %3)
%13 = mul(%1, %12)
%14 = neg(%5)
%15 = mul(%14, %12)
%16 = add(%15, %4)
%17 = conv(%0, %13, %16) strides=[1,1] padding="same" activation="relu"
output "y" %17
)");
}

TEST(FoldBatchNorm, takesTheConvolutionsBiasAndLeftOutGainsAlong) {
    expectRewriting("fold-batch-norm",
                    kFolding + "%7 = conv(%0, %1, %2) strides=[2,2] padding=\"same\"\n"
                               "%8 = batch_norm_inference(%7, _, _, %5, %6) epsilon=0.5\noutput \"y\" %8\n",
                    kFolding + R"(
%9 = constant tensor float32(){0.5}
%10 = add(%6, %9)
%11 = rsqrt(%10)
%13 = mul(%1, %11)
%14 = sub(%2, %5)
%15 = mul(%14, %11)
%17 = conv(%0, %13, %15) strides=[2,2] padding="same"
output "y" %17
)");
}

TEST(FoldBatchNorm, nothingElseIsTaken) {
    const std::string norm = "%8 = batch_norm_inference(%7, %3, %4, %5, %6)\noutput \"y\" %8\n";
    expectUntouched("fold-batch-norm", kFolding + "%7 = " + kConv + " activation=\"relu\"\n" + norm);
    expectUntouched("fold-batch-norm", kFolding + "%7 = " + kConv + "\n" + norm + "output \"z\" %7\n");
    expectUntouched("fold-batch-norm", kFolding + "%9 = " + kConv + "\n%7 = tanh(%9)\n" + norm);
}

} // namespace
} // namespace td::test
