#include "engine/runlog/text_message.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace td::runlog {
namespace {

constexpr int kDeepest = 100;

using Type = FieldSchema::Type;

bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// "tensor_shape" names the field that JSON calls "tensorShape".
std::string camelCase(std::string_view name) {
    std::string out;
    bool up = false;
    for (const char c : name) {
        if (c == '_')
            up = true;
        else
            out += up && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c, up = false;
    }
    return out;
}

class Parser {
public:
    explicit Parser(std::string_view text)
        : m_text(text) {}

    bool fields(const MessageSchema& schema, Json& out, char closing, int depth) {
        if (depth > kDeepest) return expect("fewer nested messages");
        for (skipSpace(); m_at < m_text.size() && m_text[m_at] != closing; skipSpace())
            if (!field(schema, out, depth)) return false;
        if (closing == '\0') return m_at >= m_text.size();
        return take(closing) || expect("the end of the message");
    }
    [[nodiscard]] Error error(const MessageSchema& schema) const {
        const auto line = 1 + std::count(m_text.begin(),
                                         m_text.begin() + static_cast<ptrdiff_t>(std::min(m_at, m_text.size())), '\n');
        return {ErrorCode::Corrupt,
                {{"message", schema.name}, {"line", std::to_string(line)}, {"expected", m_expected}}};
    }

private:
    bool expect(const char* what) {
        m_expected = what;
        return false;
    }
    void skipSpace() {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '#')
                m_at = std::min(m_text.find('\n', m_at), m_text.size());
            else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ';')
                ++m_at;
            else
                return;
        }
    }
    bool take(char c) {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != c) return false;
        ++m_at;
        return true;
    }
    std::string_view word() {
        skipSpace();
        const size_t begin = m_at;
        while (m_at < m_text.size() &&
               (isNameCharacter(m_text[m_at]) || m_text[m_at] == '-' || m_text[m_at] == '+' || m_text[m_at] == '.'))
            ++m_at;
        return m_text.substr(begin, m_at - begin);
    }

    bool field(const MessageSchema& schema, Json& out, int depth) {
        const std::string name = camelCase(word());
        const auto found = std::find_if(schema.fields.begin(), schema.fields.end(),
                                        [&](const FieldSchema& f) { return name == f.jsonName; });
        if (found == schema.fields.end()) return expect("the name of a field");
        const bool colon = take(':');
        if (!colon && found->type != Type::Message) return expect("a colon");
        if (!found->repeated || !take('[')) return value(*found, out, depth);
        while (!take(']'))
            if (!value(*found, out, depth)) return false;
        return true;
    }

    bool value(const FieldSchema& f, Json& out, int depth) {
        if (f.type == Type::Message) {
            const bool angle = take('<');
            if (!angle && !take('{')) return expect("a message");
            Json& inner = f.repeated ? out[f.jsonName].emplace_back(Json::object()) : out[f.jsonName];
            if (!inner.is_object()) inner = Json::object();
            return fields(*f.message, inner, angle ? '>' : '}', depth + 1);
        }
        Json scalar;
        if (!(f.type == Type::String ? string(scalar) : number(f.type, scalar))) return false;
        if (f.repeated)
            out[f.jsonName].push_back(std::move(scalar));
        else if (scalar == "" || scalar == 0 || scalar == false)
            out.erase(f.jsonName);
        else
            out[f.jsonName] = std::move(scalar);
        return true;
    }

    bool number(Type type, Json& out) {
        const std::string_view text = word();
        if (type == Type::Bool && (text == "true" || text == "false")) {
            out = text == "true";
            return true;
        }
        if (type == Type::Double) {
            double v = 0;
            if (std::from_chars(text.data(), text.data() + text.size(), v).ec != std::errc()) return expect("a number");
            out = jsonNumber(v);
            return true;
        }
        const bool hex = text.starts_with("0x") || text.starts_with("0X");
        const std::string_view digits = hex ? text.substr(2) : text;
        int64_t v = 0;
        const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), v, hex ? 16 : 10);
        if (end.ec != std::errc() || end.ptr != digits.data() + digits.size()) return expect("an integer");
        out = v;
        return true;
    }

    /// One or more quoted pieces, joined.
    bool string(Json& out) {
        std::string whole;
        skipSpace();
        if (m_at >= m_text.size() || (m_text[m_at] != '"' && m_text[m_at] != '\'')) return expect("a quoted string");
        for (; m_at < m_text.size() && (m_text[m_at] == '"' || m_text[m_at] == '\''); skipSpace())
            if (!piece(whole)) return false;
        out = whole;
        return true;
    }
    bool piece(std::string& out) {
        const char quote = m_text[m_at++];
        while (m_at < m_text.size() && m_text[m_at] != quote) {
            const char c = m_text[m_at++];
            if (c == '\n') return expect("the end of the string");
            if (c != '\\')
                out += c;
            else if (!escape(out))
                return expect("an escape sequence");
        }
        return take(quote) || expect("the end of the string");
    }
    bool escape(std::string& out) {
        if (m_at >= m_text.size()) return false;
        const char c = m_text[m_at++];
        constexpr std::string_view kLetters = "abfnrtv", kBytes = "\a\b\f\n\r\t\v";
        if (const size_t i = kLetters.find(c); i != std::string_view::npos)
            out += kBytes[i];
        else if (c == 'x' || c == 'X')
            return digits(out, 16, 2);
        else if (c >= '0' && c <= '7')
            return --m_at, digits(out, 8, 3);
        else
            out += c; // \" \' \\ \?
        return true;
    }
    bool digits(std::string& out, int base, size_t most) {
        unsigned v = 0;
        const char* begin = m_text.data() + m_at;
        const auto end = std::from_chars(begin, begin + std::min(most, m_text.size() - m_at), v, base);
        if (end.ec != std::errc()) return false;
        m_at += static_cast<size_t>(end.ptr - begin);
        out += static_cast<char>(v);
        return true;
    }

    std::string_view m_text;
    size_t m_at = 0;
    const char* m_expected = "a field";
};

} // namespace

Result<Json> textToJson(std::string_view text, const MessageSchema& schema) {
    Parser parser(text);
    Json out = Json::object();
    if (!parser.fields(schema, out, '\0', 0)) return failure(parser.error(schema));
    return out;
}

} // namespace td::runlog
