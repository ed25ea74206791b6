#include "engine/runlog/dashboard_messages.h"

#include "engine/base/utf8.h"
#include "engine/runlog/summary_messages.h"

#include <algorithm>
#include <array>
#include <vector>

namespace td::runlog {
namespace {

using HParamValue = EventWriter::HParamValue;

// hparams/api.proto DataType, in the order of HParamValue's alternatives: double, string, bool.
constexpr std::array<int, 3> kDataTypes{3, 1, 2};

ProtoWriter hparamInfo(const HParamValue& value) {
    ProtoWriter info;
    info.bytes(1, toValidUtf8(value.name));
    info.integer(4, kDataTypes[value.value.index()]);
    return info;
}

ProtoWriter metricInfo(std::string_view tag) {
    ProtoWriter name;
    name.bytes(2, toValidUtf8(tag));
    ProtoWriter info;
    info.message(1, name);
    return info;
}

/// google.protobuf.Value
ProtoWriter wellKnownValue(const HParamValue& value) {
    ProtoWriter message;
    if (const auto* number = std::get_if<double>(&value.value)) message.float64(2, *number);
    if (const auto* text = std::get_if<std::string>(&value.value)) message.bytes(3, toValidUtf8(*text));
    if (const auto* flag = std::get_if<bool>(&value.value)) message.varint(4, *flag ? 1 : 0);
    return message;
}

ProtoWriter hparamsSummary(std::string_view tag, int field, const ProtoWriter& content) {
    constexpr int kFloat = 1;
    constexpr std::array<int64_t, 1> kNothing{0}; // TensorBoard's own null tensor: a value must be there
    ProtoWriter pluginData;
    pluginData.message(field, content);
    return tensorSummary(tag, {"hparams", pluginData.data()}, numberTensor(kFloat, kNothing, {}));
}

ProtoWriter chartMessage(const EventWriter::ChartLayout& chart) {
    ProtoWriter multiline;
    for (const auto& pattern : chart.tagPatterns)
        multiline.bytes(1, toValidUtf8(pattern));
    ProtoWriter message;
    message.bytes(1, toValidUtf8(chart.title));
    message.message(2, multiline);
    return message;
}

} // namespace

ProtoWriter experimentSummary(std::span<const HParamValue> values, std::span<const std::string> metricTags) {
    ProtoWriter experiment;
    for (const auto& value : values)
        experiment.message(4, hparamInfo(value));
    for (const auto& tag : metricTags)
        experiment.message(5, metricInfo(tag));
    return hparamsSummary("_hparams_/experiment", 2, experiment);
}

ProtoWriter sessionStartSummary(std::span<const HParamValue> values, std::string_view groupName, double startTime) {
    ProtoWriter start;
    for (const auto& value : values) {
        ProtoWriter entry;
        entry.bytes(1, toValidUtf8(value.name));
        entry.message(2, wellKnownValue(value));
        start.message(1, entry);
    }
    if (!groupName.empty()) start.bytes(4, toValidUtf8(groupName));
    start.float64(5, startTime);
    return hparamsSummary("_hparams_/session_start_info", 3, start);
}

ProtoWriter sessionEndSummary(EventWriter::Outcome outcome, double endTime) {
    constexpr std::array<int, 3> kStatus{1, 2, 3}; // SUCCESS, FAILURE, RUNNING
    ProtoWriter end;
    end.integer(1, kStatus[static_cast<size_t>(outcome)]);
    end.float64(2, endTime);
    return hparamsSummary("_hparams_/session_end_info", 4, end);
}

ProtoWriter layoutSummary(std::span<const EventWriter::ChartLayout> charts) {
    std::vector<std::string_view> categories;
    for (const auto& chart : charts)
        if (std::find(categories.begin(), categories.end(), chart.category) == categories.end())
            categories.push_back(chart.category);
    ProtoWriter layout;
    for (const auto category : categories) {
        ProtoWriter message;
        message.bytes(1, toValidUtf8(category));
        for (const auto& chart : charts)
            if (chart.category == category) message.message(2, chartMessage(chart));
        layout.message(2, message);
    }
    const std::string_view content = layout.data();
    return tensorSummary("custom_scalars__config__", {"custom_scalars", {}}, stringTensor({}, {&content, 1}));
}

} // namespace td::runlog
