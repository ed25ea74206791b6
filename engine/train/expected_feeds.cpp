// What a step is fed with, from a batch or from what the losses take.
#include "engine/train/feed.h"
#include "engine/train/training_memory.h"

namespace td::train {

namespace {
/// The sizes of a tensor for so many rows; data have to say all others.
Result<Extents> extentsFor(const std::string& name, const Shape& shape, int64_t rows) {
    if (auto extents = shape.bound({{"B", rows}}).extents()) return *std::move(extents);
    return failure(ErrorCode::InvalidArgument,
                   {{"tensor", name}, {"found", shape.toString()}, {"expected", "data, which say its sizes"}});
}

/// Whether a loss takes indices of classes instead of something like the prediction.
Result<bool> takesIndices(const Json& spec, const TensorType& prediction) {
    auto loss = lossFor(spec, {DType::F32, prediction.shape}, prediction, builtins());
    if (!loss) return failure(loss.error());
    return *loss && (loss->def->className.starts_with("Sparse") || loss->def->className == "CTC");
}

Json lossOf(const Setup& setup, const nn::Model& model, size_t output) {
    const bool isSpec = setup.loss.is_object() && setup.loss.contains("class_name");
    if (setup.loss.is_array()) return output < setup.loss.size() ? setup.loss[output] : Json();
    if (setup.loss.is_object() && !isSpec) return setup.loss.value(model.outputNames[output], Json());
    return setup.loss;
}

Result<TensorType> labelFor(const Setup& setup, const nn::Model& model, size_t output, const TensorType& prediction,
                            int64_t rows) {
    auto extents = extentsFor(model.outputNames[output], prediction.shape, rows);
    if (!extents) return failure(extents.error());
    auto isIndex = takesIndices(lossOf(setup, model, output), prediction);
    if (!isIndex) return failure(isIndex.error());
    if (*isIndex && extents->size() > 1) extents->pop_back();
    return TensorType{*isIndex ? DType::I32 : DType::F32, Shape::of(*extents)};
}
} // namespace

Result<StepFeeds> feedsOf(const nn::Model& model, const data::Batch& batch) {
    if (batch.features.size() != model.inputs.size())
        return failure(ErrorCode::InvalidArgument,
                       {{"found", std::to_string(batch.features.size()) + " features"},
                        {"expected", std::to_string(model.inputs.size()) + ", one for each input of the model"}});
    StepFeeds feeds;
    for (size_t i = 0; i < model.inputs.size(); ++i) {
        auto feed = fitted(batch.features[i], model.inputs[i].name, model.inputs[i].type);
        if (!feed) return failure(feed.error());
        feeds.features.push_back(feed->extents());
    }
    for (const Tensor& label : batch.labels)
        feeds.labels.push_back(label.type());
    feeds.hasSampleWeights = !batch.weights.empty();
    feeds.rows = batch.size();
    return feeds;
}

Result<StepFeeds> expectedFeeds(const nn::Model& model, const Setup& setup, int64_t rows) {
    StepFeeds feeds;
    feeds.rows = rows;
    for (const auto& input : model.inputs) {
        auto extents = extentsFor(input.name, input.type.shape, rows);
        if (!extents) return failure(extents.error());
        feeds.features.push_back(*std::move(extents));
    }
    nn::Weights weights;
    auto graph = nn::graphOf(model, weights);
    if (!graph) return failure(graph.error());
    for (size_t i = 0; i < model.outputs.size(); ++i) {
        auto label = labelFor(setup, model, i, graph->type(graph->outputs()[i].value), rows);
        if (!label) return failure(label.error());
        feeds.labels.push_back(*std::move(label));
    }
    return feeds;
}

} // namespace td::train
