#pragma once

#include "engine/graph/attribute.h"
#include "engine/graph/text.h"
#include "engine/tensor/device.h"

#include <optional>
#include <string>
#include <string_view>

namespace td::graph {

/// In double quotes; "\"", "\\" and newline escaped by a backslash, other bytes below space as \x1f.
[[nodiscard]] std::string quoted(std::string_view text);

/// An attribute as text that says its kind: true, 3, 0.5 (always with a point or exponent), "text", [1,2], [0.5,1.0],
/// float32, shape(B,2), tensor float32(2){1.0,2.0}.
[[nodiscard]] std::string toText(const Attribute& attribute, TextValues values = TextValues::Small);
/// The same for a tensor; above `kMostWritten` elements as `values` says: its type and a checksum, which cannot be read
/// back, or "base64{…}" of its bytes. Bytes stand there too where numbers would lose some (NaN that carry something).
[[nodiscard]] std::string toText(const Tensor& tensor, TextValues values = TextValues::Small);
inline constexpr int64_t kMostWritten = 64;

/// Reads tokens of the text form off the front of a line.
class TextCursor {
public:
    explicit TextCursor(std::string_view text)
        : m_text(text) {}

    void skipSpaces();
    [[nodiscard]] bool isAtEnd();
    /// Takes `word` if it comes next, after spaces.
    bool take(std::string_view word);
    [[nodiscard]] bool peek(char c);
    [[nodiscard]] bool isNext(std::string_view word);
    std::optional<std::string> string();
    std::optional<std::string_view> word(); ///< letters, digits, '_'
    std::optional<int64_t> integer();
    std::optional<Attribute> attribute();
    std::optional<TensorType> type();
    std::optional<Tensor> tensor();
    std::optional<Device> device();
    [[nodiscard]] std::string rest() const { return std::string(m_text.substr(0, 40)); }

private:
    std::optional<std::string_view> parenthesized();
    std::optional<Attribute> number();
    std::string_view numeral(); ///< what a number could be made of; stays where it is
    std::optional<Attribute> list();
    bool elements(const Tensor& into); ///< numbers between commas
    std::optional<Tensor> tensorOfBytes(DType dtype, const Extents& extents);

    std::string_view m_text;
};

} // namespace td::graph
