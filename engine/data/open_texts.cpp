#include "engine/data/class_folders.h"
#include "engine/data/file_bytes.h"
#include "engine/data/memory_source.h"
#include "engine/data/opened.h"
#include "engine/data/text_encoding.h"
#include "engine/data/vocabulary.h"

#include <algorithm>

namespace td::data {
namespace {

/// A text as numbers of its bytes + 1, 0 where there is none.
void bytesOf(std::string_view text, const TextSpec& spec, std::span<int32_t> into) {
    std::ranges::fill(into, 0);
    const auto place = paddedPlace(static_cast<int64_t>(text.size()), static_cast<int64_t>(into.size()), spec.padding,
                                   spec.truncating);
    for (int64_t i = 0; i < place.count; ++i)
        into[static_cast<size_t>(place.to + i)] = static_cast<uint8_t>(text[static_cast<size_t>(place.from + i)]) + 1;
}

struct Texts {
    std::vector<std::string> texts, names;
    std::vector<int32_t> labels;
    std::vector<std::string> classes;
    TextSpec spec;
    bool hasLabels = true;
    int64_t testRows = 0;

    [[nodiscard]] Vocabulary vocabulary(std::span<const int64_t> trainRows) const {
        if (!spec.vocabulary.empty()) return Vocabulary::from(spec.vocabulary);
        std::vector<std::string> trained;
        for (const int64_t row : trainRows)
            trained.push_back(texts[static_cast<size_t>(row)]);
        return Vocabulary::of(trained, spec.maxTokens);
    }
    [[nodiscard]] Result<std::shared_ptr<const Source>> source(std::span<const int64_t> trainRows) const {
        const auto rows = static_cast<int64_t>(texts.size());
        auto tokens = Tensor::create(DType::I32, {rows, spec.sequenceLength}, Fill::Unset);
        if (!tokens) return failure(std::move(tokens).error());
        const Vocabulary words = spec.isBytes ? Vocabulary() : vocabulary(trainRows);
        const auto length = static_cast<size_t>(spec.sequenceLength);
        for (size_t row = 0; row < texts.size(); ++row) {
            const auto into = tokens->as<int32_t>().subspan(row * length, length);
            spec.isBytes ? bytesOf(texts[row], spec, into)
                         : words.tokens(texts[row], into, spec.padding, spec.truncating);
        }
        std::vector<Column> columns{{"text", {}, Role::Feature, words.words(), {}}};
        std::vector<Tensor> tensors{*std::move(tokens)};
        if (!hasLabels) return MemorySource::create(std::move(columns), std::move(tensors));
        auto classIndices = classTensor(labels);
        if (!classIndices) return failure(std::move(classIndices).error());
        columns.push_back({"label", {}, Role::Label, classes, {}});
        tensors.push_back(*std::move(classIndices));
        return MemorySource::create(std::move(columns), std::move(tensors));
    }
};

Result<void> readTexts(const ClassFolders& folders, const Opening& opening, Texts& into) {
    uint64_t held = 0;
    for (const ClassFolders::File& file : folders.files) {
        auto bytes = fileBytes(file.path, opening.options.memoryLimitBytes - held);
        auto text =
            bytes ? decodedText(*std::move(bytes), opening.spec.csv.encoding, file.path.string(), opening.problems)
                  : std::move(bytes);
        if (!text && text.error().code == ErrorCode::TooLarge) return failure(std::move(text).error());
        if (!text) {
            opening.problems.add({ProblemKind::UnreadableFile, file.path.string(), 0, 0, "text",
                                  std::string(text.error().fact("problem"))});
            continue;
        }
        held += text->size();
        into.testRows += file.isTest ? 1 : 0;
        into.texts.push_back(*std::move(text));
        into.labels.push_back(file.label);
        into.names.push_back(file.path.string());
    }
    into.classes = folders.classes;
    if (!into.texts.empty()) return {};
    return failure(fileError(ErrorCode::InvalidArgument, "NoFiles", opening.spec.path.string(),
                             {{"expected", "texts that can be read"}}));
}

Result<void> fill(const Opening& opening, Texts& into) {
    if (opening.given) {
        into.texts = {*opening.given};
        into.names = {opening.spec.path.string()};
        return {};
    }
    auto folders = classFilesOf(opening, {".txt"});
    if (!folders) return failure(std::move(folders).error());
    return readTexts(*folders, opening, into);
}

} // namespace

Result<Opened> openTexts(const Opening& opening) {
    auto texts = std::make_shared<Texts>();
    texts->spec = opening.spec.text;
    texts->hasLabels = opening.needsLabels();
    TD_TRY(fill(opening, *texts));
    Opened opened{.kind = "texts", .rows = static_cast<int64_t>(texts->texts.size()), .testRows = texts->testRows};
    opened.found = {{"text", "text", "feature", 0, 0, 0, 0, 0, {}}};
    if (texts->hasLabels) {
        opened.classes = texts->labels;
        opened.found.push_back(foundClasses("label", texts->classes, texts->labels));
    }
    opened.names = texts->names;
    opened.build = [texts](std::span<const int64_t> trainRows) { return texts->source(trainRows); };
    opened.resolve = [texts](std::span<const int64_t> trainRows, Spec& into) -> Result<void> {
        if (!into.text.isBytes) into.text.vocabulary = texts->vocabulary(trainRows).words();
        into.classes = texts->classes;
        into.labels = {"label"};
        return {};
    };
    return opened;
}

} // namespace td::data
