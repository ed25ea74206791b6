#include "engine/graph/ops/optimizer.h"

/// Adam and its kin: two moments of the gradient, corrected for their start at 0.
namespace td::graph {

namespace {
std::vector<AttributeDef> betas(double second, const char* epsilonPlace) {
    std::vector defs{optional("beta_1", 0.9, "decay of the first moment"),
                     optional("beta_2", second, "decay of the second moment")};
    if (epsilonPlace != nullptr) defs.push_back(optional("epsilon", 1e-7, epsilonPlace));
    return defs;
}
constexpr const char* kOutsideRoot = "outside the root";

struct Moments {
    Expr first, second;
};
Moments momentsOf(Expr m, Expr v, Expr grad, const Attributes& attributes) {
    return {mixed(attributes.real("beta_1"), m, grad), mixed(attributes.real("beta_2"), v, square(grad))};
}

/// 1 − beta^t.
Expr correction(const char* beta, Expr step, Expr like, const Attributes& attributes) {
    return 1.0 - powerOf(attributes.real(beta), step, like.dtype());
}

/// lr·sqrt(1−beta_2^t)/(1−beta_1^t), so that epsilon is not corrected.
Expr foldedRate(Expr lr, Expr step, const Attributes& attributes) {
    return lr * root(correction("beta_2", step, lr, attributes)) / correction("beta_1", step, lr, attributes);
}

std::vector<Expr> adam(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const auto [m, v] = momentsOf(in[1], in[2], in[3], attributes);
    const Expr rate = foldedRate(in[4], in[5], attributes);
    const double decay = attributes.real("weight_decay");
    const Expr param = decay == 0 ? in[0] : in[0] - in[0] * (in[4] * decay);
    return {param - rate * m / (root(v) + attributes.real("epsilon")), m, v};
}

std::vector<Expr> adamMax(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const auto [m, v] = momentsOf(in[1], in[2], in[4], attributes);
    const Expr top = binary("maximum", in[3], v), rate = foldedRate(in[5], in[6], attributes);
    return {in[0] - rate * m / (root(top) + attributes.real("epsilon")), m, v, top};
}

std::vector<Expr> adamax(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const Expr m = mixed(attributes.real("beta_1"), in[1], in[3]);
    const Expr u = binary("maximum", in[2] * attributes.real("beta_2"), unary("abs", in[3]));
    const Expr rate = in[4] / correction("beta_1", in[5], in[4], attributes);
    return {in[0] - rate * m / (u + attributes.real("epsilon")), m, u};
}

/// beta_1·(1 − 0.5·0.96^t), Nadam's momentum of step t.
Expr warmMomentum(Expr step, DType dtype, const Attributes& attributes) {
    return (1.0 - powerOf(0.96, step, dtype) * 0.5) * attributes.real("beta_1");
}

std::vector<Expr> nadam(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const Expr grad = in[4], lr = in[5], step = in[6];
    const Expr now = warmMomentum(step, lr.dtype(), attributes);
    const Expr next = warmMomentum(step + step.builder->scalar(1, step.dtype()), lr.dtype(), attributes);
    const Expr product = in[3] * now;
    const auto [m, v] = momentsOf(in[1], in[2], grad, attributes);
    const Expr ahead = m * (next / (1.0 - product * next)) + grad * ((1.0 - now) / (1.0 - product));
    const Expr spread = root(v / correction("beta_2", step, lr, attributes)) + attributes.real("epsilon");
    return {in[0] - lr * ahead / spread, m, v, product};
}

/// (param, m, v, product, grad, lr, step): `product` is a scalar.
Types inferNadam(const InferContext& context) {
    TD_TRY(needShapes(context, 1, 2, context.shape(0)));
    TD_TRY(needShapes(context, 3, 3, Shape{}));
    TD_TRY(needShapes(context, 4, 4, context.shape(0)));
    TD_TRY(needShapes(context, 5, 6, Shape{}));
    return std::vector{context.type(0), context.type(1), context.type(2), context.type(3)};
}

std::vector<Expr> lion(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const Expr direction = mixed(attributes.real("beta_1"), in[1], in[2]);
    return {in[0] - in[3] * unary("sign", direction), mixed(attributes.real("beta_2"), in[1], in[2])};
}

/// The norm of the weights over the norm of the step; 1 where either is 0.
Expr trustRatio(Expr param, Expr step) {
    Builder& builder = *param.builder;
    const Expr zero = builder.scalar(0, param.dtype()), one = builder.scalar(1, param.dtype());
    const Expr weight = root(sum(square(param))), move = root(sum(square(step)));
    const Expr isUsable = binary("logical_and", binary("greater", weight, zero), binary("greater", move, zero));
    return select(isUsable, weight / select(binary("greater", move, zero), move, one), one);
}

std::vector<Expr> lamb(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const auto [m, v] = momentsOf(in[1], in[2], in[3], attributes);
    const Expr lr = in[4], step = in[5];
    const Expr spread = root(v / correction("beta_2", step, lr, attributes)) + attributes.real("epsilon");
    const Expr move = m / correction("beta_1", step, lr, attributes) / spread;
    return {in[0] - lr * trustRatio(in[0], move) * move, m, v};
}

Types inferLamb(const InferContext& context) {
    TD_TRY(needShapes(context, 1, 3, context.shape(0)));
    TD_TRY(needShapes(context, 4, 5, Shape{}));
    return std::vector{context.type(0), context.type(1), context.type(2)};
}
} // namespace

void registerAdamOps(OpRegistry& registry);
void registerAdamOps(OpRegistry& registry) {
    std::vector adamAttributes = betas(0.999, kOutsideRoot);
    adamAttributes.push_back(
        optional("weight_decay", 0.0, "param -= lr * weight_decay * param comes first (decoupled)"));
    defineRule(registry, {"adam",
                          "m, v = moving means of grad, grad^2; param -= lr * sqrt(1-beta_2^step)/(1-beta_1^step) * m "
                          "/ (sqrt(v) + epsilon)",
                          {"m", "v"},
                          true,
                          std::move(adamAttributes),
                          adam});
    defineRule(registry, {"adam_amsgrad",
                          "adam with the largest v so far in the root",
                          {"m", "v", "v_max"},
                          true,
                          betas(0.999, kOutsideRoot),
                          adamMax});
    defineRule(
        registry,
        {"adamax",
         "m = moving mean of grad; u = max(beta_2 * u, |grad|); param -= lr / (1-beta_1^step) * m / (u + epsilon)",
         {"m", "u"},
         true,
         betas(0.999, "added to u"),
         adamax});
    defineRule(registry,
               {"nadam",
                "adam with Nesterov's look-ahead: u_t = beta_1 * (1 - 0.5 * 0.96^t), product = u_1 … u_step (scalar "
                "state, 1 at first); "
                "param -= lr * (u_next * m / (1 - product * u_next) + (1 - u_step) * grad / (1 - product)) / (sqrt(v / "
                "(1-beta_2^step)) + epsilon)",
                {"m", "v", "product"},
                true,
                betas(0.999, kOutsideRoot),
                nadam},
               inferNadam);
    defineRule(registry, {"lion",
                          "param -= lr * sign(beta_1 * m + (1-beta_1) * grad); m = beta_2 * m + (1-beta_2) * grad",
                          {"m"},
                          false,
                          betas(0.99, nullptr),
                          lion});
    defineRule(registry,
               {"lamb",
                "adam's corrected step, scaled by |param| / |step| where both are positive",
                {"m", "v"},
                true,
                betas(0.999, kOutsideRoot),
                lamb},
               inferLamb);
}

} // namespace td::graph
