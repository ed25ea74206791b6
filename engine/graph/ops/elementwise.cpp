#include "engine/graph/ops/elementwise.h"
#include "engine/tensor/element_cast.h"

/// Element by element: arithmetic, comparison, logic, bits, choice and conversion.
namespace td::graph {

OpDef unaryOp(std::string name, std::string about, DTypeSet dtypes) {
    OpDef op;
    op.name = std::move(name);
    op.family = "elementwise";
    op.about = std::move(about);
    op.inputs = {{"x", dtypes}};
    op.traits.isElementwise = true;
    op.infer = inferSame;
    op.mayAlias = {{0, 0}};
    return op;
}

OpDef binaryOp(std::string name, std::string about, DTypeSet dtypes) {
    OpDef op = unaryOp(std::move(name), std::move(about), dtypes);
    op.inputs = {{"a", dtypes}, {"b", dtypes}};
    op.infer = inferBroadcast;
    op.mayAlias = {{0, 0}, {0, 1}};
    return op;
}

void addUnary(OpRegistry& registry, std::string name, std::string about, DTypeSet dtypes, Gradient gradient) {
    OpDef op = unaryOp(std::move(name), std::move(about), dtypes);
    op.gradient = gradient;
    define(registry, std::move(op));
}

void addComposed(OpRegistry& registry, std::string name, std::string about, std::vector<AttributeDef> attributes,
                 Decomposition decompose) {
    OpDef op = unaryOp(std::move(name), std::move(about), kReals);
    op.attributes = std::move(attributes);
    op.decompose = decompose;
    define(registry, std::move(op));
}

void addBinary(OpRegistry& registry, std::string name, std::string about, DTypeSet dtypes, bool isCommutative,
               Gradient gradient) {
    OpDef op = binaryOp(std::move(name), std::move(about), dtypes);
    op.traits.isCommutative = isCommutative;
    op.gradient = gradient;
    define(registry, std::move(op));
}

namespace {
/// Gradients of a binary operation before broadcasting is undone.
std::vector<Expr> reduced(GradientContext& g, Expr da, Expr db) {
    return {sumTo(da, g.input(0).shape()), sumTo(db, g.input(1).shape())};
}

/// dy where the condition holds, 0 elsewhere.
Expr kept(Expr condition, Expr dy) {
    return select(condition, dy, dy.builder->scalar(0, dy.dtype()));
}

void registerSums(OpRegistry& registry) {
    addBinary(registry, "add", "y = a + b, broadcasting", kNumbers, true,
              [](GradientContext& g) { return reduced(g, g.dy(), g.dy()); });
    addBinary(registry, "sub", "y = a - b, broadcasting", kNumbers, false,
              [](GradientContext& g) { return reduced(g, g.dy(), -g.dy()); });
    addBinary(registry, "mul", "y = a * b, broadcasting", kNumbers, true,
              [](GradientContext& g) { return reduced(g, g.dy() * g.input(1), g.dy() * g.input(0)); });
    addBinary(registry, "div", "y = a / b, broadcasting; integers truncate toward zero, and x / 0 = 0 for them",
              kNumbers, false, [](GradientContext& g) {
                  const Expr da = g.dy() / g.input(1);
                  return reduced(g, da, -(da * g.output()));
              });
    addBinary(registry, "squared_difference", "y = (a - b)^2, broadcasting", kNumbers, true, [](GradientContext& g) {
        const Expr da = g.dy() * (g.input(0) - g.input(1)) * 2.0;
        return reduced(g, da, -da);
    });
}

void registerDivisions(OpRegistry& registry) {
    addBinary(registry, "floor_div", "y = floor(a / b), broadcasting; x // 0 = 0 for integers; gradient 0", kNumbers,
              false, noGradient);
    addBinary(registry, "mod",
              "y = a - b * floor(a / b), with the sign of the divisor (as Python's %); x mod 0 = 0 for integers",
              kNumbers, false, [](GradientContext& g) {
                  return reduced(g, g.dy(), -(g.dy() * unary("floor", g.input(0) / g.input(1))));
              });
}

/// d(a^b)/db = a^b ln a, taken as 0 where a <= 0, as TensorFlow does.
std::vector<Expr> powGradient(GradientContext& g) {
    const Expr a = g.input(0), b = g.input(1);
    const Expr one = g.builder().scalar(1, a.dtype());
    const Expr logarithm = unary("log", select(isPositive(a), a, one)); // 0 for the rest
    const Expr isFlat = binary("equal", b, g.builder().scalar(0, b.dtype()));
    const Expr slope = b * binary("pow", a, select(isFlat, one, b - 1.0)); // 0^(0-1) would be infinite
    return reduced(g, g.dy() * slope, g.dy() * g.output() * logarithm);
}

void registerPowersAndExtremes(OpRegistry& registry) {
    addBinary(registry, "pow",
              "y = a^b, broadcasting; integers wrap around, and a negative exponent leaves 0 but for a = 1 or -1",
              kNumbers, false, powGradient);
    addBinary(registry, "atan2", "y = angle of the point (b, a) in (-pi, pi], broadcasting", kReals, false,
              [](GradientContext& g) {
                  const Expr a = g.input(0), b = g.input(1);
                  const Expr scaled = g.dy() / (a * a + b * b);
                  return reduced(g, scaled * b, -(scaled * a));
              });
    addBinary(registry, "minimum", "y = min(a, b), broadcasting; NaN wins; a tie's gradient goes to a", kNumbers, true,
              [](GradientContext& g) {
                  const Expr isFirst = binary("less_equal", g.input(0), g.input(1));
                  return reduced(g, kept(isFirst, g.dy()), kept(unary("logical_not", isFirst), g.dy()));
              });
    addBinary(registry, "maximum", "y = max(a, b), broadcasting; NaN wins; a tie's gradient goes to a", kNumbers, true,
              [](GradientContext& g) {
                  const Expr isFirst = binary("greater_equal", g.input(0), g.input(1));
                  return reduced(g, kept(isFirst, g.dy()), kept(unary("logical_not", isFirst), g.dy()));
              });
}

void addComparison(OpRegistry& registry, std::string name, std::string about, DTypeSet dtypes, bool isCommutative) {
    OpDef op = binaryOp(std::move(name), std::move(about), dtypes);
    op.traits.isCommutative = isCommutative;
    op.infer = inferComparison;
    op.outputTypes = {always(DType::Bool)};
    op.mayAlias.clear();
    op.notDifferentiable = "the result is true or false";
    define(registry, std::move(op));
}

void registerComparisons(OpRegistry& registry) {
    const DTypeSet all = kNumbers | DType::Bool;
    addComparison(registry, "equal", "y = (a == b), broadcasting", all, true);
    addComparison(registry, "not_equal", "y = (a != b), broadcasting", all, true);
    addComparison(registry, "less", "y = (a < b), broadcasting", kNumbers, false);
    addComparison(registry, "less_equal", "y = (a <= b), broadcasting", kNumbers, false);
    addComparison(registry, "greater", "y = (a > b), broadcasting", kNumbers, false);
    addComparison(registry, "greater_equal", "y = (a >= b), broadcasting", kNumbers, false);
    addComparison(registry, "logical_and", "y = a and b, broadcasting", DType::Bool, true);
    addComparison(registry, "logical_or", "y = a or b, broadcasting", DType::Bool, true);
    addComparison(registry, "logical_xor", "y = one of a, b but not both, broadcasting", DType::Bool, true);
    OpDef negation = unaryOp("logical_not", "y = not x", DType::Bool);
    negation.notDifferentiable = "the result is true or false";
    define(registry, std::move(negation));
}

void addBits(OpRegistry& registry, std::string name, std::string about, bool isCommutative) {
    OpDef op = binaryOp(std::move(name), std::move(about), kIntegers);
    op.traits.isCommutative = isCommutative;
    op.notDifferentiable = "integers have no gradient";
    define(registry, std::move(op));
}

void registerBits(OpRegistry& registry) {
    addBits(registry, "bit_and", "y = a & b, bit by bit, broadcasting", true);
    addBits(registry, "bit_or", "y = a | b, bit by bit, broadcasting", true);
    addBits(registry, "bit_xor", "y = a ^ b, bit by bit, broadcasting", true);
    addBits(registry, "shift_left", "y = a * 2^b, bits fall out; all of them if b is negative or no bit would stay",
            false);
    addBits(registry, "shift_right",
            "y = floor(a / 2^b), the sign stays; 0 or -1 if b is negative or no bit would stay", false);
    OpDef negation = unaryOp("bit_not", "y = every bit of x turned over", kIntegers);
    negation.notDifferentiable = "integers have no gradient";
    define(registry, std::move(negation));
}

Types inferWhere(const InferContext& context) {
    TD_TRY(context.needSameDType(1));
    auto values = broadcast(context.shape(1), context.shape(2));
    if (!values) return failure(values.error());
    auto all = broadcast(context.shape(0), *values);
    if (!all) return failure(all.error());
    return std::vector{TensorType{context.dtype(1), *std::move(all)}};
}

/// Bounds that no integer of the type obeys are mistakes; bounds beyond its range hold nothing back.
Types inferClip(const InferContext& context) {
    const DType dtype = context.dtype(0);
    const double low = context.attributes().real("min"), high = context.attributes().real("max");
    if (isFloating(dtype)) return inferSame(context);
    const auto [least, most] = rangeOf(dtype);
    const std::string expected = "a bound that some " + std::string(name(dtype)) + " obeys";
    if (!(low <= most)) return wrongAttribute("min", low, expected);
    if (!(high >= least)) return wrongAttribute("max", high, expected);
    return inferSame(context);
}

void registerChoice(OpRegistry& registry) {
    OpDef where = unaryOp("where", "y = a where the condition holds, b elsewhere; all three broadcast", kAllTypes);
    where.inputs = {{"condition", DType::Bool}, {"a", kAllTypes}, {"b", kAllTypes}};
    where.infer = inferWhere;
    where.outputTypes = {typeOfInput(1)};
    where.mayAlias = {{0, 1}, {0, 2}};
    where.gradient = [](GradientContext& g) {
        const Expr zero = g.builder().scalar(0, g.dy().dtype());
        return std::vector{Expr{}, sumTo(select(g.input(0), g.dy(), zero), g.input(1).shape()),
                           sumTo(select(g.input(0), zero, g.dy()), g.input(2).shape())};
    };
    define(registry, std::move(where));

    OpDef clip = unaryOp("clip",
                         "y = x held between min and max, integers between the whole numbers inside; gradient 1 from "
                         "bound to bound, 0 outside",
                         kNumbers);
    clip.infer = inferClip;
    clip.attributes = {required("min", AttributeKind::Double, "lower bound"),
                       required("max", AttributeKind::Double, "upper bound; wins where it is below min")};
    clip.gradient = [](GradientContext& g) {
        const Expr x = g.input(0);
        const Expr low = g.builder().scalar(g.attributes().real("min"), x.dtype());
        const Expr high = g.builder().scalar(g.attributes().real("max"), x.dtype());
        return std::vector{
            kept(binary("logical_and", binary("greater_equal", x, low), binary("less_equal", x, high)), g.dy())};
    };
    define(registry, std::move(clip));
}

void registerConversions(OpRegistry& registry) {
    OpDef cast = unaryOp("cast",
                         "y = x as another element type: integers wrap around, reals are cut toward zero and held "
                         "in range (NaN becomes 0), narrow reals round to even, Bool is x != 0",
                         kAllTypes);
    cast.attributes = {required("dtype", AttributeKind::DType, "element type of the result")};
    cast.mayAlias.clear();
    cast.outputTypes = {typeOfAttribute("dtype", kAllTypes)};
    cast.infer = [](const InferContext& context) -> Types {
        return std::vector{TensorType{context.attributes().dtype("dtype"), context.shape(0)}};
    };
    cast.gradient = [](GradientContext& g) { return std::vector{graph::cast(g.dy(), g.input(0).dtype())}; };
    define(registry, std::move(cast));

    OpDef identity = unaryOp("identity", "y = x", kAllTypes);
    identity.traits.isView = true;
    identity.cost = costOfMoving;
    identity.flops = "0";
    identity.gradient = [](GradientContext& g) { return std::vector{g.dy()}; };
    OpDef stop = identity;
    stop.name = "stop_gradient";
    stop.about = "y = x, as a constant to differentiation";
    stop.gradient = noGradient;
    define(registry, std::move(identity));
    define(registry, std::move(stop));
}
} // namespace

void registerElementwiseOps(OpRegistry& registry);
void registerElementwiseOps(OpRegistry& registry) {
    registerSums(registry);
    registerDivisions(registry);
    registerPowersAndExtremes(registry);
    registerComparisons(registry);
    registerBits(registry);
    registerChoice(registry);
    registerConversions(registry);
}

} // namespace td::graph
