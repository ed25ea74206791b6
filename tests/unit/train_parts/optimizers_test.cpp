#include "tests/unit/train_parts/step_graph.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace td {
namespace {
using graph::Expr;
using nn::Json;
using test::StepGraph;

train::Optimizer optimizerOf(const char* name, const Json& config = Json::object()) {
    return train::builtins().optimizers.create(name, config).value();
}

/// A step over parameters (2) of 1, whose gradients are fed.
struct Learning : StepGraph {
    Expr rate = builder.input("rate", TensorType{});
    std::vector<train::Trained> trained;

    explicit Learning(const std::vector<std::string>& paths) {
        for (const std::string& path : paths) {
            const TensorType type{DType::F32, Shape{2}};
            const Expr gradient = builder.input("gradient of " + path, type);
            trained.push_back({path, builder.variable(path, type, true, Tensor::floats({2}, {1, 1})), gradient, {}});
        }
    }
    Result<train::OptimizerVariables> emit(const train::Optimizer& optimizer) {
        return train::emitOptimizer(builder, optimizer, trained, {rate});
    }
};

const Tensor kRate = Tensor::scalar(DType::F32, 0.5);
Tensor pair(float a, float b) {
    return Tensor::floats({2}, {a, b});
}
} // namespace

TEST(Optimizers, plainRuleIsOneOperationForEachParameter) {
    const std::pair<const char*, const char*> rules[] = {
        {"SGD", "sgd"}, {"Adam", "adam"}, {"AdamW", "adam"}, {"RMSprop", "rmsprop"}};
    for (const auto& [name, op] : rules) {
        Learning step({"a", "b", "c"});
        ASSERT_TRUE(step.emit(optimizerOf(name))) << name;
        EXPECT_EQ(step.count(op), 3) << name;
        EXPECT_EQ(step.count(), 4) << name << ": beside these only the count of steps";
    }
}

TEST(Optimizers, weightDecayOfPlainDescentStaysOneOperation) {
    Learning step({"a"});
    ASSERT_TRUE(step.emit(optimizerOf("SGD", {{"weight_decay", 0.1}})));
    EXPECT_EQ(step.count(), 2);
    (void)step.run({kRate, pair(1, 0)});
    EXPECT_NEAR(step.variable("a", 0), 1 - 0.05 - 0.5, 1e-6);
    EXPECT_NEAR(step.variable("a", 1), 1 - 0.05, 1e-6);
}

TEST(Optimizers, parameterWithoutGradientStaysAsItIs) {
    Learning step({"a", "b"});
    step.trained[1].gradient = {};
    ASSERT_TRUE(step.emit(optimizerOf("SGD", {{"weight_decay", 0.1}})));
    (void)step.run({kRate, pair(1, 1), pair(1, 1)});
    EXPECT_NEAR(step.variable("a"), 0.45, 1e-6);
    EXPECT_EQ(step.variable("b"), 1);
}

TEST(Optimizers, overflowChangesNothingButTheScale) {
    Learning step({"a"});
    const auto optimizer = optimizerOf(
        "LossScaleOptimizer", {{"inner_optimizer", "adam"}, {"initial_scale", 8}, {"dynamic_growth_steps", 2}});
    const Expr scale = train::emitLossScale(step.builder, optimizer);
    ASSERT_TRUE(scale);
    const auto variables = step.emit(optimizer);
    ASSERT_TRUE(variables);
    EXPECT_EQ(step.graph.value(scale.id).name, "optimizer/dynamic_scale") << "one variable for loss and gradients";
    (void)step.run({kRate, pair(8, 8)});
    const double after = step.variable("a"), moment = step.variable("optimizer/a_momentum");
    (void)step.run({kRate, pair(std::numeric_limits<float>::infinity(), 8)});
    EXPECT_EQ(step.variable("a"), after);
    EXPECT_EQ(step.variable("optimizer/a_momentum"), moment);
    EXPECT_EQ(step.variable(variables->iterations), 1);
    EXPECT_EQ(step.variable("optimizer/dynamic_scale"), 4);
    (void)step.run({kRate, pair(4, 4)});
    (void)step.run({kRate, pair(4, 4)});
    EXPECT_EQ(step.variable("optimizer/dynamic_scale"), 8) << "two finite steps in a row";
    EXPECT_EQ(step.variable(variables->iterations), 3);
}

TEST(Optimizers, partsAskForRatesOfTheirOwn) {
    Learning step({"dense/kernel", "dense/bias", "out/kernel"});
    const Json map{{"default_optimizer", {{"class_name", "SGD"}, {"config", {{"learning_rate", 0.25}}}}},
                   {"optimizer_map", {{".*/bias", {{"class_name", "Lion"}, {"config", {{"learning_rate", 0.125}}}}}}}};
    const auto variables = step.emit(optimizerOf("MultiOptimizer", {{"optimizer_map", map}}));
    ASSERT_TRUE(variables);
    ASSERT_EQ(variables->rates.size(), 2U);
    std::vector<double> rates;
    for (const auto& input : variables->rates)
        rates.push_back(*train::learningRate(input.argument, 0));
    EXPECT_EQ(rates, (std::vector<double>{0.125, 0.25}));
    EXPECT_EQ(step.count("sgd"), 2);
    EXPECT_EQ(step.count("lion"), 1);
}

TEST(Optimizers, parameterThatTwoPatternsMatchIsRefusedByName) {
    Learning step({"dense/kernel"});
    const Json map{{"default_optimizer", "sgd"}, {"optimizer_map", {{"dense.*", "adam"}, {".*kernel", "lion"}}}};
    const auto variables = step.emit(optimizerOf("MultiOptimizer", {{"optimizer_map", map}}));
    ASSERT_FALSE(variables);
    EXPECT_EQ(variables.error().fact("weight"), "dense/kernel");
}

TEST(Optimizers, averageFollowsTheParameterFromItsFirstValue) {
    Learning step({"a"});
    const auto variables = step.emit(optimizerOf("SGD", {{"use_ema", true}, {"ema_momentum", 0.5}}));
    ASSERT_TRUE(variables);
    const std::string average = variables->averages.at("a");
    (void)step.run({kRate, pair(1, 1)});
    EXPECT_NEAR(step.variable(average), 0.5, 1e-6) << "a copy at first";
    (void)step.run({kRate, pair(1, 1)});
    EXPECT_NEAR(step.variable(average), 0.25, 1e-6) << "half of 0.5 and half of 0";
}

TEST(Optimizers, accumulationMovesOnlyWithTheLastOfItsBatches) {
    Learning step({"a"});
    const auto variables = step.emit(optimizerOf("SGD", {{"gradient_accumulation_steps", 2}}));
    ASSERT_TRUE(variables);
    (void)step.run({kRate, pair(1, 0)});
    EXPECT_EQ(step.variable("a"), 1);
    (void)step.run({kRate, pair(3, 0)});
    EXPECT_NEAR(step.variable("a"), 0, 1e-6) << "0.5 times the mean of 1 and 3";
    EXPECT_EQ(step.variable("optimizer/a_gradient_accumulator"), 0);
    EXPECT_EQ(step.variable(variables->iterations), 2) << "schedules count batches";
}

TEST(Optimizers, infiniteGradientIsNotHiddenByTheGlobalNorm) {
    Learning step({"a"});
    ASSERT_TRUE(step.emit(optimizerOf("SGD", {{"global_clipnorm", 1}})));
    (void)step.run({kRate, pair(std::numeric_limits<float>::infinity(), 1)});
    EXPECT_TRUE(std::isnan(step.variable("a", 1)));
}

/// One step on a table (3, 2) from the gradients of its rows 0, 2, 0, 2.
struct TableLearning : StepGraph {
    Expr rate = builder.input("rate", TensorType{});
    Expr rows = builder.input("rows", {DType::F32, Shape{4, 2}});
    Expr indices = builder.input("indices", {DType::I32, Shape{4}});

    std::vector<double> step(const train::Optimizer& optimizer) {
        const TensorType type{DType::F32, Shape{3, 2}};
        const Expr table = builder.variable("table", type, true, Tensor::floats({3, 2}, {0.5, -0.25, 1, 2, -1, 0.75}));
        const Expr gradient =
            builder.emit("gather_grad", {rows, indices}, {{"axis", int64_t{0}}, {"shape", type.shape}});
        if (!train::emitOptimizer(builder, optimizer, {{"table", table, gradient, {}}}, {rate})) return {};
        Tensor which = Tensor::zeros(DType::I32, {4});
        which.set(1, 2);
        which.set(3, 2);
        (void)run({Tensor::scalar(DType::F32, 0.1),
                   Tensor::floats({4, 2}, {0.3F, -0.2F, 0.5F, 0.4F, -0.1F, 0.9F, 0.2F, 0.1F}), which});
        std::vector<double> after;
        for (int64_t i = 0; i < 6; ++i)
            after.push_back(variable("table", i));
        return after;
    }
};

/// Values of Keras 3.15.1 on TensorFlow 2.21, whose gradient of a gathered table is IndexedSlices.
TEST(Optimizers, rowsOfOneIndexAreSquaredEach) {
    const struct {
        const char* name;
        Json config;
        std::vector<double> after;
    } cases[] = {
        {"Adam",
         Json::object(),
         {0.4367554783821106, -0.32592490315437317, 1, 2, -1.1299850940704346, 0.6287339329719543}},
        {"RMSprop",
         Json::object(),
         {0.30000099539756775, -0.49009788036346436, 1, 2, -1.4110534191131592, 0.36651861667633057}},
        {"Adagrad",
         Json::object(),
         {0.4552786648273468, -0.321818470954895, 1, 2, -1.1120896339416504, 0.6537749767303467}},
        {"Adamax",
         Json::object(),
         {0.45000001788139343, -0.31363633275032043, 1.0, 2.0, -1.0999999046325684, 0.6500000357627869}},
        {"Nadam",
         Json::object(),
         {0.4327833950519562, -0.330692857503891, 1.0, 2.0, -1.138148307800293, 0.6211180686950684}},
        {"Lamb",
         Json::object(),
         {0.4184660315513611, -0.3478807210922241, 1.0, 2.0, -1.167574405670166, 0.5936657190322876}},
        {"Adadelta",
         Json::object(),
         {0.4999105632305145, -0.25010737776756287, 1.0, 2.0, -1.0001838207244873, 0.7498285174369812}},
        {"Ftrl",
         Json::object(),
         {0.10172523558139801, -0.24070778489112854, 0.0, 0.0, -0.605720043182373, 0.1973395049571991}},
        {"Adafactor",
         Json::object(),
         {0.45823559165000916, -0.34038710594177246, 1.0, 2.0, -1.2100666761398315, 0.6572185158729553}},
        {"ScheduleFreeAdamW",
         Json::object(),
         {0.436754435300827, -0.32592564821243286, 1.0, 2.0, -1.1299867630004883, 0.6287322044372559}},
        {"Adam",
         {{"amsgrad", true}},
         {0.4367554783821106, -0.32592490315437317, 1.0, 2.0, -1.1299850940704346, 0.6287339329719543}},
        {"RMSprop",
         {{"centered", true}, {"momentum", 0.5}},
         {0.2958769202232361, -0.4973326623439789, 1.0, 2.0, -1.4509086608886719, 0.3347740173339844}},
        {"SGD",
         {{"clipnorm", 0.5}},
         {0.49157848954200745, -0.27947530150413513, 1.0, 2.0, -1.0294753313064575, 0.7289462089538574}},
        {"SGD",
         {{"clipvalue", 0.25}},
         {0.48499998450279236, -0.2549999952316284, 1.0, 2.0, -1.0449999570846558, 0.7150000333786011}},
        {"Adagrad",
         {{"global_clipnorm", 0.5}},
         {0.4742657542228699, -0.3181832432746887, 1.0, 2.0, -1.068183183670044, 0.694581151008606}},
        {"Lion",
         Json::object(),
         {0.4000000059604645, -0.3499999940395355, 1.0, 2.0, -1.100000023841858, 0.6499999761581421}},
    };
    for (const auto& [name, config, expected] : cases) {
        TableLearning learning;
        const std::vector<double> after = learning.step(optimizerOf(name, config));
        ASSERT_EQ(after.size(), expected.size()) << name;
        for (size_t i = 0; i < after.size(); ++i)
            EXPECT_NEAR(after[i], expected[i], 1e-6) << name << " " << config.dump() << " " << i;
    }
}

TEST(Optimizers, rulesThatOnlyAddRowsStayOneOperation) {
    TableLearning learning;
    ASSERT_FALSE(learning.step(optimizerOf("SGD")).empty());
    EXPECT_EQ(learning.count("sgd"), 1);
    EXPECT_EQ(learning.count("gather_grad"), 1);
}

TEST(Optimizers, adagradOverOneGatheringTouchesItsRowsAlone) {
    TableLearning learning;
    ASSERT_FALSE(learning.step(optimizerOf("Adagrad")).empty());
    EXPECT_EQ(learning.count("adagrad_rows"), 1);
    EXPECT_EQ(learning.count("square"), 0);
}

TEST(Optimizers, allOfThemAreThereAndSpeak) {
    const auto& optimizers = train::builtins().optimizers.all();
    EXPECT_EQ(optimizers.size(), 16U) << "14 rules and two around others";
    EXPECT_EQ(train::builtins().schedules.all().size(), 6U);
    for (const auto& [name, def] : optimizers) {
        EXPECT_FALSE(def.about.empty()) << name;
        for (const auto& parameter : def.parameters)
            EXPECT_FALSE(parameter.about.empty()) << name << " " << parameter.name;
    }
}

} // namespace td
