#pragma once

#include "engine/runlog/message_json.h"

namespace td::runlog {

/// Schemas of the messages that TensorBoard's plugins keep in a tag's metadata or in its tensor, and of two parts of
/// Event. Sources: tensorboard/plugins/{hparams,custom_scalar,mesh,projector}/*.proto; tensorflow/core/util/event.proto
extern const MessageSchema kHParamsPluginData;
extern const MessageSchema kLayout;
extern const MessageSchema kMeshPluginData;
extern const MessageSchema kProjectorConfig;

/// Names of SessionLog.SessionStatus and LogMessage.Level.
extern const std::span<const EnumName> kSessionStatusNames;
extern const std::span<const EnumName> kLogLevelNames;

} // namespace td::runlog
