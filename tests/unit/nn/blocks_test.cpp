#include "engine/nn/expression.h"
#include "engine/nn/model_json.h"
#include "engine/nn/summary.h"

#include <fstream>
#include <gtest/gtest.h>

/// Blocks: parts of a model with a name and parameters.
namespace td::nn {

namespace {
const std::filesystem::path kGolden = std::filesystem::path(TD_SOURCE_DIR) / "tests/golden/model-2.json";

/// A model of one input (B,4) with these blocks and layers.
Json fileWith(const char* blocks, const char* layers) {
    return {{"format", kModelFormat},
            {"version", 2},
            {"blocks", Json::parse(blocks)},
            {"inputs", {{{"name", "x"}, {"shape", {4}}}}},
            {"layers", Json::parse(layers)}};
}

constexpr const char* kWide = R"({"wide": {
    "parameters": [{"name": "units", "type": "int"}, {"name": "activation", "type": "text", "default": "relu"}],
    "layers": [{"class_name": "Dense", "name": "a", "config": {"units": "$units * 2", "activation": "$activation"}},
               {"class_name": "Dense", "name": "b", "config": {"units": "$units"}}]}})";

Error errorOf(const Json& file) {
    const auto model = modelFromJson(file);
    EXPECT_FALSE(model) << file.dump();
    return model ? Error{} : model.error();
}

Json valueOf(const char* expression, const Json& values) {
    const auto config = Config::complete({}, values);
    const auto result = substituted(expression, *config);
    return result ? *result : Json(describe(result.error()));
}
} // namespace

TEST(BlockExpression, computesWithParameters) {
    const Json values = {{"n", 7}, {"half", 0.5}, {"name", "relu"}, {"list", {1, 2}}, {"none", nullptr}};
    const std::pair<const char*, Json> cases[] = {
        {"$n", 7},
        {"$n * 2", 14},
        {"$n + 1 * 2", 9},
        {"$($n + 1) * 2", 16},
        {"$n // 2", 3},
        {"$n / 2", 3.5},
        {"$n % 4", 3},
        {"$(0-$n) // 2", -4},
        {"$(0-$n) % 4", 1},
        {"$n - 2 - 2", 3},
        {"$half * $n", 3.5},
        {"$name", "relu"},
        {"$list", {1, 2}},
        {"$none", nullptr},
        {"$(-$n)", -7},
        {"$$n", "$n"},
        {"plain", "plain"},
        {"$n*1e2", 700.0},
        {"", ""},
    };
    for (const auto& [text, expected] : cases)
        EXPECT_EQ(valueOf(text, values), expected) << text;
}

TEST(BlockExpression, mistakesAreSaid) {
    const Json values = {{"n", 7}, {"name", "relu"}, {"huge", 9223372036854775807}};
    const std::pair<const char*, const char*> cases[] = {
        {"$m", "'m'"},
        {"$n / 0", "division by zero"},
        {"$n // (1 - 1)", "division by zero"},
        {"$name * 2", "numbers"},
        {"$n +", "a number"},
        {"$n 2", "nothing behind"},
        {"$(n", "$parameter"},
        {"$($n", "closing"},
        {"$huge * 2", "64 bits"},
        {"$n * 1e400", "number"},
        {"$", "''"},
        {"$huge * 1e300 * 1e300", "finite"},
    };
    for (const auto& [text, expected] : cases) {
        const Json result = valueOf(text, values);
        ASSERT_TRUE(result.is_string()) << text << " gives " << result.dump();
        EXPECT_NE(result.get<std::string>().find(expected), std::string::npos) << text << ": " << result.dump();
    }
    const auto config = Config::complete({}, values);
    EXPECT_FALSE(substituted("$" + std::string(100'000, '(') + "1", *config));
}

TEST(Blocks, eachUseHasItsOwnValuesAndWeights) {
    const auto model = modelFromJson(fileWith(
        kWide,
        R"([{"block": "wide", "name": "one", "config": {"units": 3}}, {"block": "wide", "config": {"units": 5}}])"));
    ASSERT_TRUE(model) << describe(model.error());
    ASSERT_EQ(model->calls.size(), 2u);
    const Layer& use = *model->calls[0].layer;
    EXPECT_EQ(use.block, model->blocks.at("wide"));
    EXPECT_EQ(use.config.integer("units"), 3);
    EXPECT_EQ(use.model->calls[0].layer->config.integer("units"), 6);
    const auto weights = makeWeights(*model, 1);
    ASSERT_TRUE(weights) << describe(weights.error());
    const std::pair<const char*, Extents> expected[] = {
        {"one/a/kernel", {4, 6}}, {"one/b/kernel", {6, 3}}, {"wide/a/kernel", {3, 10}}, {"wide/b/kernel", {10, 5}}};
    EXPECT_EQ(weights->all().size(), 8u);
    for (const auto& [path, extents] : expected) {
        ASSERT_NE(weights->find(path), nullptr) << path;
        EXPECT_EQ(weights->find(path)->extents, extents) << path;
    }
}

TEST(Blocks, aSecondCallOfAUseSharesItsWeights) {
    const auto model = modelFromJson(
        fileWith(R"({"same": {"layers": [{"class_name": "Dense", "name": "d", "config": {"units": 4}}]}})",
                 R"([{"block": "same", "name": "one"}, {"use": "one", "name": "again", "inputs": ["one"]}])"));
    ASSERT_TRUE(model) << describe(model.error());
    EXPECT_EQ(makeWeights(*model, 1)->all().size(), 2u);
}

TEST(Blocks, aUseThatIsNotTrainedFreezesWhatIsInside) {
    const auto model = modelFromJson(
        fileWith(kWide, R"([{"block": "wide", "name": "one", "config": {"units": 3, "trainable": false}}])"));
    ASSERT_TRUE(model) << describe(model.error());
    const auto weights = makeWeights(*model, 1);
    ASSERT_TRUE(weights) << describe(weights.error());
    for (const auto& weight : weights->all())
        EXPECT_FALSE(weight.isTrained()) << weight.path;
}

TEST(Blocks, theGoldenFileOfVersionTwoIsReadAndWrittenAgain) {
    const auto model = readModel(kGolden);
    ASSERT_TRUE(model) << describe(model.error());
    const auto weights = makeWeights(*model, 1);
    ASSERT_TRUE(weights) << describe(weights.error());
    EXPECT_EQ(weights->find("first/wide/conv/kernel")->extents, (Extents{3, 3, 4, 8}));
    EXPECT_EQ(weights->find("first/narrow/conv/kernel")->extents, (Extents{1, 1, 8, 4}));
    EXPECT_EQ(weights->find("second/wide/conv/kernel")->extents, (Extents{3, 3, 4, 6}));
    EXPECT_EQ(model->layers().size(), 5u); // one use is called twice

    const Json written = modelToJson(*model);
    const Json file = Json::parse(std::ifstream(kGolden));
    EXPECT_EQ(written["version"], 2);
    EXPECT_EQ(written["blocks"], file["blocks"]);
    EXPECT_EQ(written["author"], file["author"]);
    EXPECT_EQ(written["training"], file["training"]);
    ASSERT_EQ(written["layers"].size(), file["layers"].size());
    EXPECT_EQ(written["layers"][0]["position"], file["layers"][0]["position"]);
    EXPECT_EQ(written["layers"][2]["block"], "residual");
    EXPECT_EQ(written["layers"][2]["config"], file["layers"][2]["config"]);
    EXPECT_EQ(modelToJson(modelFromJson(written).value()), written);
}

TEST(Blocks, aFileWithoutThemStaysAtVersionOne) {
    const auto model = modelFromJson(fileWith("{}", R"([{"class_name": "Dense", "config": {"units": 2}}])"));
    ASSERT_TRUE(model) << describe(model.error());
    EXPECT_EQ(modelToJson(*model)["version"], 1);
    EXPECT_FALSE(modelToJson(*model).contains("blocks"));
}

TEST(Blocks, theSummaryFoldsAndUnfoldsThem) {
    const auto model = readModel(kGolden);
    ASSERT_TRUE(model);
    const auto summary = summarize(*model);
    ASSERT_TRUE(summary) << describe(summary.error());
    std::vector<std::string> folded, unfolded;
    eachRow(summary->layers, kFolded, [&](const LayerFacts& facts, int) { folded.push_back(facts.path); });
    eachRow(summary->layers, kUnfolded, [&](const LayerFacts& facts, int) { unfolded.push_back(facts.path); });
    EXPECT_EQ(folded, (std::vector<std::string>{"stem", "first", "second", "pool", "kind"}));
    EXPECT_EQ(unfolded.size(), 5u + 3 + 2 * (3 + 2 * 3));
    const LayerFacts& first = summary->layers[1];
    EXPECT_EQ(first.className, "residual");
    EXPECT_EQ(first.output.toString(), "(B,8,8,4)");
    // 3x3 from 4 to 8 channels, 1x1 back, and four numbers a channel of each normalization.
    EXPECT_EQ(first.parameters, 3 * 3 * 4 * 8 + 8 * 4 + 4 * 8 + 4 * 4);
    EXPECT_EQ(first.macs, 8 * 8 * (3 * 3 * 4 * 8 + 8 * 4));
    EXPECT_EQ(first.inner[0].path, "first/wide");
    EXPECT_EQ(first.inner[0].inner[0].output.toString(), "(B,8,8,8)");
    double inside = 0;
    for (const auto& facts : first.inner)
        inside += static_cast<double>(facts.parameters);
    EXPECT_EQ(inside, first.parameters);
    const Json json = toJson(*summary, 2);
    EXPECT_EQ(json["layers"][1]["block"], "residual");
    EXPECT_EQ(json["layers"][1]["layers"].size(), 3u);
    EXPECT_FALSE(json["layers"][1]["layers"][0].contains("layers"));
}

TEST(BlockMistakes, nameBlockLayerAndArgument) {
    const Error missing = errorOf(fileWith(kWide, R"([{"block": "wide", "name": "one"}])"));
    EXPECT_EQ(missing.fact("layer"), "one");
    EXPECT_EQ(missing.fact("block"), "wide");
    EXPECT_EQ(missing.fact("argument"), "units");
    const Error wrong = errorOf(fileWith(kWide, R"([{"block": "wide", "name": "one", "config": {"units": "many"}}])"));
    EXPECT_EQ(wrong.fact("argument"), "units");
    EXPECT_EQ(wrong.fact("expected"), "a whole number");
    // A value that fits the parameter but not what it is used for.
    const Error inside = errorOf(fileWith(R"({"thin": {"parameters": [{"name": "units", "type": "real"}],
                     "layers": [{"class_name": "Dense", "name": "d", "config": {"units": "$units / 2"}}]}})",
                                          R"([{"block": "thin", "name": "one", "config": {"units": 3}}])"));
    EXPECT_EQ(inside.fact("layer"), "one/d");
    EXPECT_EQ(inside.fact("block"), "thin");
    EXPECT_EQ(inside.fact("value"), "1.5");
    const Error unknown =
        errorOf(fileWith(R"({"b": {"layers": [{"class_name": "Dense", "name": "d", "config": {"units": "$n"}}]}})",
                         R"([{"block": "b", "name": "one"}])"));
    EXPECT_EQ(unknown.fact("layer"), "one/d");
    EXPECT_EQ(unknown.fact("expression"), "$n");
    EXPECT_EQ(errorOf(fileWith(kWide, R"([{"block": "wid", "name": "one", "config": {"units": 3}}])")).code,
              ErrorCode::NotFound);
    const Error ports =
        errorOf(fileWith(kWide, R"([{"block": "wide", "name": "one", "config": {"units": 3}, "inputs": ["x", "x"]}])"));
    EXPECT_EQ(ports.fact("inputs"), "2");
    EXPECT_EQ(ports.fact("expected"), "1 inputs");
}

TEST(BlockMistakes, aBlockMustNotUseItself) {
    const Error itself = errorOf(fileWith(R"({"a": {"layers": [{"block": "a"}]}})", R"([{"block": "a"}])"));
    EXPECT_EQ(itself.fact("found"), "a > a");
    const Error circle = errorOf(fileWith(
        R"({"a": {"layers": [{"block": "b"}]}, "b": {"layers": [{"block": "c"}]}, "c": {"layers": [{"block": "b"}]}})",
        R"([{"class_name": "Dense", "config": {"units": 1}}])")); // though nobody uses it
    EXPECT_EQ(circle.fact("found"), "b > c > b");
}

TEST(BlockMistakes, depthAndNumberAreBounded) {
    Json deep = Json::object(), many = Json::object();
    const auto name = [](int i) { return std::string("b").append(std::to_string(i)); };
    const Json dense = Json::parse(R"([{"class_name": "Dense", "name": "d", "config": {"units": 1}}])");
    for (int i = 0; i < 40; ++i)
        deep[name(i)]["layers"] = i + 1 < 40 ? Json::array({{{"block", name(i + 1)}}}) : dense;
    for (int i = 0; i < 30; ++i)
        many[name(i)]["layers"] =
            i + 1 < 30
                ? Json::array({{{"block", name(i + 1)}, {"name", "one"}}, {{"block", name(i + 1)}, {"name", "two"}}})
                : dense;
    const Error tooDeep = errorOf(fileWith(deep.dump().c_str(), R"([{"block": "b0"}])"));
    EXPECT_NE(tooDeep.fact("expected").find("32 blocks"), std::string::npos) << describe(tooDeep);
    const Error tooMany = errorOf(fileWith(many.dump().c_str(), R"([{"block": "b0"}])"));
    EXPECT_EQ(tooMany.code, ErrorCode::TooLarge) << describe(tooMany);
}

TEST(BlockMistakes, definitionsAreChecked) {
    const char* definitions[] = {
        R"([])",
        R"({"a/b": {"layers": [{}]}})",
        R"({"a": 1})",
        R"({"a": {}})",
        R"({"a": {"layers": []}})",
        R"({"a": {"layers": [{}], "parameters": {}}})",
        R"({"a": {"layers": [{}], "parameters": [1]}})",
        R"({"a": {"layers": [{}], "parameters": [{"name": "n"}]}})",
        R"({"a": {"layers": [{}], "parameters": [{"name": "n", "type": "number"}]}})",
        R"({"a": {"layers": [{}], "parameters": [{"name": "2n", "type": "int"}]}})",
        R"({"a": {"layers": [{}], "parameters": [{"name": "trainable", "type": "bool"}]}})",
        R"({"a": {"layers": [{}], "parameters": [{"name": "n", "type": "int", "default": "x"}]}})",
        R"({"a": {"layers": [{}], "parameters": [{"name": "n", "type": "int"}, {"name": "n", "type": "int"}]}})",
        R"({"a": {"layers": [{}], "inputs": []}})",
        R"({"a": {"layers": [{}], "inputs": "x"}})",
        R"({"a": {"layers": [{}], "inputs": [1]}})",
    };
    for (const char* definition : definitions)
        EXPECT_FALSE(modelFromJson(fileWith(definition, R"([{"class_name": "Dense", "config": {"units": 1}}])")))
            << definition;
    const char* uses[] = {R"([{"block": 1}])", R"([{"block": "a", "name": "x/y"}])", R"([{"block": "a"}])"};
    for (const char* use : uses)
        EXPECT_FALSE(modelFromJson(fileWith(R"({"a": {"layers": [1]}})", use))) << use;
}

TEST(BlockMistakes, aShapeThatDoesNotFitNamesBlockAndLayer) {
    const auto model = modelFromJson(fileWith(
        R"({"image": {"layers": [{"class_name": "Conv2D", "name": "conv", "config": {"filters": 2, "kernel_size": 3}}]}})",
        R"([{"block": "image", "name": "stem"}])"));
    ASSERT_TRUE(model) << describe(model.error());
    const auto weights = makeWeights(*model, 1);
    ASSERT_FALSE(weights);
    EXPECT_EQ(weights.error().code, ErrorCode::ShapeMismatch);
    EXPECT_EQ(weights.error().fact("layer"), "stem/conv");
    EXPECT_EQ(weights.error().fact("block"), "image");
}

} // namespace td::nn
