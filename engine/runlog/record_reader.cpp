#include "engine/runlog/record_reader.h"

#include "engine/base/crc32c.h"

#include <algorithm>
#include <cstring>

namespace td::runlog {
namespace {

constexpr size_t kHeader = 12, kFooter = 4;
constexpr size_t kBlock = 512 * 1024; // fits the second-level cache together with the columns it feeds

bool headerHolds(const uint8_t* p) { return maskedCrc(crc32c(p, 8)) == loadAs<uint32_t>(p + 8); }

} // namespace

/// Makes `wanted` bytes available from m_at on; what lies before m_at is given up. Moves the buffer, so payloads end here.
bool RecordReader::fill(size_t wanted) {
    while (m_filled - m_at < wanted) {
        if (m_at > 0) {
            std::memmove(m_buffer.data(), m_buffer.data() + m_at, m_filled - m_at);
            m_base += m_at;
            m_filled -= m_at;
            m_at = 0;
        }
        if (m_buffer.size() < m_filled + kBlock / 2) m_buffer.resize(std::max(m_buffer.size() * 2, 2 * kBlock));
        auto n = m_source.read({m_buffer.data() + m_filled, std::min(m_buffer.size() - m_filled, kBlock)});
        if (!n) {
            m_error = n.error();
            m_failed = true;
            return false;
        }
        if (*n == 0) return false;
        m_filled += *n;
    }
    return true;
}

RecordReader::Check RecordReader::check(uint64_t& length) {
    if (m_filled - m_at < kHeader && !fill(kHeader)) return Check::Incomplete;
    if (!headerHolds(m_buffer.data() + m_at)) return Check::BadLength;
    length = loadAs<uint64_t>(m_buffer.data() + m_at);
    if (length > kLargestRecord) return Check::Huge;
    const size_t whole = kHeader + static_cast<size_t>(length) + kFooter;
    if (const auto size = m_source.sizeBytes(); size && m_base + m_at + whole > std::max(*size, m_base + m_filled)) return Check::Incomplete;
    if (m_searching && !mayTry(length)) return Check::BadData;
    if (m_filled - m_at < whole && !fill(whole)) return Check::Incomplete;
    const uint8_t* payload = m_buffer.data() + m_at + kHeader;
    return maskedCrc(crc32c(payload, length)) == loadAs<uint32_t>(payload + length) ? Check::Good : Check::BadData;
}

/// Noise never looks like a header; a file made to hurt may hold millions of true headers with long lengths and wrong payloads.
bool RecordReader::mayTry(uint64_t length) {
    constexpr uint64_t kBudget = 1ull << 32, kAlwaysTried = 64 * 1024;
    m_triedBytes += length;
    return length <= kAlwaysTried || m_triedBytes <= kBudget;
}

void RecordReader::take(uint64_t length) {
    m_recordOffset = m_base + m_at;
    m_payload = {m_buffer.data() + m_at + kHeader, static_cast<size_t>(length)};
    m_at += kHeader + static_cast<size_t>(length) + kFooter;
}

RecordReader::Step RecordReader::next() {
    m_tail.reset();
    uint64_t length = 0;
    const Check result = check(length);
    if (result == Check::Good) [[likely]] {
        take(length);
        return Step::Record;
    }
    if (m_failed) return Step::Failed;
    if (m_filled == m_at) return Step::End;
    return resynchronize(result);
}

RecordReader::Step RecordReader::resynchronize(Check why) {
    static constexpr IssueCode kCodes[] = {IssueCode::LengthCrc, IssueCode::LengthCrc, IssueCode::HugeLength, IssueCode::DataCrc, IssueCode::TruncatedRecord};
    RecordProblem problem{m_base + m_at, 0, std::nullopt, kCodes[static_cast<size_t>(why)]};
    m_searching = true;
    while (m_filled > m_at) {
        ++m_at;
        if (m_filled - m_at < kHeader + kFooter && !fill(kHeader + kFooter)) break;
        uint64_t length = 0;
        if (!headerHolds(m_buffer.data() + m_at) || check(length) != Check::Good) {
            if (m_failed) return Step::Failed;
            continue;
        }
        problem.resumesAt = m_base + m_at;
        problem.bytesSkipped = *problem.resumesAt - problem.offset;
        // A length that reaches past whole records, or past the end of the file, was never true.
        if (why == Check::Incomplete) problem.code = IssueCode::HugeLength;
        m_problem = problem;
        m_searching = false;
        return Step::Problem;
    }
    if (m_failed) return Step::Failed;
    problem.bytesSkipped = m_base + m_filled - problem.offset;
    m_tail = problem;
    return Step::End;
}

} // namespace td::runlog
