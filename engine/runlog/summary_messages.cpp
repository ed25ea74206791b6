#include "engine/runlog/summary_messages.h"

#include <array>
#include <vector>

namespace td::runlog {
namespace {

// tensorflow.DataType
constexpr int kFloat = 1;
constexpr int kDouble = 2;
constexpr int kString = 7;

// Always present, empty for rank 0: that is how TensorFlow writes it.
ProtoWriter shapeMessage(std::span<const int64_t> shape) {
    ProtoWriter message;
    for (const int64_t size : shape) {
        ProtoWriter dimension;
        if (size != 0) dimension.integer(1, size);
        message.message(2, dimension);
    }
    return message;
}

ProtoWriter tensorHead(int dtype, std::span<const int64_t> shape) {
    ProtoWriter tensor;
    tensor.varint(1, static_cast<uint64_t>(dtype));
    tensor.message(2, shapeMessage(shape));
    return tensor;
}

} // namespace

ProtoWriter numberTensor(int dtype, std::span<const int64_t> shape, std::string_view content) {
    ProtoWriter tensor = tensorHead(dtype, shape);
    if (!content.empty()) tensor.bytes(4, content);
    return tensor;
}

ProtoWriter stringTensor(std::span<const int64_t> shape, std::span<const std::string_view> values) {
    ProtoWriter tensor = tensorHead(kString, shape);
    for (const auto value : values)
        tensor.bytes(8, value);
    return tensor;
}

ProtoWriter tensorSummary(std::string_view tag, PluginData plugin, const ProtoWriter& tensor) {
    ProtoWriter data;
    data.bytes(1, plugin.name);
    if (!plugin.content.empty()) data.bytes(2, plugin.content);
    ProtoWriter metadata;
    metadata.message(1, data);
    ProtoWriter value;
    value.bytes(1, tag);
    value.message(8, tensor);
    value.message(9, metadata);
    ProtoWriter summary;
    summary.message(1, value);
    return summary;
}

ProtoWriter scalarSummary(std::string_view tag, float value) {
    return tensorSummary(tag, {"scalars", {}}, numberTensor(kFloat, {}, bytesOf(std::span<const float>(&value, 1))));
}

ProtoWriter histogramSummary(std::string_view tag, std::span<const double> rows) {
    const std::array<int64_t, 2> shape{static_cast<int64_t>(rows.size() / 3), 3};
    return tensorSummary(tag, {"histograms", {}}, numberTensor(kDouble, shape, bytesOf(rows)));
}

ProtoWriter imageSummary(std::string_view tag, int width, int height, std::span<const std::string> encoded) {
    const std::string widthText = std::to_string(width);
    const std::string heightText = std::to_string(height);
    std::vector<std::string_view> values{widthText, heightText};
    values.insert(values.end(), encoded.begin(), encoded.end());
    const std::array<int64_t, 1> shape{static_cast<int64_t>(values.size())};
    return tensorSummary(tag, {"images", {}}, stringTensor(shape, values));
}

ProtoWriter audioSummary(std::string_view tag, std::string_view wav) {
    constexpr std::string_view kWavEncoding("\x10\x0b", 2); // AudioPluginData.encoding = WAV
    const std::array<std::string_view, 2> clipAndLabel{wav, {}};
    const std::array<int64_t, 2> shape{1, 2};
    return tensorSummary(tag, {"audio", kWavEncoding}, stringTensor(shape, clipAndLabel));
}

ProtoWriter textSummary(std::string_view tag, std::string_view markdown) {
    return tensorSummary(tag, {"text", {}}, stringTensor({}, {&markdown, 1}));
}

ProtoWriter prCurveSummary(std::string_view tag, std::span<const float> sixRows, int thresholds) {
    ProtoWriter content;
    content.integer(2, thresholds);
    const std::array<int64_t, 2> shape{6, thresholds};
    return tensorSummary(tag, {"pr_curves", content.data()}, numberTensor(kFloat, shape, bytesOf(sixRows)));
}

ProtoWriter kerasGraphSummary(std::string_view tag, std::string_view json) {
    return tensorSummary(tag, {"graph_keras_model", "1"}, stringTensor({}, {&json, 1}));
}

} // namespace td::runlog
