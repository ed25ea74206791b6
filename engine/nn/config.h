#pragma once

#include "engine/base/result.h"
#include "engine/nn/json.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace td::nn {

enum class ParameterKind : uint8_t {
    Bool,
    Int,
    Real,
    Text,   ///< one of `choices`, where there are any
    Sizes,  ///< a list of integers; a single one stands for `count` equal ones
    Object, ///< a name or {"class_name", "config"}: an initializer, an activation, a layer …
    Any,    ///< any JSON that its owner reads, null too
};

/// One argument of a layer, loss, optimizer …: what a property editor shows and what a configuration is checked against.
struct Parameter {
    std::string name; ///< Keras' name
    ParameterKind kind = ParameterKind::Int;
    Json standard = {};     ///< the value where it is left out; null allows null
    std::string about = {}; ///< one line: meaning, unit, allowed values
    std::vector<std::string> choices = {};
    size_t count = 0;        ///< of Sizes: how many; 0 takes any number
    bool isRequired = false; ///< has no standard value
};

/// The arguments of one object, checked and complete: inside its own code nothing is missing or of another kind.
///
/// Keys that the schema does not know are kept (and named by `unknown`), so that what is written back has them.
/// Threads: immutable; copies share.
class TD_API Config {
public:
    Config() = default;
    /// Errors: InvalidArgument with the facts "argument", "value", "expected".
    [[nodiscard]] static Result<Config> complete(const std::vector<Parameter>& schema, const Json& given);

    [[nodiscard]] bool has(std::string_view name) const;
    /// Absent or null.
    [[nodiscard]] bool isNull(std::string_view name) const { return json(name).is_null(); }
    /// Null where there is none.
    [[nodiscard]] const Json& json(std::string_view name) const;
    [[nodiscard]] bool flag(std::string_view name) const;
    [[nodiscard]] int64_t integer(std::string_view name) const;
    [[nodiscard]] double real(std::string_view name) const;
    [[nodiscard]] std::string text(std::string_view name) const;
    /// The integers of a Sizes parameter (or of any JSON list of integers).
    [[nodiscard]] std::vector<int64_t> sizes(std::string_view name) const;

    [[nodiscard]] const Json& all() const { return m_values; }
    [[nodiscard]] const std::vector<std::string>& unknown() const { return m_unknown; }
    [[nodiscard]] Config with(std::string_view name, Json value) const;

private:
    Json m_values = Json::object();
    std::vector<std::string> m_unknown;
};

/// A number as Keras' JSON writes it: also "NaN", "Infinity", "-Infinity" and {"class_name": "__numpy__", "config": {"value": x}}.
[[nodiscard]] TD_API bool readNumber(const Json& json, double& into);

} // namespace td::nn
