#include "tests/unit/simd_kernels/kernel_case.h"

#include <gtest/gtest.h>
#include <limits>

namespace td::kernels {

namespace {
struct Pair {
    Extents a, b;
};

/// Equal shapes, scalars, rows, columns, both at once, empty, long, tails of every length.
const std::vector<Pair>& broadcasts() {
    static const std::vector<Pair> pairs = {
        {{}, {}},
        {{7}, {7}},
        {{1000}, {}},
        {{0}, {0}},
        {{3, 0}, {1}},
        {{33, 17}, {17}},
        {{33, 17}, {33, 1}},
        {{33, 1}, {1, 17}},
        {{5, 300}, {300}},
        {{5, 300}, {5, 1}},
        {{2, 3, 4, 5}, {3, 1, 5}},
        {{4, 6, 6, 16}, {4, 1, 1, 16}},
        {{40000}, {40000}},
        {{300, 300}, {300}},
        {{1, 5}, {6, 1}},
        {{600, 200}, {200}},
    };
    return pairs;
}
} // namespace

TEST(SimdElementwise, binaryOperationsBroadcastAsTheReferenceDoes) {
    for (const char* op : {"add", "sub", "mul", "div"})
        for (const Pair& pair : broadcasts())
            expectSameAsReference({op, {}, {normals(pair.a, 1), normals(pair.b, 2)}});
}

TEST(SimdElementwise, everyTailLengthIsComputed) {
    for (int64_t n = 1; n < 70; ++n)
        expectSameAsReference({"exp", {}, {normals({n}, 3)}});
}

TEST(SimdElementwise, blockedLayoutTakesChannelsFromAVector) {
    for (const Extents& small :
         {Extents{}, Extents{32}, Extents{1, 1, 1, 32}, Extents{2, 1, 1, 32}, Extents{2, 5, 3, 32}})
        expectSameAsReference({"add", {}, {normals({2, 5, 3, 32}, 1), normals(small, 2)}, true});
}

} // namespace td::kernels
