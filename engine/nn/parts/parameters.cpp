#include "engine/nn/parts/parameters.h"

namespace td::nn {

Parameter boolParameter(std::string name, bool standard, std::string about) {
    return {std::move(name), ParameterKind::Bool, standard, std::move(about)};
}

Parameter intParameter(std::string name, Json standard, std::string about) {
    return {std::move(name), ParameterKind::Int, std::move(standard), std::move(about)};
}

Parameter realParameter(std::string name, Json standard, std::string about) {
    return {std::move(name), ParameterKind::Real, std::move(standard), std::move(about)};
}

Parameter textParameter(std::string name, Json standard, std::vector<std::string> choices, std::string about) {
    return {std::move(name), ParameterKind::Text, std::move(standard), std::move(about), std::move(choices)};
}

Parameter sizesParameter(std::string name, Json standard, size_t count, std::string about) {
    return {std::move(name), ParameterKind::Sizes, std::move(standard), std::move(about), {}, count};
}

Parameter objectParameter(std::string name, Json standard, std::string about) {
    return {std::move(name), ParameterKind::Object, std::move(standard), std::move(about)};
}

Parameter jsonParameter(std::string name, Json standard, std::string about) {
    return {std::move(name), ParameterKind::Any, std::move(standard), std::move(about)};
}

Parameter required(Parameter parameter) {
    parameter.isRequired = true;
    return parameter;
}

Parameter seedParameter() {
    return intParameter("seed", nullptr, "where its random numbers start; none: from the seed of the model");
}

std::vector<Parameter> joined(std::initializer_list<std::vector<Parameter>> lists) {
    std::vector<Parameter> all;
    for (const auto& list : lists)
        all.insert(all.end(), list.begin(), list.end());
    return all;
}

} // namespace td::nn
