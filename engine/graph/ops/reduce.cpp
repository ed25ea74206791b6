#include "engine/graph/ops/infer.h"

#include <algorithm>
#include <numeric>

/// Many elements to one, over some axes.
namespace td::graph {

namespace {
/// The shape with `axes` of size 1 (kept) or gone.
Shape without(const Shape& shape, const Ints& axes, bool keepDims) {
    Shape result;
    for (int i = 0; i < shape.rank(); ++i) {
        const bool isReduced = std::binary_search(axes.begin(), axes.end(), i);
        if (!isReduced)
            result.append(shape[i]);
        else if (keepDims)
            result.append(1);
    }
    return result;
}

Types inferReduced(const InferContext& context) {
    const auto axes = axesOf(context);
    if (!axes) return failure(axes.error());
    return std::vector{
        TensorType{context.dtype(0), without(context.shape(0), *axes, context.attributes().flag("keepdims"))}};
}

Cost costOfReading(const InferContext& context, std::span<const TensorType> outputs) {
    return {countOf(context.shape(0)), bytesOf(context, outputs)};
}

OpDef reduceOp(std::string name, std::string about, DTypeSet dtypes) {
    OpDef op;
    op.name = std::move(name);
    op.family = "reduce";
    op.about = std::move(about);
    op.inputs = {{"x", dtypes}};
    op.attributes = {optional("axes", Ints{}, "axes to reduce, negative ones from the end; empty: all"),
                     optional("keepdims", false, "keep the reduced axes with size 1")};
    op.infer = inferReduced;
    op.cost = costOfReading;
    op.flops = "1 for each element of x";
    return op;
}

void addReduction(OpRegistry& registry, std::string name, std::string about, DTypeSet dtypes, Gradient gradient) {
    OpDef op = reduceOp(std::move(name), std::move(about), dtypes);
    op.gradient = gradient;
    define(registry, std::move(op));
}

/// What a reduction's gradient needs: a result or its gradient with the reduced axes back as size 1.
class Reduction {
public:
    explicit Reduction(GradientContext& g)
        : m_x(g.input(0)) {
        for (const int64_t axis : g.attributes().integers("axes"))
            m_axes.push_back(axis < 0 ? axis + m_x.rank() : axis);
        if (m_axes.empty()) {
            m_axes.resize(static_cast<size_t>(m_x.rank()));
            std::iota(m_axes.begin(), m_axes.end(), 0);
        }
        std::sort(m_axes.begin(), m_axes.end());
    }
    [[nodiscard]] Expr kept(Expr y) const { return reshape(y, without(m_x.shape(), m_axes, true)); }
    [[nodiscard]] Expr stretched(Expr y) const { return broadcastTo(kept(y), m_x.shape()); }
    [[nodiscard]] const Ints& axes() const { return m_axes; }
    /// How many elements become one; symbolic where an axis is.
    [[nodiscard]] Dim count() const {
        Dim product(1);
        for (const int64_t axis : m_axes)
            product = product * m_x.shape()[static_cast<int>(axis)];
        return product;
    }

private:
    Expr m_x;
    Ints m_axes;
};

/// dy / n, stretched. Where n is not known yet, the kernel of mean_grad will know it.
std::vector<Expr> meanGradient(GradientContext& g) {
    const Reduction over(g);
    const Dim count = over.count();
    if (count.isKnown() && count.value() > 0) return {over.stretched(g.dy() / static_cast<double>(count.value()))};
    return {g.builder().emit("mean_grad", {over.kept(g.dy())}, {{"shape", g.input(0).shape()}})};
}

Types inferMeanGrad(const InferContext& context) {
    const Shape& shape = context.attributes().shape("shape");
    const auto stretched = broadcast(context.shape(0), shape);
    if (!stretched || *stretched != shape) return context.mismatch(0, "what broadcasts to " + shape.toString());
    return std::vector{TensorType{context.dtype(0), shape}};
}

/// mean_grad is linear; its transpose sums with the same weight, which is a mean over the stretched axes.
std::vector<Expr> meanGradGradient(GradientContext& g) {
    const Shape &from = g.input(0).shape(), &to = g.attributes().shape("shape");
    Ints axes;
    for (int i = 0; i < to.rank(); ++i) {
        const int own = i - (to.rank() - from.rank());
        if (own < 0 || from[own] != to[i]) axes.push_back(i);
    }
    return {axes.empty() ? g.dy() : reshape(mean(g.dy(), axes), from)};
}

void registerSums(OpRegistry& registry) {
    addReduction(registry, "sum",
                 "y = sum of x over the axes; float32 may be added in float in blocks of up to 4096, blocks and "
                 "what overflows in one are added in double",
                 kNumbers, [](GradientContext& g) { return std::vector{Reduction(g).stretched(g.dy())}; });
    addReduction(registry, "mean",
                 "y = sum of x over the axes, as sum adds, / number of elements; NaN where there are none", kReals,
                 meanGradient);
    OpDef grad;
    grad.name = "mean_grad";
    grad.family = "reduce";
    grad.about = "dx = dy / n, broadcast to `shape`; n is how many elements of dx share one of dy";
    grad.inputs = {{"dy", kReals}};
    grad.outputs = {"dx"};
    grad.attributes = {required("shape", AttributeKind::Shape, "shape of dx")};
    grad.infer = inferMeanGrad;
    grad.gradient = meanGradGradient;
    define(registry, std::move(grad));
}

/// The gradient goes to all elements that equal the extreme, in equal shares.
std::vector<Expr> extremeGradient(GradientContext& g) {
    const Reduction over(g);
    const Expr isExtreme = cast(binary("equal", g.input(0), over.kept(g.output())), g.dy().dtype());
    const Expr share = over.kept(g.dy()) / sum(isExtreme, over.axes(), true);
    return {isExtreme * share};
}

/// Zeros are taken out of the product and counted, so that nothing is divided by them.
std::vector<Expr> productGradient(GradientContext& g) {
    const Reduction over(g);
    const Expr x = g.input(0), zero = g.builder().scalar(0, x.dtype()), one = g.builder().scalar(1, x.dtype());
    const Expr isZero = binary("equal", x, zero);
    const Expr safe = select(isZero, one, x);
    const Expr product = g.builder().emit("prod", {safe}, {{"axes", over.axes()}, {"keepdims", true}});
    const Expr zeros = sum(cast(isZero, x.dtype()), over.axes(), true);
    const Expr isOnlyZero = binary("logical_and", isZero, binary("equal", zeros, one));
    const Expr slope = select(binary("equal", zeros, zero), product / safe, select(isOnlyZero, product, zero));
    return {over.kept(g.dy()) * slope};
}

void registerExtremes(OpRegistry& registry) {
    addReduction(
        registry, "max",
        "y = largest x over the axes, NaN wins; of nothing: -infinity or the type's least; equal ones share the "
        "gradient",
        kNumbers, extremeGradient);
    addReduction(
        registry, "min",
        "y = smallest x over the axes, NaN wins; of nothing: infinity or the type's greatest; equal ones share "
        "the gradient",
        kNumbers, extremeGradient);
    addReduction(registry, "prod",
                 "y = product of x over the axes; first derivatives are exact with zeros too, second ones without",
                 kNumbers, productGradient);
}

void registerTests(OpRegistry& registry) {
    for (const auto& [name, about] : {std::pair{"any", "y = whether one x over the axes is true; false of nothing"},
                                      std::pair{"all", "y = whether each x over the axes is true; true of nothing"}}) {
        OpDef op = reduceOp(name, about, DType::Bool);
        op.notDifferentiable = "the result is true or false";
        define(registry, std::move(op));
    }
}

/// e^(x - y), where rows of nothing but -infinity give 0.
std::vector<Expr> logSumExpGradient(GradientContext& g) {
    const Reduction over(g);
    const Expr y = over.kept(g.output());
    const Expr shift = select(unary("is_finite", y), y, g.builder().scalar(0, y.dtype()));
    return {over.kept(g.dy()) * unary("exp", g.input(0) - shift)};
}

std::vector<Expr> normGradient(GradientContext& g) {
    const Reduction over(g);
    if (g.attributes().integer("ord") == 1) return {over.kept(g.dy()) * unary("sign", g.input(0))};
    const Expr y = over.kept(g.output());
    const Expr zero = g.builder().scalar(0, y.dtype()), one = g.builder().scalar(1, y.dtype());
    return {over.kept(g.dy()) * (g.input(0) / select(binary("equal", y, zero), one, y))};
}

void registerNorms(OpRegistry& registry) {
    addReduction(registry, "logsumexp", "y = ln(sum of e^x over the axes), without overflow", kReals,
                 logSumExpGradient);
    OpDef norm = reduceOp("norm", "y = sum of |x| (ord 1) or sqrt(sum of x^2) (ord 2); gradient 0 at 0", kReals);
    norm.attributes.push_back(optional("ord", int64_t{2}, "1 or 2"));
    norm.infer = [](const InferContext& context) -> Types {
        const int64_t ord = context.attributes().integer("ord");
        if (ord == 1 || ord == 2) return inferReduced(context);
        return failure(ErrorCode::InvalidArgument,
                       {{"attribute", "ord"}, {"found", std::to_string(ord)}, {"expected", "1 or 2"}});
    };
    norm.gradient = normGradient;
    define(registry, std::move(norm));
    OpDef var = reduceOp("var", "y = mean of (x - mean)^2 over the axes: the biased variance", kReals);
    var.decompose = [](Builder&, std::span<const Expr> in, const Attributes& attributes) {
        const Expr off = in[0] - mean(in[0], attributes.integers("axes"), true);
        return std::vector{mean(off * off, attributes.integers("axes"), attributes.flag("keepdims"))};
    };
    define(registry, std::move(var));
}

Types inferPlace(const InferContext& context) {
    const auto axis = axisOf(context);
    if (!axis) return failure(axis.error());
    if (context.shape(0)[*axis].is(0)) return context.mismatch(0, "at least one element on the axis");
    const DType dtype = context.attributes().dtype("dtype");
    if (!kIndices.has(dtype))
        return failure(ErrorCode::InvalidArgument,
                       {{"attribute", "dtype"}, {"found", std::string(name(dtype))}, {"expected", "int32 or int64"}});
    return std::vector{TensorType{dtype, without(context.shape(0), {*axis}, context.attributes().flag("keepdims"))}};
}

void registerPlaces(OpRegistry& registry) {
    for (const auto& [name, about] :
         {std::pair{"argmax", "y = index of the largest x on the axis, the first of equals"},
          std::pair{"argmin", "y = index of the smallest x on the axis, the first of equals"}}) {
        OpDef op = reduceOp(name, std::string(about) + "; the first NaN wins", kNumbers);
        op.attributes = {optional("axis", int64_t{-1}, "axis to look along"),
                         optional("keepdims", false, "keep the axis with size 1"),
                         optional("dtype", DType::I64, "int32 or int64")};
        op.infer = inferPlace;
        op.outputTypes = {typeOfAttribute("dtype", kIndices)};
        op.notDifferentiable = "the result is an index";
        define(registry, std::move(op));
    }
}
} // namespace

void registerReduceOps(OpRegistry& registry);
void registerReduceOps(OpRegistry& registry) {
    registerSums(registry);
    registerExtremes(registry);
    registerTests(registry);
    registerNorms(registry);
    registerPlaces(registry);
}

} // namespace td::graph
