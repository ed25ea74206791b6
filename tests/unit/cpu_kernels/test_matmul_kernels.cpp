#include "tests/unit/cpu_kernels/agreement.h"

#include <gtest/gtest.h>

namespace td::test {
namespace {

TEST(MatmulKernels, everyTransposeAndCutAgrees) {
    struct Sizes {
        int64_t m, n, k;
    };
    // A vector, a product cut by rows, by columns, by depth, one through a primitive, sizes that no grain divides.
    for (const Sizes& s : {Sizes{1, 300, 200},
                           {513, 70, 33},
                           {40, 700, 130},
                           {16, 24, 9000},
                           {100, 1030, 1100},
                           {7, 5, 3},
                           {1, 1, 1},
                           {96, 96, 2000}})
        for (bool transposeA : {false, true})
            for (bool transposeB : {false, true})
                expectAgreement(matmulCase("sizes", transposeA ? Extents{s.k, s.m} : Extents{s.m, s.k},
                                           transposeB ? Extents{s.n, s.k} : Extents{s.k, s.n}, transposeA, transposeB));
}

TEST(MatmulKernels, batchesAndBroadcastingAgree) {
    for (bool transposeA : {false, true})
        for (bool transposeB : {false, true}) {
            const auto agree = [&](Extents a, Extents b) {
                if (transposeA) std::swap(a[a.size() - 1], a[a.size() - 2]);
                if (transposeB) std::swap(b[b.size() - 1], b[b.size() - 2]);
                expectAgreement(matmulCase("batches", std::move(a), std::move(b), transposeA, transposeB));
            };
            agree({6, 40, 24}, {6, 24, 56});
            agree({50, 64, 48}, {50, 48, 32});
            agree({2, 3, 20, 10}, {2, 3, 10, 30});
            agree({2, 3, 20, 10}, {2, 1, 10, 30});
            agree({2, 3, 20, 10}, {3, 10, 30});
            agree({4, 20, 10}, {10, 30});
            agree({20, 10}, {4, 10, 30});
            agree({1, 20, 10}, {10, 30});
        }
}

TEST(MatmulKernels, emptyProductsAreRefused) {
    KernelRun run(matmulCase("empty", {0, 4}, {4, 3}, false, false), "onednn", 1);
    EXPECT_FALSE(run.isReady());
}

TEST(DenseKernels, activationsThreadsAndFrozenWeightsAgree) {
    for (const char* activation : {"linear", "relu", "relu6", "tanh", "sigmoid", "gelu", "silu"})
        for (bool hasBias : {false, true})
            for (bool isFrozen : {false, true}) {
                expectAgreement(denseCase(activation, {64, 100}, 130, activation, hasBias), isFrozen);
                expectAgreement(denseCase(activation, {3, 50, 40}, 260, activation, hasBias), isFrozen);
            }
}

TEST(DenseKernels, layersOfTheNetsAgree) {
    for (bool isFrozen : {false, true}) {
        for (int64_t batch : {1, 32}) {
            expectAgreement(denseCase("mlp d1", {batch, 784}, 128, "relu", true), isFrozen);
            expectAgreement(denseCase("mlp d2", {batch, 128}, 10, "linear", true), isFrozen);
            expectAgreement(denseCase("lenet d1", {batch, 3136}, 1024, "relu", true), isFrozen);
        }
        expectAgreement(denseCase("encoder f1", {2, 64, 128}, 512, "gelu", true), isFrozen);
        expectAgreement(denseCase("wide_deep d0", {256, 141}, 256, "relu", true), isFrozen);
        expectAgreement(denseCase("wide_deep out", {256, 64}, 1, "linear", true), isFrozen);
    }
}

} // namespace
} // namespace td::test
