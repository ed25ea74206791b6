#pragma once

#include "engine/runlog/message_json.h"
#include "engine/runlog/payload_source.h"
#include "engine/runlog/snapshot.h"
#include "engine/runlog/value_decode.h"

#include <map>

namespace td::runlog {

/// The event files of one run, opened when something of them is wanted and kept open while the run is looked at.
///
/// Threads: one.
class RunSources {
public:
    explicit RunSources(const RunSnapshot& run)
        : m_run(run) {}
    [[nodiscard]] Result<DecodedValue> value(uint32_t file, const BlobEntry& entry, TagKind kind);
    [[nodiscard]] Result<std::string> graph(const GraphEntry& entry);

private:
    [[nodiscard]] Result<const PayloadSource*> source(uint32_t file);
    const RunSnapshot& m_run;
    std::map<uint32_t, PayloadSource> m_open;
};

/// Everything `inspect` says of one tag.
///
/// All points are counted and summed; of pictures, clips, tensors and the like the first and the last value are read.
/// A value that cannot be read leaves "unreadable" with the reason.
[[nodiscard]] Json inspectTag(const TagSnapshot& tag, RunSources& sources);

} // namespace td::runlog
