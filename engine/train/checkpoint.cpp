#include "engine/train/checkpoint.h"

#include "engine/base/file.h"
#include "engine/nn/model_json.h"
#include "engine/nn/tensor_file.h"
#include "engine/train/kept.h"

#include <cstring>

namespace td::train {

using nn::Json;

namespace {

Result<Json> parsed(const std::map<std::string, std::string>& metadata, const char* key,
                    const std::filesystem::path& path) {
    const auto found = metadata.find(key);
    if (found == metadata.end()) return Json();
    Json json = Json::parse(found->second, nullptr, false);
    if (json.is_discarded())
        return failure(ErrorCode::Corrupt, {{"file", path.string()}, {"where", key}, {"expected", "JSON"}});
    return json;
}

/// Whether a file is JSON, as models are: a checkpoint begins with the length of its header instead.
bool isModelFile(const std::filesystem::path& path) {
    constexpr uint64_t kLargest = 64 << 20;
    const auto text = readWholeFile(path, kLargest);
    if (!text || text->find_first_not_of(" \t\r\n") == std::string::npos) return false;
    const Json json = Json::parse(*text, nullptr, false);
    return json.is_object();
}

Error modelInstead(const std::filesystem::path& path) {
    return {ErrorCode::Unsupported,
            {{"file", path.string()},
             {"found", "a model without weights, or other JSON"},
             {"expected", "a run's folder or a checkpoint (.tdck), as tensordesk train writes them"}}};
}
} // namespace

Result<void> writeCheckpoint(const Checkpoint& checkpoint, const std::filesystem::path& path) {
    nn::TensorFile file;
    for (const auto& [name, tensor] : checkpoint.tensors)
        file.tensors[name] = tensor;
    file.metadata["format"] = kCheckpointFormat;
    file.metadata["version"] = std::to_string(kCheckpointVersion);
    file.metadata["model"] = checkpoint.model.dump();
    if (!checkpoint.training.is_null()) file.metadata["training"] = checkpoint.training.dump();
    return nn::writeTensorFile(file, path);
}

Result<Checkpoint> readCheckpoint(const std::filesystem::path& path) {
    auto file = nn::readTensorFile(path);
    if (!file) return failure(isModelFile(path) ? modelInstead(path) : file.error());
    const auto format = file->metadata.find("format");
    if (format == file->metadata.end() || format->second != kCheckpointFormat)
        return failure(ErrorCode::Unsupported,
                       {{"file", path.string()}, {"expected", "a checkpoint that Tensordesk wrote"}});
    if (std::atoi(file->metadata["version"].c_str()) > kCheckpointVersion)
        return failure(ErrorCode::Unsupported,
                       {{"file", path.string()}, {"version", file->metadata["version"]}, {"expected", "version 1"}});
    auto model = parsed(file->metadata, "model", path), training = parsed(file->metadata, "training", path);
    if (!model) return failure(model.error());
    if (!training) return failure(training.error());
    if (auto checked = checkKept(*training); !checked) {
        Error error = checked.error();
        error.facts.insert(error.facts.begin(), {"file", path.string()});
        return failure(std::move(error));
    }
    Checkpoint checkpoint{{}, *std::move(model), *std::move(training)};
    for (auto& [name, tensor] : file->tensors)
        checkpoint.tensors[name] = std::move(tensor);
    return checkpoint;
}

const Tensor* tensorNamed(const TensorMap& tensors, const std::string& name) {
    auto found = tensors.find(name);
    if (found == tensors.end()) found = tensors.find(nn::olderName(name));
    return found == tensors.end() ? nullptr : &found->second;
}

Result<void> fillWeights(nn::Weights& weights, const TensorMap& tensors) {
    for (auto& weight : weights.all()) {
        const Tensor* const found = tensorNamed(tensors, weight.path);
        if (!found)
            return failure(ErrorCode::NotFound, {{"weight", weight.path}, {"expected", "every weight of the model"}});
        if (found->type() != weight.value.type())
            return failure(ErrorCode::ShapeMismatch, {{"weight", weight.path},
                                                      {"expected", toString(weight.value.type())},
                                                      {"found", toString(found->type())}});
        if (weight.value.sizeBytes() > 0) std::memcpy(weight.value.bytes(), found->bytes(), weight.value.sizeBytes());
    }
    return {};
}

Result<LoadedModel> modelFromCheckpoint(const Checkpoint& checkpoint, const nn::Catalogues& parts) {
    auto model = nn::modelFromJson(checkpoint.model, parts);
    if (!model) return failure(model.error());
    auto weights = nn::makeWeights(*model, 0, parts);
    if (!weights) return failure(weights.error());
    TD_TRY(fillWeights(*weights, checkpoint.tensors));
    return LoadedModel{*std::move(model), *std::move(weights)};
}

} // namespace td::train
