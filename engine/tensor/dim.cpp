#include "engine/tensor/dim.h"

#include "engine/tensor/dim_polynomial.h"
#include "engine/tensor/saturated.h"

#include <algorithm>
#include <set>

namespace td {

void DimPolynomial::add(const DimProduct& product, int64_t coefficient) {
    if (coefficient == 0) return;
    const auto [place, isNew] = terms.try_emplace(product, coefficient);
    if (isNew) return;
    place->second = saturatedSum(place->second, coefficient);
    if (place->second == 0) terms.erase(place);
}

namespace {
std::string printed(const DimProduct& product, int64_t coefficient) {
    std::string text;
    for (const DimAtom& atom : product)
        text += (text.empty() ? "" : "*") + atom.key;
    if (text.empty()) return std::to_string(coefficient);
    if (coefficient == 1) return text;
    if (coefficient == -1) return "-" + text;
    return std::to_string(coefficient) + "*" + text;
}

int64_t flooredQuotient(int64_t a, int64_t b) {
    return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

/// The atoms of `product` less those of `part`; nothing if `part` is not contained.
std::optional<DimProduct> without(DimProduct product, const DimProduct& part) {
    for (const DimAtom& atom : part) {
        const auto place = std::find(product.begin(), product.end(), atom);
        if (place == product.end()) return std::nullopt;
        product.erase(place);
    }
    return product;
}
} // namespace

/// Products first, the constant last: "T-1".
std::string DimPolynomial::toString() const {
    std::string text, constant;
    for (const auto& [product, coefficient] : terms) {
        std::string term = printed(product, coefficient);
        std::string& into = product.empty() ? constant : text;
        if (!into.empty() && term.front() != '-') into += '+';
        into += term;
    }
    if (!text.empty() && !constant.empty() && constant.front() != '-') text += '+';
    text += constant;
    return text.empty() ? "0" : text;
}

Dim Dim::from(DimPolynomial polynomial) {
    if (polynomial.terms.empty()) return Dim(0);
    if (polynomial.terms.size() == 1 && polynomial.terms.begin()->first.empty())
        return Dim(polynomial.terms.begin()->second);
    return Dim(std::make_shared<const DimPolynomial>(std::move(polynomial)));
}

DimPolynomial Dim::polynomial() const {
    if (m_polynomial) return *m_polynomial;
    DimPolynomial constant;
    constant.add({}, m_value);
    return constant;
}

Dim Dim::symbol(std::string name) {
    DimPolynomial polynomial;
    polynomial.add({DimAtom{std::move(name), nullptr, 0}}, 1);
    return from(std::move(polynomial));
}

std::string Dim::toString() const {
    return m_polynomial ? m_polynomial->toString() : std::to_string(m_value);
}

Dim operator+(const Dim& a, const Dim& b) {
    if (a.isKnown() && b.isKnown()) return {saturatedSum(a.m_value, b.m_value)};
    DimPolynomial sum = a.polynomial();
    for (const auto& [product, coefficient] : b.polynomial().terms)
        sum.add(product, coefficient);
    return Dim::from(std::move(sum));
}

Dim operator-(const Dim& a, const Dim& b) {
    return a + b * Dim(-1);
}

Dim operator*(const Dim& a, const Dim& b) {
    if (a.isKnown() && b.isKnown()) return {saturatedProduct(a.m_value, b.m_value)};
    DimPolynomial result;
    const DimPolynomial left = a.polynomial(), right = b.polynomial();
    for (const auto& [p, x] : left.terms)
        for (const auto& [q, y] : right.terms) {
            DimProduct both = p;
            both.insert(both.end(), q.begin(), q.end());
            std::sort(both.begin(), both.end());
            result.add(both, saturatedProduct(x, y));
        }
    return Dim::from(std::move(result));
}

bool operator==(const Dim& a, const Dim& b) {
    if (a.isKnown() != b.isKnown()) return false;
    if (a.isKnown()) return a.m_value == b.m_value;
    return a.m_polynomial == b.m_polynomial || a.m_polynomial->terms == b.m_polynomial->terms;
}

/// Terms that the divisor divides leave the floor: floor((4*T+3)/2) = 2*T + floor(3/2).
Dim floorDiv(const Dim& a, int64_t divisor) {
    if (a.isKnown()) return {flooredQuotient(a.m_value, divisor)};
    DimPolynomial whole, rest;
    for (const auto& [product, coefficient] : a.m_polynomial->terms) {
        const int64_t quotient = product.empty()              ? flooredQuotient(coefficient, divisor)
                                 : coefficient % divisor == 0 ? coefficient / divisor
                                                              : 0;
        whole.add(product, quotient);
        rest.add(product, coefficient - quotient * divisor);
    }
    const bool isConstant =
        std::all_of(rest.terms.begin(), rest.terms.end(), [](const auto& term) { return term.first.empty(); });
    if (!isConstant) {
        std::string key = "floor((" + rest.toString() + ")/" + std::to_string(divisor) + ")";
        whole.add({DimAtom{std::move(key), std::make_shared<const DimPolynomial>(rest), divisor}}, 1);
    }
    return Dim::from(std::move(whole));
}

Dim ceilDiv(const Dim& a, int64_t divisor) {
    return floorDiv(a + Dim(divisor - 1), divisor);
}

std::optional<Dim> exactDiv(const Dim& a, const Dim& b) {
    if (b.is(0)) return std::nullopt;
    if (a == b) return Dim(1);
    const DimPolynomial divisor = b.polynomial();
    if (divisor.terms.size() != 1) return std::nullopt;
    const auto& [part, factor] = *divisor.terms.begin();
    DimPolynomial result;
    const DimPolynomial dividend = a.polynomial();
    for (const auto& [product, coefficient] : dividend.terms) {
        const auto left = without(product, part);
        if (!left || coefficient % factor != 0) return std::nullopt;
        result.add(*left, coefficient / factor);
    }
    return Dim::from(std::move(result));
}

Dim Dim::bound(const DimBindings& bindings) const {
    if (isKnown()) return *this;
    Dim sum(0);
    for (const auto& [product, coefficient] : m_polynomial->terms) {
        Dim term(coefficient);
        for (const DimAtom& atom : product) {
            if (atom.inner) {
                term = term * floorDiv(Dim(atom.inner).bound(bindings), atom.divisor);
                continue;
            }
            const auto place = bindings.find(atom.key);
            term = term * (place == bindings.end() ? symbol(atom.key) : Dim(place->second));
        }
        sum = sum + term;
    }
    return sum;
}

std::vector<std::string> Dim::symbols() const {
    std::set<std::string> names;
    if (!m_polynomial) return {};
    for (const auto& [product, coefficient] : m_polynomial->terms)
        for (const DimAtom& atom : product) {
            const auto inner = atom.inner ? Dim(atom.inner).symbols() : std::vector{atom.key};
            names.insert(inner.begin(), inner.end());
        }
    return {names.begin(), names.end()};
}

} // namespace td
