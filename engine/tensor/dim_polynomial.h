#pragma once

#include "engine/tensor/dim.h"

#include <map>
#include <string>
#include <vector>

namespace td {

/// What a product is made of: a symbol, or floor(inner / divisor), which acts as a symbol of its own.
struct DimAtom {
    std::string key; ///< how it prints, and what makes two atoms the same
    std::shared_ptr<const DimPolynomial> inner;
    int64_t divisor = 0;
    bool operator<(const DimAtom& other) const { return key < other.key; }
    bool operator==(const DimAtom& other) const { return key == other.key; }
};

/// Sorted atoms with repetition: T*T is {T, T}; the constant term is {}.
using DimProduct = std::vector<DimAtom>;

/// A sum of products with non-zero coefficients; the map's order is the canonical form.
struct DimPolynomial {
    std::map<DimProduct, int64_t> terms;

    void add(const DimProduct& product, int64_t coefficient);
    [[nodiscard]] std::string toString() const;
};

} // namespace td
