#pragma once

#include "engine/runlog/byte_source.h"
#include "engine/runlog/snapshot.h"
#include "engine/runlog/wire.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace td::runlog {

/// The largest payload taken for one: protobuf itself stops at 2 GiB.
inline constexpr uint64_t kLargestRecord = (1ull << 31) - 1;

/// TFRecord framing with every checksum verified, and a way on behind damage.
///
///     u64 length | u32 masked crc32c(length) | payload | u32 masked crc32c(payload)        all little endian
///
/// A record is good when both checksums hold. Behind a bad one, reading goes on at the next byte where a whole good record
/// begins. What the file says of lengths is never trusted: the buffer only grows by bytes that were really read.
///
/// Threads: one.
/// Source:  tensorflow/core/lib/io/record_writer.h
class RecordReader {
public:
    /// `buffer` is working memory, kept by the caller from file to file.
    RecordReader(ByteSource& source, std::vector<uint8_t>& buffer, uint64_t offset = 0) : m_source(source), m_buffer(buffer), m_base(offset) {}

    enum class Step : uint8_t {
        Record,  ///< payload() and recordOffset()
        Problem, ///< problem(): bytes were passed over; reading goes on
        End,     ///< no more good records now; tail() says whether bytes are left over
        Failed,  ///< the system failed to read: error()
    };
    [[nodiscard]] Step next();

    [[nodiscard]] Bytes payload() const { return m_payload; }
    [[nodiscard]] uint64_t payloadOffset() const { return m_recordOffset + 12; }
    [[nodiscard]] uint64_t recordOffset() const { return m_recordOffset; }
    [[nodiscard]] const RecordProblem& problem() const { return m_problem; }
    [[nodiscard]] const Error& error() const { return m_error; }

    /// After End: the bytes behind the last good record, as the problem they are if nothing more is written.
    [[nodiscard]] const std::optional<RecordProblem>& tail() const { return m_tail; }
    /// Where the next record begins (after End: where to read on when the file has grown).
    [[nodiscard]] uint64_t offset() const { return m_tail ? m_tail->offset : m_base + m_at; }

private:
    enum class Check : uint8_t { Good, BadLength, Huge, BadData, Incomplete };
    [[nodiscard]] Check check(uint64_t& length);
    [[nodiscard]] bool fill(size_t wanted);
    [[nodiscard]] Step resynchronize(Check why);
    [[nodiscard]] bool mayTry(uint64_t length);
    void take(uint64_t length);

    ByteSource& m_source;
    std::vector<uint8_t>& m_buffer;
    uint64_t m_base;     ///< file offset of m_buffer[0]
    size_t m_at = 0;     ///< the next record, or what is tried as one
    size_t m_filled = 0; ///< bytes in m_buffer
    Bytes m_payload;
    uint64_t m_recordOffset = 0;
    RecordProblem m_problem;
    std::optional<RecordProblem> m_tail;
    Error m_error;
    bool m_failed = false;
    bool m_searching = false;  ///< behind damage, for the next good record
    uint64_t m_triedBytes = 0; ///< payload bytes of records tried while searching
};

} // namespace td::runlog
