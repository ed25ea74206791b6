#pragma once

#include "engine/runlog/file_columns.h"
#include "engine/runlog/snapshot.h"
#include "engine/runlog/wire.h"

#include <array>
#include <limits>
#include <string>
#include <vector>

namespace td::runlog {

/// What one file held beside its columns.
struct FileFacts {
    std::string fileVersion;
    std::string sourceWriter;
    std::vector<GraphEntry> graphs;
    std::vector<SessionLogEntry> sessions;
    std::vector<LogMessageEntry> messages;
    /// Events by the oneof they carried: index = field number of Event; 0 = none.
    std::array<uint64_t, 11> eventCounts{};
    uint64_t fileVersionRecords = 0;
    bool firstRecordIsFileVersion = false;
    uint64_t nanWallTimes = 0;
    uint64_t clockJumps = 0; ///< wall time went back by more than a second
    int64_t firstClockJumpStep = 0;
    double firstWall = std::numeric_limits<double>::infinity(); ///< of events other than file_version
    double lastWall = -std::numeric_limits<double>::infinity();
    double previousWall = -std::numeric_limits<double>::infinity();
};

/// Puts the payload of one record, an Event message, into columns and facts. Scalars are decoded, everything else is indexed.
///
/// As protobuf has it, the last member of a oneof counts, and a message that comes twice is merged.
///
/// Field numbers: tensorflow/core/util/event.proto, framework/summary.proto, framework/tensor.proto.
/// Threads: one writer.
class EventDecoder {
public:
    EventDecoder(FileColumns& columns, FileFacts& facts) : m_columns(columns), m_facts(facts) {}

    /// False when the bytes are no Event message; then nothing, or what came before the fault, was taken over.
    bool decode(Bytes payload, uint64_t payloadOffset);

private:
    struct ValueParts;
    bool decodeByPattern(Bytes payload);
    void rememberPattern(Column& column, Bytes value, DType dtype, const uint8_t* valueAt);
    void take(WireField& what, const WireField& field);
    bool decodeSummary();
    bool decodeValue(Bytes value);
    bool splitValue(Bytes value, ValueParts& parts);
    void appendTensor(Column& column, Bytes tensor, const ValueParts& parts, Bytes value);
    void appendBlob(Column& column, Bytes value, ValueKind kind);
    bool decodeSession();
    bool decodeMessage();
    bool decodeRunMetadata();
    void addGraph(GraphEntry::Kind kind, std::string_view tag, Bytes bytes);
    void noteWall();

    FileColumns& m_columns;
    FileFacts& m_facts;
    Bytes m_payload;
    std::vector<Bytes> m_parts;                   ///< of the event's message: one, or as many as are to be merged
    std::string m_joinedTensor, m_joinedMetadata; ///< where a value has several of them, one behind the other
    Bytes m_rest;            ///< the payload from behind wall time and step on, where they come first and the summary alone follows
    uint32_t m_values = 0;   ///< Summary.Values seen in this record
    uint64_t m_payloadOffset = 0;
    double m_wall = 0;
    int64_t m_step = 0;
};

/// The part of a SummaryMetadata message that we keep. False when the bytes are none.
bool decodeMetadata(Bytes message, TagMetadata& out);

/// The single number of a rank-0 (or one-element) tensor, as the bits its column keeps.
struct ScalarBits {
    uint64_t typeNumber = 0; ///< as it stands in the file
    DType dtype = DType::Invalid;
    uint64_t bits = 0;
    std::vector<int64_t> shape;
    const uint8_t* contentAt = nullptr; ///< where tensor_content's number lies, when that is where it came from
};
/// False when the tensor is no number: strings, complex, no element.
bool decodeScalarTensor(Bytes tensor, ScalarBits& out);

} // namespace td::runlog
