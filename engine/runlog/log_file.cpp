#include "engine/runlog/log_file.h"

#include "engine/runlog/byte_source.h"
#include "engine/runlog/file_index.h"
#include "engine/runlog/record_reader.h"

namespace td::runlog {

LogFile::LogFile(std::filesystem::path path) : m_path(std::move(path)) {}

bool LogFile::stillTheSame(const InputFile& file, const FileStamp& now) const {
    if (!m_opened) return true;
    if (now.device != m_stamp.device || now.inode != m_stamp.inode || now.sizeBytes < m_stamp.sizeBytes) return false;
    if (m_packed) return now == m_stamp;
    if (m_offset < 4) return true;
    uint8_t footer[4] = {};
    const auto n = file.readAt(m_offset - 4, footer);
    return n && *n == 4 && loadAs<uint32_t>(footer) == m_footer;
}

void LogFile::rememberFooter(const InputFile& file) {
    uint8_t footer[4] = {};
    if (m_packed || m_offset < 4) return;
    if (const auto n = file.readAt(m_offset - 4, footer); n && *n == 4) m_footer = loadAs<uint32_t>(footer);
}

Result<LogFile::Outcome> LogFile::read(ReadingMemory& memory, const std::stop_token& stop, const std::function<void()>& onBlock) {
    auto file = InputFile::open(m_path);
    if (!file) return failure(file.error());
    const auto now = file->stamp();
    if (!now) return failure(now.error());
    if (!stillTheSame(*file, *now)) return Outcome::Replaced;
    if (m_complete && *now == m_stamp) return Outcome::UpToDate;
    if (!m_opened) m_packed = isGzip(*file);
    m_opened = true;
    m_stamp = *now;
    m_content->columns.arena().setPool(&memory.regions);
    auto outcome = readRecords(*file, memory, stop, onBlock);
    m_content->columns.arena().setPool(nullptr);
    rememberFooter(*file);
    return outcome;
}

Result<LogFile::Outcome> LogFile::readRecords(const InputFile& file, ReadingMemory& memory, const std::stop_token& stop,
                                              const std::function<void()>& onBlock) {
    const auto source = m_packed ? gzipSource(file) : plainSource(file, m_offset);
    RecordReader reader(*source, memory.buffer, m_offset);
    EventDecoder decoder(m_content->columns, m_facts);
    m_tail.reset();
    m_complete = false;
    uint64_t nextCommit = m_offset + kCommitBytes;
    for (;;) {
        const auto step = reader.next();
        if (step == RecordReader::Step::Record) {
            if (m_records++ == 0) m_facts.firstRecordIsFileVersion = false;
            if (!decoder.decode(reader.payload(), reader.payloadOffset()))
                m_problems.push_back({reader.recordOffset(), reader.offset() - reader.recordOffset(), reader.offset(), IssueCode::NotAnEvent});
            if (m_records == 1) m_facts.firstRecordIsFileVersion = m_facts.fileVersionRecords == 1;
        } else if (step == RecordReader::Step::Problem) {
            m_problems.push_back(reader.problem());
        } else if (step == RecordReader::Step::Failed) {
            m_offset = reader.offset();
            return failure(reader.error());
        } else {
            break;
        }
        if (reader.offset() >= nextCommit) [[unlikely]] {
            m_offset = reader.offset();
            nextCommit = m_offset + kCommitBytes;
            onBlock();
            if (stop.stop_requested() && !m_packed) return Outcome::Stopped;
            if (stop.stop_requested()) return Outcome::Replaced; // a gzip stream cannot be taken up in the middle
        }
    }
    m_offset = reader.offset();
    m_tail = reader.tail();
    m_packedDamaged = source->isDamaged();
    m_complete = true;
    return Outcome::UpToDate;
}

bool LogFile::restoreFromIndex() {
    const auto now = stampOf(m_path);
    if (m_opened || !now || now->sizeBytes < file_index::kSmallestLog) return false;
    auto content = std::make_shared<Content>();
    auto loaded = file_index::load(m_path, *now, content->columns);
    if (!loaded) return false;
    content->index = std::move(loaded->mapping);
    IndexedState& state = loaded->state;
    m_content = std::move(content);
    m_facts = std::move(state.facts);
    m_problems = std::move(state.problems);
    m_tail = state.tail;
    m_stamp = state.stamp;
    m_offset = m_indexedOffset = state.offset;
    m_records = state.records;
    m_footer = state.footer;
    m_opened = m_complete = true;
    return true;
}

void LogFile::saveIndex() {
    // A live file is indexed again when it has grown by a quarter: the rest is read from the log in no time.
    const bool worthIt = m_stamp.sizeBytes >= file_index::kSmallestLog && m_offset > m_indexedOffset + m_indexedOffset / 4;
    if (!m_complete || m_packed || !worthIt) return;
    const IndexedState state{m_stamp, m_offset, m_records, m_footer, m_problems, m_tail, m_facts};
    if (file_index::store(m_path, state, m_content->columns)) m_indexedOffset = m_offset; // without an index it works as well
}

std::shared_ptr<const PublishedFile> LogFile::publish() const {
    auto out = std::make_shared<PublishedFile>();
    FileSnapshot& s = out->snapshot;
    s.name = m_path.filename().string();
    s.path = m_path;
    s.stamp = m_stamp;
    s.bytesRead = m_packed && m_complete ? m_stamp.sizeBytes : m_offset;
    s.records = m_records;
    s.packed = m_packed;
    s.complete = m_complete;
    if (m_facts.firstWall <= m_facts.lastWall) {
        s.firstWall = m_facts.firstWall;
        s.lastWall = m_facts.lastWall;
    }
    s.problems = m_problems;
    if (m_tail) s.problems.push_back(*m_tail);
    if (m_packedDamaged) s.problems.push_back({m_offset, 0, std::nullopt, IssueCode::GzipDamaged});
    s.memory = m_content;
    out->facts = std::make_shared<FileFacts>(m_facts);
    out->columns.reserve(m_content->columns.columns().size());
    for (const Column& c : m_content->columns.columns()) out->columns.push_back({c.info(), c.view()});
    return out;
}

} // namespace td::runlog
