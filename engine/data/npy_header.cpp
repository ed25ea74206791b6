#include "engine/data/npy_header.h"

#include <charconv>

namespace td::data {
namespace {

/// A cursor over Python literals: strings, True and False, whole numbers, tuples, lists.
class Literals {
public:
    explicit Literals(std::string_view text)
        : m_text(text) {}

    bool take(char expected) {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != expected) return false;
        ++m_at;
        return true;
    }
    bool takeWord(std::string_view word) {
        skipSpace();
        if (!m_text.substr(m_at).starts_with(word)) return false;
        m_at += word.size();
        return true;
    }
    std::optional<std::string> string() {
        skipSpace();
        if (m_at >= m_text.size() || (m_text[m_at] != '\'' && m_text[m_at] != '"')) return std::nullopt;
        const char quote = m_text[m_at++];
        std::string value;
        while (m_at < m_text.size() && m_text[m_at] != quote) {
            if (m_text[m_at] == '\\') return std::nullopt; // no such name is written without need
            value += m_text[m_at++];
        }
        return m_at++ < m_text.size() ? std::optional(value) : std::nullopt;
    }
    std::optional<int64_t> number() {
        skipSpace();
        int64_t value = 0;
        const char* begin = m_text.data() + m_at;
        const auto [end, error] = std::from_chars(begin, m_text.data() + m_text.size(), value);
        if (error != std::errc()) return std::nullopt;
        m_at += static_cast<size_t>(end - begin);
        takeWord("L"); // as Python 2 wrote long numbers
        return value;
    }
    bool isAtEnd() {
        skipSpace();
        return m_at == m_text.size();
    }
    [[nodiscard]] size_t offset() const { return m_at; }

private:
    void skipSpace() {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\t'))
            ++m_at;
    }
    std::string_view m_text;
    size_t m_at = 0;
};

/// "<f4", "|u1", "<U10"
bool parseType(const std::string& text, NpyField& field) {
    if (text.size() < 2) return false;
    const bool hasOrder = text[0] == '<' || text[0] == '>' || text[0] == '|' || text[0] == '=';
    field.order = hasOrder ? text[0] : '|';
    field.kind = text[hasOrder ? 1 : 0];
    const char* begin = text.data() + (hasOrder ? 2 : 1);
    const char* end = text.data() + text.size();
    field.widthBytes = 0;
    if (begin < end) {
        const auto [stop, error] = std::from_chars(begin, end, field.widthBytes);
        if (error != std::errc() || stop != end || field.widthBytes > (1u << 30)) return false;
    }
    if (field.kind == 'U') field.widthBytes *= 4;
    return true;
}

bool parseDescr(Literals& in, std::vector<NpyField>& fields) {
    if (!in.take('[')) {
        const auto type = in.string();
        return type && parseType(*type, fields.emplace_back());
    }
    while (!in.take(']')) {
        if (fields.size() >= 10000 || !in.take('(')) return false;
        const auto name = in.string();
        const bool isNamed = name && in.take(',');
        const auto type = isNamed ? in.string() : std::nullopt;
        NpyField field;
        if (!type || !parseType(*type, field) || !in.take(')')) return false;
        field.name = *name;
        fields.push_back(std::move(field));
        in.take(',');
    }
    return !fields.empty();
}

bool parseShape(Literals& in, Extents& extents) {
    if (!in.take('(')) return false;
    while (!in.take(')')) {
        const auto extent = in.number();
        if (!extent || *extent < 0 || extents.size() >= 64) return false;
        extents.push_back(*extent);
        if (!in.take(',')) return in.take(')');
    }
    return true;
}

bool parseMember(Literals& in, NpyHeader& header) {
    const auto key = in.string();
    if (!key || !in.take(':')) return false;
    if (*key == "descr") return header.fields.empty() && parseDescr(in, header.fields);
    if (*key == "shape") return header.extents.empty() && parseShape(in, header.extents);
    if (*key != "fortran_order") return false;
    header.isFortranOrder = in.takeWord("True");
    return header.isFortranOrder || in.takeWord("False");
}

} // namespace

Result<NpyHeader> parseNpyHeader(std::string_view text) {
    NpyHeader header;
    Literals in(text);
    bool isFine = in.take('{');
    int members = 0;
    while (isFine && !in.take('}')) {
        isFine = parseMember(in, header);
        ++members;
        if (isFine && !in.take(',')) {
            isFine = in.take('}');
            break;
        }
    }
    if (!isFine || members != 3 || header.fields.empty() || !in.isAtEnd())
        return failure(ErrorCode::Corrupt, {{"problem", "BadHeader"},
                                            {"offset", std::to_string(in.offset())},
                                            {"expected", "a dictionary of literals: descr, fortran_order, shape"}});
    return header;
}

} // namespace td::data
