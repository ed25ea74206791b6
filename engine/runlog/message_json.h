#pragma once

#include "engine/base/result.h"
#include "engine/runlog/wire.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

namespace td::runlog {

using Json = nlohmann::ordered_json;

/// A double as strict JSON: NaN and infinities become the strings "NaN", "Infinity", "-Infinity".
[[nodiscard]] Json jsonNumber(double value);

struct MessageSchema;

struct EnumName {
    int32_t number;
    const char* name;
};

/// One field of a message: what protobuf's JSON mapping needs to know of it.
struct FieldSchema {
    enum class Type : uint8_t { String, Bool, Int32, UInt32, Int64, Double, Enum, Message, StringToValue, ListValue };
    uint32_t number;
    const char* jsonName; ///< lowerCamelCase
    Type type;
    bool repeated = false;
    const MessageSchema* message = nullptr; ///< Message
    std::span<const EnumName> names = {};   ///< Enum
    uint32_t oneof = 0;                     ///< fields with the same number other than 0 exclude each other
};

struct MessageSchema {
    const char* name;
    std::span<const FieldSchema> fields;
};

/// A message as protobuf's JSON mapping writes it: camelCase names, defaults left out, enums by name, 64-bit integers
/// as strings. Unknown fields are skipped; a singular field that comes twice is merged, the last of a oneof wins.
///
/// Errors: Corrupt, with the fact "message".
/// Source: protobuf.dev, "ProtoJSON Format"; google.protobuf.json_format.MessageToDict
[[nodiscard]] Result<Json> messageToJson(Bytes message, const MessageSchema& schema);

} // namespace td::runlog
