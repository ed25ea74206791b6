#include "engine/graph/op_registry.h"
#include "engine/nn/emission.h"
#include "engine/nn/model_json.h"
#include "engine/nn/summary.h"
#include "engine/nn/unknown_keys.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace td::nn {

namespace {
/// One layer written into a graph of its own.
struct Bench {
    graph::Graph graph{graph::builtinOps()};
    Builder builder{graph};
    Weights weights;
    Emission emission{builder, weights, builtins(), {true, 1}};

    Flow input(const std::string& shape, DType dtype = DType::F32) {
        const std::string name = "x" + std::to_string(graph.inputs().size());
        return {builder.input(name, {dtype, *Shape::parse(shape)}), {}};
    }
    Flows run(const LayerPtr& layer, const Flows& inputs) { return emission.run(*layer, inputs); }
};

LayerPtr layer(const std::string& className, const Json& config) {
    auto made = createLayer({{"class_name", className}, {"config", config}}, builtins());
    EXPECT_TRUE(made) << (made ? "" : describe(made.error()));
    return made ? *made : nullptr;
}

/// What running a layer over an input of this shape fails with.
Error failureOf(const std::string& className, const Json& config, const std::string& shape) {
    Bench bench;
    (void)bench.run(layer(className, config), {bench.input(shape)});
    return bench.builder.error().value_or(Error{});
}

std::string shapeOf(const std::string& className, const Json& config, const std::string& shape,
                    DType dtype = DType::F32) {
    Bench bench;
    const Flows flows = bench.run(layer(className, config), {bench.input(shape, dtype)});
    return bench.builder.error() ? describe(*bench.builder.error()) : flows[0].value.shape().toString();
}
} // namespace

TEST(Lora, aConvolutionRestsAndLearnsTwoThinKernels) {
    Bench bench;
    const Json config = {{"filters", 6}, {"kernel_size", 3}, {"lora_rank", 2}, {"lora_alpha", 4}};
    (void)bench.run(layer("Conv2D", config), {bench.input("(B,8,8,4)")});
    ASSERT_FALSE(bench.builder.error()) << describe(*bench.builder.error());
    const Weight *kernel = bench.weights.find("conv2d/kernel"), *a = bench.weights.find("conv2d/lora_kernel_a"),
                 *b = bench.weights.find("conv2d/lora_kernel_b");
    ASSERT_TRUE(kernel && a && b);
    EXPECT_FALSE(kernel->isTrained());
    EXPECT_TRUE(a->isTrained() && b->isTrained());
    EXPECT_EQ(a->extents, (Extents{3, 3, 4, 2}));
    EXPECT_EQ(b->extents, (Extents{2, 6}));
}

TEST(Activation, aLayerMayStandForTheFunction) {
    const Json leaky = {{"module", "keras.layers"},
                        {"class_name", "LeakyReLU"},
                        {"config", {{"name", "leaky_re_lu"}, {"negative_slope", 0.1}}}};
    EXPECT_EQ(shapeOf("Dense", {{"units", 3}, {"activation", leaky}}, "(B,4)"), "(B,3)");
    EXPECT_EQ(shapeOf("Activation", {{"activation", leaky}}, "(B,4)"), "(B,4)");
    Bench bench;
    const Json elu = {{"module", "keras.layers"}, {"class_name", "ELU"}, {"config", {{"alpha", 0.3}}}};
    const Json config = {{"filters", 2}, {"kernel_size", 3}, {"activation", elu}};
    (void)bench.run(layer("Conv2D", config), {bench.input("(B,8,8,4)")});
    ASSERT_FALSE(bench.builder.error()) << describe(*bench.builder.error());
    const auto order = bench.graph.order();
    const auto isElu = [&](auto id) {
        const auto& node = bench.graph.node(id);
        return node.op->name == "elu" && node.attributes.real("alpha") == 0.3;
    };
    EXPECT_TRUE(std::any_of(order.begin(), order.end(), isElu));
}

TEST(Summary, openSizesCountAsTheLeastThatFits) {
    const Json json = Json::parse(R"({"format": "tensordesk-model", "version": 1, "name": "m",
        "inputs": [{"name": "x", "shape": [null, null, 3]}], "layers": [
        {"class_name": "Conv2D", "config": {"filters": 4, "kernel_size": 3}}, {"class_name": "MaxPooling2D"},
        {"class_name": "Conv2D", "config": {"filters": 4, "kernel_size": 3}},
        {"class_name": "GlobalAveragePooling2D"}, {"class_name": "Dense", "config": {"units": 2}}]})");
    const auto model = modelFromJson(json);
    ASSERT_TRUE(model) << describe(model.error());
    const auto summary = summarize(*model);
    ASSERT_TRUE(summary) << describe(summary.error());
    EXPECT_EQ(summary->openSize, 8); // 8 -> 6 -> 3 -> 1
    EXPECT_EQ(summary->parameters, 112 + 148 + 10);
    EXPECT_NE(toText(*summary, *model).find("count as 8"), std::string::npos);
}

TEST(UnknownKeys, anotherPrecisionIsTold) {
    const auto asked = [](const Json& dtype) {
        Model model;
        model.inputs.push_back({"x", {DType::F32, Shape{Dim::symbol("B"), Dim(4)}}});
        model.calls.push_back({layer("Dense", {{"units", 2}, {"dtype", dtype}}), {{-1, 0}}});
        const auto keys = unknownKeys(model);
        return keys.empty() ? std::string() : keys[0].precision;
    };
    EXPECT_EQ(asked("float32"), "");
    EXPECT_EQ(asked("float64"), "float64");
    EXPECT_EQ(asked({{"class_name", "DTypePolicy"}, {"config", {{"name", "mixed_float16"}}}}), "mixed_float16");
}

TEST(LayerArguments, errorsNameLayerArgumentAndWhatIsExpected) {
    const struct {
        std::string className;
        Json config;
        std::string shape, argument;
    } cases[] = {
        {"Dense", {{"units", 0}}, "(B,4)", "units"},
        {"Conv2D", {{"filters", 4}, {"kernel_size", 3}, {"groups", 3}}, "(B,8,8,4)", "groups"},
        {"Conv2D", {{"filters", 4}, {"kernel_size", 0}}, "(B,8,8,4)", "kernel_size"},
        {"Conv1DTranspose",
         {{"filters", 4}, {"kernel_size", 3}, {"strides", 2}, {"output_padding", 2}},
         "(B,8,4)",
         "output_padding"},
        {"Dropout", {{"rate", 1.5}}, "(B,4)", "rate"},
        {"GroupNormalization", {{"groups", 3}}, "(B,4)", "groups"},
        {"LayerNormalization", {{"axis", 5}}, "(B,4)", "axis"},
        {"Cropping1D", {{"cropping", 4}}, "(B,8,4)", "cropping"},
        {"Reshape", {{"target_shape", {-1, -1}}}, "(B,4)", "target_shape"},
        {"Permute", {{"dims", {2, 2}}}, "(B,4,5)", "dims"},
        {"EinsumDense", {{"equation", "ab,cd"}, {"output_shape", 3}}, "(B,4)", "equation"},
        {"Embedding", {{"input_dim", 0}, {"output_dim", 2}}, "(B,4)", "input_dim"},
    };
    for (const auto& test : cases) {
        Json config = test.config;
        config["name"] = "probe";
        const Error error = failureOf(test.className, config, test.shape);
        EXPECT_EQ(error.code, ErrorCode::InvalidArgument) << test.className << ": " << describe(error);
        EXPECT_EQ(error.fact("layer"), "probe") << test.className;
        EXPECT_EQ(error.fact("class"), test.className);
        EXPECT_EQ(error.fact("argument"), test.argument) << test.className;
        EXPECT_FALSE(error.fact("expected").empty()) << test.className;
    }
}

TEST(LayerArguments, groupQueryAttentionRefusesWhatDoesNotDivide) {
    const Json good = {{"head_dim", 4}, {"num_query_heads", 6}, {"num_key_value_heads", 3}, {"name", "probe"}};
    const std::pair<const char*, Json> changes[] = {
        {"head_dim", 0},        {"num_query_heads", 0}, {"num_key_value_heads", 0},
        {"num_query_heads", 4}, {"sliding_window", 0},  {"dropout", 1.5},
    };
    for (const auto& [argument, value] : changes) {
        Json config = good;
        config[argument] = value;
        Bench bench;
        (void)bench.run(layer("GroupQueryAttention", config), {bench.input("(B,5,8)"), bench.input("(B,7,8)")});
        const Error error = bench.builder.error().value_or(Error{});
        EXPECT_EQ(error.code, ErrorCode::InvalidArgument) << argument << ": " << describe(error);
        EXPECT_EQ(error.fact("layer"), "probe") << argument;
        EXPECT_EQ(error.fact("argument"), argument) << describe(error);
    }
    for (const char* value : {"(B,7)", "(B,2,7,8)"}) {
        Bench bench;
        (void)bench.run(layer("GroupQueryAttention", good), {bench.input("(B,5,8)"), bench.input(value)});
        EXPECT_EQ(bench.builder.error().value_or(Error{}).code, ErrorCode::ShapeMismatch) << value;
    }
    Bench bench;
    const Flows flows = bench.run(layer("GroupQueryAttention", good), {bench.input("(B,5,8)"), bench.input("(B,7,8)")});
    ASSERT_FALSE(bench.builder.error()) << describe(*bench.builder.error());
    EXPECT_EQ(flows[0].value.shape().toString(), "(B,5,8)");
    EXPECT_EQ(bench.weights.find("probe/key/kernel")->extents, (Extents{8, 3, 4}));
}

TEST(LayerArguments, batchRenormalizationChecksItsLimits) {
    for (const Json& limits :
         {Json{{"rmx", 1}}, Json{{"rmin", 2}, {"rmax", 1}}, Json{{"dmax", -1}}, Json("none"), Json{{"rmax", "much"}}}) {
        const Error error = failureOf("BatchNormalization",
                                      {{"renorm", true}, {"renorm_clipping", limits}, {"name", "probe"}}, "(B,4)");
        EXPECT_EQ(error.fact("argument"), "renorm_clipping") << limits.dump();
        EXPECT_EQ(error.fact("layer"), "probe");
    }
    Bench bench;
    (void)bench.run(layer("BatchNormalization",
                          {{"renorm", true},
                           {"moving_variance_initializer", {{"class_name", "Constant"}, {"config", {{"value", 4}}}}}}),
                    {bench.input("(B,2)")});
    ASSERT_FALSE(bench.builder.error()) << describe(*bench.builder.error());
    ASSERT_TRUE(bench.weights.initialize(1));
    EXPECT_EQ(bench.weights.find("batch_normalization/renorm_stddev")->value.at(1), 2);
    EXPECT_EQ(bench.emission.changes().size(), 5u);
}

TEST(LayerArguments, aWrongRankNamesLayerAndInput) {
    const Error error = failureOf("Conv2D", {{"filters", 4}, {"kernel_size", 3}, {"name", "first"}}, "(B,8,4)");
    EXPECT_EQ(error.code, ErrorCode::ShapeMismatch);
    EXPECT_EQ(error.fact("layer"), "first");
    EXPECT_EQ(error.fact("input"), "float32(B,8,4)");
}

TEST(LayerShapes, sizesThatAreNotKnownYetGoThrough) {
    EXPECT_EQ(shapeOf("Dense", {{"units", 7}}, "(B,T,4)"), "(B,T,7)");
    EXPECT_EQ(shapeOf("Conv1D", {{"filters", 3}, {"kernel_size", 5}, {"padding", "causal"}}, "(B,T,4)"), "(B,T,3)");
    EXPECT_EQ(shapeOf("Conv2DTranspose", {{"filters", 3}, {"kernel_size", 3}, {"strides", 2}, {"padding", "same"}},
                      "(B,8,8,4)"),
              "(B,16,16,3)");
    EXPECT_EQ(shapeOf("LSTM", {{"units", 6}, {"return_sequences", true}}, "(B,T,4)"), "(B,T,6)");
    EXPECT_EQ(shapeOf("GRU", {{"units", 6}, {"go_backwards", true}}, "(B,T,4)"), "(B,6)");
    EXPECT_EQ(shapeOf("Embedding", {{"input_dim", 9}, {"output_dim", 5}}, "(B,T)", DType::I32), "(B,T,5)");
    EXPECT_EQ(shapeOf("GlobalAveragePooling1D", Json::object(), "(B,T,4)"), "(B,4)");
    EXPECT_EQ(shapeOf("Flatten", Json::object(), "(B,7,7,3)"), "(B,147)");
    EXPECT_EQ(shapeOf("UpSampling1D", {{"size", 3}}, "(B,8,4)"), "(B,24,4)");
    EXPECT_EQ(shapeOf("TimeDistributed", {{"layer", {{"class_name", "Dense"}, {"config", {{"units", 3}}}}}}, "(B,T,4)"),
              "(B,T,3)");
    EXPECT_EQ(shapeOf("Bidirectional", {{"layer", {{"class_name", "LSTM"}, {"config", {{"units", 3}}}}}}, "(B,T,4)"),
              "(B,6)");
}

TEST(LayerShapes, activationsWithoutAnOperationNeedKnownSteps) {
    const Error error = failureOf("LSTM", {{"units", 6}, {"activation", "relu"}}, "(B,T,4)");
    EXPECT_EQ(error.code, ErrorCode::ShapeMismatch);
    EXPECT_EQ(shapeOf("LSTM", {{"units", 6}, {"activation", "relu"}}, "(B,5,4)"), "(B,6)");
}

TEST(LayerWeights, aSecondUseSharesThem) {
    for (const char* name : {"Dense", "LSTM"}) {
        Bench bench;
        const LayerPtr shared = layer(name, {{"units", 4}});
        (void)bench.run(shared, {bench.input("(B,5,4)")});
        const size_t before = bench.weights.all().size();
        (void)bench.run(shared, {bench.input("(B,5,4)")});
        EXPECT_EQ(bench.weights.all().size(), before) << name;
        EXPECT_FALSE(bench.builder.error()) << name;
    }
}

TEST(LayerWeights, aSecondUseWithOtherSizesFails) {
    Bench bench;
    const LayerPtr shared = layer("Dense", {{"units", 4}});
    (void)bench.run(shared, {bench.input("(B,4)")});
    (void)bench.run(shared, {bench.input("(B,5)")});
    ASSERT_TRUE(bench.builder.error());
    EXPECT_EQ(bench.builder.error()->code, ErrorCode::ShapeMismatch);
}

TEST(LayerWeights, theGateThatForgetsStartsOpen) {
    Bench bench;
    (void)bench.run(layer("LSTM", {{"units", 2}}), {bench.input("(B,5,4)")});
    ASSERT_TRUE(bench.weights.initialize(1));
    const Weight* bias = bench.weights.find("lstm/lstm_cell/bias");
    ASSERT_NE(bias, nullptr);
    for (int64_t i = 0; i < 8; ++i)
        EXPECT_EQ(bias->value.at(i), i == 2 || i == 3 ? 1 : 0) << i;
}

TEST(LayerWeights, batchNormalizationRestsWhereItIsNotTrained) {
    Bench bench;
    (void)bench.run(layer("BatchNormalization", {{"trainable", false}}), {bench.input("(B,4)")});
    EXPECT_TRUE(bench.emission.changes().empty());
    Bench other;
    (void)other.run(layer("BatchNormalization", Json::object()), {other.input("(B,4)")});
    EXPECT_EQ(other.emission.changes().size(), 2u);
}

TEST(Catalogue, everythingSaysWhatItIs) {
    const auto check = [](const auto& catalogue) {
        for (const auto& [name, def] : catalogue.all()) {
            EXPECT_FALSE(def.about.empty()) << name;
            for (const auto& parameter : def.parameters)
                EXPECT_FALSE(parameter.about.empty()) << name << ": " << parameter.name;
        }
    };
    check(builtins().layers);
    check(builtins().activations);
    check(builtins().initializers);
    check(builtins().regularizers);
    check(builtins().constraints);
    for (const auto& [name, def] : builtins().layers.all())
        EXPECT_FALSE(def.category.empty()) << name;
}

} // namespace td::nn
