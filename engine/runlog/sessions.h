#pragma once

#include "engine/runlog/snapshot.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace td::runlog {

/// A stretch of one tag's scalar points that one session of the program wrote: a file of the run, cut at each
/// SessionLog START.
struct Segment {
    uint32_t part = 0;           ///< index into TagSnapshot::parts
    uint64_t begin = 0, end = 0; ///< points of that part's column
    int64_t minStep = std::numeric_limits<int64_t>::max();
    int64_t maxStep = std::numeric_limits<int64_t>::min();
    /// Points at this step or above are superseded: a later session went on from here. nullopt: none did.
    std::optional<int64_t> supersededFrom;
    std::optional<int64_t> laterMaxStep; ///< how far the later sessions came, whether or not beyond this one
};

/// The segments of a tag that hold points, in file order.
///
/// A session is later when it comes behind a START in the same file, or when its file's first wall time is above the
/// last wall time of the other's. Files whose times overlap are two writers at work together and supersede nothing.
[[nodiscard]] std::vector<Segment> segmentsOf(const RunSnapshot& run, const TagSnapshot& tag);

} // namespace td::runlog
