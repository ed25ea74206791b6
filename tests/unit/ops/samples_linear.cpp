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

void addEinsum(SampleTable& table) {
    const auto add = [&](const char* equation, std::vector<Extents> extents) {
        std::vector<OptionalTensor> inputs;
        for (Extents& each : extents)
            inputs.emplace_back(table.reals(std::move(each)));
        table.add("einsum", std::move(inputs), {{"equation", std::string(equation)}});
    };
    add("ij,jk->ik", {{2, 3}, {3, 4}});
    add("bik,bkj->bij", {{2, 3, 2}, {2, 2, 3}});
    add("ij->ji", {{2, 3}});
    add("ij->", {{2, 3}});
    add("ii->i", {{3, 3}});
    add("ii", {{3, 3}});
    add("ijij->j", {{2, 3, 2, 3}});
    add("i,j->ij", {{2}, {3}});
    add("...ij,jk->...ik", {{2, 1, 2, 3}, {3, 2}});
    add("...i,...i->...", {{2, 1, 3}, {1, 2, 3}});
    add("abc,cd,de->abe", {{2, 2, 3}, {3, 2}, {2, 2}});
    add("btnh,bfnh->bnft", {{1, 3, 2, 2}, {1, 2, 2, 2}});
    add("ij,jk", {{0, 3}, {3, 2}});
    add("ij,jk->ik", {{2, 0}, {0, 2}});
    const auto refuse = [&](const char* equation, std::vector<Shape> shapes, ErrorCode code) {
        std::vector<std::optional<TensorType>> inputs;
        for (Shape& shape : shapes)
            inputs.emplace_back(f64(std::move(shape)));
        table.reject("einsum", std::move(inputs), {{"equation", std::string(equation)}}, code);
    };
    refuse("ij,jk->ik", {{2, 3}, {4, 2}}, ErrorCode::ShapeMismatch);
    refuse("ij,jk->ik", {{2, 3}, {3}}, ErrorCode::ShapeMismatch);
    refuse("ii->i", {{2, 3}}, ErrorCode::ShapeMismatch);
    refuse("ij->ik", {{2, 3}}, ErrorCode::InvalidArgument);
    refuse("ij->ijj", {{2, 3}}, ErrorCode::InvalidArgument);
    refuse("i+j->ij", {{2, 3}}, ErrorCode::InvalidArgument);
    refuse("ij", {{2, 3}, {2, 3}}, ErrorCode::InvalidArgument);
    refuse("...i->i", {{2, 3}}, ErrorCode::InvalidArgument);
}
} // namespace

void addLinearSamples(SampleTable& table) {
    addMatmul(table);
    addDense(table);
    addEinsum(table);
}

} // namespace td::test
