#pragma once

#include "engine/nn/config.h"

#include <initializer_list>

/// Makers of arguments, so that a list of them reads like the signature it describes.
///
/// `standard` is the value where the argument is left out; null where Keras takes None.
namespace td::nn {

[[nodiscard]] Parameter boolParameter(std::string name, bool standard, std::string about);
[[nodiscard]] Parameter intParameter(std::string name, Json standard, std::string about);
[[nodiscard]] Parameter realParameter(std::string name, Json standard, std::string about);
[[nodiscard]] Parameter textParameter(std::string name, Json standard, std::vector<std::string> choices,
                                      std::string about);
/// `count` 0 takes a list of any length.
[[nodiscard]] Parameter sizesParameter(std::string name, Json standard, size_t count, std::string about);
[[nodiscard]] Parameter objectParameter(std::string name, Json standard, std::string about);
[[nodiscard]] Parameter jsonParameter(std::string name, Json standard, std::string about);
/// The same without a standard value.
[[nodiscard]] Parameter required(Parameter parameter);
[[nodiscard]] Parameter seedParameter();

/// A list of lists, in order.
[[nodiscard]] std::vector<Parameter> joined(std::initializer_list<std::vector<Parameter>> lists);

} // namespace td::nn
