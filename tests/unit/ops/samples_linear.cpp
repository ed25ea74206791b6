#include "tests/unit/ops/samples.h"

/// Matrix products.
namespace td::test {

namespace {
void addMatmul(SampleTable& table) {
    for (const bool ta : {false, true})
        for (const bool tb : {false, true}) {
            const graph::Attributes attributes = {{"transpose_a", ta}, {"transpose_b", tb}};
            table.add(
                "matmul",
                {table.reals(ta ? Extents{3, 2} : Extents{2, 3}), table.reals(tb ? Extents{4, 3} : Extents{3, 4})},
                attributes);
            table.add("matmul",
                      {table.reals(ta ? Extents{2, 3, 2} : Extents{2, 2, 3}),
                       table.reals(tb ? Extents{2, 3} : Extents{3, 2})},
                      attributes);
            table.add("matmul",
                      {table.reals(ta ? Extents{2, 1, 3, 1} : Extents{2, 1, 1, 3}),
                       table.reals(tb ? Extents{2, 2, 3} : Extents{2, 3, 2})},
                      attributes);
        }
    table.add("matmul", {table.reals({2, 0}), table.reals({0, 3})});
    table.add("matmul", {table.reals({0, 2}), table.reals({2, 3})});
    table.reject("matmul", {f64({2, 3}), f64({4, 5})});
    table.reject("matmul", {f64({2, 3}), f64({3, 5})}, {{"transpose_b", true}});
    table.reject("matmul", {f64({2, 3}), f64({3})});
    table.reject("matmul", {f64({2, 2, 3}), f64({3, 3, 5})});
}

void addDense(SampleTable& table) {
    for (const char* activation : {"linear", "relu", "relu6", "tanh", "sigmoid", "gelu", "silu"})
        table.add("dense", {table.reals({3, 2}), table.reals({2, 4}), table.reals({4})},
                  {{"activation", std::string(activation)}});
    table.add("dense", {table.reals({2, 1, 3}), table.reals({3, 2}), std::nullopt}, {{"activation", "tanh"}});
    table.add("dense", {table.reals({0, 3}), table.reals({3, 2}), table.reals({2})});
    table.reject("dense", {f64({2, 3}), f64({4, 5}), f64({5})});
    table.reject("dense", {f64({2, 3}), f64({3, 5}), f64({4})});
    table.reject("dense", {f64({3}), f64({3, 5}), std::nullopt});
    table.reject("dense", {f64({2, 3}), f64({3, 5}), std::nullopt}, {{"activation", "softplus"}},
                 ErrorCode::InvalidArgument);
}
} // namespace

void addLinearSamples(SampleTable& table) {
    addMatmul(table);
    addDense(table);
}

} // namespace td::test
