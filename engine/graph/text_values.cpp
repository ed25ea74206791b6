#include "engine/graph/text_values.h"

#include "engine/base/base64.h"
#include "engine/base/crc32c.h"
#include "engine/tensor/dtype_dispatch.h"
#include "engine/tensor/saturated.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace td::graph {

namespace {
/// Shortest text that reads back the same, always recognizable as a real.
std::string realText(double value) {
    char text[40];
    const auto [end, error] = std::to_chars(text, text + sizeof text, value);
    std::string result(text, error == std::errc() ? end : text);
    if (result.find_first_of(".enia") == std::string::npos) result += ".0";
    return result;
}

bool isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

template <class List, class Print>
std::string listText(const List& list, char open, char close, Print print) {
    std::string text(1, open);
    for (size_t i = 0; i < list.size(); ++i)
        text += (i > 0 ? "," : "") + print(list[i]);
    return text + close;
}
} // namespace

std::string quoted(std::string_view text) {
    constexpr const char* kDigits = "0123456789abcdef";
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        if (c == '\n')
            result += "\\n";
        else if (static_cast<unsigned char>(c) < ' ')
            result += {'\\', 'x', kDigits[c / 16], kDigits[c % 16]};
        else
            result += c;
    }
    return result + '"';
}

namespace {
std::string elementText(const Tensor& tensor, int64_t i) {
    if (!isInteger(tensor.dtype())) return realText(tensor.at(i));
    return dispatch(tensor.dtype(), [&]<class T>(T) { return std::to_string(tensor.as<T>()[static_cast<size_t>(i)]); });
}

/// Whether the whole of `text` is such a number.
template <class T>
bool readNumber(std::string_view text, T& value) {
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && stop == text.data() + text.size();
}

/// An integer as such, or as a real without a fraction, within its type.
template <class T>
bool readInteger(std::string_view text, T& value) {
    if (readNumber(text, value)) return true;
    double real = 0;
    const double least = static_cast<double>(std::numeric_limits<T>::min()),
                 end = std::ldexp(1.0, std::numeric_limits<T>::digits);
    if (!readNumber(text, real) || !(real >= least && real < end) || std::trunc(real) != real) return false;
    value = static_cast<T>(real);
    return true;
}

bool readElement(std::string_view text, const Tensor& into, int64_t i) {
    double real = 0;
    if (!isInteger(into.dtype())) {
        if (!readNumber(text, real)) return false;
        into.set(i, real);
        return true;
    }
    return dispatch(into.dtype(), [&]<class T>(T) {
        if constexpr (std::is_same_v<T, bool> || std::is_floating_point_v<T>)
            return false;
        else
            return readInteger(text, into.as<T>()[static_cast<size_t>(i)]);
    });
}
} // namespace

namespace {
std::string inNumbers(const Tensor& tensor) {
    std::string text = "{";
    for (int64_t i = 0; i < tensor.elements(); ++i)
        text += (i > 0 ? "," : "") + elementText(tensor, i);
    return text + "}";
}

bool holdsNan(const Tensor& tensor) {
    for (int64_t i = 0; isFloating(tensor.dtype()) && i < tensor.elements(); ++i)
        if (std::isnan(tensor.at(i))) return true;
    return false;
}
} // namespace

std::string toText(const Tensor& tensor, TextValues values) {
    const std::string type = "tensor " + toString(tensor.type());
    const bool isSmall = tensor.elements() <= kMostWritten;
    if (values == TextValues::All && (!isSmall || holdsNan(tensor)))
        return type + "base64{" + toBase64({tensor.bytes(), tensor.sizeBytes()}) + "}";
    return isSmall ? type + inNumbers(tensor) : type + "#" + std::to_string(crc32c(tensor.bytes(), tensor.sizeBytes()));
}

std::string toText(const Attribute& attribute, TextValues values) {
    struct Printer {
        TextValues values;
        std::string operator()(bool v) const { return v ? "true" : "false"; }
        std::string operator()(int64_t v) const { return std::to_string(v); }
        std::string operator()(double v) const { return realText(v); }
        std::string operator()(const std::string& v) const { return quoted(v); }
        std::string operator()(const Ints& v) const {
            return listText(v, '[', ']', [](int64_t i) { return std::to_string(i); });
        }
        std::string operator()(const Doubles& v) const { return "real" + listText(v, '[', ']', realText); }
        std::string operator()(DType v) const { return std::string(name(v)); }
        std::string operator()(const Shape& v) const { return "shape" + v.toString(); }
        std::string operator()(const Tensor& v) const { return toText(v, values); }
    };
    return std::visit(Printer{values}, attribute);
}

void TextCursor::skipSpaces() {
    while (!m_text.empty() && m_text.front() == ' ')
        m_text.remove_prefix(1);
}

bool TextCursor::isAtEnd() {
    skipSpaces();
    return m_text.empty();
}

bool TextCursor::isNext(std::string_view wanted) {
    skipSpaces();
    return m_text.starts_with(wanted);
}

bool TextCursor::take(std::string_view wanted) {
    if (!isNext(wanted)) return false;
    m_text.remove_prefix(wanted.size());
    return true;
}

bool TextCursor::peek(char c) {
    skipSpaces();
    return !m_text.empty() && m_text.front() == c;
}

namespace {
/// The character that the text after a backslash stands for; `at` moves to its end.
char unescaped(std::string_view text, size_t& at) {
    if (text[at] == 'n') return '\n';
    int code = 0;
    const size_t end = at + 3;
    if (text[at] != 'x' || end > text.size()) return text[at];
    if (const auto [stop, error] = std::from_chars(text.data() + at + 1, text.data() + end, code, 16);
        error != std::errc() || stop != text.data() + end)
        return 'x';
    at += 2;
    return static_cast<char>(code);
}
} // namespace

std::optional<std::string> TextCursor::string() {
    if (!take("\"")) return std::nullopt;
    std::string result;
    for (size_t i = 0; i < m_text.size(); ++i) {
        if (m_text[i] == '"') {
            m_text.remove_prefix(i + 1);
            return result;
        }
        if (m_text[i] == '\\' && i + 1 < m_text.size())
            result += unescaped(m_text, ++i);
        else
            result += m_text[i];
    }
    return std::nullopt;
}

std::optional<std::string_view> TextCursor::word() {
    skipSpaces();
    size_t length = 0;
    while (length < m_text.size() && isWordCharacter(m_text[length]))
        ++length;
    if (length == 0) return std::nullopt;
    const std::string_view found = m_text.substr(0, length);
    m_text.remove_prefix(length);
    return found;
}

std::optional<int64_t> TextCursor::integer() {
    const auto value = number();
    const auto* integer = value ? std::get_if<int64_t>(&*value) : nullptr;
    return integer ? std::optional(*integer) : std::nullopt;
}

/// A number with a point, an exponent, "inf" or "nan" is a real.
std::optional<Attribute> TextCursor::number() {
    const std::string_view token = numeral();
    int64_t integer = 0;
    double real = 0;
    std::optional<Attribute> result;
    if (readNumber(token, integer))
        result = integer;
    else if (readNumber(token, real))
        result = real;
    if (result) m_text.remove_prefix(token.size());
    return result;
}

std::string_view TextCursor::numeral() {
    skipSpaces();
    size_t length = 0;
    while (length < m_text.size() &&
           (isWordCharacter(m_text[length]) || m_text[length] == '.' || m_text[length] == '-' || m_text[length] == '+'))
        ++length;
    return m_text.substr(0, length);
}

std::optional<std::string_view> TextCursor::parenthesized() {
    if (m_text.empty() || m_text.front() != '(') return std::nullopt;
    int depth = 0;
    for (size_t i = 0; i < m_text.size(); ++i) {
        depth += m_text[i] == '(' ? 1 : m_text[i] == ')' ? -1 : 0;
        if (depth > 0) continue;
        const std::string_view found = m_text.substr(0, i + 1);
        m_text.remove_prefix(i + 1);
        return found;
    }
    return std::nullopt;
}

std::optional<TensorType> TextCursor::type() {
    const auto dtypeName = word();
    const auto dtype = dtypeName ? dtypeNamed(*dtypeName) : std::nullopt;
    const auto text = dtype ? parenthesized() : std::nullopt;
    const auto shape = text ? Shape::parse(*text) : std::nullopt;
    return shape ? std::optional(TensorType{*dtype, *shape}) : std::nullopt;
}

std::optional<Tensor> TextCursor::tensor() {
    const auto tensorType = type();
    const auto extents = tensorType ? tensorType->shape.extents() : std::nullopt;
    if (!extents || std::any_of(extents->begin(), extents->end(), [](int64_t n) { return n < 0; })) return std::nullopt;
    if (take("base64{")) return tensorOfBytes(tensorType->dtype, *extents);
    if (!take("{") || elementsOf(*extents) > kMostWritten) return std::nullopt;
    Tensor result = Tensor::zeros(tensorType->dtype, *extents);
    return elements(result) && take("}") ? std::optional(result) : std::nullopt;
}

bool TextCursor::elements(const Tensor& into) {
    for (int64_t i = 0; i < into.elements(); ++i) {
        if (i > 0 && !take(",")) return false;
        const std::string_view element = numeral();
        if (!readElement(element, into, i)) return false;
        m_text.remove_prefix(element.size());
    }
    return true;
}

/// Memory is asked for only where the text holds as many bytes.
std::optional<Tensor> TextCursor::tensorOfBytes(DType dtype, const Extents& extents) {
    const size_t end = m_text.find('}');
    const auto bytes = end == std::string_view::npos ? std::nullopt : fromBase64(m_text.substr(0, end));
    const auto wanted =
        static_cast<uint64_t>(saturatedProduct(elementsOf(extents), static_cast<int64_t>(elementBytes(dtype))));
    if (!bytes || bytes->size() != wanted) return std::nullopt;
    const auto isTruth = [](std::byte b) { return b <= std::byte{1}; };
    if (dtype == DType::Bool && !std::all_of(bytes->begin(), bytes->end(), isTruth)) return std::nullopt;
    auto result = Tensor::create(dtype, extents);
    if (!result) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), result->bytes());
    m_text.remove_prefix(end + 1);
    return *std::move(result);
}

std::optional<Device> TextCursor::device() {
    skipSpaces();
    const size_t end = std::min(m_text.find(' '), m_text.size());
    const auto device = deviceNamed(m_text.substr(0, end));
    if (device) m_text.remove_prefix(end);
    return device;
}

std::optional<Attribute> TextCursor::list() {
    const bool isReal = take("real[");
    if (!isReal && !take("[")) return std::nullopt;
    Ints integers;
    Doubles reals;
    while (!take("]")) {
        if (!(integers.empty() && reals.empty()) && !take(",")) return std::nullopt;
        const auto value = number();
        if (!value || std::holds_alternative<int64_t>(*value) == isReal) return std::nullopt;
        if (isReal)
            reals.push_back(std::get<double>(*value));
        else
            integers.push_back(std::get<int64_t>(*value));
    }
    return isReal ? Attribute(reals) : Attribute(integers);
}

std::optional<Attribute> TextCursor::attribute() {
    if (take("true")) return true;
    if (take("false")) return false;
    if (peek('"')) return string();
    if (peek('[') || (skipSpaces(), m_text.starts_with("real["))) return list();
    if (take("tensor ")) return tensor();
    if (take("shape")) {
        const auto text = parenthesized();
        const auto shape = text ? Shape::parse(*text) : std::nullopt;
        return shape ? std::optional<Attribute>(*shape) : std::nullopt;
    }
    if (auto found = number()) return found;
    const auto dtypeName = word();
    const auto dtype = dtypeName ? dtypeNamed(*dtypeName) : std::nullopt;
    return dtype ? std::optional<Attribute>(*dtype) : std::nullopt;
}

} // namespace td::graph
