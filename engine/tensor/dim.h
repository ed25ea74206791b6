#pragma once

#include "engine/base/api.h"

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace td {

struct DimPolynomial;

/// What symbols stand for: {"B", 32}.
using DimBindings = std::map<std::string, int64_t, std::less<>>;

/// The size of one axis: a number, or a polynomial over symbols ("B", "B*T", "floor((T-1)/2)+1").
///
/// Two Dims are equal if their canonical forms are: "B*T" == "T*B"; nothing is assumed about a symbol but that it is ≥
/// 0. Values are small, immutable and cheap to copy; a known number allocates nothing.
/// Threads: immutable.
class TD_API Dim {
public:
    Dim(int64_t value = 0)
        : m_value(value) {}
    /// A symbol; `name` is a letter followed by letters, digits or '_'.
    [[nodiscard]] static Dim symbol(std::string name);
    /// Reads what `toString` writes. Nothing if the text is no such expression.
    [[nodiscard]] static std::optional<Dim> parse(std::string_view text);

    [[nodiscard]] bool isKnown() const { return !m_polynomial; }
    /// The number; only for a known Dim.
    [[nodiscard]] int64_t value() const { return m_value; }
    [[nodiscard]] bool is(int64_t value) const { return isKnown() && m_value == value; }

    [[nodiscard]] std::string toString() const;
    /// With these symbols put in; a symbol that is not bound stays.
    [[nodiscard]] Dim bound(const DimBindings& bindings) const;
    /// The symbols in it, sorted, each once.
    [[nodiscard]] std::vector<std::string> symbols() const;

    friend TD_API Dim operator+(const Dim& a, const Dim& b);
    friend TD_API Dim operator-(const Dim& a, const Dim& b);
    friend TD_API Dim operator*(const Dim& a, const Dim& b);
    friend TD_API bool operator==(const Dim& a, const Dim& b);
    /// floor(a / divisor), divisor > 0; stays symbolic where the division does not go up.
    friend TD_API Dim floorDiv(const Dim& a, int64_t divisor);
    friend TD_API Dim ceilDiv(const Dim& a, int64_t divisor);
    /// a / b where that is a polynomial again ("B*T*8" / "B*4" = "T*2"); nothing otherwise or if b is 0.
    friend TD_API std::optional<Dim> exactDiv(const Dim& a, const Dim& b);

private:
    explicit Dim(std::shared_ptr<const DimPolynomial> polynomial)
        : m_polynomial(std::move(polynomial)) {}
    static Dim from(DimPolynomial polynomial);
    [[nodiscard]] DimPolynomial polynomial() const;

    int64_t m_value = 0;
    std::shared_ptr<const DimPolynomial> m_polynomial;
};

TD_API Dim operator+(const Dim& a, const Dim& b);
TD_API Dim operator-(const Dim& a, const Dim& b);
TD_API Dim operator*(const Dim& a, const Dim& b);
TD_API bool operator==(const Dim& a, const Dim& b);
[[nodiscard]] TD_API Dim floorDiv(const Dim& a, int64_t divisor);
[[nodiscard]] TD_API Dim ceilDiv(const Dim& a, int64_t divisor);
[[nodiscard]] TD_API std::optional<Dim> exactDiv(const Dim& a, const Dim& b);

} // namespace td
