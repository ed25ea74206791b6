#include "engine/tensor/dim.h"

#include <charconv>
#include <string_view>

namespace td {

namespace {
constexpr int kDeepest = 32;

/// Recursive descent over sums of products; `at` stays on the first character that was not taken.
class DimReader {
public:
    explicit DimReader(std::string_view text)
        : m_text(text) {}

    std::optional<Dim> whole() {
        auto dim = sum();
        if (!dim || m_at != m_text.size()) return std::nullopt;
        return dim;
    }

private:
    bool take(std::string_view word) {
        if (!m_text.substr(m_at).starts_with(word)) return false;
        m_at += word.size();
        return true;
    }

    std::optional<Dim> sum() {
        if (++m_depth > kDeepest) return std::nullopt;
        const bool isNegative = take("-");
        auto total = product();
        if (total && isNegative) total = *total * Dim(-1);
        while (total && m_at < m_text.size() && (m_text[m_at] == '+' || m_text[m_at] == '-')) {
            const bool minus = m_text[m_at++] == '-';
            const auto next = product();
            if (!next) return std::nullopt;
            total = minus ? *total - *next : *total + *next;
        }
        --m_depth;
        return total;
    }

    std::optional<Dim> product() {
        auto result = factor();
        while (result && take("*")) {
            const auto next = factor();
            if (!next) return std::nullopt;
            result = *result * *next;
        }
        return result;
    }

    std::optional<Dim> factor() {
        if (take("floor((")) return floored();
        if (m_at < m_text.size() && isLetter(m_text[m_at])) return Dim::symbol(std::string(word()));
        const auto value = number();
        return value ? std::optional(Dim(*value)) : std::nullopt;
    }

    std::optional<Dim> floored() {
        const auto inner = sum();
        if (!inner || !take(")/")) return std::nullopt;
        const auto divisor = number();
        if (!divisor || *divisor <= 0 || !take(")")) return std::nullopt;
        return floorDiv(*inner, *divisor);
    }

    std::optional<int64_t> number() {
        int64_t value = 0;
        const auto [end, error] = std::from_chars(m_text.data() + m_at, m_text.data() + m_text.size(), value);
        if (error != std::errc() || value < 0) return std::nullopt;
        m_at = static_cast<size_t>(end - m_text.data());
        return value;
    }

    static bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
    std::string_view word() {
        const size_t start = m_at;
        while (m_at < m_text.size() && (isLetter(m_text[m_at]) || (m_text[m_at] >= '0' && m_text[m_at] <= '9')))
            ++m_at;
        return m_text.substr(start, m_at - start);
    }

    std::string_view m_text;
    size_t m_at = 0;
    int m_depth = 0;
};
} // namespace

std::optional<Dim> Dim::parse(std::string_view text) {
    return DimReader(text).whole();
}

} // namespace td
