#include "engine/train/losses/schema.h"

/// Losses of numbers that are near or far: each the mean over the last axis of a function of target t and prediction p.
namespace td::train {

namespace {
Expr overLast(Expr x) {
    return x.rank() == 0 ? x : mean(x, {-1});
}

Expr squaredError(LossCall& call) {
    return overLast(square(call.target - call.prediction));
}

Expr absoluteError(LossCall& call) {
    return overLast(unary("abs", call.target - call.prediction));
}

Expr percentageError(LossCall& call) {
    const Expr size = maximum(unary("abs", call.target), kEpsilon);
    return overLast(unary("abs", (call.target - call.prediction) / size)) * 100.0;
}

Expr logOf(Expr x) {
    return unary("log", maximum(x, kEpsilon) + 1.0);
}
Expr squaredLogarithmicError(LossCall& call) {
    return overLast(square(logOf(call.prediction) - logOf(call.target)));
}

Expr huber(LossCall& call) {
    const double delta = call.config.real("delta");
    const Expr error = call.prediction - call.target, size = unary("abs", error);
    const Expr isSmall = binary("less_equal", size, number(size, delta));
    return overLast(select(isSmall, square(error) * 0.5, size * delta - 0.5 * delta * delta));
}

Expr logCosh(LossCall& call) {
    constexpr double kLogOfTwo = 0.6931471805599453;
    const Expr error = call.prediction - call.target;
    return overLast(error + unary("softplus", error * -2.0) - kLogOfTwo);
}

LossDef huberDef() {
    LossDef def =
        lossDef("Huber", "mean of e²/2 where |e| <= delta, delta·|e| - delta²/2 beyond; e = p - t", huber,
                {{"delta", ParameterKind::Real, 1.0, "where the square goes over into the straight line, above 0"}});
    def.aliases = {"huber_loss"};
    def.check = [](const Config& config) -> Result<void> {
        TD_TRY(reductionOf(config));
        return needAbove(config, "delta", 0, Bound::Excluded);
    };
    return def;
}
} // namespace

void registerDistanceLosses(Catalogues& catalogues);
void registerDistanceLosses(Catalogues& catalogues) {
    const auto add = [&](LossDef def, std::vector<std::string> aliases) {
        def.aliases = std::move(aliases);
        catalogues.losses.add(std::move(def));
    };
    add(lossDef("MeanSquaredError", "mean of (t - p)²", squaredError), {"mse", "MSE"});
    add(lossDef("MeanAbsoluteError", "mean of |t - p|", absoluteError), {"mae", "MAE"});
    add(lossDef("MeanAbsolutePercentageError", "100 · mean of |t - p| / max(|t|, 1e-7)", percentageError),
        {"mape", "MAPE"});
    add(lossDef("MeanSquaredLogarithmicError", "mean of (log(max(p, 1e-7) + 1) - log(max(t, 1e-7) + 1))²",
                squaredLogarithmicError),
        {"msle", "MSLE"});
    add(lossDef("LogCosh", "mean of log(cosh(p - t)), without overflow", logCosh), {"log_cosh", "logcosh"});
    catalogues.losses.add(huberDef());
}

} // namespace td::train
