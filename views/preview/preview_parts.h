#pragma once

#include "engine/runlog/payload.h"

#include <QString>
#include <utility>
#include <vector>

namespace td::preview {

/// What is known of one thing that has no picture of its own: a title, facts, and what can be drawn of it. What does
/// not apply is empty.
struct Part {
    QString title;
    std::vector<std::pair<QString, QString>> facts; ///< "Sample rate", "16,000 Hz"
    QString problem;                                ///< why there are no facts: a whole sentence

    std::vector<std::vector<runlog::WavePeak>> wave; ///< by channel
    double waveSeconds = 0;

    QString barsTitle;
    std::vector<std::pair<QString, quint64>> bars; ///< the largest first
    QString barsRest;                              ///< "and 12 others"
};

/// One sound: how it is written, how long it is, how it looks. Threads: any.
[[nodiscard]] Part partOfClip(const runlog::AudioClip& clip);
/// One graph of a run: what it is made of, what goes in and what comes out. Threads: any; for workers.
[[nodiscard]] Part partOfGraph(const runlog::RunSnapshot& run, const runlog::GraphEntry& graph);
/// All of it as lines of text, for the clipboard and for who does not see it.
[[nodiscard]] QString textOf(const std::vector<Part>& parts);

} // namespace td::preview
