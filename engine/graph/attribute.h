#pragma once

#include "engine/base/result.h"
#include "engine/tensor/shape.h"
#include "engine/tensor/tensor.h"

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace td::graph {

using Ints = std::vector<int64_t>;
using Doubles = std::vector<double>;

/// One attribute's value. A Tensor is compared by type and bytes.
using Attribute = std::variant<bool, int64_t, double, std::string, Ints, Doubles, DType, Shape, Tensor>;

/// In the order of Attribute's alternatives.
enum class AttributeKind : uint8_t { Bool, Int, Double, String, IntList, DoubleList, DType, Shape, Tensor };
/// "bool", "int", "double", "string", "ints", "doubles", "dtype", "shape", "tensor"
[[nodiscard]] TD_API std::string_view name(AttributeKind kind);
[[nodiscard]] inline AttributeKind kindOf(const Attribute& attribute) {
    return static_cast<AttributeKind>(attribute.index());
}

/// A node's attributes by name, sorted, so that equal sets compare equal.
///
/// Look-ups of a name that is not there, or is of another kind, give the type's zero: nodes are checked against their
/// operation's schema when they are made, and get its defaults, so that inside an operation's own code nothing is
/// missing.
class TD_API Attributes {
public:
    Attributes() = default;
    Attributes(std::initializer_list<std::pair<std::string, Attribute>> entries);

    void set(std::string name, Attribute value);
    [[nodiscard]] const Attribute* find(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }

    [[nodiscard]] bool flag(std::string_view name) const { return value<bool>(name); }
    [[nodiscard]] int64_t integer(std::string_view name) const { return value<int64_t>(name); }
    [[nodiscard]] double real(std::string_view name) const { return value<double>(name); }
    [[nodiscard]] const std::string& text(std::string_view name) const { return value<std::string>(name); }
    [[nodiscard]] const Ints& integers(std::string_view name) const { return value<Ints>(name); }
    [[nodiscard]] const Doubles& reals(std::string_view name) const { return value<Doubles>(name); }
    [[nodiscard]] DType dtype(std::string_view name) const { return value<DType>(name); }
    [[nodiscard]] const Shape& shape(std::string_view name) const { return value<Shape>(name); }
    [[nodiscard]] const Tensor& tensor(std::string_view name) const { return value<Tensor>(name); }

    [[nodiscard]] auto begin() const { return m_entries.begin(); }
    [[nodiscard]] auto end() const { return m_entries.end(); }
    [[nodiscard]] bool empty() const { return m_entries.empty(); }
    bool operator==(const Attributes&) const = default;

private:
    template <class T>
    const T& value(std::string_view name) const {
        static const T kMissing{};
        const Attribute* found = find(name);
        const T* typed = found ? std::get_if<T>(found) : nullptr;
        return typed ? *typed : kMissing;
    }

    std::vector<std::pair<std::string, Attribute>> m_entries;
};

} // namespace td::graph
