#include "engine/graph/builder.h"

#include "engine/graph/op_registry.h"

#include <algorithm>

namespace td::graph {

const TensorType& Expr::type() const {
    static const TensorType kNone{};
    return id == ValueId::None ? kNone : builder->graph().type(id);
}

Expr Builder::scalar(double value, DType dtype) {
    return constant(Tensor::scalar(dtype, value));
}

std::vector<Expr> Builder::emitAll(std::string_view op, std::span<const Expr> inputs, Attributes attributes) {
    const OpDef* def = m_graph.ops().find(op);
    std::vector<Expr> nothing(def ? def->outputs.size() : 1, Expr{this, ValueId::None});
    if (m_error) return nothing;
    std::vector<ValueId> ids;
    for (const Expr& input : inputs)
        ids.push_back(input.id);
    auto node = m_graph.addNode(op, std::move(ids), std::move(attributes), m_source);
    if (!node) {
        m_error = node.error();
        return nothing;
    }
    std::vector<Expr> outputs;
    for (const ValueId id : m_graph.node(*node).outputs)
        outputs.push_back(wrap(id));
    return outputs;
}

Expr Builder::emit(std::string_view op, std::span<const Expr> inputs, Attributes attributes) {
    return emitAll(op, inputs, std::move(attributes)).front();
}

Expr binary(std::string_view op, Expr a, Expr b) {
    return a.builder->emit(op, {a, b});
}
Expr unary(std::string_view op, Expr x) {
    return x.builder->emit(op, {x});
}

Expr operator+(Expr a, Expr b) {
    return binary("add", a, b);
}
Expr operator-(Expr a, Expr b) {
    return binary("sub", a, b);
}
Expr operator*(Expr a, Expr b) {
    return binary("mul", a, b);
}
Expr operator/(Expr a, Expr b) {
    return binary("div", a, b);
}
Expr operator-(Expr a) {
    return unary("neg", a);
}
Expr operator+(Expr a, double b) {
    return a + a.builder->scalar(b, a.dtype());
}
Expr operator-(Expr a, double b) {
    return a - a.builder->scalar(b, a.dtype());
}
Expr operator*(Expr a, double b) {
    return a * a.builder->scalar(b, a.dtype());
}
Expr operator/(Expr a, double b) {
    return a / a.builder->scalar(b, a.dtype());
}
Expr operator+(double a, Expr b) {
    return b.builder->scalar(a, b.dtype()) + b;
}
Expr operator-(double a, Expr b) {
    return b.builder->scalar(a, b.dtype()) - b;
}
Expr operator*(double a, Expr b) {
    return b.builder->scalar(a, b.dtype()) * b;
}
Expr operator/(double a, Expr b) {
    return b.builder->scalar(a, b.dtype()) / b;
}

Expr reshape(Expr x, Shape shape) {
    if (x && x.shape() == shape) return x;
    return x.builder->emit("reshape", {x}, {{"shape", std::move(shape)}});
}

Expr transpose(Expr x, Ints permutation) {
    return x.builder->emit("transpose", {x}, {{"perm", std::move(permutation)}});
}

Expr broadcastTo(Expr x, Shape shape) {
    if (x && x.shape() == shape) return x;
    return x.builder->emit("broadcast_to", {x}, {{"shape", std::move(shape)}});
}

Expr sum(Expr x, Ints axes, bool keepDims) {
    return x.builder->emit("sum", {x}, {{"axes", std::move(axes)}, {"keepdims", keepDims}});
}
Expr mean(Expr x, Ints axes, bool keepDims) {
    return x.builder->emit("mean", {x}, {{"axes", std::move(axes)}, {"keepdims", keepDims}});
}

Expr sumTo(Expr x, const Shape& shape) {
    if (!x || x.shape() == shape) return x;
    const int extra = x.rank() - shape.rank();
    Ints axes;
    for (int i = 0; i < x.rank(); ++i)
        if (i < extra || (shape[i - extra].is(1) && !x.shape()[i].is(1))) axes.push_back(i);
    return reshape(axes.empty() ? x : sum(x, std::move(axes), true), shape);
}

Expr cast(Expr x, DType dtype) {
    if (x && x.dtype() == dtype) return x;
    return x.builder->emit("cast", {x}, {{"dtype", dtype}});
}

Expr select(Expr condition, Expr yes, Expr no) {
    return condition.builder->emit("where", {condition, yes, no});
}

Expr matmul(Expr a, Expr b, bool transposeA, bool transposeB) {
    return a.builder->emit("matmul", {a, b}, {{"transpose_a", transposeA}, {"transpose_b", transposeB}});
}

Expr zerosLike(Expr x) {
    return broadcastTo(x.builder->scalar(0, x.dtype()), x.shape());
}
Expr onesLike(Expr x) {
    return broadcastTo(x.builder->scalar(1, x.dtype()), x.shape());
}

} // namespace td::graph
