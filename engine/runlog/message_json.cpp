#include "engine/runlog/message_json.h"

#include <cmath>

namespace td::runlog {
namespace {

/// Messages nested deeper than this are refused, as protobuf itself does.
constexpr int kDeepest = 100;

using Type = FieldSchema::Type;

bool readMessage(Bytes message, const MessageSchema& schema, Json& out, int depth);
bool readValue(Bytes message, Json& out, int depth);

const FieldSchema* findField(const MessageSchema& schema, uint32_t number) {
    for (const FieldSchema& f : schema.fields)
        if (f.number == number) return &f;
    return nullptr;
}

Json enumJson(int32_t number, std::span<const EnumName> names) {
    for (const EnumName& n : names)
        if (n.number == number) return n.name;
    return number;
}

bool readList(Bytes message, Json& out, int depth) {
    out = Json::array();
    WireCursor cursor(message);
    for (WireField f; cursor.next(f);)
        if (f.number == 1 && f.type == WireType::Bytes && !readValue(f.bytes, out.emplace_back(), depth + 1))
            return false;
    return !cursor.failed();
}

/// Entries of a map<string, Value>, each a message of key and value, put into `out`.
bool readMapEntry(Bytes message, Json& out, int depth) {
    std::string key;
    Json value;
    WireCursor cursor(message);
    for (WireField f; cursor.next(f);) {
        if (f.number == 1 && f.type == WireType::Bytes) key = f.asText();
        if (f.number == 2 && f.type == WireType::Bytes && !readValue(f.bytes, value, depth + 1)) return false;
    }
    if (!out.is_object()) out = Json::object();
    out[key] = std::move(value);
    return !cursor.failed();
}

/// google.protobuf.Value; with no member set it stands for null.
bool readValue(Bytes message, Json& out, int depth) {
    if (depth > kDeepest) return false;
    WireCursor cursor(message);
    for (WireField f; cursor.next(f);) {
        if (f.number == 1) out = nullptr;
        if (f.number == 2 && f.type == WireType::Fixed64) out = jsonNumber(f.asDouble());
        if (f.number == 3 && f.type == WireType::Bytes) out = f.asText();
        if (f.number == 4 && f.type == WireType::Varint) out = f.varint != 0;
        if (f.number == 5 && f.type == WireType::Bytes) {
            out = Json::object();
            WireCursor fields(f.bytes);
            for (WireField entry; fields.next(entry);)
                if (entry.number == 1 && entry.type == WireType::Bytes && !readMapEntry(entry.bytes, out, depth + 1))
                    return false;
            if (fields.failed()) return false;
        }
        if (f.number == 6 && f.type == WireType::Bytes && !readList(f.bytes, out, depth + 1)) return false;
    }
    return !cursor.failed();
}

/// A number or flag of wire type Varint or Fixed64; null where the wire type does not fit the field.
Json scalarJson(const FieldSchema& field, const WireField& f) {
    if (field.type == Type::Double) return f.type == WireType::Fixed64 ? jsonNumber(f.asDouble()) : Json();
    if (f.type != WireType::Varint) return {};
    switch (field.type) {
    case Type::Bool:
        return f.varint != 0;
    case Type::Int32:
        return static_cast<int32_t>(f.varint);
    case Type::UInt32:
        return static_cast<uint32_t>(f.varint);
    case Type::Int64:
        return std::to_string(f.asInt64());
    case Type::Enum:
        return enumJson(static_cast<int32_t>(f.varint), field.names);
    default:
        return {};
    }
}

bool isDefault(const FieldSchema& field, const WireField& f) {
    if (field.type == Type::String) return f.bytes.empty();
    return f.varint == 0; // of doubles too: only +0.0 has no bits
}

bool appendPacked(const FieldSchema& field, Bytes packed, Json& list) {
    WireCursor cursor(packed);
    WireField element;
    while (!cursor.atEnd()) {
        if (field.type == Type::Double || !cursor.varint(element.varint)) return false;
        list.push_back(scalarJson(field, element));
    }
    return true;
}

void dropOthersOfOneof(const MessageSchema& schema, const FieldSchema& field, Json& out) {
    for (const FieldSchema& other : schema.fields)
        if (field.oneof != 0 && other.oneof == field.oneof && other.number != field.number) out.erase(other.jsonName);
}

bool readRepeated(const FieldSchema& field, const WireField& f, Json& out, int depth) {
    if (f.type == WireType::Bytes && field.type != Type::String && field.type != Type::Message && f.bytes.empty())
        return true;
    Json& list = out[field.jsonName];
    if (!list.is_array()) list = Json::array();
    if (field.type == Type::String) {
        list.push_back(f.asText());
    } else if (field.type == Type::Message) {
        return readMessage(f.bytes, *field.message, list.emplace_back(Json::object()), depth + 1);
    } else if (f.type == WireType::Bytes) {
        return appendPacked(field, f.bytes, list);
    } else {
        list.push_back(scalarJson(field, f));
    }
    return true;
}

bool readField(const FieldSchema& field, const WireField& f, Json& out, int depth) {
    const bool wantsBytes = field.type == Type::String || field.type == Type::Message ||
                            field.type == Type::StringToValue || field.type == Type::ListValue;
    if (wantsBytes && f.type != WireType::Bytes) return true; // a field of another kind under our number: unknown to us
    if (field.repeated) return readRepeated(field, f, out, depth);
    switch (field.type) {
    case Type::StringToValue:
        return readMapEntry(f.bytes, out[field.jsonName], depth + 1);
    case Type::ListValue:
        return readList(f.bytes, out[field.jsonName], depth + 1);
    case Type::Message: {
        Json& inner = out[field.jsonName];
        if (!inner.is_object()) inner = Json::object();
        return readMessage(f.bytes, *field.message, inner, depth + 1);
    }
    default:
        break;
    }
    if (isDefault(field, f)) {
        out.erase(field.jsonName);
    } else if (field.type == Type::String) {
        out[field.jsonName] = f.asText();
    } else if (Json value = scalarJson(field, f); !value.is_null()) {
        out[field.jsonName] = std::move(value);
    }
    return true;
}

bool readMessage(Bytes message, const MessageSchema& schema, Json& out, int depth) {
    if (depth > kDeepest) return false;
    WireCursor cursor(message);
    for (WireField f; cursor.next(f);) {
        const FieldSchema* field = findField(schema, f.number);
        if (!field) continue;
        dropOthersOfOneof(schema, *field, out);
        if (!readField(*field, f, out, depth)) return false;
    }
    return !cursor.failed();
}

} // namespace

Json jsonNumber(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    return value;
}

Result<Json> messageToJson(Bytes message, const MessageSchema& schema) {
    Json out = Json::object();
    if (!readMessage(message, schema, out, 0))
        return failure(ErrorCode::Corrupt, {{"message", schema.name}, {"expected", "a protobuf message"}});
    return out;
}

} // namespace td::runlog
