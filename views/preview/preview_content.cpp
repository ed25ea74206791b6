#include "views/preview/preview_content.h"

#include "engine/runlog/graph_facts.h"
#include "views/kit/error_text.h"
#include "views/kit/format.h"

#include <algorithm>
#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>

namespace td::preview {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(td::preview::Content)
};

/// More is cut: a preview is no editor, and a widget with 100 MB of text stops the window.
constexpr size_t kMostText = 200'000, kMostImages = 64;

QString textOf(std::string_view bytes) {
    QString text = QString::fromUtf8(bytes.data(), static_cast<qsizetype>(std::min(bytes.size(), kMostText)));
    if (bytes.size() > kMostText) text += QStringLiteral("\n…");
    return text;
}

QImage decode(const std::string& encoded) {
    QByteArray bytes = QByteArray::fromRawData(encoded.data(), static_cast<qsizetype>(encoded.size()));
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    return reader.read();
}

void addImages(Content& content, const runlog::ImageValue& value) {
    for (size_t i = 0; i < std::min(value.encoded.size(), kMostImages); ++i) {
        const auto facts = runlog::pictureFacts(value.encoded[i]);
        if (i == 0)
            content.facts << QString::fromStdString(facts.format)
                          << Words::tr("%1 × %2 px").arg(facts.width).arg(facts.height)
                          << QString::fromStdString(facts.mode) << kit::Format::bytes(value.encoded[i].size());
        if (QImage image = decode(value.encoded[i]); !image.isNull()) content.images.push_back(std::move(image));
    }
    if (value.encoded.size() != 1)
        content.facts << Words::tr("%Ln picture(s)", nullptr, static_cast<int>(value.encoded.size()));
    if (content.images.size() < std::min(value.encoded.size(), kMostImages))
        content.facts << Words::tr(
            "%Ln could not be decoded", nullptr,
            static_cast<int>(std::min(value.encoded.size(), kMostImages) - content.images.size()));
}

void addHistogram(Content& content, const runlog::HistogramValue& value) {
    content.buckets = value.buckets;
    double count = 0;
    for (const auto& bucket : value.buckets)
        count += bucket.count;
    content.facts << Words::tr("%Ln bucket(s)", nullptr, static_cast<int>(value.buckets.size()))
                  << Words::tr("%1 values").arg(kit::Format::value(count, 6));
    if (!value.buckets.empty())
        content.facts << Words::tr("from %1 to %2")
                             .arg(kit::Format::value(value.buckets.front().left),
                                  kit::Format::value(value.buckets.back().right));
}

void addAudio(Content& content, const runlog::AudioValue& value) {
    content.facts << Words::tr("%Ln clip(s)", nullptr, static_cast<int>(value.clips.size()));
    for (const auto& clip : value.clips) {
        const auto wav = runlog::wavFacts(clip.encoded);
        if (!wav.valid) {
            content.text += Words::tr("A clip that is no WAV file, %1").arg(kit::Format::bytes(clip.encoded.size())) +
                            QLatin1Char('\n');
            continue;
        }
        const double seconds = wav.sampleRate > 0 ? static_cast<double>(wav.frames) / wav.sampleRate : 0;
        content.text += Words::tr("%1 Hz, %Ln channel(s), %2 bit, %3, %4", nullptr, wav.channels)
                            .arg(kit::Format::number(wav.sampleRate))
                            .arg(wav.bits)
                            .arg(kit::Format::duration(seconds), kit::Format::bytes(clip.encoded.size()));
        if (!clip.label.empty()) content.text += QLatin1Char(' ') + textOf(clip.label);
        content.text += QLatin1Char('\n');
    }
}

void addText(Content& content, const runlog::Tensor& tensor) {
    QStringList shape;
    for (const auto size : tensor.shape)
        shape << kit::Format::number(size);
    if (tensor.strings.size() > 1) content.facts << Words::tr("shape %1").arg(shape.join(QStringLiteral(" × ")));
    size_t used = 0;
    for (const auto& string : tensor.strings) {
        if (used > kMostText) break;
        used += string.size();
        content.text += textOf(string) + QLatin1Char('\n');
    }
}

/// " · 812 nodes · 3 functions" and the most frequent operations in a line of their own, or what is wrong with the
/// graph; nothing for the trace of a step.
QString graphSize(const runlog::RunSnapshot& run, const runlog::GraphEntry& graph) {
    if (graph.kind == runlog::GraphEntry::Kind::RunMetadata || graph.file >= run.files.size()) return {};
    const QString dot = QStringLiteral(" · ");
    const auto bytes = runlog::readGraph(run.files[graph.file], graph);
    if (!bytes) return dot + kit::ErrorText::text(bytes.error());
    const bool isMeta = graph.kind == runlog::GraphEntry::Kind::MetaGraphDef;
    const auto facts =
        isMeta ? runlog::metaGraphFacts(runlog::asBytes(*bytes)) : runlog::graphFacts(runlog::asBytes(*bytes));
    if (!facts) return dot + kit::ErrorText::text(facts.error());
    const auto count = [&](const char* key) { return static_cast<int>(facts->value(key, uint64_t(0))); };
    QString text = dot + Words::tr("%Ln node(s)", nullptr, count("nodes"));
    if (count("functions") > 0) text += dot + Words::tr("%Ln function(s)", nullptr, count("functions"));
    QStringList operations; // the most frequent ones
    if (const auto ops = facts->find("ops"); ops != facts->end())
        for (const auto& [name, uses] : ops->items())
            operations << QStringLiteral("%1 %2").arg(textOf(name), kit::Format::count(uses.get<uint64_t>()));
    if (!operations.isEmpty())
        text += QLatin1Char('\n') + Words::tr("Most frequent: %1").arg(operations.join(QStringLiteral(", ")));
    return text;
}

} // namespace

std::vector<Place> placesOf(const runlog::TagSnapshot& tag) {
    std::vector<Place> places;
    for (const auto& part : tag.parts)
        part.column.forEachBlob([&](const runlog::BlobEntry& entry) { places.push_back({part.file, entry}); });
    std::stable_sort(places.begin(), places.end(),
                     [](const Place& a, const Place& b) { return a.entry.step < b.entry.step; });
    return places;
}

Content readContent(const runlog::RunSnapshot& run, runlog::TagKind kind, const Place& place) {
    Content content;
    if (place.file >= run.files.size()) {
        content.error = Error(ErrorCode::NotFound, {{"run", run.name}});
        return content;
    }
    const auto value = runlog::readValue(run.files[place.file], place.entry, kind);
    if (!value) {
        content.error = value.error();
        return content;
    }
    switch (kind) {
    case runlog::TagKind::Images:
        addImages(content, value->image);
        break;
    case runlog::TagKind::Histograms:
        addHistogram(content, value->histogram);
        break;
    case runlog::TagKind::Audio:
        addAudio(content, value->audio);
        break;
    default:
        addText(content, value->tensor);
        break;
    }
    return content;
}

Content readGraphFacts(const runlog::RunSnapshot& run) {
    Content content;
    for (const auto& graph : run.graphs) {
        const QString kind = graph.kind == runlog::GraphEntry::Kind::GraphDef ? Words::tr("Graph")
                             : graph.kind == runlog::GraphEntry::Kind::MetaGraphDef
                                 ? Words::tr("Graph with its collections")
                                 : Words::tr("Trace of a step");
        content.text += kind;
        if (!graph.tag.empty()) content.text += QStringLiteral(" · ") + textOf(graph.tag);
        content.text += QStringLiteral(" · ") + kit::Format::bytes(graph.valueBytes) + graphSize(run, graph);
        content.text += QStringLiteral("\n\n");
    }
    content.facts << Words::tr("%Ln graph(s)", nullptr, static_cast<int>(run.graphs.size()));
    return content;
}

} // namespace td::preview
