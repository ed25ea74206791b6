#include "engine/train/program.h"

#include "engine/graph/gradient.h"
#include "engine/graph/op_registry.h"
#include "engine/graph/passes/pass.h"
#include "engine/train/frozen.h"

#include <algorithm>

namespace td::train {

namespace {
/// The entry of a per-output setting for output number `i`: of a list by number, of an object by name, else the value itself.
Json entryOf(const Json& setting, const nn::Model& model, size_t i) {
    const bool isSpec = setting.is_object() && setting.contains("class_name");
    if (setting.is_array()) return i < setting.size() ? setting[i] : Json();
    if (setting.is_object() && !isSpec) return setting.value(model.outputNames[i], Json());
    return setting;
}

/// Metrics of one output: with several outputs a flat list stands for every output, a list of lists or an object for each its own.
Json metricsOf(const Json& setting, const nn::Model& model, size_t i) {
    const bool isPerOutput = setting.is_array() && model.outputs.size() > 1 && setting.size() == model.outputs.size() &&
                             std::any_of(setting.begin(), setting.end(),
                                         [](const Json& entry) { return entry.is_array() || entry.is_null(); });
    Json own = setting.is_array() && !isPerOutput ? setting : entryOf(setting, model, i);
    if (own.is_null()) return Json::array();
    return own.is_array() ? own : Json::array({own});
}

class Writer {
public:
    Writer(const nn::Model& model, nn::Weights& weights, const Setup& setup, const ProgramOptions& options,
           const Catalogues& catalogues, const nn::Catalogues& parts)
        : m_model(model)
        , m_weights(weights)
        , m_setup(setup)
        , m_options(options)
        , m_catalogues(catalogues)
        , m_parts(parts) {}

    Result<Program> write() {
        m_program.emplace(Program{graph::Graph(graph::builtinOps()), {}, {}, {}, {}});
        Builder builder(m_program->graph);
        TD_TRY(declareWeights());
        freeze();
        nn::Emission emission(builder, m_weights, m_parts, {m_options.purpose == Purpose::Train, m_options.seed});
        const nn::Flows outputs = m_model.emit(emission, nn::inputFlows(builder, m_model));
        if (builder.error()) return failure(m_model.withBlock(*builder.error()));
        if (m_options.purpose == Purpose::Predict) {
            for (size_t i = 0; i < outputs.size(); ++i)
                m_program->graph.addOutput(m_model.outputNames[i], outputs[i].value.id);
            TD_TRY(runPasses(m_program->graph, graph::forwardPasses()));
            return *std::move(m_program);
        }
        addInputs(builder);
        TD_TRY(addLosses(builder, emission, outputs));
        for (size_t i = 0; i < outputs.size(); ++i)
            TD_TRY(addMetrics(builder, i, outputs[i]));
        if (m_options.purpose == Purpose::Train) emission.finish();
        TD_TRY(asResult(builder));
        TD_TRY(runPasses(m_program->graph, graph::forwardPasses()));
        if (m_options.purpose == Purpose::Train) TD_TRY(addTraining(builder));
        return *std::move(m_program);
    }

private:
    static Result<void> asResult(Builder& builder) {
        if (builder.error()) return failure(*builder.error());
        return {};
    }

    /// A weight is known before the first use that freezing must see.
    Result<void> declareWeights() {
        if (!m_weights.all().empty()) return {};
        auto made = nn::makeWeights(m_model, m_options.seed, m_parts);
        if (!made) return failure(made.error());
        m_weights = std::move(*made);
        return {};
    }

    void freeze() {
        for (auto& weight : m_weights.all())
            for (const auto& pattern : m_setup.frozen)
                if (isFrozenBy(pattern, weight.path)) weight.isFrozen = true;
    }

    void addInputs(Builder& builder) {
        const bool isOne = m_model.outputs.size() == 1;
        for (size_t i = 0; i < m_model.outputs.size(); ++i)
            m_targets.push_back(
                builder.input(isOne ? "target" : "target:" + m_model.outputNames[i], m_options.targets.at(i)));
        if (m_options.hasSampleWeights)
            for (size_t i = 0; i < m_model.outputs.size(); ++i)
                m_sampleWeights.push_back(
                    builder.input(isOne ? "sample_weight" : "sample_weight:" + m_model.outputNames[i],
                                  {DType::F32, Shape{Dim::symbol("B")}}));
        if (m_options.purpose == Purpose::Train) m_rate = builder.input("learning_rate", {DType::F32, {}});
    }

    [[nodiscard]] Expr weightsOf(size_t i) const { return i < m_sampleWeights.size() ? m_sampleWeights[i] : Expr{}; }

    /// A setting by the names of outputs names outputs that are there.
    Result<void> checkNames(const char* key, const Json& setting) const {
        if (!setting.is_object() || setting.contains("class_name")) return {};
        for (const auto& [name, value] : setting.items()) {
            if (std::find(m_model.outputNames.begin(), m_model.outputNames.end(), name) != m_model.outputNames.end())
                continue;
            std::string names;
            for (const auto& known : m_model.outputNames)
                names.append(names.empty() ? "an output: " : ", ").append(known);
            return failure(ErrorCode::InvalidArgument,
                           {{"key", std::string("training.").append(key)}, {"value", name}, {"expected", names}});
        }
        return {};
    }

    Result<void> addLosses(Builder& builder, nn::Emission& emission, const nn::Flows& outputs) {
        if (m_setup.loss.is_null())
            return failure(ErrorCode::InvalidArgument, {{"key", "loss"}, {"expected", "a loss to train for"}});
        if (m_setup.loss.is_array() && m_setup.loss.size() != outputs.size())
            return failure(ErrorCode::InvalidArgument,
                           {{"key", "loss"},
                            {"found", std::to_string(m_setup.loss.size()) + " losses"},
                            {"expected", std::to_string(outputs.size()) + ", one for each output"}});
        TD_TRY(checkNames("loss", m_setup.loss));
        TD_TRY(checkNames("loss_weights", m_setup.lossWeights));
        Expr total;
        const auto add = [&](Expr term) { total = total ? total + term : term; };
        std::vector<Expr> own;
        m_program->lossNames = {"loss"};
        for (size_t i = 0; i < outputs.size(); ++i) {
            auto loss = m_catalogues.losses.create(entryOf(m_setup.loss, m_model, i));
            if (!loss) return failure(loss.error());
            if (!*loss) continue; // an output that is not trained for
            builder.setSource({m_model.outputNames[i], loss->def->className});
            const Expr value = emitLoss(builder, *loss, m_targets[i], outputs[i].value, weightsOf(i), outputs[i].mask);
            TD_TRY(asResult(builder));
            own.push_back(value);
            m_program->lossNames.push_back(m_model.outputNames[i] + "_loss");
            const Json weight = entryOf(m_setup.lossWeights, m_model, i);
            add(weight.is_number() ? value * weight.get<double>() : value);
        }
        if (own.empty())
            return failure(ErrorCode::InvalidArgument,
                           {{"key", "loss"}, {"expected", "a loss for at least one output"}});
        for (const Expr& term : emission.losses())
            add(term);
        for (const Expr& term : emission.weightLosses())
            add(term);
        builder.setSource({});
        m_program->graph.addOutput("loss", total.id);
        if (outputs.size() == 1) {
            m_program->lossNames.resize(1);
            return {};
        }
        for (size_t i = 0; i < own.size(); ++i)
            m_program->graph.addOutput(m_program->lossNames[i + 1], own[i].id);
        return {};
    }

    Result<void> addMetrics(Builder& builder, size_t output, const nn::Flow& prediction) {
        for (const auto& [setting, isWeighted] :
             {std::pair{&m_setup.metrics, false}, std::pair{&m_setup.weightedMetrics, true}})
            for (const auto& spec : metricsOf(*setting, m_model, output)) {
                if (spec.is_null()) continue;
                auto metric = metricFor(spec, m_targets[output].type(), prediction.value.type(), m_catalogues);
                if (!metric) return failure(metric.error());
                TD_TRY(addMetric(builder, output, prediction, *metric, nameOf(spec, *metric), isWeighted));
            }
        return {};
    }

    /// What the person wrote ("accuracy"), or the argument "name", or the class in small letters; the output's name before it where there are several.
    std::string nameOf(const Json& spec, const Metric& metric) const {
        if (spec.is_string() && !m_catalogues.metrics.all().contains(spec.get<std::string>()))
            return spec.get<std::string>();
        const auto given = metric.config.text("name");
        return given.empty() ? nn::snakeCase(metric.def->className) : given;
    }

    Result<void> addMetric(Builder& builder, size_t output, const nn::Flow& prediction, const Metric& metric,
                           std::string name, bool isWeighted) {
        const std::string around = m_model.outputs.size() > 1 ? m_model.outputNames[output] + "_" : std::string();
        const auto isTaken = [&](const std::string& wanted) {
            return std::any_of(m_program->metrics.begin(), m_program->metrics.end(),
                               [&](const MetricPlace& place) { return place.name == wanted; });
        };
        if (isWeighted && isTaken(around + name)) name = "weighted_" + name; // as Keras calls it
        name = around + name;
        const std::string base = name;
        for (int i = 1; isTaken(name); ++i)
            name = base + "_" + std::to_string(i);
        const std::string prefix = "metrics/" + name + "/";
        builder.setSource({"metrics/" + name, metric.def->className});
        auto emitted = emitMetric(builder, metric, prefix, m_targets[output], prediction.value,
                                  isWeighted ? weightsOf(output) : Expr{}, prediction.mask);
        builder.setSource({});
        if (!emitted) return failure(emitted.error());
        m_program->metrics.push_back({name, metric, std::move(emitted->states), std::move(emitted->variables)});
        return {};
    }

    /// Gradients of the total loss and the optimizer, on the graph that the forward passes left.
    Result<void> addTraining(Builder& builder) {
        const Expr loss = builder.wrap(m_program->graph.outputs().front().value);
        std::vector<Expr> parameters;
        std::vector<const nn::Weight*> trained;
        for (const auto& weight : m_weights.all()) {
            const auto id = m_program->graph.named(weight.path);
            if (!weight.isTrained() || id == graph::ValueId::None) continue;
            parameters.push_back(builder.wrap(id));
            trained.push_back(&weight);
        }
        auto optimizer = m_catalogues.optimizers.create(m_setup.optimizer);
        if (!optimizer) return failure(optimizer.error());
        const auto gradients = graph::gradients(builder, loss, parameters, emitLossScale(builder, *optimizer));
        TD_TRY(asResult(builder));
        std::vector<Trained> list;
        for (size_t i = 0; i < parameters.size(); ++i) {
            list.push_back({trained[i]->path, parameters[i], gradients[i], trained[i]->constraint});
            if (!m_options.hasGradients || !gradients[i]) continue;
            m_program->gradients.push_back(trained[i]->path);
            m_program->graph.addOutput("gradient/" + trained[i]->path, gradients[i].id);
        }
        auto variables = emitOptimizer(builder, *optimizer, list, {m_rate});
        if (!variables) return failure(variables.error());
        m_program->optimizer = std::move(*variables);
        return asResult(builder);
    }

    const nn::Model& m_model;
    nn::Weights& m_weights;
    const Setup& m_setup;
    const ProgramOptions& m_options;
    const Catalogues& m_catalogues;
    const nn::Catalogues& m_parts;
    std::optional<Program> m_program;
    std::vector<Expr> m_targets, m_sampleWeights;
    Expr m_rate;
};
} // namespace

Result<Program> writeProgram(const nn::Model& model, nn::Weights& weights, const Setup& setup,
                             const ProgramOptions& options, const Catalogues& catalogues, const nn::Catalogues& parts) {
    if (options.purpose != Purpose::Predict && options.targets.size() != model.outputs.size())
        return failure(
            ErrorCode::InvalidArgument,
            {{"found", options.targets.empty() ? std::string("data without labels")
                                               : std::to_string(options.targets.size()) + " labels"},
             {"expected", model.outputs.size() == 1
                              ? std::string("a label: the last column, folders of classes, or an array \"y\"")
                              : std::to_string(model.outputs.size()) + " labels, one for each output"}});
    return Writer(model, weights, setup, options, catalogues, parts).write();
}

runtime::SessionOptions stepSession(int threads, bool isTraining,
                                    const std::map<std::string, Tensor, std::less<>>& shared) {
    runtime::SessionOptions options;
    options.threads = threads;
    options.shared = shared;
    options.lowering = isTraining ? graph::trainingPasses() : graph::forwardPasses();
    return options;
}

Result<graph::Graph> writeResults(const std::vector<MetricPlace>& metrics) {
    graph::Graph graph(graph::builtinOps());
    Builder builder(graph);
    for (const auto& place : metrics) {
        MetricCall call{builder, *place.metric.def, place.metric.config};
        for (size_t i = 0; i < place.states.size(); ++i)
            call.states.push_back(
                builder.input(place.variables[i], {place.states[i].dtype, Shape::of(place.states[i].extents)}));
        const Expr result = place.metric.def->result(call);
        if (builder.error()) return failure(*builder.error());
        graph.addOutput(place.name, result.id);
    }
    return graph;
}

} // namespace td::train
