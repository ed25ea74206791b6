#include "tests/unit/ops/samples.h"

/// Rules by which variables follow their gradients.
namespace td::test {

namespace {
using graph::Attributes;

/// Shapes that every rule is tried with.
const std::vector<Extents> kShapes = {{2, 3}, {1, 4}, {0, 3}, {}};

struct Rule {
    std::string op;
    int states;
    bool takesStep;
    Attributes attributes;
};

Tensor rate() {
    return Tensor::scalar(DType::F64, 0.1);
}
Tensor step(int64_t number) {
    Tensor tensor = Tensor::zeros(DType::I64, {});
    tensor.set(0, static_cast<double>(number));
    return tensor;
}

void addRule(SampleTable& table, const Rule& rule) {
    int64_t number = 1;
    for (const Extents& shape : kShapes) {
        std::vector<OptionalTensor> inputs{table.reals(shape)};
        for (int i = 0; i < rule.states; ++i)
            inputs.emplace_back(table.reals(shape, 0.5, 1.5));
        inputs.emplace_back(table.reals(shape, -0.6, 0.6));
        inputs.emplace_back(rate());
        if (rule.takesStep) inputs.emplace_back(step(number++));
        table.add(rule.op, std::move(inputs), rule.attributes);
    }
    std::vector<std::optional<TensorType>> wrong(static_cast<size_t>(rule.states) + 3, f64({2, 3}));
    wrong[static_cast<size_t>(rule.states) + 1] = f64({3, 2});
    wrong[static_cast<size_t>(rule.states) + 2] = f64({});
    if (rule.takesStep) wrong.emplace_back(TensorType{DType::I64, {}});
    table.reject(rule.op, wrong, rule.attributes);
}

void addRules(SampleTable& table) {
    addRule(table, {"sgd", 0, false, {}});
    addRule(table, {"sgd", 0, false, {{"weight_decay", 0.1}}});
    addRule(table, {"sgd_momentum", 1, false, {{"momentum", 0.9}}});
    addRule(table, {"sgd_momentum", 1, false, {{"momentum", 0.9}, {"nesterov", true}, {"weight_decay", 0.1}}});
    addRule(table, {"adagrad", 1, false, {}});
    addRule(table, {"adam", 2, true, {}});
    addRule(table, {"adam", 2, true, {{"beta_1", 0.8}, {"beta_2", 0.9}, {"epsilon", 0.1}}});
    addRule(table, {"adam", 2, true, {{"weight_decay", 0.3}}});
    addRule(table, {"adam_amsgrad", 3, true, {}});
    addRule(table, {"adamax", 2, true, {}});
    addRule(table, {"lion", 1, false, {}});
    addRule(table, {"lamb", 2, true, {}});
    addRule(table, {"rmsprop", 1, false, {}});
    addRule(table, {"rmsprop_momentum", 2, false, {{"momentum", 0.7}}});
    addRule(table, {"adadelta", 2, false, {}});
    addRule(table, {"ftrl", 2, false, {{"l1", 0.1}, {"l2", 0.2}, {"shrinkage", 0.05}, {"beta", 0.3}}});
    addRule(table, {"ftrl", 2, false, {{"learning_rate_power", -0.8}}});
    addRule(table, {"adafactor_full", 1, true, {}});
}

/// Rules whose states have bounds or shapes of their own.
void addSpecialRules(SampleTable& table) {
    for (const Extents& shape : kShapes) {
        const Tensor grad = table.reals(shape, -0.5, 0.5);
        table.add("rmsprop_centered",
                  {table.reals(shape), table.reals(shape, 1, 2), table.reals(shape, -0.3, 0.3), table.reals(shape),
                   grad, rate()},
                  {{"momentum", 0.5}});
        table.add("nadam", {table.reals(shape), table.reals(shape), table.reals(shape, 0.5, 1),
                            Tensor::scalar(DType::F64, 0.3), grad, rate(), step(3)});
        table.add("ema", {table.reals(shape), table.reals(shape)}, {{"momentum", 0.8}});
    }
    table.add("adafactor", {table.reals({3, 4}), table.reals({3}, 0.5, 1), table.reals({4}, 0.5, 1),
                            table.reals({3, 4}), rate(), step(2)});
    table.add("adafactor", {table.reals({2, 1, 3}), table.reals({2, 1}, 0.5, 1), table.reals({2, 3}, 0.5, 1),
                            table.reals({2, 1, 3}), rate(), step(1)});
    table.add("adafactor", {table.reals({0, 2, 3}), table.reals({0, 2}), table.reals({0, 3}), table.reals({0, 2, 3}),
                            rate(), step(1)});
    const auto scalar = f64({});
    const TensorType number{DType::I64, {}};
    table.reject("rmsprop_centered", {f64({2}), f64({2}), f64({3}), f64({2}), f64({2}), scalar});
    table.reject("nadam", {f64({2}), f64({2}), f64({2}), f64({2}), f64({2}), scalar, number});
    table.reject("adafactor", {f64({3, 4}), f64({4}), f64({3}), f64({3, 4}), scalar, number});
    table.reject("adafactor", {f64({3}), f64({}), f64({}), f64({3}), scalar, number});
    table.reject("ema", {f64({3}), f64({4})});
}

void addRowRules(SampleTable& table) {
    const auto rows = [&](const Extents& param, const Extents& indices, DType dtype) {
        Extents grads = indices;
        grads.insert(grads.end(), param.begin() + 1, param.end());
        const Tensor names = table.whole(dtype, indices, 0, std::max<int64_t>(param[0] - 1, 0));
        table.add("sgd_rows", {table.reals(param), table.reals(grads), names, rate()});
        for (const bool isEach : {false, true})
            table.add("adagrad_rows",
                      {table.reals(param), table.reals(param, 0.5, 1.5), table.reals(grads), names, rate()},
                      {{"square_each_row", isEach}});
    };
    rows({4, 3}, {6}, DType::I32);
    rows({5, 1, 2}, {2, 2}, DType::I64);
    rows({3, 2}, {0}, DType::I32);
    rows({3}, {4}, DType::I64);
    table.reject("sgd_rows", {f64({4, 3}), f64({2, 4}), i32({2}), f64({})});
    table.reject("adagrad_rows", {f64({4, 3}), f64({4, 3}), f64({3, 3}), i32({2}), f64({})});
    table.reject("adagrad_rows", {f64({4, 3}), f64({4, 2}), f64({2, 3}), i32({2}), f64({})});
}
} // namespace

void addOptimizerSamples(SampleTable& table) {
    addRules(table);
    addSpecialRules(table);
    addRowRules(table);
    table.add("global_norm", {table.reals({2, 3}), table.reals({1}), table.reals({})});
    table.add("global_norm", {table.reals({0, 3}), table.reals({2})});
    table.addCorner("global_norm", {Tensor::zeros(DType::F64, {3})});
    table.takesAnyShape("global_norm");
}

} // namespace td::test
