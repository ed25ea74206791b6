#pragma once

#include "engine/runlog/file_index.h"
#include "engine/runlog/index_codec.h"

namespace td::runlog {

/// The parts of an index that are not points, in the order of docs/formats/index.md.
void putState(IndexWriter& out, const IndexedState& state);
[[nodiscard]] IndexedState takeState(IndexReader& in);
void putInfo(IndexWriter& out, const ColumnInfo& info);
[[nodiscard]] ColumnInfo takeInfo(IndexReader& in);

} // namespace td::runlog
