#pragma once

#include "engine/nn/config.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace td::nn {

/// What every configurable thing has: Keras' class name, other names it is called by, its arguments.
struct ObjectDef {
    std::string className;
    std::vector<std::string> aliases = {}; ///< besides its own name in snake_case
    std::string about = {};                ///< formula and contract, one to three lines
    std::vector<Parameter> parameters = {};
};

/// A definition with its arguments; null for "none".
template <class Def>
struct Object {
    const Def* def = nullptr;
    Config config;
    explicit operator bool() const { return def != nullptr; }
};

/// "HeNormal" -> "he_normal", "Conv2DTranspose" -> "conv2d_transpose", "L1L2" -> "l1l2".
/// Source: Keras' `to_snake_case`, after which it names layers.
[[nodiscard]] TD_API std::string snakeCase(std::string_view className);
/// What a layer or a path was called while a digit still made a border: "conv2d_1/kernel" -> "conv2_d_1/kernel".
/// Files with such names are read: where a name is not there, its older one is looked for.
[[nodiscard]] TD_API std::string olderName(std::string_view name);

/// A name and arguments as they stand in JSON; empty name for null.
struct Spec {
    std::string name;
    Json config = Json::object();
};
/// Reads null, "name", {"class_name", "config"}, and Keras' {"class_name": "function", "config": "name"}.
/// Errors: InvalidArgument with the fact "expected".
[[nodiscard]] TD_API Result<Spec> readSpec(const Json& json);

/// The name by which a thing is usually called: "rmsprop", "mean_squared_error".
[[nodiscard]] TD_API std::string shownName(const ObjectDef& def);
/// The error for a name that is not among those known: with the nearest one, and with all where they are not too many to read.
[[nodiscard]] TD_API Error unknownName(std::string_view kind, std::string_view name,
                                       const std::vector<std::string>& known);

/// Definitions of one kind by name. A plugin adds to it before it is used.
template <class Def>
class Catalogue {
public:
    explicit Catalogue(std::string kind)
        : m_kind(std::move(kind)) {}

    void add(Def def) {
        const std::string name = def.className;
        for (const auto& alias : def.aliases)
            m_names[alias] = name;
        m_names[snakeCase(name)] = name;
        m_defs.insert_or_assign(name, std::move(def));
    }
    /// By class name, snake_case name or alias.
    [[nodiscard]] const Def* find(std::string_view name) const {
        if (const auto alias = m_names.find(name); alias != m_names.end() && !m_defs.contains(std::string(name)))
            name = alias->second;
        const auto found = m_defs.find(name);
        return found == m_defs.end() ? nullptr : &found->second;
    }
    /// What each definition may be called in a file, one name each, sorted.
    [[nodiscard]] std::vector<std::string> shownNames() const {
        std::vector<std::string> names;
        for (const auto& [className, def] : m_defs)
            names.push_back(shownName(def));
        std::sort(names.begin(), names.end());
        return names;
    }
    /// Sorted by class name.
    [[nodiscard]] const std::map<std::string, Def, std::less<>>& all() const { return m_defs; }

    /// An object from its JSON; null gives an empty one.
    /// Errors: NotFound naming kind and name; InvalidArgument naming class and argument.
    [[nodiscard]] Result<Object<Def>> create(const Json& json) const {
        auto spec = readSpec(json);
        if (!spec) return failure(spec.error());
        if (spec->name.empty()) return Object<Def>{};
        return create(spec->name, spec->config);
    }
    [[nodiscard]] Result<Object<Def>> create(std::string_view name, const Json& given) const {
        const Def* def = find(name);
        if (!def) return failure(unknownName(m_kind, name, shownNames()));
        auto config = Config::complete(def->parameters, given);
        if (!config) {
            Error error = config.error();
            error.facts.insert(error.facts.begin(), {m_kind, def->className});
            return failure(std::move(error));
        }
        return Object<Def>{def, std::move(*config)};
    }

private:
    std::string m_kind; ///< "layer", "loss" …: how errors call it
    std::map<std::string, Def, std::less<>> m_defs;
    std::map<std::string, std::string, std::less<>> m_names;
};

} // namespace td::nn
