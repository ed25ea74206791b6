#include "engine/nn/expression.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>

namespace td::nn {

namespace {
constexpr int kDeepest = 64;

struct Operator {
    std::string_view word;
    char operation;
};
constexpr std::array<Operator, 2> kSums = {{{"+", '+'}, {"-", '-'}}};
constexpr std::array<Operator, 4> kProducts = {
    {{"*", '*'}, {"//", 'd'}, {"/", '/'}, {"%", '%'}}}; // the longer word first

/// One expression, read from left to right; the first mistake sticks.
class Evaluation {
public:
    Evaluation(const std::string& text, const Config& parameters)
        : m_text(text)
        , m_parameters(parameters) {}

    Result<Json> run() {
        Json value = sum();
        skipSpace();
        if (!m_error && m_at < m_text.size()) value = wrong("nothing behind '" + m_text.substr(0, m_at) + "'");
        if (m_error) return failure(*m_error);
        return value;
    }

private:
    Json wrong(std::string expected) {
        if (!m_error)
            m_error = Error(ErrorCode::InvalidArgument, {{"expression", m_text}, {"expected", std::move(expected)}});
        return nullptr;
    }

    void skipSpace() {
        while (m_at < m_text.size() && m_text[m_at] == ' ')
            ++m_at;
    }

    /// Whether `word` comes next; it is passed then.
    bool take(std::string_view word) {
        skipSpace();
        if (m_error || m_text.compare(m_at, word.size(), word) != 0) return false;
        m_at += word.size();
        return true;
    }

    Json sum() {
        if (++m_depth > kDeepest) return wrong("fewer parentheses");
        Json value = chain(kSums, &Evaluation::product);
        --m_depth;
        return value;
    }

    Json product() { return chain(kProducts, &Evaluation::signedValue); }

    /// Operands between operators of one rank, computed from left to right.
    Json chain(std::span<const Operator> operators, Json (Evaluation::*operand)()) {
        Json value = (this->*operand)();
        while (!m_error) {
            const auto next =
                std::find_if(operators.begin(), operators.end(), [&](const Operator& each) { return take(each.word); });
            if (next == operators.end()) break;
            value = computed(next->operation, value, (this->*operand)());
        }
        return value;
    }

    Json signedValue() {
        bool isNegative = false;
        while (take("-"))
            isNegative = !isNegative;
        const Json value = single();
        return isNegative ? computed('-', 0, value) : value;
    }

    Json single() {
        if (take("$")) return m_at < m_text.size() && m_text[m_at] == '(' ? single() : parameter();
        if (take("(")) {
            Json value = sum();
            return take(")") ? value : wrong("a closing parenthesis");
        }
        return number();
    }

    Json parameter() {
        const size_t begin = m_at;
        while (m_at < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) || m_text[m_at] == '_'))
            ++m_at;
        const std::string name = m_text.substr(begin, m_at - begin);
        if (m_parameters.has(name)) return m_parameters.json(name);
        return wrong("a parameter of the block, not '" + name + "'");
    }

    Json number() {
        skipSpace();
        const char *begin = m_text.data() + m_at, *end = m_text.data() + m_text.size();
        int64_t whole = 0;
        double real = 0;
        const auto asWhole = std::from_chars(begin, end, whole);
        const auto asReal = std::from_chars(begin, end, real);
        if (asReal.ec != std::errc() || asReal.ptr == begin) return wrong("a number or a $parameter");
        m_at += static_cast<size_t>(asReal.ptr - begin);
        if (asWhole.ec == std::errc() && asWhole.ptr == asReal.ptr) return whole;
        return finite(real);
    }

    Json finite(double value) { return std::isfinite(value) ? Json(value) : wrong("a finite number"); }

    Json computed(char operation, const Json& a, const Json& b) {
        if (m_error) return nullptr;
        if (!a.is_number() || !b.is_number()) return wrong("numbers to compute with");
        const bool isDivision = operation == '/' || operation == 'd' || operation == '%';
        if (isDivision && b.get<double>() == 0) return wrong("no division by zero");
        if (a.is_number_integer() && b.is_number_integer() && operation != '/')
            return ofWhole(operation, a.get<int64_t>(), b.get<int64_t>());
        return ofReal(operation, a.get<double>(), b.get<double>());
    }

    Json ofWhole(char operation, int64_t a, int64_t b) {
        int64_t result = 0;
        bool isTooLarge = false;
        if (operation == '+') isTooLarge = __builtin_add_overflow(a, b, &result);
        if (operation == '-') isTooLarge = __builtin_sub_overflow(a, b, &result);
        if (operation == '*') isTooLarge = __builtin_mul_overflow(a, b, &result);
        if ((operation == 'd' || operation == '%') && b == -1) { // what the processor cannot divide
            isTooLarge = operation == 'd' && __builtin_sub_overflow(int64_t{0}, a, &result);
        } else if (operation == 'd' || operation == '%') {
            const int64_t rest = a % b;
            const bool isBelow = rest != 0 && (rest < 0) != (b < 0);
            result = operation == 'd' ? a / b - (isBelow ? 1 : 0) : rest + (isBelow ? b : 0);
        }
        return isTooLarge ? wrong("a number of 64 bits") : Json(result);
    }

    Json ofReal(char operation, double a, double b) {
        switch (operation) {
        case '+':
            return finite(a + b);
        case '-':
            return finite(a - b);
        case '*':
            return finite(a * b);
        case '/':
            return finite(a / b);
        case 'd':
            return finite(std::floor(a / b));
        default:
            return finite(a - b * std::floor(a / b));
        }
    }

    const std::string& m_text;
    const Config& m_parameters;
    size_t m_at = 0;
    int m_depth = 0;
    std::optional<Error> m_error;
};

Result<Json> substitutedAt(const Json& json, const Config& parameters, int depth) {
    if (json.is_string()) {
        const auto& text = json.get_ref<const std::string&>();
        if (text.empty() || text[0] != '$') return json;
        if (text.starts_with("$$")) return Json(text.substr(1));
        return Evaluation(text, parameters).run();
    }
    if (!json.is_structured()) return json;
    if (depth > kDeepest)
        return failure(ErrorCode::InvalidArgument,
                       {{"expected", "arguments of at most " + std::to_string(kDeepest) + " levels"}});
    Json result = json;
    for (auto& part : result) {
        auto replaced = substitutedAt(part, parameters, depth + 1);
        if (!replaced) return replaced;
        part = *std::move(replaced);
    }
    return result;
}
} // namespace

Result<Json> substituted(const Json& json, const Config& parameters) {
    return substitutedAt(json, parameters, 0);
}

} // namespace td::nn
