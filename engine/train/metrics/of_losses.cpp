#include "engine/train/metrics/schema.h"

/// Metrics that are the mean of a loss's values.
namespace td::train {

namespace {
std::string lossNameOf(const MetricDef& def, const Config& config) {
    if (!def.loss.empty()) return def.loss;
    const auto spec = nn::readSpec(config.json("fn"));
    return spec ? spec->name : std::string{};
}

/// The metric's arguments as far as they are the loss's.
Json argumentsFor(const LossDef& loss, const Config& config) {
    Json found = Json::object();
    for (const Parameter& parameter : loss.parameters)
        if (config.has(parameter.name) && parameter.name != "name" && parameter.name != "dtype")
            found[parameter.name] = config.json(parameter.name);
    return found;
}

Expr lossValuesOf(MetricCall& call) {
    const std::string name = lossNameOf(call.def, call.config);
    const LossDef* def = builtins().losses.find(name);
    if (!def) {
        call.builder.fail(nn::unknownName("loss", name, builtins().losses.shownNames()));
        return {&call.builder};
    }
    const auto loss = builtins().losses.create(name, argumentsFor(*def, call.config));
    if (!loss) {
        call.builder.fail(loss.error());
        return {&call.builder};
    }
    Expr valid;
    Expr values = lossValues(call.builder, *loss, call.target, call.prediction, &valid);
    if (valid && call.weights) {
        Expr counted = asFloat(valid);
        alignRanks(counted, call.weights);
        call.weights = call.weights * counted;
    }
    return values;
}

/// Keras' cosine metric has the other sign than its loss.
Expr cosine(MetricCall& call) {
    return -lossValuesOf(call);
}

MetricDef ofLoss(const char* className, const char* about, const char* loss, std::vector<Parameter> own = {}) {
    MetricDef def = meanMetric(className, about, lossValuesOf, std::move(own));
    def.loss = loss;
    return def;
}

Parameter fromLogits() {
    return {"from_logits", ParameterKind::Bool, false, "predictions are logits, not probabilities"};
}
Parameter smoothing() {
    return {"label_smoothing", ParameterKind::Real, 0.0, "0 to 1: how far targets are pulled towards equal shares"};
}
Parameter axis(const char* about) {
    return {"axis", ParameterKind::Int, -1, about};
}

void addDistances(Catalogues& catalogues) {
    const auto add = [&](MetricDef def, std::vector<std::string> aliases = {}) {
        def.aliases = std::move(aliases);
        catalogues.metrics.add(std::move(def));
    };
    add(ofLoss("MeanSquaredError", "mean of (t - p)²", "MeanSquaredError"), {"mse", "MSE"});
    add(ofLoss("MeanAbsoluteError", "mean of |t - p|", "MeanAbsoluteError"), {"mae", "MAE"});
    add(ofLoss("MeanAbsolutePercentageError", "100 · mean of |t - p| / |t|", "MeanAbsolutePercentageError"),
        {"mape", "MAPE"});
    add(ofLoss("MeanSquaredLogarithmicError", "mean of (log(p + 1) - log(t + 1))²", "MeanSquaredLogarithmicError"),
        {"msle", "MSLE"});
    add(ofLoss("LogCoshError", "mean of log(cosh(p - t))", "LogCosh"), {"logcosh"});
    add(ofLoss("Poisson", "mean of p - t·log p", "Poisson"));
    add(ofLoss("KLDivergence", "mean of the sum of t·log(t / p)", "KLDivergence"), {"kl_divergence", "kld", "KLD"});
    add(ofLoss("Hinge", "mean of max(1 - t·p, 0)", "Hinge"));
    add(ofLoss("SquaredHinge", "mean of max(1 - t·p, 0)²", "SquaredHinge"));
    add(ofLoss("CategoricalHinge", "mean of max(largest wrong prediction - the right one + 1, 0)", "CategoricalHinge"));
    MetricDef def = meanMetric("CosineSimilarity", "mean cosine of the angle between t and p", cosine,
                               {axis("along which vectors lie")});
    def.loss = "CosineSimilarity";
    add(std::move(def));
}

void addCrossentropies(Catalogues& catalogues) {
    MetricDef def = ofLoss("BinaryCrossentropy", "mean crossentropy of yes-or-no answers", "BinaryCrossentropy",
                           {fromLogits(), smoothing()});
    def.aliases = {"bce", "BCE"};
    catalogues.metrics.add(std::move(def));
    catalogues.metrics.add(ofLoss("CategoricalCrossentropy",
                                  "mean crossentropy of one class among several, given as shares",
                                  "CategoricalCrossentropy", {fromLogits(), smoothing(), axis("of the classes")}));
    catalogues.metrics.add(
        ofLoss("SparseCategoricalCrossentropy", "mean crossentropy of one class among several, given as index",
               "SparseCategoricalCrossentropy",
               {fromLogits(),
                {"ignore_class", ParameterKind::Int, nullptr, "index of a class that counts nothing; null: none"},
                axis("of the classes: the last")}));
}

void addWrapper(Catalogues& catalogues) {
    MetricDef def = meanMetric("MeanMetricWrapper",
                               "mean of the values of the loss that fn names; further arguments are that loss's",
                               lossValuesOf, {{"fn", ParameterKind::Any, nullptr, "name of a loss"}});
    def.parameters.front().isRequired = true;
    def.check = [](const Config& config) -> Result<void> {
        const auto spec = nn::readSpec(config.json("fn"));
        if (spec && builtins().losses.find(spec->name)) return {};
        return badArgument(config, "fn", "the name of a loss");
    };
    catalogues.metrics.add(std::move(def));
}
} // namespace

void registerLossMetrics(Catalogues& catalogues);
void registerLossMetrics(Catalogues& catalogues) {
    addDistances(catalogues);
    addCrossentropies(catalogues);
    addWrapper(catalogues);
}

} // namespace td::train
