#include "tests/unit/passes/pass_case.h"

#include <gtest/gtest.h>
#include <string>

/// What is done to gradients and updates.
namespace td::test {
namespace {

const std::string kPool = " pool=[2,2] strides=[2,2] padding=\"valid\"\n";
const std::string kPooled = "%0 = input \"a\" float32(B,4,4,3)\n%1 = input \"dy\" float32(B,2,2,3)\n%2 = relu(%0)\n"
                            "%3 = max_pool(%2)" +
                            kPool;

TEST(PoolGradients, theMaskIsTakenBeforeTheSpreading) {
    for (const std::string grad : {"relu_grad", "relu6_grad"})
        expectRewriting(
            "pool-gradients",
            kPooled + "%4 = max_pool_grad(%1, %2, %3)" + kPool + "%5 = " + grad + "(%4, %2)\noutput \"dx\" %5\n",
            kPooled + "%4 = " + grad + "(%1, %3)\n%5 = max_pool_grad(%4, %2, %3)" + kPool + "output \"dx\" %5\n");
}

TEST(PoolGradients, theSumOverAllButChannelsIsTakenBeforeTheSpreading) {
    for (const std::string axes : {"[0,1,2]", "[-4,-3,-2]", "[2,0,1]"})
        expectRewriting(
            "pool-gradients",
            kPooled + "%4 = max_pool_grad(%1, %2, %3)" + kPool + "%5 = sum(%4) axes=" + axes + "\noutput \"db\" %5\n",
            "%0 = input \"a\" float32(B,4,4,3)\n%1 = input \"dy\" float32(B,2,2,3)\n%5 = sum(%1) axes=" + axes +
                "\noutput \"db\" %5\n");
}

TEST(PoolGradients, overlappingWindowsAreAsGood) {
    const std::string pool = " pool=[3,3] strides=[1,1] padding=\"same\"\n";
    const std::string head =
        "%0 = input \"a\" float32(B,4,4,3)\n%1 = input \"dy\" float32(B,4,4,3)\n%2 = relu(%0)\n%3 = max_pool(%2)" +
        pool;
    expectRewriting("pool-gradients",
                    head + "%4 = max_pool_grad(%1, %2, %3)" + pool + "%5 = relu_grad(%4, %2)\noutput \"dx\" %5\n",
                    head + "%4 = relu_grad(%1, %3)\n%5 = max_pool_grad(%4, %2, %3)" + pool + "output \"dx\" %5\n");
}

TEST(PoolGradients, nothingElseIsTaken) {
    const std::string grad = kPooled + "%4 = max_pool_grad(%1, %2, %3)" + kPool;
    expectUntouched("pool-gradients", grad + "%5 = relu_grad(%4, %0)\noutput \"dx\" %5\n");
    expectUntouched("pool-gradients", grad + "%5 = relu_grad(%4, %2)\noutput \"dx\" %5\noutput \"dp\" %4\n");
    expectUntouched("pool-gradients", grad + "%5 = tanh_grad(%4, %2)\noutput \"dx\" %5\n");
    for (const char* axes : {"[1,2]", "[1,2,3]", "[]", "[0,1,3]"})
        expectUntouched("pool-gradients", grad + "%5 = sum(%4) axes=" + axes + "\noutput \"s\" %5\n");
    expectUntouched("pool-gradients", grad + "%5 = mean(%4) axes=[0,1,2]\noutput \"s\" %5\n");
}

const std::string kTable = R"(
%0 = variable "table" float32(6,2) trainable
%1 = variable "acc" float32(6,2)
%2 = input "ids" int32(B,5)
%3 = input "dy" float32(B,5,2)
%4 = constant tensor float32(){0.1}
)";
const std::string kGradient = "%5 = gather_grad(%3, %2) axis=0 batch_dims=0 shape=shape(6,2)\n";

TEST(SparseUpdates, adagradTouchesOnlyTheRowsOfTheBatch) {
    expectRewriting("sparse-updates",
                    kTable + kGradient + "%6, %7 = adagrad(%0, %1, %5, %4) epsilon=0.001\nupdate %0 %6\nupdate %1 %7\n",
                    kTable + "%6, %7 = adagrad_rows(%0, %1, %3, %2, %4) epsilon=0.001\nupdate %0 %6\nupdate %1 %7\n");
}

TEST(SparseUpdates, plainDescentTouchesOnlyTheRowsOfTheBatch) {
    expectRewriting("sparse-updates", kTable + kGradient + "%6 = sgd(%0, %5, %4)\nupdate %0 %6\n",
                    kTable + "%6 = sgd_rows(%0, %3, %2, %4)\nupdate %0 %6\n");
}

TEST(SparseUpdates, nothingElseIsTaken) {
    expectUntouched("sparse-updates", kTable + kGradient + "%6 = sgd(%0, %5, %4) weight_decay=0.1\nupdate %0 %6\n");
    expectUntouched("sparse-updates", kTable + kGradient + "%6 = sgd(%0, %5, %4)\nupdate %0 %6\noutput \"g\" %5\n");
    expectUntouched("sparse-updates",
                    kTable + kGradient +
                        "%6, %7 = sgd_momentum(%0, %1, %5, %4) momentum=0.9\nupdate %0 %6\nupdate %1 %7\n");
    expectUntouched("sparse-updates", R"(
%0 = variable "table" float32(2,6) trainable
%2 = input "ids" int32(5)
%3 = input "dy" float32(2,5)
%4 = constant tensor float32(){0.1}
%5 = gather_grad(%3, %2) axis=1 batch_dims=0 shape=shape(2,6)
%6 = sgd(%0, %5, %4)
update %0 %6
)");
}

} // namespace
} // namespace td::test
