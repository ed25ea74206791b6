#include "engine/data/class_folders.h"
#include "engine/data/file_bytes.h"
#include "engine/data/memory_source.h"
#include "engine/data/opened.h"
#include "engine/data/text_encoding.h"
#include "engine/data/vocabulary.h"

#include <algorithm>

namespace td::data {
namespace {

/// A text as numbers of its bytes + 1, 0 behind its end.
void bytesOf(std::string_view text, std::span<int32_t> into) {
    for (size_t i = 0; i < into.size(); ++i)
        into[i] = i < text.size() ? static_cast<uint8_t>(text[i]) + 1 : 0;
}

struct Texts {
    std::vector<std::string> texts;
    std::vector<int32_t> labels;
    std::vector<std::string> classes;
    TextSpec spec;

    [[nodiscard]] Result<std::shared_ptr<const Source>> source(std::span<const int64_t> trainRows) const {
        const auto rows = static_cast<int64_t>(texts.size());
        auto tokens = Tensor::create(DType::I32, {rows, spec.sequenceLength}, Fill::Unset);
        if (!tokens) return failure(std::move(tokens).error());
        std::vector<std::string> trained;
        for (const int64_t row : trainRows)
            trained.push_back(texts[static_cast<size_t>(row)]);
        const Vocabulary vocabulary =
            Vocabulary::of(spec.isBytes ? std::vector<std::string>() : trained, spec.maxTokens);
        const auto length = static_cast<size_t>(spec.sequenceLength);
        for (size_t row = 0; row < texts.size(); ++row) {
            const auto into = tokens->as<int32_t>().subspan(row * length, length);
            spec.isBytes ? bytesOf(texts[row], into) : vocabulary.tokens(texts[row], into);
        }
        auto classIndices = classTensor(labels);
        if (!classIndices) return failure(std::move(classIndices).error());
        std::vector<Column> columns{
            {"text", {}, Role::Feature, spec.isBytes ? std::vector<std::string>() : vocabulary.words(), {}},
            {"label", {}, Role::Label, classes, {}}};
        return MemorySource::create(std::move(columns), {*std::move(tokens), *std::move(classIndices)});
    }
};

} // namespace

Result<Opened> openTexts(const Opening& opening) {
    auto folders = classFoldersIn(opening.spec.path, {".txt"}, opening.problems);
    if (!folders) return failure(std::move(folders).error());
    auto texts = std::make_shared<Texts>();
    texts->spec = opening.spec.text;
    texts->classes = folders->classes;
    Opened opened{.kind = "texts"};
    uint64_t held = 0;
    for (const ClassFolders::File& file : folders->files) {
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
        opened.testRows += file.isTest ? 1 : 0;
        texts->texts.push_back(*std::move(text));
        texts->labels.push_back(file.label);
    }
    if (texts->texts.empty())
        return failure(fileError(ErrorCode::InvalidArgument, "NoFiles", opening.spec.path.string(),
                                 {{"expected", "texts that can be read"}}));
    opened.rows = static_cast<int64_t>(texts->texts.size());
    opened.classes = texts->labels;
    opened.found = {{"text", "text", "feature", 0, 0, 0, 0, 0, {}},
                    foundClasses("label", texts->classes, texts->labels)};
    opened.build = [texts](std::span<const int64_t> trainRows) { return texts->source(trainRows); };
    return opened;
}

} // namespace td::data
