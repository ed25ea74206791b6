#include "engine/nn/catalogues.h"
#include "engine/nn/parts/parameters.h"

#include <algorithm>

namespace td::nn {

void registerActivations(Catalogues& catalogues);

namespace {
/// The name of an operation as a template's argument.
template <size_t size>
struct OpName {
    char text[size];
    constexpr OpName(const char (&name)[size]) { std::copy_n(name, size, text); }
};

/// An operation over one value without attributes.
template <OpName op>
Expr plain(Expr x, const Config&) {
    return unary(op.text, x);
}

/// The same with one number, whose argument and attribute have the same name.
template <OpName op, OpName argument>
Expr withNumber(Expr x, const Config& config) {
    return x.builder->emit(op.text, {x}, {{argument.text, config.real(argument.text)}});
}

Expr linear(Expr x, const Config&) {
    return x;
}

Expr gelu(Expr x, const Config& config) {
    return x.builder->emit("gelu", {x}, {{"approximate", config.flag("approximate")}});
}

Expr threshold(Expr x, const Config& config) {
    return x.builder->emit("threshold", {x},
                           {{"threshold", config.real("threshold")}, {"value", config.real("default_value")}});
}

/// What lies above the threshold, cut at the maximum, where there is one.
Expr positivePart(Expr x, const Config& config) {
    const double threshold = config.real("threshold"), most = config.real("max_value");
    const bool isCut = !config.isNull("max_value");
    if (threshold == 0 && isCut && most == 6) return unary("relu6", x);
    Expr y = unary("relu", x);
    if (threshold != 0) y = x * cast(binary("greater", x, x.builder->scalar(threshold, x.dtype())), x.dtype());
    return isCut ? x.builder->emit("clip", {y}, {{"min", 0.0}, {"max", most}}) : y;
}

Expr relu(Expr x, const Config& config) {
    const double slope = config.real("negative_slope"), threshold = config.real("threshold");
    if (slope != 0 && threshold == 0 && config.isNull("max_value"))
        return x.builder->emit("leaky_relu", {x}, {{"negative_slope", slope}});
    const Expr y = positivePart(x, config);
    return slope == 0 ? y : y - slope * unary("relu", threshold - x);
}

/// Not the operation "celu": both halves have a slope at 0 here, as Keras writes it.
Expr celu(Expr x, const Config& config) {
    const double alpha = config.real("alpha");
    const Expr zero = x.builder->scalar(0, x.dtype());
    return binary("maximum", x, zero) + alpha * unary("expm1", binary("minimum", x, zero) / alpha);
}

void addPlain(Catalogues& catalogues, std::string name, std::string about, Expr (*call)(Expr, const Config&),
              std::vector<Parameter> parameters = {}, std::vector<std::string> aliases = {}) {
    ActivationDef def;
    def.className = std::move(name);
    def.aliases = std::move(aliases);
    def.about = std::move(about);
    def.parameters = std::move(parameters);
    def.call = call;
    catalogues.activations.add(std::move(def));
}

void addRectifiers(Catalogues& catalogues) {
    addPlain(catalogues, "relu", "max(x, 0); with a slope below and a maximum, if they are given.", relu,
             {realParameter("negative_slope", 0.0, "slope below the threshold"),
              realParameter("max_value", nullptr, "largest output; none: unlimited"),
              realParameter("threshold", 0.0, "below it an input counts as negative")});
    addPlain(catalogues, "relu6", "min(max(x, 0), 6).", plain<"relu6">);
    addPlain(catalogues, "leaky_relu", "x above zero, negative_slope x below.",
             withNumber<"leaky_relu", "negative_slope">, {realParameter("negative_slope", 0.2, "slope below zero")});
    addPlain(catalogues, "elu", "x above zero, alpha (exp(x) - 1) below.", withNumber<"elu", "alpha">,
             {realParameter("alpha", 1.0, "what it falls to, negated")});
    addPlain(catalogues, "celu", "x above zero, alpha (exp(x/alpha) - 1) below.", celu,
             {realParameter("alpha", 1.0, "what it falls to, negated")});
    addPlain(catalogues, "selu", "1.0507 elu(x, 1.6733): keeps mean 0 and deviation 1 from layer to layer.",
             plain<"selu">);
    addPlain(catalogues, "gelu", "x Phi(x), with the normal distribution's Phi.", gelu,
             {boolParameter("approximate", false, "Phi from tanh instead of erf")});
    addPlain(catalogues, "silu", "x sigmoid(x).", plain<"silu">, {}, {"swish"});
    addPlain(catalogues, "mish", "x tanh(softplus(x)).", plain<"mish">);
    addPlain(catalogues, "hard_silu", "x hard_sigmoid(x).", plain<"hard_silu">, {}, {"hard_swish"});
    addPlain(catalogues, "softplus", "log(1 + exp(x)).", plain<"softplus">);
    addPlain(catalogues, "squareplus", "(x + sqrt(x^2 + b)) / 2.", withNumber<"squareplus", "b">,
             {realParameter("b", 4.0, "how smooth it is at zero")});
    addPlain(catalogues, "sparse_plus", "0 up to -1, (x + 1)^2 / 4 up to 1, then x.", plain<"sparse_plus">);
}

void addSquashing(Catalogues& catalogues) {
    addPlain(catalogues, "linear", "x.", linear);
    addPlain(catalogues, "sigmoid", "1 / (1 + exp(-x)).", plain<"sigmoid">);
    addPlain(catalogues, "tanh", "The hyperbolic tangent.", plain<"tanh">);
    addPlain(catalogues, "exponential", "exp(x).", plain<"exp">);
    addPlain(catalogues, "softsign", "x / (1 + |x|).", plain<"softsign">);
    addPlain(catalogues, "hard_sigmoid", "relu6(x + 3) / 6.", plain<"hard_sigmoid">);
    addPlain(catalogues, "hard_tanh", "x between -1 and 1, these beyond.", plain<"hard_tanh">);
    addPlain(catalogues, "log_sigmoid", "log(sigmoid(x)).", plain<"log_sigmoid">);
    addPlain(catalogues, "sparse_sigmoid", "(x + 1) / 2 between -1 and 1, 0 and 1 beyond.", plain<"sparse_sigmoid">);
    addPlain(catalogues, "tanh_shrink", "x - tanh(x).", plain<"tanh_shrink">);
    addPlain(catalogues, "soft_shrink", "x moved towards zero by the threshold, 0 within it.",
             withNumber<"soft_shrink", "threshold">, {realParameter("threshold", 0.5, "half width of the zero")});
    addPlain(catalogues, "hard_shrink", "x, but 0 within the threshold.", withNumber<"hard_shrink", "threshold">,
             {realParameter("threshold", 0.5, "half width of the zero")});
    addPlain(catalogues, "threshold", "x above the threshold, default_value elsewhere.", threshold,
             {required(realParameter("threshold", nullptr, "what x must be above")),
              required(realParameter("default_value", nullptr, "the value elsewhere"))});
}
} // namespace

void registerActivations(Catalogues& catalogues) {
    addRectifiers(catalogues);
    addSquashing(catalogues);
}

} // namespace td::nn
