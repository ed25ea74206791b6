#include "engine/base/file.h"
#include "engine/base/utf8.h"
#include "engine/runlog/event_writer.h"

namespace td::runlog {
namespace {

/// A text-format string: quotes, backslashes and control characters escaped.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : toValidUtf8(text)) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') out += '\\';
        if (byte >= 0x20)
            out += c;
        else
            for (const char digit : {static_cast<char>('\\'), static_cast<char>('0'), static_cast<char>('0' + byte / 8),
                                     static_cast<char>('0' + byte % 8)})
                out += digit;
    }
    return out + '"';
}

std::string line(std::string_view field, std::string_view value) {
    return value.empty() ? std::string() : "  " + std::string(field) + ": " + quoted(value) + "\n";
}

std::string spriteBlock(const ProjectorEmbedding& embedding) {
    if (embedding.spritePath.empty()) return {};
    return "  sprite {\n  " + line("image_path", embedding.spritePath) +
           "    single_image_dim: " + std::to_string(embedding.spriteWidth) +
           "\n    single_image_dim: " + std::to_string(embedding.spriteHeight) + "\n  }\n";
}

} // namespace

Result<void> writeProjectorConfig(const std::filesystem::path& runFolder,
                                  std::span<const ProjectorEmbedding> embeddings) {
    std::string text;
    for (const auto& embedding : embeddings) {
        text += "embeddings {\n" + line("tensor_name", embedding.tensorName) +
                line("metadata_path", embedding.metadataPath) + line("tensor_path", embedding.tensorPath) +
                spriteBlock(embedding) + "}\n";
    }
    return writeFileAtomically(runFolder / "projector_config.pbtxt", text);
}

} // namespace td::runlog
