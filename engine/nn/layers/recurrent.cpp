#include "engine/nn/layers/recurrent.h"

#include "engine/nn/layers/dropping.h"
#include "engine/nn/layers/shaping.h"

namespace td::nn {

bool isActivation(const Config& config, const char* argument, std::string_view name) {
    const auto spec = readSpec(config.json(argument));
    return spec && (spec->name.empty() ? name == "linear" : spec->name == name);
}

Expr gateOf(Expr z, int64_t part, int64_t units) {
    return sliced(z, -1, part * units, units);
}

namespace {
bool isTrue(const Call& call, const char* argument) {
    return call.config().flag(argument);
}

CellWeights cellWeights(Call& call, const RecurrentKind& kind, int64_t inputs) {
    const Config& config = call.config();
    const int64_t units = config.integer("units"), width = kind.gates * units;
    CellWeights weights;
    weights.kernel = call.weight(kind.cell + "/kernel", {inputs, width}, "kernel");
    weights.recurrent = call.weight(kind.cell + "/recurrent_kernel", {units, width}, "recurrent");
    if (!config.flag("use_bias")) return weights;
    WeightSpec bias{kind.cell + "/bias", kind.biasExtents(config), kind.biasInitializer(config)};
    bias.regularizer = config.json("bias_regularizer");
    bias.constraint = config.json("bias_constraint");
    weights.bias = call.weight(bias);
    return weights;
}

std::string stateName(size_t i) {
    return "state_" + std::to_string(i);
}

/// Given ones, kept ones, or empty ones for zeros.
std::vector<Expr> initialStates(Call& call, const RecurrentKind& kind, Expr x) {
    std::vector<Expr> states(kind.states);
    for (size_t i = 0; i < kind.states; ++i) {
        states[i] = call.named("initial_state[" + std::to_string(i) + "]").value;
        if (!states[i] && i == 0) states[i] = call.named("initial_state").value;
        if (!states[i] && call.inputs().size() > i + 1) states[i] = call.input(i + 1);
        if (states[i] || !isTrue(call, "stateful")) continue;
        const Extents extents{call.knownSize(x, 0), call.config().integer("units")};
        states[i] = call.weight(WeightSpec{stateName(i), extents, "zeros", {}, {}, false});
    }
    return states;
}

Expr zerosFor(Expr x, int64_t units) {
    return broadcastTo(x.builder->scalar(0, x.dtype()), Shape{sizeAt(x, 0), Dim(units)});
}

/// Step by step, for what no single operation does. The number of steps must be known.
Recurrence unrolled(Call& call, const RecurrentKind& kind, Expr x, const CellWeights& weights, std::vector<Expr> states,
                    Expr mask) {
    const int64_t steps = call.knownSize(x, 1), units = call.config().integer("units");
    const bool isReverse = isTrue(call, "go_backwards");
    const Expr prepared = kind.prepared(call, x, weights);
    if (!prepared) return {prepared, std::vector<Expr>(kind.states, prepared)};
    const Expr zeros = zerosFor(x, units);
    for (Expr& state : states)
        if (!state) state = zeros;
    const double rate = call.config().real("recurrent_dropout");
    const bool isDropped = call.isTraining() && rate > 0;
    const Expr kept = isDropped ? dropped(call, onesLike(zeros), rate) : Expr{};
    std::vector<Expr> outputs(static_cast<size_t>(steps));
    Expr last = zeros;
    for (int64_t i = 0; i < steps; ++i) {
        const int64_t t = isReverse ? steps - 1 - i : i;
        const Expr recurrent = kept ? states[0] * kept : states[0];
        Recurrence step = kind.step(call, squeezed(sliced(prepared, 1, t, 1), 1), recurrent, weights, states);
        const Expr counts = mask ? sliced(mask, 1, t, 1) : Expr{};
        last = counts ? select(counts, step.output, last) : step.output;
        for (size_t s = 0; s < states.size(); ++s)
            states[s] = counts ? select(counts, step.states[s], states[s]) : step.states[s];
        outputs[static_cast<size_t>(t)] = expanded(last, 1);
    }
    if (steps == 0) return {zerosLike(sliced(prepared, -1, 0, units)), states};
    return {concatenated(outputs, 1), states};
}

/// The output of the step that comes last.
Expr lastStep(Expr y, bool isReverse) {
    return squeezed(sliced(isReverse ? y : reversed(y, 1), 1, 0, 1), 1);
}

Flows wanted(Call& call, const Recurrence& made, Expr mask, bool hasInitial) {
    const bool isReverse = isTrue(call, "go_backwards"), isZeroed = mask && isTrue(call, "zero_output_for_mask");
    const Expr y = isZeroed ? whereTrue(mask, made.output) : made.output;
    Flows flows;
    if (isTrue(call, "return_sequences"))
        flows.push_back(Flow{isReverse ? reversed(y, 1) : y, mask});
    else // the last state is the last output, unless masks keep them apart
        flows.push_back(Flow{isZeroed || (mask && hasInitial) ? lastStep(y, isReverse) : made.states[0], {}});
    if (isTrue(call, "return_state"))
        for (const Expr& state : made.states)
            flows.push_back(Flow{state, {}});
    return flows;
}

bool needArguments(Call& call) {
    return needRank(call, 0, 3) && needAtLeast(call, "units", 1) && needRate(call, "dropout") &&
           needRate(call, "recurrent_dropout");
}
} // namespace

Flows runRecurrent(Call& call, const RecurrentKind& kind) {
    if (!needArguments(call)) return nothing(call);
    const Config& config = call.config();
    Expr x = asReal(call.input());
    const CellWeights weights = cellWeights(call, kind, call.knownSize(x, 2));
    const std::vector<Expr> states = initialStates(call, kind, x);
    // One draw for all steps.
    x = dropped(call, x, config.real("dropout"), {-1, 1, -1});
    const Expr mask = call.mask() ? cast(call.mask(), DType::Bool) : Expr{};
    const bool isFused = kind.isFused(config) && !(call.isTraining() && config.real("recurrent_dropout") > 0);
    const Recurrence made = isFused ? kind.fused(call, x, weights, states, mask, isTrue(call, "go_backwards"))
                                    : unrolled(call, kind, x, weights, states, mask);
    if (!made.output) return nothing(call);
    if (isTrue(call, "stateful"))
        for (size_t i = 0; i < made.states.size(); ++i)
            call.change(stateName(i), made.states[i]);
    return wanted(call, made, mask, static_cast<bool>(states[0]));
}

std::vector<Parameter> recurrentParameters(std::vector<Parameter> activations, bool hasForgetBias,
                                           std::vector<Parameter> own) {
    auto weights = weightParameters({{"kernel", "glorot_uniform"}, {"recurrent", "orthogonal"}, {"bias", "zeros"}});
    if (hasForgetBias)
        weights.insert(weights.begin() + 3, boolParameter("unit_forget_bias", true,
                                                          "whether the bias of the gate that forgets starts at 1"));
    return joined(
        {{required(intParameter("units", nullptr, "size of output and state"))},
         std::move(activations),
         {useBiasParameter()},
         std::move(weights),
         {realParameter("dropout", 0.0, "how much of the input is dropped in training, 0 to 1"),
          realParameter("recurrent_dropout", 0.0, "how much of the state is dropped in training, 0 to 1"),
          seedParameter(), boolParameter("return_sequences", false, "the output of every step, not of the last"),
          boolParameter("return_state", false, "the last states too"),
          boolParameter("go_backwards", false, "from the last step to the first, outputs in that order"),
          boolParameter("stateful", false, "whether the next batch starts from the last states of this one"),
          boolParameter("unroll", false, "kept for its sake: the operation chooses how it runs"),
          boolParameter("zero_output_for_mask", false, "masked steps give 0 instead of the last output")},
         std::move(own)});
}

void addRecurrent(Catalogues& catalogues, std::string name, std::string about, std::vector<Parameter> parameters,
                  LayerCallFunction call) {
    LayerDef def = layerDef(std::move(name), "recurrent", MaskRule::Own, std::move(about), std::move(parameters), call);
    def.inputNames = {"sequences"};
    def.maxInputs = 0;
    catalogues.layers.add(std::move(def));
}

} // namespace td::nn
