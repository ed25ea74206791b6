#pragma once

#include "engine/runlog/message_json.h"

namespace td::runlog {

/// A message in protobuf's text format (.pbtxt) as its JSON mapping, by the same rules as messageToJson. Strings,
/// numbers, booleans, lists, nested messages and comments are read.
///
/// Errors: Corrupt with the facts "message", "line" and "expected".
/// Source: protobuf.dev, "Text Format Language Specification"
[[nodiscard]] Result<Json> textToJson(std::string_view text, const MessageSchema& schema);

} // namespace td::runlog
