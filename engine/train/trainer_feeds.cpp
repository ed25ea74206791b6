// What a step is fed with: the batch's tensors in the order of the graph's inputs, sample weights, learning rates.
#include "engine/train/feed.h"
#include "engine/train/trainer.h"

namespace td::train {

namespace {
/// The class of row `row` in labels of indices or one-hot rows.
int64_t classAt(const Tensor& labels, int64_t row) {
    const int64_t width = labels.rank() > 1 ? labels.elements() / labels.extents()[0] : 1;
    if (width == 1) return static_cast<int64_t>(labels.at(row));
    int64_t best = 0;
    for (int64_t i = 1; i < width; ++i)
        if (labels.at(row * width + i) > labels.at(row * width + best)) best = i;
    return best;
}
} // namespace

/// The batch's own weights, or those of its classes, or both multiplied; null where all are 1.
Result<const Tensor*> Trainer::sampleWeights(const data::Batch& batch) {
    if (m_weightOfClass.empty()) return batch.weights.empty() ? nullptr : &batch.weights[0];
    if (m_classWeights.extents() != Extents{batch.size()}) {
        auto made = Tensor::create(DType::F32, {batch.size()});
        if (!made) return failure(made.error());
        m_classWeights = *std::move(made);
    }
    for (int64_t row = 0; row < batch.size(); ++row) {
        const auto found =
            batch.labels.empty() ? m_weightOfClass.end() : m_weightOfClass.find(classAt(batch.labels[0], row));
        const double own = batch.weights.empty() ? 1 : batch.weights[0].at(row);
        m_classWeights.set(row, own * (found == m_weightOfClass.end() ? 1 : found->second));
    }
    return &m_classWeights;
}

Result<void> Trainer::fillFeeds(Prepared& prepared, const data::Batch& batch) {
    m_feeds.clear();
    size_t weights = 0;
    const auto add = [&](const Tensor& tensor) -> Result<void> {
        const size_t i = m_feeds.size();
        auto feed = fitted(tensor, prepared.inputs[i], prepared.inputTypes[i]);
        if (!feed) return failure(feed.error());
        m_feeds.push_back(*std::move(feed));
        return {};
    };
    const auto missing = [&](size_t count, const char* what) {
        return failure(ErrorCode::InvalidArgument,
                       {{"found", std::to_string(count) + " " + what},
                        {"expected", "one for \"" + prepared.inputs[m_feeds.size()] + "\""}});
    };
    const size_t inputs = m_model.inputs.size();
    for (size_t i = 0; i < prepared.inputs.size(); ++i) {
        const std::string& name = prepared.inputs[i];
        if (i < inputs) {
            if (i >= batch.features.size()) return missing(batch.features.size(), "features");
            TD_TRY(add(batch.features[i]));
        } else if (name.starts_with("target")) {
            if (i - inputs >= batch.labels.size()) return missing(batch.labels.size(), "labels");
            TD_TRY(add(batch.labels[i - inputs]));
        } else if (name.starts_with("sample_weight")) {
            const Tensor* own = batch.weights.empty() ? nullptr : &batch.weights[0];
            if (&prepared == m_training.get()) {
                auto all = sampleWeights(batch);
                if (!all) return failure(all.error());
                own = *all;
            }
            if (weights > 0 && weights < batch.weights.size()) own = &batch.weights[weights];
            if (!own) return missing(0, "sample weights");
            TD_TRY(add(*own));
            ++weights;
        } else if (name == "learning_rate") {
            m_rateTensor.as<float>()[0] = static_cast<float>(rateNow());
            m_feeds.push_back(m_rateTensor);
        } else {
            TD_TRY(addRate(prepared, name));
        }
    }
    return {};
}

/// The rate of one part of a MultiOptimizer: by its own argument and its own count of calls.
Result<void> Trainer::addRate(const Prepared& prepared, const std::string& input) {
    for (const auto& rate : prepared.optimizer.rates) {
        if (rate.input != input) continue;
        int64_t calls = m_step;
        if (const auto count = prepared.session->variable(rate.iterations)) calls = static_cast<int64_t>(count->at(0));
        auto value = train::learningRate(rate.argument, calls);
        if (!value) return failure(value.error());
        m_feeds.push_back(Tensor::scalar(DType::F32, *value));
        return {};
    }
    return failure(ErrorCode::Internal, {{"input", input}, {"expected", "an input that the trainer knows"}});
}

} // namespace td::train
