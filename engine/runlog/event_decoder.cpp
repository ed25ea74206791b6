#include "engine/runlog/event_decoder.h"

#include "engine/runlog/tensor_wire.h"

#include <algorithm>
#include <cmath>

namespace td::runlog {

struct EventDecoder::ValueParts {
    Bytes tag, metadata, tensor;
    const uint8_t* simpleAt = nullptr; ///< the four bytes of simple_value
    ValueKind kind = ValueKind::None;
    bool hasMetadata = false;
    bool isJoined = false; ///< the tensor's bytes are not those of the payload
};

namespace {

/// Visits the fields of a message in one or several pieces; false where they are none.
template <class Visit>
bool forEachField(const std::vector<Bytes>& parts, Visit&& visit) {
    for (const Bytes part : parts) {
        WireCursor cursor(part);
        for (WireField f; cursor.next(f);)
            visit(f);
        if (cursor.failed()) return false;
    }
    return true;
}

} // namespace

bool decodeMetadata(Bytes message, TagMetadata& out) {
    out.present = true;
    WireCursor cursor(message);
    for (WireField f; cursor.next(f);) {
        if (f.number == 1 && f.type == WireType::Bytes) {
            WireCursor plugin(f.bytes);
            for (WireField p; plugin.next(p);) {
                if (p.number == 1 && p.type == WireType::Bytes) out.plugin = p.asText();
                if (p.number == 2 && p.type == WireType::Bytes) out.pluginContent = p.asText();
            }
            if (plugin.failed()) return false;
        }
        if (f.number == 2 && f.type == WireType::Bytes) out.displayName = f.asText();
        if (f.number == 3 && f.type == WireType::Bytes) out.description = f.asText();
        if (f.number == 4 && f.type == WireType::Varint) out.dataClass = static_cast<int>(f.varint);
    }
    return !cursor.failed();
}

/// The common record of a training loop: wall time, step, one scalar, all else as in the last record of the tag.
bool EventDecoder::decodeByPattern(Bytes payload) {
    m_rest = {};
    if (payload.size() < 11 || payload[0] != 0x09) return false;
    size_t at = 9;
    uint64_t step = 0;
    if (payload[at] == 0x10) {
        ++at;
        WireCursor cursor(payload.subspan(at));
        if (!cursor.varint(step)) return false;
        at = static_cast<size_t>(cursor.position() - payload.data());
    }
    m_rest = payload.subspan(at);
    Column* column = m_columns.likelyNext();
    if (!column) return false;
    const Column::Pattern& pattern = column->pattern;
    const auto* rest = m_rest.data();
    if (pattern.valueBytes == 0 || m_rest.size() != pattern.rest.size() || std::memcmp(rest, pattern.rest.data(), pattern.valueAt) != 0) return false;
    const size_t behind = pattern.valueAt + pattern.valueBytes;
    if (std::memcmp(rest + behind, pattern.rest.data() + behind, pattern.rest.size() - behind) != 0) return false;
    const uint64_t bits = pattern.valueBytes == 8 ? loadAs<uint64_t>(rest + pattern.valueAt) : loadAs<uint32_t>(rest + pattern.valueAt);
    m_wall = loadAs<double>(payload.data() + 1);
    m_step = static_cast<int64_t>(step);
    noteWall();
    column->append(m_columns.arena(), m_step, m_wall, pattern.dtype, bits);
    m_columns.took(*column);
    ++m_facts.eventCounts[5];
    return true;
}

void EventDecoder::rememberPattern(Column& column, Bytes value, DType dtype, const uint8_t* valueAt) {
    constexpr size_t kLongest = 4096; // a longer description costs less to parse than to keep
    const bool alone = m_values == 1 && !m_rest.empty() && value.data() + value.size() == m_rest.data() + m_rest.size();
    if (!alone || m_rest.size() > kLongest) return;
    column.pattern.rest.assign(asText(m_rest));
    column.pattern.valueAt = static_cast<uint32_t>(valueAt - m_rest.data());
    column.pattern.valueBytes = isWide(dtype) ? 8 : 4;
    column.pattern.dtype = dtype;
}

bool EventDecoder::decode(Bytes payload, uint64_t payloadOffset) {
    if (decodeByPattern(payload)) return true;
    m_values = 0;
    m_payload = payload;
    m_payloadOffset = payloadOffset;
    m_wall = 0;
    m_step = 0;
    m_parts.clear();
    WireField what;
    std::string_view writer;
    WireCursor cursor(payload);
    for (WireField f; cursor.next(f);) {
        if (f.number == 1 && f.type == WireType::Fixed64) m_wall = f.asDouble();
        else if (f.number == 2 && f.type == WireType::Varint) m_step = f.asInt64();
        else if (f.number >= 3 && f.number <= 9 && f.type == WireType::Bytes)
            take(what, f);
        else if (f.number == 10 && f.type == WireType::Bytes) {
            WireCursor source(f.bytes);
            for (WireField s; source.next(s);)
                if (s.number == 1 && s.type == WireType::Bytes) writer = s.asText();
            if (source.failed()) return false;
        }
    }
    if (cursor.failed()) return false;
    // Only a summary that is the whole rest makes a pattern: its key, its length, its bytes.
    if (what.number != 5 || what.bytes.data() + what.bytes.size() != payload.data() + payload.size() || m_rest.empty() || m_rest[0] != 0x2a) m_rest = {};
    if (what.number != 3) noteWall();
    bool good = true;
    switch (what.number) {
    case 3:
        m_facts.fileVersion = what.asText();
        if (!writer.empty()) m_facts.sourceWriter = writer;
        ++m_facts.fileVersionRecords;
        break;
    case 4: addGraph(GraphEntry::Kind::GraphDef, {}, what.bytes); break;
    case 5:
        good = decodeSummary();
        break;
    case 6:
        good = decodeMessage();
        break;
    case 7:
        good = decodeSession();
        break;
    case 8:
        good = decodeRunMetadata();
        break;
    case 9: addGraph(GraphEntry::Kind::MetaGraphDef, {}, what.bytes); break;
    default: break;
    }
    if (good) ++m_facts.eventCounts[what.number];
    return good;
}

void EventDecoder::noteWall() {
    if (std::isnan(m_wall)) {
        ++m_facts.nanWallTimes;
        return;
    }
    if (!std::isfinite(m_wall)) return;
    m_facts.firstWall = std::min(m_facts.firstWall, m_wall);
    m_facts.lastWall = std::max(m_facts.lastWall, m_wall);
    if (m_wall < m_facts.previousWall - 1.0 && m_facts.clockJumps++ == 0) m_facts.firstClockJumpStep = m_step;
    m_facts.previousWall = m_wall;
}

/// A member of Event's oneof: the one that counts so far, or another piece of it.
void EventDecoder::take(WireField& what, const WireField& field) {
    if (what.number != field.number) m_parts.clear();
    m_parts.push_back(field.bytes);
    what = field;
}

bool EventDecoder::decodeSummary() {
    for (const Bytes summary : m_parts) {
        WireCursor cursor(summary);
        for (WireField f; cursor.next(f);)
            if (f.number == 1 && f.type == WireType::Bytes && !decodeValue(f.bytes)) return false;
        if (cursor.failed()) return false;
    }
    return true;
}

bool EventDecoder::splitValue(Bytes value, ValueParts& parts) {
    WireCursor cursor(value);
    for (WireField f; cursor.next(f);) {
        switch (f.number) {
        case 1:
            if (f.type == WireType::Bytes) parts.tag = f.bytes;
            break;
        case 2:
            if (f.type != WireType::Fixed32) break;
            parts.simpleAt = cursor.position() - 4;
            parts.kind = ValueKind::SimpleValue;
            break;
        case 3: parts.kind = ValueKind::OldHistogram; break;
        case 4: parts.kind = ValueKind::Image; break;
        case 5: parts.kind = ValueKind::Histogram; break;
        case 6: parts.kind = ValueKind::Audio; break;
        case 8:
            if (f.type != WireType::Bytes) break;
            parts.isJoined = parts.kind == ValueKind::Tensor;
            parts.tensor = parts.isJoined ? joined(parts.tensor, f.bytes, m_joinedTensor) : f.bytes;
            parts.kind = ValueKind::Tensor;
            break;
        case 9:
            if (f.type != WireType::Bytes) break;
            parts.metadata = parts.hasMetadata ? joined(parts.metadata, f.bytes, m_joinedMetadata) : f.bytes;
            parts.hasMetadata = true;
            break;
        default: break;
        }
    }
    return !cursor.failed();
}

bool EventDecoder::decodeValue(Bytes value) {
    ValueParts parts;
    ++m_values;
    if (!splitValue(value, parts)) return false;
    Column& column = m_columns.column(asText(parts.tag));
    if (parts.hasMetadata && !column.hasMetadata()) {
        TagMetadata metadata;
        if (!decodeMetadata(parts.metadata, metadata)) return false;
        column.changeInfo([&](ColumnInfo& info) { info.metadata = std::move(metadata); });
    }
    if (const uint32_t bit = 1u << static_cast<uint32_t>(parts.kind); !(column.kindBits & bit)) {
        column.kindBits |= bit;
        column.changeInfo([&](ColumnInfo& info) {
            info.kinds.push_back(parts.kind);
            if (info.kinds.size() == 1 && parts.kind == ValueKind::SimpleValue) info.dtype = DType::Float;
        });
    }
    if (parts.kind == ValueKind::SimpleValue) {
        rememberPattern(column, value, DType::Float, parts.simpleAt);
        column.append(m_columns.arena(), m_step, m_wall, DType::Float, loadAs<uint32_t>(parts.simpleAt));
    } else if (parts.kind == ValueKind::Tensor) {
        appendTensor(column, parts.tensor, parts, value);
    } else {
        appendBlob(column, value, parts.kind);
    }
    return true;
}

namespace {

/// The type of values that are no real number, as a person is told.
std::string typeWords(const ScalarBits& scalar) {
    const bool lacksElement = scalar.dtype != DType::Invalid && scalar.dtype != DType::String &&
                              scalar.dtype != DType::Complex64 && scalar.dtype != DType::Complex128;
    if (lacksElement) return std::string("empty ").append(name(scalar.dtype));
    if (scalar.dtype != DType::Invalid) return std::string(name(scalar.dtype));
    return std::string("type ").append(std::to_string(scalar.typeNumber));
}

/// What a scalar should not be: no number, or more than one. The first of each is kept.
void noteUnusual(Column& column, const ScalarBits& scalar, bool isNumber) {
    if (!isNumber && column.info()->undecodable.empty())
        column.changeInfo([&](ColumnInfo& info) { info.undecodable = typeWords(scalar); });
    const bool several = std::any_of(scalar.shape.begin(), scalar.shape.end(), [](int64_t size) { return size > 1; });
    if (isNumber && several && column.info()->severalShape.empty())
        column.changeInfo([&](ColumnInfo& info) { info.severalShape = scalar.shape; });
}

} // namespace

void EventDecoder::appendTensor(Column& column, Bytes tensor, const ValueParts& parts, Bytes value) {
    ScalarBits scalar;
    const bool number = decodeScalarTensor(tensor, scalar);
    if (column.info()->dtype == DType::Invalid && column.view().size() == 0)
        column.changeInfo([&](ColumnInfo& info) {
            info.dtype = scalar.dtype;
            info.shape = scalar.shape;
        });
    const std::string& plugin = column.info()->metadata.plugin;
    if (plugin == "scalars") noteUnusual(column, scalar, number);
    const bool isScalar = plugin == "scalars" || (plugin.empty() && scalar.shape.empty() && isCommon(scalar.dtype));
    if (!number || !isScalar) {
        appendBlob(column, value, parts.kind);
        return;
    }
    // types whose bytes in the file are the bits that the column keeps
    const bool plainLayout = scalar.dtype == DType::Float || scalar.dtype == DType::Double || scalar.dtype == DType::Int64 || scalar.dtype == DType::UInt64 ||
                             scalar.dtype == DType::Int32;
    if (plainLayout && scalar.contentAt && !parts.isJoined)
        rememberPattern(column, value, scalar.dtype, scalar.contentAt);
    column.append(m_columns.arena(), m_step, m_wall, scalar.dtype, scalar.bits);
}

void EventDecoder::appendBlob(Column& column, Bytes value, ValueKind kind) {
    column.append(m_columns.arena(), BlobEntry{m_step, m_wall, m_payloadOffset, static_cast<uint32_t>(m_payload.size()),
                                               static_cast<uint32_t>(value.data() - m_payload.data()), static_cast<uint32_t>(value.size()), kind});
}

void EventDecoder::addGraph(GraphEntry::Kind kind, std::string_view tag, Bytes bytes) {
    m_facts.graphs.push_back({kind, std::string(tag), 0, m_step, m_wall, m_payloadOffset, static_cast<uint32_t>(m_payload.size()),
                              static_cast<uint32_t>(bytes.data() - m_payload.data()), static_cast<uint32_t>(bytes.size())});
}

bool EventDecoder::decodeRunMetadata() {
    std::string_view tag;
    Bytes metadata = m_parts.back().first(0);
    const bool good = forEachField(m_parts, [&](const WireField& f) {
        if (f.number == 1 && f.type == WireType::Bytes) tag = f.asText();
        if (f.number == 2 && f.type == WireType::Bytes) metadata = f.bytes;
    });
    if (good) addGraph(GraphEntry::Kind::RunMetadata, tag, metadata);
    return good;
}

bool EventDecoder::decodeSession() {
    SessionLogEntry entry;
    entry.step = m_step;
    entry.wall = m_wall;
    const bool good = forEachField(m_parts, [&](const WireField& f) {
        if (f.number == 1 && f.type == WireType::Varint)
            entry.status = static_cast<SessionLogEntry::Status>(static_cast<int32_t>(f.varint));
        if (f.number == 2 && f.type == WireType::Bytes) entry.checkpointPath = f.asText();
        if (f.number == 3 && f.type == WireType::Bytes) entry.message = f.asText();
    });
    if (!good) return false;
    if (entry.status == SessionLogEntry::Status::Start)
        for (const Column& c : m_columns.columns()) entry.pointsBefore.emplace(c.name(), c.view().scalarCount);
    m_facts.sessions.push_back(std::move(entry));
    return true;
}

bool EventDecoder::decodeMessage() {
    LogMessageEntry entry;
    entry.step = m_step;
    const bool good = forEachField(m_parts, [&](const WireField& f) {
        if (f.number == 1 && f.type == WireType::Varint) entry.level = static_cast<int>(f.varint);
        if (f.number == 2 && f.type == WireType::Bytes) entry.message = f.asText();
    });
    if (good) m_facts.messages.push_back(std::move(entry));
    return good;
}

} // namespace td::runlog
