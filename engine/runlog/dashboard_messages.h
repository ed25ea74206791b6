#pragma once

#include "engine/runlog/event_writer.h"
#include "engine/runlog/proto_writer.h"

#include <span>
#include <string>
#include <string_view>

/// Summaries of what dashboards are told beside the values: hyperparameters, their session, chart layouts.
/// Source: tensorboard/plugins/hparams/{api,plugin_data}.proto, tensorboard/plugins/custom_scalar/layout.proto.
namespace td::runlog {

/// `_hparams_/experiment`: which hyperparameters and metrics there are.
[[nodiscard]] ProtoWriter experimentSummary(std::span<const EventWriter::HParamValue> values,
                                            std::span<const std::string> metricTags);
/// `_hparams_/session_start_info`: the values of this run. `startTime` in seconds since 1970.
[[nodiscard]] ProtoWriter sessionStartSummary(std::span<const EventWriter::HParamValue> values,
                                              std::string_view groupName, double startTime);
/// `_hparams_/session_end_info`.
[[nodiscard]] ProtoWriter sessionEndSummary(EventWriter::Outcome outcome, double endTime);

/// `custom_scalars__config__`; charts of one category stay together, categories in the order of their first chart.
[[nodiscard]] ProtoWriter layoutSummary(std::span<const EventWriter::ChartLayout> charts);

} // namespace td::runlog
