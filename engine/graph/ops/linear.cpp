#include "engine/graph/ops/activation.h"
#include "engine/graph/ops/infer.h"

/// Products of matrices.
namespace td::graph {

namespace {
/// The last two axes of an operand, in the order in which the product uses them.
struct Matrix {
    Dim rows, columns;
};
Matrix matrixOf(const Shape& shape, bool isTransposed) {
    return isTransposed ? Matrix{shape[-1], shape[-2]} : Matrix{shape[-2], shape[-1]};
}

Shape leadingOf(Shape shape) {
    shape.erase(shape.rank() - 1);
    shape.erase(shape.rank() - 1);
    return shape;
}

Types inferMatmul(const InferContext& context) {
    TD_TRY(context.needSameDType());
    TD_TRY(context.needRankAtLeast(0, 2));
    TD_TRY(context.needRankAtLeast(1, 2));
    const Matrix a = matrixOf(context.shape(0), context.attributes().flag("transpose_a"));
    const Matrix b = matrixOf(context.shape(1), context.attributes().flag("transpose_b"));
    if (a.columns != b.rows) return context.mismatch(0, 1);
    auto shape = broadcast(leadingOf(context.shape(0)), leadingOf(context.shape(1)));
    if (!shape) return context.mismatch(0, 1);
    shape->append(a.rows);
    shape->append(b.columns);
    return std::vector{TensorType{context.dtype(0), *std::move(shape)}};
}

/// 2 M N K, and each operand read once.
Cost costOfProduct(const InferContext& context, std::span<const TensorType> outputs) {
    const bool isTransposed = context.attributes().has("transpose_a") && context.attributes().flag("transpose_a");
    const Dim inner = context.shape(0)[isTransposed ? -2 : -1];
    const double depth = inner.isKnown() ? static_cast<double>(inner.value()) : 0;
    return {2 * countOf(outputs[0].shape) * depth, bytesOf(context, outputs)};
}

/// (…,K) as (rows,K).
Expr asMatrix(Expr x) {
    Shape leading = x.shape();
    leading.erase(x.rank() - 1);
    return reshape(x, {leading.elements(), x.shape()[-1]});
}

/// With one matrix for many rows the sum over the leading axes is part of a single product.
std::vector<Expr> sharedMatrixGradient(GradientContext& g, bool isTransposed) {
    const Expr a = g.input(0), b = g.input(1), dy = g.dy();
    const Expr rows = asMatrix(a), dRows = asMatrix(dy);
    const auto dMatrix = [&] {
        return isTransposed ? matmul(dRows, rows, true, false) : matmul(rows, dRows, true, false);
    };
    return {g.wants(0) ? matmul(dy, b, false, !isTransposed) : Expr{}, g.wants(1) ? dMatrix() : Expr{}};
}

std::vector<Expr> matmulGradient(GradientContext& g) {
    const Expr a = g.input(0), b = g.input(1), dy = g.dy();
    const bool ta = g.attributes().flag("transpose_a"), tb = g.attributes().flag("transpose_b");
    if (a.rank() > 2 && b.rank() == 2 && !ta) return sharedMatrixGradient(g, tb);
    const auto da = [&] { return sumTo(ta ? matmul(b, dy, tb, true) : matmul(dy, b, false, !tb), a.shape()); };
    const auto db = [&] { return sumTo(tb ? matmul(dy, a, true, ta) : matmul(a, dy, !ta, false), b.shape()); };
    return {g.wants(0) ? da() : Expr{}, g.wants(1) ? db() : Expr{}};
}

void registerMatmul(OpRegistry& registry) {
    OpDef op;
    op.name = "matmul";
    op.family = "linear";
    op.about = "y = a b, products of matrices (…,M,K) (…,K,N) -> (…,M,N); the leading axes broadcast";
    op.inputs = {{"a", kNumbers}, {"b", kNumbers}};
    op.attributes = {optional("transpose_a", false, "a is (…,K,M)"), optional("transpose_b", false, "b is (…,N,K)")};
    op.infer = inferMatmul;
    op.cost = costOfProduct;
    op.flops = "2 K for each element of y";
    op.gradient = matmulGradient;
    define(registry, std::move(op));
}

Types inferDense(const InferContext& context) {
    TD_TRY(context.needSameDType());
    TD_TRY(needActivation(context));
    TD_TRY(context.needRankAtLeast(0, 2));
    TD_TRY(context.needRank(1, 2));
    if (context.shape(0)[-1] != context.shape(1)[0]) return context.mismatch(0, 1);
    const Dim columns = context.shape(1)[1];
    if (context.has(2) && context.shape(2) != Shape{columns}) return context.mismatch(1, 2);
    Shape shape = context.shape(0);
    shape[-1] = columns;
    return std::vector{TensorType{context.dtype(0), std::move(shape)}};
}

std::vector<Expr> decomposedDense(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    Expr z = matmul(in[0], in[1]);
    if (in[2]) z = z + in[2];
    return {activated(z, attributes.text("activation"))};
}

/// Out of y where the activation allows it, so that the forward product is not done again.
std::vector<Expr> denseGradient(GradientContext& g) {
    const Expr x = g.input(0), w = g.input(1), b = g.input(2);
    const auto preActivation = [&] { return g.builder().emit("dense", {x, w, b}); };
    const Expr dz = activationGradient(g.dy(), g.output(), g.attributes().text("activation"), preActivation);
    return {g.wants(0) ? matmul(dz, w, false, true) : Expr{},
            g.wants(1) ? matmul(asMatrix(x), asMatrix(dz), true, false) : Expr{},
            b && g.wants(2) ? sumTo(dz, b.shape()) : Expr{}};
}

void registerDense(OpRegistry& registry) {
    OpDef op;
    op.name = "dense";
    op.family = "linear";
    op.about = "y = activation(x w + b): x (…,K), w (K,N), b (N) -> y (…,N)";
    op.inputs = {{"x", kReals}, {"w", kReals}, {"b", kReals, Arity::Optional}};
    op.attributes = {activationAttribute()};
    op.infer = inferDense;
    op.cost = costOfProduct;
    op.flops = "2 K for each element of y";
    op.gradient = denseGradient;
    op.decompose = decomposedDense;
    define(registry, std::move(op));
}
} // namespace

void registerLinearOps(OpRegistry& registry);
void registerLinearOps(OpRegistry& registry) {
    registerMatmul(registry);
    registerDense(registry);
}

} // namespace td::graph
