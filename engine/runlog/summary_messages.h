#pragma once

#include "engine/runlog/proto_writer.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// The Summary messages that TensorBoard 2 knows, one function a kind, each a whole Summary with one value.
/// Tags and titles must be valid UTF-8 (Python's protocol buffers refuse the whole event otherwise).
/// Source: tensorboard/compat/proto/{summary,tensor}.proto, tensorboard/plugins/*/summary_v2.py.
namespace td::runlog {

/// A tensor of numbers; `content` is its elements' bytes.
[[nodiscard]] ProtoWriter numberTensor(int dtype, std::span<const int64_t> shape, std::string_view content);
[[nodiscard]] ProtoWriter stringTensor(std::span<const int64_t> shape, std::span<const std::string_view> values);

struct PluginData {
    std::string_view name;
    std::string_view content;
};
[[nodiscard]] ProtoWriter tensorSummary(std::string_view tag, PluginData plugin, const ProtoWriter& tensor);

[[nodiscard]] ProtoWriter scalarSummary(std::string_view tag, float value);
[[nodiscard]] ProtoWriter histogramSummary(std::string_view tag, std::span<const double> rows);
[[nodiscard]] ProtoWriter imageSummary(std::string_view tag, int width, int height,
                                       std::span<const std::string> encoded);
[[nodiscard]] ProtoWriter audioSummary(std::string_view tag, std::string_view wav);
[[nodiscard]] ProtoWriter textSummary(std::string_view tag, std::string_view markdown);
[[nodiscard]] ProtoWriter prCurveSummary(std::string_view tag, std::span<const float> sixRows, int thresholds);
[[nodiscard]] ProtoWriter kerasGraphSummary(std::string_view tag, std::string_view json);

} // namespace td::runlog
