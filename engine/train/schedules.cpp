#include "engine/train/arguments.h"
#include "engine/train/catalogues.h"

#include <algorithm>
#include <cmath>
#include <numbers>

/// The learning-rate schedules. Steps are counted from 0, one for each batch.
namespace td::train {

namespace {
/// step / decay_steps, whole ones only where a staircase is asked for.
double decays(const Config& config, int64_t step) {
    const double passed = static_cast<double>(step) / config.real("decay_steps");
    return config.flag("staircase") ? std::floor(passed) : passed;
}

double exponentialDecay(const Config& config, int64_t step) {
    return config.real("initial_learning_rate") * std::pow(config.real("decay_rate"), decays(config, step));
}

double inverseTimeDecay(const Config& config, int64_t step) {
    return config.real("initial_learning_rate") / (1 + config.real("decay_rate") * decays(config, step));
}

double polynomialDecay(const Config& config, int64_t step) {
    double now = static_cast<double>(step), length = config.real("decay_steps");
    if (config.flag("cycle"))
        length *= step == 0 ? 1 : std::ceil(now / length);
    else
        now = std::min(now, length);
    const double end = config.real("end_learning_rate");
    return (config.real("initial_learning_rate") - end) * std::pow(1 - now / length, config.real("power")) + end;
}

double piecewiseConstantDecay(const Config& config, int64_t step) {
    const std::vector<double> boundaries = numbers(config, "boundaries"), values = numbers(config, "values");
    const auto behind = std::lower_bound(boundaries.begin(), boundaries.end(), static_cast<double>(step));
    return values[static_cast<size_t>(behind - boundaries.begin())];
}

/// From 1 down to alpha along half a cosine, for `done` from 0 to 1.
double cosine(double done, double alpha) {
    return (1 - alpha) * 0.5 * (1 + std::cos(std::numbers::pi * done)) + alpha;
}

double cosineDecay(const Config& config, int64_t step) {
    const double start = config.real("initial_learning_rate"), length = config.real("decay_steps");
    const double alpha = config.real("alpha"), now = static_cast<double>(step);
    if (config.isNull("warmup_target")) return start * cosine(std::min(now, length) / length, alpha);
    const double target = config.real("warmup_target"), warmup = config.real("warmup_steps");
    if (now < warmup) return (target - start) * (now / warmup) + start;
    return target * cosine(std::min(now - warmup, length) / length, alpha);
}

/// In float32 throughout: where a restart falls between two steps depends on how quotients round.
double cosineDecayRestarts(const Config& config, int64_t step) {
    const auto real = [&](const char* name) { return static_cast<float>(config.real(name)); };
    const float longer = real("t_mul");
    float done = static_cast<float>(step) / real("first_decay_steps");
    float restarts = std::floor(done);
    if (longer == 1) {
        done -= restarts;
    } else {
        restarts = std::floor(std::log(1.0F - done * (1.0F - longer)) / std::log(longer));
        const float before = (1.0F - std::pow(longer, restarts)) / (1.0F - longer);
        done = (done - before) / std::pow(longer, restarts);
    }
    const double height = std::pow(config.real("m_mul"), static_cast<double>(restarts));
    const double alpha = config.real("alpha");
    const double wave = 0.5 * height * (1 + std::cos(std::numbers::pi * static_cast<double>(done)));
    return config.real("initial_learning_rate") * ((1 - alpha) * wave + alpha);
}

Parameter initialRate() {
    Parameter parameter{"initial_learning_rate", ParameterKind::Real, nullptr, "rate at step 0"};
    parameter.isRequired = true;
    return parameter;
}
Parameter steps(const char* name, const char* about) {
    Parameter parameter{name, ParameterKind::Real, nullptr, about};
    parameter.isRequired = true;
    return parameter;
}
Parameter needed(const char* name, ParameterKind kind, const char* about) {
    Parameter parameter{name, kind, nullptr, about};
    parameter.isRequired = true;
    return parameter;
}
Parameter nameOf(const char* standard) {
    return {"name", ParameterKind::Any, standard, "how it is called"};
}

Result<void> checkDecay(const Config& config) {
    return needAbove(config, "decay_steps", 0, Bound::Excluded);
}

Result<void> checkPiecewise(const Config& config) {
    const auto boundaries = numbersOf(config, "boundaries"), values = numbersOf(config, "values");
    if (!boundaries) return failure(boundaries.error());
    if (!values) return failure(values.error());
    if (!std::is_sorted(boundaries->begin(), boundaries->end()))
        return badArgument(config, "boundaries", "rising steps");
    if (values->size() != boundaries->size() + 1) return badArgument(config, "values", "one more than boundaries");
    return {};
}

ScheduleDef scheduleDef(const char* name, const char* about, double (*value)(const Config&, int64_t)) {
    ScheduleDef def;
    def.className = name;
    def.about = about;
    def.value = value;
    def.check = checkDecay;
    return def;
}

std::vector<Parameter> stairs(const char* name) {
    return {initialRate(),
            steps("decay_steps", "steps until the rate has decayed once"),
            needed("decay_rate", ParameterKind::Real, "how far it decays in that time"),
            {"staircase", ParameterKind::Bool, false, "decay at once after each decay_steps instead of smoothly"},
            nameOf(name)};
}

void addDecays(Catalogues& catalogues) {
    ScheduleDef def = scheduleDef("ExponentialDecay", "rate · decay_rate^(step / decay_steps)", exponentialDecay);
    def.parameters = stairs("ExponentialDecay");
    catalogues.schedules.add(std::move(def));

    def = scheduleDef("InverseTimeDecay", "rate / (1 + decay_rate · step / decay_steps)", inverseTimeDecay);
    def.parameters = stairs("InverseTimeDecay");
    catalogues.schedules.add(std::move(def));

    def = scheduleDef("PolynomialDecay", "from the first to the end rate along (1 - step / decay_steps)^power",
                      polynomialDecay);
    def.parameters = {initialRate(),
                      steps("decay_steps", "steps until the end rate is reached"),
                      {"end_learning_rate", ParameterKind::Real, 0.0001, "rate at the end"},
                      {"power", ParameterKind::Real, 1.0, "1: a straight line"},
                      {"cycle", ParameterKind::Bool, false, "start again, over as many decay_steps as have passed"},
                      nameOf("PolynomialDecay")};
    catalogues.schedules.add(std::move(def));

    def = scheduleDef("PiecewiseConstantDecay",
                      "values[i] up to and including step boundaries[i], the last value after these",
                      piecewiseConstantDecay);
    def.parameters = {needed("boundaries", ParameterKind::Any, "steps after which the next value holds, rising"),
                      needed("values", ParameterKind::Any, "one rate more than boundaries"),
                      nameOf("PiecewiseConstant")};
    def.check = checkPiecewise;
    catalogues.schedules.add(std::move(def));
}

void addCosines(Catalogues& catalogues) {
    ScheduleDef def = scheduleDef(
        "CosineDecay", "up a straight line to warmup_target, then down half a cosine to alpha times that", cosineDecay);
    def.parameters = {initialRate(),
                      steps("decay_steps", "steps from the top to the end"),
                      {"alpha", ParameterKind::Real, 0.0, "share of the rate that is left at the end"},
                      nameOf("CosineDecay"),
                      {"warmup_target", ParameterKind::Real, nullptr, "rate that is warmed up to; null: no warm-up"},
                      {"warmup_steps", ParameterKind::Real, 0.0, "steps of warm-up, before decay_steps"}};
    catalogues.schedules.add(std::move(def));

    def = scheduleDef("CosineDecayRestarts",
                      "half a cosine down, again and again, each t_mul as long and m_mul as high", cosineDecayRestarts);
    def.parameters = {initialRate(),
                      steps("first_decay_steps", "steps of the first descent"),
                      {"t_mul", ParameterKind::Real, 2.0, "how much longer each descent is than the one before"},
                      {"m_mul", ParameterKind::Real, 1.0, "how much higher each one starts"},
                      {"alpha", ParameterKind::Real, 0.0, "share of the rate that is left at the end of a descent"},
                      nameOf("SGDRDecay")};
    def.check = [](const Config& config) -> Result<void> {
        TD_TRY(needAbove(config, "first_decay_steps", 0, Bound::Excluded));
        return needAbove(config, "t_mul", 1, Bound::Included);
    };
    catalogues.schedules.add(std::move(def));
}
} // namespace

Result<double> learningRate(const Json& argument, int64_t step, const Catalogues& catalogues) {
    if (double value = 0; nn::readNumber(argument, value)) return value;
    auto schedule = catalogues.schedules.create(argument);
    if (!schedule) return failure(schedule.error());
    if (!*schedule)
        return failure(
            ErrorCode::InvalidArgument,
            {{"argument", "learning_rate"}, {"value", argument.dump()}, {"expected", "a number or a schedule"}});
    TD_TRY(checkArguments("schedule", *schedule));
    return schedule->def->value(schedule->config, step);
}

Result<double> learningRate(const Json& argument, int64_t step) {
    return learningRate(argument, step, builtins());
}

void registerSchedules(Catalogues& catalogues);
void registerSchedules(Catalogues& catalogues) {
    addDecays(catalogues);
    addCosines(catalogues);
}

} // namespace td::train
