#include "views/preview/preview_content.h"

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
constexpr size_t kMostText = 200'000, kMostImages = 64, kMostClips = 32, kMostGraphs = 32;

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
    for (size_t i = 0; i < std::min(value.clips.size(), kMostClips); ++i)
        content.parts.push_back(partOfClip(value.clips[i]));
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
    for (size_t i = 0; i < std::min(run.graphs.size(), kMostGraphs); ++i)
        content.parts.push_back(partOfGraph(run, run.graphs[i]));
    content.facts << Words::tr("%Ln graph(s)", nullptr, static_cast<int>(run.graphs.size()));
    return content;
}

} // namespace td::preview
