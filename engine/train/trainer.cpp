#include "engine/train/trainer.h"
#include "engine/train/feed.h"
#include "engine/train/frozen.h"

#include "engine/graph/passes/pass.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>
#include <cstring>

namespace td::train {

namespace {
/// Copies a value into each element of a metric's state.
void fill(const Tensor& tensor, double value) {
    for (int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, value);
}

/// The rate that an optimizer is configured with, the standard one where it says nothing.
Result<Json> rateArgument(const Setup& setup) {
    auto optimizer = builtins().optimizers.create(setup.optimizer);
    if (!optimizer) return failure(optimizer.error());
    if (!*optimizer)
        return failure(ErrorCode::InvalidArgument, {{"key", "optimizer"}, {"expected", "the name of an optimizer"}});
    return optimizer->config.json("learning_rate");
}
} // namespace

runtime::SessionOptions Trainer::sessionOptions(Purpose purpose, Taking taking) const {
    runtime::SessionOptions options = stepSession(m_options.threads, purpose == Purpose::Train, m_shared);
    options.memoryLimitBytes = m_options.memoryLimitBytes;
    if (taking == Taking::Frozen) {
        options.isFrozen = true;
        options.lowering = graph::inferencePasses();
    }
    if (purpose == Purpose::Train) options.stopFlag = &m_control.stopFlag();
    if (purpose == Purpose::Train && m_options.recomputes) options.lowering.push_back(*graph::findPass("recompute"));
    return options;
}

Trainer::Trainer(nn::Model model, Setup setup, TrainerOptions options)
    : m_model(std::move(model))
    , m_setup(std::move(setup))
    , m_options(std::move(options)) {
    if (!m_options.writer)
        m_options.writer = [](const nn::Model& m, nn::Weights& weights, const Setup& s, const ProgramOptions& o) {
            return writeProgram(m, weights, s, o);
        };
}

Trainer::~Trainer() = default;

Result<std::unique_ptr<Trainer>> Trainer::create(nn::Model model, Setup setup, TrainerOptions options) {
    auto trainer = std::unique_ptr<Trainer>(new Trainer(std::move(model), std::move(setup), std::move(options)));
    auto weights = nn::makeWeights(trainer->m_model, trainer->m_options.seed);
    if (!weights) return failure(weights.error());
    trainer->m_weights = *std::move(weights);
    TD_TRY(checkFrozen(trainer->m_setup.frozen, trainer->m_weights));
    auto rate = rateArgument(trainer->m_setup);
    if (!rate) return failure(rate.error());
    trainer->m_rateArgument = *std::move(rate);
    // A schedule that cannot be read is said now; `rateNow` relies on it.
    if (auto first = train::learningRate(trainer->m_rateArgument, 0); !first) return failure(first.error());
    trainer->m_rateTensor = Tensor::scalar(DType::F32, 0);
    for (const auto& weight : trainer->m_weights.all()) {
        trainer->m_shared[weight.path] = weight.value;
        if (weight.isFrozen) trainer->m_frozenLayers.insert(weight.path);
    }
    return trainer;
}

Result<std::unique_ptr<Trainer::Prepared>> Trainer::prepare(Purpose purpose, const std::vector<TensorType>& targets,
                                                            bool hasSampleWeights, Taking taking) {
    const ProgramOptions options{purpose, hasSampleWeights, m_options.seed, targets,
                                 purpose == Purpose::Train && m_options.keepsGradients};
    auto program = m_options.writer(m_model, m_weights, m_setup, options);
    if (!program) return failure(program.error());
    auto prepared = std::make_unique<Prepared>();
    for (const auto id : program->graph.inputs()) {
        prepared->inputs.push_back(program->graph.value(id).name);
        prepared->inputTypes.push_back(program->graph.value(id).type);
    }
    for (const auto& output : program->graph.outputs())
        prepared->outputNames.push_back(output.name);
    prepared->lossNames = program->lossNames;
    prepared->lossSums.assign(program->lossNames.size(), 0);
    prepared->metrics = program->metrics;
    prepared->optimizer = program->optimizer;
    prepared->gradients = program->gradients;
    auto session =
        runtime::Session::create(std::move(program->graph), sessionOptions(purpose, taking), kernels::builtinKernels());
    if (!session) return failure(session.error());
    prepared->session = *std::move(session);
    if (!prepared->metrics.empty()) {
        auto results = writeResults(prepared->metrics);
        if (!results) return failure(results.error());
        auto resultSession =
            runtime::Session::create(*std::move(results), stepSession(1, false, {}), kernels::builtinKernels());
        if (!resultSession) return failure(resultSession.error());
        prepared->results = *std::move(resultSession);
    }
    resetMetrics(*prepared);
    return prepared;
}

/// Writes the step's graph for the types of this batch, once; the optimizer's variables join the shared memory.
Result<void> Trainer::prepareTraining(const data::Batch& batch) {
    if (m_training) return {};
    std::vector<TensorType> targets;
    for (const Tensor& label : batch.labels)
        targets.push_back(targetType(label.type()));
    auto weights = sampleWeights(batch);
    if (!weights) return failure(weights.error());
    auto prepared = prepare(Purpose::Train, targets, *weights != nullptr, Taking::Shared);
    if (!prepared) return failure(prepared.error());
    m_training = *std::move(prepared);
    for (const auto id : m_training->session->graph().variables()) {
        const auto& name = m_training->session->graph().value(id).name;
        const auto memory = m_training->session->variable(name);
        if (!memory || name.starts_with("metrics/") || m_shared.contains(name)) continue;
        const auto copied = m_training->optimizer.copies.find(name);
        if (copied != m_training->optimizer.copies.end())
            std::memcpy(memory->bytes(), m_shared.at(copied->second).bytes(), memory->sizeBytes());
        m_shared[name] = *memory;
    }
    return takeResumed();
}

/// Writes the graph that measures for the types of this batch, once.
Result<void> Trainer::prepareEvaluation(const data::Batch& batch, Taking taking) {
    if (m_evaluation) return {};
    std::vector<TensorType> targets;
    for (const Tensor& label : batch.labels)
        targets.push_back(targetType(label.type()));
    auto prepared = prepare(Purpose::Evaluate, targets, !batch.weights.empty(), taking);
    if (!prepared) return failure(prepared.error());
    m_evaluation = *std::move(prepared);
    return {};
}

/// Sizes for batches like the first one and for the smaller one at an epoch's end.
Result<void> Trainer::addSizes(Prepared& prepared, const data::Batch& first, const data::Loader& loader, Sizes& sizes) {
    TD_TRY(fillFeeds(prepared, first));
    std::vector<Extents> extents;
    for (const Tensor& feed : m_feeds)
        extents.push_back(feed.extents());
    sizes.insert(extents);
    const int64_t rest = loader.data().rows() % first.size();
    if (rest == 0 || loader.options().dropRemainder) return {};
    for (Extents& each : extents)
        if (!each.empty() && each[0] == first.size()) each[0] = rest;
    sizes.insert(std::move(extents));
    return {};
}

Result<size_t> Trainer::bytesAhead(data::Loader& train, std::span<data::Loader* const> evaluations) {
    const auto firstOf = [](data::Loader& loader) -> Result<const data::Batch*> {
        TD_TRY(loader.seek({loader.position().epoch, 0, 0}));
        return loader.next();
    };
    Sizes steps, looks;
    const auto batch = firstOf(train);
    if (!batch) return failure(batch.error());
    TD_TRY(prepareTraining(**batch));
    TD_TRY(addSizes(*m_training, **batch, train, steps));
    for (data::Loader* const loader : evaluations) {
        const auto other = firstOf(*loader);
        if (!other) return failure(other.error());
        TD_TRY(prepareEvaluation(**other, Taking::Shared));
        TD_TRY(addSizes(*m_evaluation, **other, *loader, looks));
        TD_TRY(loader->seek({loader->position().epoch, 0, 0}));
    }
    TD_TRY(train.seek({train.position().epoch, 0, 0}));
    size_t bytes = hostBufferBytes();
    for (const auto& [prepared, sizes] : {std::pair{m_training.get(), &steps}, std::pair{m_evaluation.get(), &looks}})
        for (const auto& extents : *sizes) {
            const auto plan = prepared->session->draft(extents);
            if (!plan) return failure(plan.error());
            const runtime::MemoryNeed& need = (*plan)->need();
            bytes += need.arena + need.scratch + need.outputs;
        }
    return bytes;
}

void Trainer::resetMetrics(Prepared& prepared) {
    prepared.rows = 0;
    std::fill(prepared.lossSums.begin(), prepared.lossSums.end(), 0.0);
    for (const auto& place : prepared.metrics)
        for (size_t i = 0; i < place.states.size(); ++i)
            if (auto state = prepared.session->variable(place.variables[i])) fill(*state, place.states[i].initial);
}

double Trainer::rateNow() const {
    if (m_rate) return *m_rate;
    return train::learningRate(m_rateArgument, m_step).value_or(0);
}

double Trainer::learningRate() const {
    return rateNow();
}

void Trainer::stop(std::string reason) {
    m_isStopping = true;
    m_stopReason = std::move(reason);
}

/// Runs the program on a batch whose feeds are filled.
Result<void> Trainer::runBatch(Prepared& prepared, const data::Batch& batch) {
    TD_TRY(fillFeeds(prepared, batch));
    const bool isSamePlan =
        prepared.plan && prepared.planExtents.size() == m_feeds.size() &&
        std::equal(m_feeds.begin(), m_feeds.end(), prepared.planExtents.begin(),
                   [](const Tensor& feed, const Extents& extents) { return feed.extents() == extents; });
    if (isSamePlan) {
        TD_TRY(prepared.session->run(*prepared.plan, m_feeds));
    } else {
        auto plan = prepared.session->run(m_feeds);
        if (!plan) return failure(plan.error());
        prepared.plan = *plan;
        prepared.planExtents.clear();
        for (const Tensor& feed : m_feeds)
            prepared.planExtents.push_back(feed.extents());
    }
    const auto rows = static_cast<double>(batch.size());
    prepared.rows += rows;
    for (size_t i = 0; i < prepared.lossSums.size(); ++i)
        prepared.lossSums[i] += rows * prepared.session->scalarOutput(*prepared.plan, i);
    return {};
}

Result<void> Trainer::runStep(const data::Batch& batch) {
    TD_TRY(prepareTraining(batch));
    TD_TRY(runBatch(*m_training, batch));
    ++m_step;
    return {};
}

/// False where the step was stopped: it has changed nothing, and whoever goes on from here does it then.
Result<bool> Trainer::runStepUnlessStopped(const data::Batch& batch) {
    const auto ran = runStep(batch);
    if (ran) return true;
    if (ran.error().code != ErrorCode::Cancelled || !m_control.takeStop()) return failure(ran.error());
    stop("stopped");
    return false;
}

Result<Logs> Trainer::logsOf(Prepared& prepared) {
    Logs logs;
    for (size_t i = 0; i < prepared.lossNames.size(); ++i)
        logs[prepared.lossNames[i]] = prepared.rows > 0 ? prepared.lossSums[i] / prepared.rows : 0;
    if (prepared.metrics.empty()) return logs;
    std::vector<Tensor> states;
    for (const auto& place : prepared.metrics)
        for (const auto& name : place.variables) {
            auto state = prepared.session->variable(name);
            if (!state) return failure(state.error());
            states.push_back(*state);
        }
    auto plan = prepared.results->run(states);
    if (!plan) return failure(plan.error());
    for (size_t i = 0; i < prepared.metrics.size(); ++i) {
        const auto result = prepared.results->output(**plan, i);
        if (!result) return failure(result.error());
        if (result->elements() == 1)
            logs[prepared.metrics[i].name] = result->at(0);
        else
            for (int64_t k = 0; k < result->elements(); ++k)
                logs[prepared.metrics[i].name + "/" + std::to_string(k)] = result->at(k);
    }
    return logs;
}

Result<Logs> Trainer::runningLogs() {
    if (!m_training) return Logs{};
    return logsOf(*m_training);
}

Result<Logs> Trainer::trainOnBatch(const data::Batch& batch) {
    if (m_training) resetMetrics(*m_training);
    const auto isDone = runStepUnlessStopped(batch);
    if (!isDone) return failure(isDone.error());
    if (!*isDone) return failure(ErrorCode::Cancelled, {});
    return logsOf(*m_training);
}

Result<Logs> Trainer::evaluate(data::Loader& data) {
    // The wish that ended a training is not for what is measured afterwards.
    const bool wasStopping = std::exchange(m_isStopping, false);
    // While weights change, and where memory was promised, one session serves all evaluations.
    const Taking taking = m_isFitting || m_options.memoryLimitBytes > 0 ? Taking::Shared : Taking::Frozen;
    if (taking == Taking::Frozen) m_evaluation.reset();
    auto logs = measure(data, taking);
    if (taking == Taking::Frozen) m_evaluation.reset(); // it took over what the weights were
    m_isStopping |= wasStopping;
    return logs;
}

bool Trainer::isStopWished() {
    for (const auto& callback : m_callbacks)
        callback->batchMeasured(*this);
    if (m_isFitting && m_control.takeStop()) stop("stopped");
    return m_isStopping;
}

Result<Logs> Trainer::measure(data::Loader& data, Taking taking) {
    TD_TRY(data.seek({data.position().epoch, 0, 0}));
    for (bool isFirst = true;; isFirst = false) {
        auto batch = data.next();
        if (!batch) return failure(batch.error());
        if (!*batch) break;
        TD_TRY(prepareEvaluation(**batch, taking));
        if (isFirst) resetMetrics(*m_evaluation);
        TD_TRY(runBatch(*m_evaluation, **batch));
        if (isStopWished()) return failure(ErrorCode::Cancelled, {{"rows", std::to_string(m_evaluation->rows)}});
    }
    if (!m_evaluation) return Logs{};
    return logsOf(*m_evaluation);
}

Result<std::vector<Tensor>> Trainer::predictOnBatch(const data::Batch& batch) {
    m_prediction.reset(); // it took over what the weights were
    return predictNext(batch);
}

Result<std::vector<Tensor>> Trainer::predictNext(const data::Batch& batch) {
    if (!m_prediction) {
        auto prepared = prepare(Purpose::Predict, {}, false, Taking::Frozen);
        if (!prepared) return failure(prepared.error());
        m_prediction = *std::move(prepared);
    }
    TD_TRY(fillFeeds(*m_prediction, batch));
    std::vector<Extents> extents;
    for (const Tensor& feed : m_feeds)
        extents.push_back(feed.extents());
    auto& slices = m_prediction->slices;
    if (!slices || slices->extents() != extents) {
        auto made = runtime::RowSlices::make(*m_prediction->session, extents);
        if (!made) return failure(made.error());
        slices = *std::move(made);
    }
    TD_TRY(slices->run(m_feeds));
    std::vector<Tensor> outputs;
    for (size_t i = 0; i < m_prediction->outputNames.size(); ++i) {
        auto output = slices->copy(i);
        if (!output) return failure(output.error());
        outputs.push_back(*std::move(output));
    }
    return outputs;
}

Result<std::vector<Tensor>> Trainer::predict(data::Loader& data) {
    TD_TRY(data.seek({data.position().epoch, 0, 0}));
    m_prediction.reset(); // it took over what the weights were
    std::vector<std::vector<Tensor>> pieces;
    int64_t rows = 0;
    while (true) {
        auto batch = data.next();
        if (!batch) return failure(batch.error());
        if (!*batch) break;
        auto outputs = predictNext(**batch);
        if (!outputs) return failure(outputs.error());
        rows += (*batch)->size();
        pieces.push_back(*std::move(outputs));
    }
    return joined(pieces, rows);
}

} // namespace td::train
