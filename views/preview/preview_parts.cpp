#include "views/preview/preview_parts.h"

#include "engine/runlog/graph_summary.h"
#include "views/kit/error_text.h"
#include "views/kit/format.h"

#include <algorithm>
#include <cmath>
#include <QCoreApplication>
#include <QStringList>

namespace td::preview {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(td::preview::Content)
};

constexpr size_t kWaveColumns = 1200, kMostBars = 12, kMostNames = 6, kMostLabel = 200;

QString named(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(std::min(text.size(), kMostLabel))).simplified();
}

QString codingText(const runlog::WavFacts& wav) {
    switch (wav.coding) {
    case runlog::WavFacts::Coding::Pcm:
        return Words::tr("WAV, %1-bit PCM").arg(wav.bits);
    case runlog::WavFacts::Coding::Float:
        return Words::tr("WAV, %1-bit floating point").arg(wav.bits);
    default:
        return Words::tr("WAV, %1 bit, compressed").arg(wav.bits);
    }
}

QString channelsText(int channels) {
    if (channels == 1) return Words::tr("1 (mono)");
    if (channels == 2) return Words::tr("2 (stereo)");
    return kit::Format::number(channels);
}

/// Whole frames that are there: a header may promise more.
uint64_t framesOf(const runlog::WavFacts& wav) {
    if (wav.coding == runlog::WavFacts::Coding::Other) return wav.frames;
    const auto frameBytes = static_cast<uint64_t>(std::max(1, wav.channels * wav.bits / 8));
    return std::min(wav.frames, wav.dataBytes / frameBytes);
}

/// The largest distance from silence, as a share of full scale.
double loudest(const Part& part) {
    double most = 0;
    for (const auto& channel : part.wave)
        for (const auto& peak : channel)
            most = std::max({most, std::abs(double(peak.low)), std::abs(double(peak.high))});
    return most;
}

/// "image, label and 3 others".
QString namesText(const std::vector<std::string>& names) {
    QStringList shown;
    for (size_t i = 0; i < std::min(names.size(), kMostNames); ++i)
        shown << named(names[i]);
    const QString list = shown.join(QStringLiteral(", "));
    if (names.size() <= kMostNames) return list;
    return Words::tr("%1 and %Ln other(s)", nullptr, static_cast<int>(names.size() - kMostNames)).arg(list);
}

void addGraphFacts(Part& part, const runlog::GraphSummary& graph) {
    part.facts.emplace_back(Words::tr("Nodes"), kit::Format::count(graph.nodes));
    if (graph.functions > 0)
        part.facts.emplace_back(Words::tr("Functions"),
                                Words::tr("%1, of %Ln node(s)", nullptr, static_cast<int>(graph.functionNodes))
                                    .arg(kit::Format::count(graph.functions)));
    if (!graph.inputs.empty()) part.facts.emplace_back(Words::tr("Inputs"), namesText(graph.inputs));
    if (!graph.outputs.empty()) part.facts.emplace_back(Words::tr("Outputs"), namesText(graph.outputs));
    if (!graph.writer.empty())
        part.facts.emplace_back(Words::tr("Written by"), QStringLiteral("TensorFlow %1").arg(named(graph.writer)));
    if (graph.producer > 0)
        part.facts.emplace_back(Words::tr("Version of the graph's format"), kit::Format::number(graph.producer));
    part.barsTitle = Words::tr("%Ln kind(s) of operation", nullptr, static_cast<int>(graph.ops.size()));
    for (size_t i = 0; i < std::min(graph.ops.size(), kMostBars); ++i)
        part.bars.emplace_back(named(graph.ops[i].first), graph.ops[i].second);
    if (graph.ops.size() > kMostBars)
        part.barsRest =
            Words::tr("%Ln other(s), less frequent", nullptr, static_cast<int>(graph.ops.size() - kMostBars));
}

QString kindText(runlog::GraphEntry::Kind kind) {
    switch (kind) {
    case runlog::GraphEntry::Kind::GraphDef:
        return Words::tr("Graph");
    case runlog::GraphEntry::Kind::MetaGraphDef:
        return Words::tr("Graph with its collections");
    default:
        return Words::tr("Trace of a step");
    }
}

} // namespace

Part partOfClip(const runlog::AudioClip& clip) {
    Part part;
    part.title = named(clip.label);
    const auto wav = runlog::wavFacts(clip.encoded);
    if (!wav.valid) {
        part.problem = Words::tr("This clip is no WAV file; its samples cannot be shown.");
        part.facts.emplace_back(Words::tr("Size"), kit::Format::bytes(clip.encoded.size()));
        return part;
    }
    part.waveSeconds = wav.sampleRate > 0 ? static_cast<double>(framesOf(wav)) / wav.sampleRate : 0;
    part.wave = runlog::waveform(clip.encoded, kWaveColumns);
    part.facts = {{Words::tr("Length"), kit::Format::duration(part.waveSeconds)},
                  {Words::tr("Sample rate"), QStringLiteral("%1 Hz").arg(kit::Format::number(wav.sampleRate))},
                  {Words::tr("Channels"), channelsText(wav.channels)},
                  {Words::tr("Encoding"), codingText(wav)},
                  {Words::tr("Samples"), kit::Format::count(framesOf(wav))},
                  {Words::tr("Size"), kit::Format::bytes(clip.encoded.size())}};
    if (!part.wave.empty())
        part.facts.emplace_back(Words::tr("Loudest sample"),
                                Words::tr("%1 of full scale").arg(kit::Format::percent(loudest(part))));
    return part;
}

Part partOfGraph(const runlog::RunSnapshot& run, const runlog::GraphEntry& graph) {
    Part part;
    part.title = kindText(graph.kind);
    if (!graph.tag.empty()) part.title += QStringLiteral(" · ") + named(graph.tag);
    part.facts.emplace_back(Words::tr("Size"), kit::Format::bytes(graph.valueBytes));
    if (graph.kind == runlog::GraphEntry::Kind::RunMetadata || graph.file >= run.files.size()) return part;
    const auto bytes = runlog::readGraph(run.files[graph.file], graph);
    if (!bytes) {
        part.problem = kit::ErrorText::whole(bytes.error());
        return part;
    }
    const auto summary = graph.kind == runlog::GraphEntry::Kind::MetaGraphDef
                             ? runlog::metaGraphSummary(runlog::asBytes(*bytes))
                             : runlog::graphSummary(runlog::asBytes(*bytes));
    if (summary)
        addGraphFacts(part, *summary);
    else
        part.problem = kit::ErrorText::whole(summary.error());
    return part;
}

QString textOf(const std::vector<Part>& parts) {
    QStringList lines;
    for (const Part& part : parts) {
        for (const QString& line : {part.title, part.problem})
            if (!line.isEmpty()) lines << line;
        for (const auto& [term, value] : part.facts)
            lines << Words::tr("%1: %2", "fact").arg(term, value);
        QStringList bars;
        for (const auto& [name, count] : part.bars)
            bars << QStringLiteral("%1 %2").arg(name, kit::Format::count(count));
        if (!bars.isEmpty()) lines << Words::tr("%1: %2", "fact").arg(part.barsTitle, bars.join(QStringLiteral(", ")));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace td::preview
