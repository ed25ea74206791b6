#pragma once

#include "engine/nn/catalogue.h"

#include <initializer_list>
#include <string>
#include <vector>

/// Arguments of losses, metrics, optimizers and schedules: what several have in common, and what is out of range.
namespace td::train {

using nn::Config;
using nn::Json;
using nn::Parameter;
using nn::ParameterKind;

/// The error for an argument out of range. The object's class is added by `checkArguments`.
[[nodiscard]] tl::unexpected<Error> badArgument(const Config& config, std::string_view name, std::string expected);

/// Numbers within bounds, both included. Null is left alone. Errors: of `badArgument`.
[[nodiscard]] Result<void> needWithin(const Config& config, std::string_view name, double low, double high);
/// The same for a lower bound; `isOpen` takes the bound itself out.
enum class Bound : uint8_t { Included, Excluded };
[[nodiscard]] Result<void> needAbove(const Config& config, std::string_view name, double low, Bound bound);

/// Numbers of an argument that is null (none), one number or a list of them. Errors: of `badArgument`.
[[nodiscard]] Result<std::vector<double>> numbersOf(const Config& config, std::string_view name);
/// The same where `check` has seen the argument: what is no number is left out.
[[nodiscard]] std::vector<double> numbers(const Config& config, std::string_view name);
/// The integers of an argument that is null (none), an integer or a list of them.
[[nodiscard]] std::vector<int64_t> integers(const Config& config, std::string_view name);

/// `own`, then what all of a kind have.
[[nodiscard]] std::vector<Parameter> joined(std::vector<Parameter> own, std::vector<Parameter> common);

/// What the object's own `check` says, with its class in front.
template <class Def>
[[nodiscard]] Result<void> checkArguments(std::string_view kind, const nn::Object<Def>& object) {
    if (!object) return failure(ErrorCode::InvalidArgument, {{std::string(kind), ""}, {"expected", "one"}});
    if (!object.def->check) return {};
    auto checked = object.def->check(object.config);
    if (checked) return {};
    Error error = checked.error();
    error.facts.insert(error.facts.begin(), {std::string(kind), object.def->className});
    return failure(std::move(error));
}

} // namespace td::train
