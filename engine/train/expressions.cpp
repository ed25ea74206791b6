#include "engine/train/expressions.h"

#include "engine/graph/op_def.h"

namespace td::train {

Expr number(Expr x, double value) {
    return x.builder->scalar(value, x.dtype());
}
Expr maximum(Expr a, double b) {
    return binary("maximum", a, number(a, b));
}
Expr minimum(Expr a, double b) {
    return binary("minimum", a, number(a, b));
}
Expr square(Expr x) {
    return unary("square", x);
}
Expr power(Expr x, double exponent) {
    return binary("pow", x, number(x, exponent));
}
Expr clipped(Expr x, double low, double high) {
    return x.builder->emit("clip", {x}, {{"min", low}, {"max", high}});
}
Expr clippedProbability(Expr x) {
    return clipped(x, kEpsilon, 1 - kEpsilon);
}

Expr divideNoNan(Expr a, Expr b) {
    const Expr isZero = binary("equal", b, number(b, 0));
    return select(isZero, number(a, 0), a / select(isZero, number(b, 1), b));
}

Expr asNumber(Expr condition, Expr like) {
    return cast(condition, like.dtype());
}
Expr asFloat(Expr x) {
    return cast(x, DType::F32);
}

Expr reduce(std::string_view op, Expr x, Ints axes, bool keepsAxes) {
    return x.builder->emit(op, {x}, {{"axes", std::move(axes)}, {"keepdims", keepsAxes}});
}

Expr argmax(Expr x, int64_t axis) {
    return x.builder->emit("argmax", {x}, {{"axis", axis}});
}

Expr withLast(Expr x) {
    Shape shape = x.shape();
    shape.append(1);
    return reshape(x, std::move(shape));
}

Expr withoutLast(Expr x) {
    if (x.rank() == 0) return x;
    Shape shape = x.shape();
    shape.erase(shape.rank() - 1);
    return reshape(x, std::move(shape));
}

Expr flat(Expr x) {
    return x.rank() == 1 ? x : reshape(x, Shape{-1});
}

Expr sliced(Expr x, int axis, int64_t begin, int64_t size) {
    const auto rank = static_cast<size_t>(x.rank());
    Ints begins(rank, 0), sizes(rank, -1);
    if (const size_t at = static_cast<size_t>(axis < 0 ? axis + x.rank() : axis); at < rank) {
        begins[at] = begin;
        sizes[at] = size;
    }
    return x.builder->emit("slice", {x}, {{"begin", std::move(begins)}, {"size", std::move(sizes)}});
}

Expr countOf(Expr x) {
    return reduce("sum", onesLike(x));
}

int64_t lastSize(Expr x) {
    if (x.rank() == 0 || !x.shape()[-1].isKnown()) return 0;
    return x.shape()[-1].value();
}

int64_t knownLastSize(Expr x, std::string_view what) {
    if (x.rank() > 0 && x.shape()[-1].isKnown()) return x.shape()[-1].value();
    if (x)
        x.builder->fail(Error(ErrorCode::ShapeMismatch, {{"input", std::string(what)},
                                                         {"found", x.shape().toString()},
                                                         {"expected", "a last axis of known size"}}));
    return 1;
}

void alignRanks(Expr& a, Expr& b, Vectors vectors) {
    const auto align = [vectors](Expr& high, Expr& low) {
        if (high.rank() != low.rank() + 1 || !high.shape()[-1].is(1)) return;
        if (low.rank() == 1 && vectors == Vectors::Widen)
            low = withLast(low);
        else
            high = withoutLast(high);
    };
    if (!a || !b) return;
    if (a.rank() > b.rank())
        align(a, b);
    else
        align(b, a);
}

Expr logitsBehind(Expr y, std::string_view op) {
    if (!y) return {};
    const graph::Graph& graph = y.builder->graph();
    const graph::NodeId producer = graph.value(y.id).producer;
    if (producer == graph::NodeId::None) return {};
    const graph::Node& node = graph.node(producer);
    if (node.op->name != op) return {};
    const int64_t axis = node.attributes.integer("axis");
    if (op == "softmax" && axis != -1 && axis != y.rank() - 1) return {};
    return y.builder->wrap(node.inputs.front());
}

} // namespace td::train
