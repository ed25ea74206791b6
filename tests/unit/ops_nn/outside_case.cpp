#include "tests/unit/ops_nn/outside_case.h"

#include "engine/graph/op_registry.h"

#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace td::test {

namespace {
using nlohmann::json;

OptionalTensor tensorOf(const json& text) {
    if (text.is_null()) return std::nullopt;
    const auto dtype = dtypeNamed(text["dtype"].get<std::string>());
    const auto values = text["data"].get<std::vector<double>>();
    return Tensor::of<double>(dtype.value(), text["shape"].get<Extents>(), values);
}

std::vector<OptionalTensor> tensorsOf(const json& text) {
    std::vector<OptionalTensor> tensors;
    for (const json& one : text)
        tensors.push_back(tensorOf(one));
    return tensors;
}

std::vector<Tensor> allOf(const json& text) {
    std::vector<Tensor> tensors;
    for (const json& one : text)
        tensors.push_back(tensorOf(one).value());
    return tensors;
}

/// Of the kind that the operation's schema names.
graph::Attributes attributesOf(const json& text, const graph::OpDef& op) {
    graph::Attributes attributes;
    for (const auto& def : op.attributes) {
        if (!text.contains(def.name)) continue;
        const json& value = text[def.name];
        if (def.kind == graph::AttributeKind::Bool) attributes.set(def.name, value.get<bool>());
        if (def.kind == graph::AttributeKind::Int) attributes.set(def.name, value.get<int64_t>());
        if (def.kind == graph::AttributeKind::Double) attributes.set(def.name, value.get<double>());
        if (def.kind == graph::AttributeKind::String) attributes.set(def.name, value.get<std::string>());
        if (def.kind == graph::AttributeKind::IntList) attributes.set(def.name, value.get<graph::Ints>());
        if (def.kind == graph::AttributeKind::Shape) attributes.set(def.name, Shape::of(value.get<Extents>()));
    }
    return attributes;
}

/// A state's first value: a number everywhere, "one" as a scalar, or a factor of a matrix as zeros.
Tensor stateOf(const json& text, const Extents& param) {
    if (text == "row") return Tensor::zeros(DType::F64, {param[0]});
    if (text == "column") return Tensor::zeros(DType::F64, {param[1]});
    if (text == "one") return Tensor::scalar(DType::F64, 1);
    Tensor state = Tensor::zeros(DType::F64, param);
    for (int64_t i = 0; i < state.elements(); ++i)
        state.set(i, text.get<double>());
    return state;
}

OutsideSteps stepsOf(const json& text, std::string label, const graph::OpDef& op) {
    OutsideSteps steps{std::move(label),
                       op.name,
                       attributesOf(text["attributes"], op),
                       tensorOf(text["inputs"][0]).value(),
                       {},
                       allOf(text["gradients"]),
                       allOf(text["outputs"]),
                       text["rate"].get<double>()};
    for (const json& state : text["states"])
        steps.states.push_back(stateOf(state, steps.param.extents()));
    return steps;
}
} // namespace

OutsideFile readOutside(const std::string& name) {
    OutsideFile read;
    std::ifstream file(std::string(TD_TEST_DATA) + "/ops_nn/" + name);
    const json all = json::parse(file, nullptr, false);
    EXPECT_TRUE(all.is_array()) << name;
    for (size_t i = 0; all.is_array() && i < all.size(); ++i) {
        const json& one = all[i];
        const auto* op = graph::builtinOps().find(one["op"].get<std::string>());
        EXPECT_NE(op, nullptr) << one["op"];
        if (op == nullptr) continue;
        std::string label = name + " " + std::to_string(i) + ": " + op->name;
        if (one.contains("states"))
            read.steps.push_back(stepsOf(one, std::move(label), *op));
        else
            read.cases.push_back({std::move(label), op->name, attributesOf(one["attributes"], *op),
                                  tensorsOf(one["inputs"]), tensorsOf(one["outputs"]), tensorsOf(one["cotangents"]),
                                  tensorsOf(one["grads"])});
    }
    return read;
}

} // namespace td::test
