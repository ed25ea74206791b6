#pragma once

#include "engine/base/error.h"
#include "engine/runlog/payload.h"
#include "views/preview/preview_parts.h"

#include <memory>
#include <optional>
#include <QImage>
#include <QStringList>
#include <vector>

namespace td::preview {

/// One value of a tag that stays in its file until somebody looks at it.
struct Place {
    uint32_t file = 0; ///< index into RunSnapshot::files
    runlog::BlobEntry entry;
};

/// All values of a tag, by step. Threads: any.
[[nodiscard]] std::vector<Place> placesOf(const runlog::TagSnapshot& tag);

/// A value as the preview shows it. What does not apply is empty.
struct Content {
    std::vector<QImage> images;
    std::vector<runlog::HistogramValue::Bucket> buckets;
    QString text;
    std::vector<Part> parts;    ///< sounds, graphs
    QStringList facts;          ///< "128 × 128", "PNG", "16 kHz, mono, 2.0 s"
    std::optional<Error> error; ///< the value could not be read; the rest of the tag may be fine
};

/// Reads and decodes one value. Threads: any; for workers.
[[nodiscard]] Content readContent(const runlog::RunSnapshot& run, runlog::TagKind kind, const Place& place);

/// Graphs of a run as facts: what each is and how large. Threads: any.
[[nodiscard]] Content readGraphFacts(const runlog::RunSnapshot& run);

} // namespace td::preview
