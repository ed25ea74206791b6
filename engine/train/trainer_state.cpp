// What a checkpoint keeps of a training, and going on from one.
#include "engine/nn/model_json.h"
#include "engine/train/graph_def.h"
#include "engine/train/kept.h"
#include "engine/train/trainer.h"

#include <cmath>
#include <cstring>

namespace td::train {

namespace {
nn::Json positionToJson(const data::Position& position) {
    return {{"epoch", position.epoch}, {"batch", position.batch}, {"row", position.row}};
}

data::Position positionFromJson(const nn::Json& json) {
    return {json.value("epoch", int64_t{0}), json.value("batch", int64_t{0}), json.value("row", int64_t{0})};
}
} // namespace

TensorMap Trainer::copyWeights() const {
    TensorMap copies;
    for (const auto& weight : m_weights.all())
        copies[weight.path] = weight.value.clone();
    return copies;
}

TensorMap Trainer::sharedWeights() const {
    TensorMap shared;
    for (const auto& weight : m_weights.all())
        shared[weight.path] = weight.value;
    return shared;
}

Result<void> Trainer::setWeights(const TensorMap& weights) {
    return fillWeights(m_weights, weights);
}

void Trainer::swapAverages() {
    if (!m_training) return;
    for (const auto& [path, average] : m_training->optimizer.averages) {
        const Tensor weight = m_shared.at(path), other = m_shared.at(average);
        std::swap_ranges(weight.bytes(), weight.bytes() + weight.sizeBytes(), other.bytes());
    }
}

TensorMap Trainer::gradients() const {
    TensorMap gradients;
    if (!m_training || !m_training->plan) return gradients;
    for (size_t i = 0; i < m_training->gradients.size(); ++i)
        if (auto gradient = m_training->session->output(*m_training->plan, m_training->lossNames.size() + i))
            gradients[m_training->gradients[i]] = *std::move(gradient);
    return gradients;
}

std::string Trainer::graphDef() const {
    nn::Weights weights;
    const auto graph = nn::graphOf(m_model, weights);
    return graph ? graphDefOf(*graph) : std::string();
}

Checkpoint Trainer::checkpoint(bool weightsOnly) const {
    Checkpoint checkpoint{sharedWeights(), nn::modelToJson(m_model), nullptr};
    if (weightsOnly) return checkpoint;
    for (const auto& [name, tensor] : m_shared)
        checkpoint.tensors[name] = tensor;
    if (m_training)
        for (const auto& place : m_training->metrics)
            for (const auto& name : place.variables)
                if (auto state = m_training->session->variable(name)) checkpoint.tensors[name] = *state;
    nn::Json& training = checkpoint.training;
    training = {{"epoch", m_epoch},
                {"step", m_step},
                {"position", positionToJson(m_position)},
                {"seed", m_options.seed},
                {"threads", m_options.threads},
                {"setup", setupToJson(m_setup)},
                {"learning_rate", m_rate ? nn::Json(*m_rate) : nn::Json()}};
    training["running"] =
        m_training ? nn::Json{{"rows", m_training->rows}, {"losses", m_training->lossSums}} : m_running;
    if (m_isValidationDue) training["validation_due"] = true;
    if (!m_callbackStates.is_null()) training["callbacks"] = m_callbackStates; // not given back yet
    for (const auto& callback : m_callbacks) {
        training["callbacks"][callback->name()] = callback->state();
        for (const auto& [key, tensor] : callback->tensors())
            checkpoint.tensors["callbacks/" + callback->name() + "/" + key] = tensor;
    }
    // Where no step was made since, what it goes on from still has the optimizer's part.
    checkpoint.tensors.merge(TensorMap(m_resumed));
    return checkpoint;
}

Result<void> Trainer::save(const std::filesystem::path& path, bool weightsOnly) {
    return writeCheckpoint(checkpoint(weightsOnly), path);
}

Result<void> Trainer::resume(const Checkpoint& checkpoint) {
    if (!checkpoint.training.is_object())
        return failure(ErrorCode::InvalidArgument,
                       {{"where", "training"}, {"expected", "a checkpoint of a training, not of weights alone"}});
    TD_TRY(checkKept(checkpoint.training));
    TD_TRY(fillWeights(m_weights, checkpoint.tensors));
    m_training.reset();
    m_resumed = checkpoint.tensors; // the optimizer's variables find their values when the step is written
    const nn::Json& training = checkpoint.training;
    m_epoch = training.value("epoch", int64_t{0});
    m_step = training.value("step", int64_t{0});
    m_position = positionFromJson(training.value("position", nn::Json::object()));
    m_options.seed = training.value("seed", m_options.seed);
    const nn::Json rate = training.value("learning_rate", nn::Json());
    m_rate = rate.is_number() ? std::optional<double>(rate.get<double>()) : std::nullopt;
    m_running = training.value("running", nn::Json());
    m_isValidationDue = training.value("validation_due", false);
    m_callbackStates = training.value("callbacks", nn::Json());
    m_callbackTensors = checkpoint.tensors;
    return {};
}

/// Lets the next step write its graph anew, for another set of frozen weights; memory, metrics and sums of the epoch go on.
void Trainer::writeAnew() {
    const Checkpoint now = checkpoint(false);
    m_resumed = now.tensors;
    m_running = now.training.value("running", nn::Json());
    for (auto& weight : m_weights.all())
        weight.isFrozen = m_frozenLayers.contains(weight.path);
    m_training.reset();
    m_evaluation.reset();
}

/// Values of a checkpoint for variables that the step's graph has now.
Result<void> Trainer::takeResumed() {
    if (m_resumed.empty()) return {};
    for (const auto id : m_training->session->graph().variables()) {
        const auto& name = m_training->session->graph().value(id).name;
        const Tensor* const found = tensorNamed(m_resumed, name);
        const auto memory = m_training->session->variable(name);
        if (!found || !memory) continue;
        if (found->type() != memory->type())
            return failure(
                ErrorCode::ShapeMismatch,
                {{"variable", name}, {"expected", toString(memory->type())}, {"found", toString(found->type())}});
        if (memory->sizeBytes() > 0 && memory->bytes() != found->bytes())
            std::memcpy(memory->bytes(), found->bytes(), memory->sizeBytes());
    }
    // A checkpoint between two epochs holds the sums of the one that is over.
    if (m_position.batch == 0) {
        resetMetrics(*m_training);
    } else if (m_running.is_object()) {
        m_training->rows = m_running.value("rows", 0.0);
        const nn::Json sums = m_running.value("losses", nn::Json::array());
        for (size_t i = 0; i < m_training->lossSums.size() && sums.size() == m_training->lossSums.size(); ++i)
            m_training->lossSums[i] = sums[i].is_number() ? sums[i].get<double>() : NAN; // JSON has none
    }
    m_resumed.clear();
    return {};
}

} // namespace td::train
