#include "engine/nn/model_json.h"
#include "engine/train/job.h"
#include "tests/unit/train/line_up.h"

#include <gtest/gtest.h>

#include <fstream>

namespace td::test {

namespace {
using nn::Json;
namespace fs = std::filesystem;

/// Every configuration that Keras wrote into the fixtures of a family, as {"class_name", "config"}.
std::vector<Json> configurationsOf(const std::string& family) {
    std::vector<Json> found;
    for (const auto& entry : fs::directory_iterator(fs::path(TD_TEST_DATA) / "keras" / family)) {
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);) {
            const Json fixture = Json::parse(line);
            if (fixture.contains("config"))
                found.push_back({{"class_name", fixture["class"]}, {"config", fixture["config"]}});
        }
    }
    return found;
}

std::string toText(const std::vector<nn::UnknownKey>& keys) {
    std::string text;
    for (const auto& key : keys)
        text += key.path + " " + key.nearest + "\n";
    return text;
}

std::string unknownIn(const Json& file) {
    const auto model = nn::modelFromJson(file);
    return model ? toText(train::unknownKeys(*model)) : describe(model.error());
}

const Json kModel = Json::parse(R"({"format": "tensordesk-model", "version": 1, "name": "m",
    "inputs": [{"name": "x", "shape": [4]}],
    "layers": [{"class_name": "Dense", "name": "hidden", "config": {"units": 2}}]})");
} // namespace

TEST(UnknownKeys, thereAreNoneInWhatKerasWrites) {
    size_t layers = 0;
    for (const Json& spec : configurationsOf("layers")) {
        const auto layer = nn::createLayer(spec, nn::builtins());
        if (!layer) continue; // a layer of a later version
        ++layers;
        nn::Model model;
        model.inputs.push_back({"x", {DType::F32, Shape{Dim::symbol("B")}}});
        model.calls.push_back({*layer, {{-1, 0}}});
        EXPECT_EQ(toText(nn::unknownKeys(model)), "") << spec.dump();
    }
    EXPECT_GT(layers, 200u);
    const auto training = [](const char* family, const auto& wrap) {
        const auto specs = configurationsOf(family);
        EXPECT_FALSE(specs.empty()) << family;
        for (const Json& spec : specs)
            EXPECT_EQ(toText(train::unknownTrainingKeys(wrap(spec))), "") << spec.dump();
    };
    training("optimizers", [](const Json& spec) { return Json{{"optimizer", spec}}; });
    training("losses", [](const Json& spec) { return Json{{"loss", spec}}; });
    training("metrics", [](const Json& spec) { return Json{{"metrics", Json::array({spec})}}; });
}

TEST(UnknownKeys, namePlaceAndWhatWasMeant) {
    EXPECT_EQ(unknownIn(kModel), "");
    Json file = kModel;
    file["layers"][0]["config"]["use_bais"] = false;
    file["layers"][0]["inptus"] = {"x"};
    file["layers"][0]["units"] = 3;
    file["layers"][0]["config"]["kernel_initializer"] = {{"class_name", "HeNormal"}, {"config", {{"sed", 1}}}};
    file["trainig"] = Json::object();
    file["my_note"] = 1;
    file["training"] =
        Json::parse(R"({"loss": {"class_name": "Huber", "config": {"dleta": 2}}, "learning_rate": 1, "epoch": 3,
        "optimizer": {"class_name": "Adam", "config": {"lr": 1, "beta1": 0.5}}, "metrics": ["mae", {"class_name": "AUC", "config": {"num_threshold": 3}}],
        "callbacks": [{"class_name": "EarlyStopping", "config": {"patence": 3}}]})");
    EXPECT_EQ(unknownIn(file), "my_note \n"
                               "trainig training\n"
                               "layers.hidden.inptus inputs\n"
                               "layers.hidden.units config.units\n"
                               "layers.hidden.config.use_bais use_bias\n"
                               "layers.hidden.config.kernel_initializer.config.sed seed\n"
                               "training.epoch epochs\n"
                               "training.learning_rate \n"
                               "training.optimizer.config.beta1 beta_1\n"
                               "training.optimizer.config.lr \n"
                               "training.loss.config.dleta delta\n"
                               "training.metrics.1.config.num_threshold num_thresholds\n"
                               "training.callbacks.0.config.patence patience\n");
    EXPECT_EQ(nn::modelToJson(*nn::modelFromJson(file))["my_note"], 1); // they are kept
}

TEST(UnknownKeys, insideOfBlocksAndNestedModelsHaveTheirPath) {
    Json file = kModel;
    file["version"] = 2;
    file["blocks"]["pair"] = {
        {"layers", {{{"class_name", "Dense"}, {"name", "in"}, {"config", {{"units", 2}, {"bias", 1}}}}}},
        {"parameters", {{{"name", "width"}, {"type", "int"}, {"default", 1}}}}};
    file["layers"].push_back({{"block", "pair"}, {"config", {{"widht", 2}}}});
    EXPECT_EQ(unknownIn(file), "layers.pair.config.widht width\n"
                               "layers.pair.layers.in.config.bias \n");
}

TEST(UnknownKeys, aChangeMustMeanSomething) {
    const Scratch scratch;
    std::ofstream(scratch.path / "model.json") << [] {
        Json file = kModel;
        file["my_note"] = 1;
        file["layers"][0]["config"]["units"] = 3;
        file["training"] = {{"loss", "sparse_categorical_crossentropy"}};
        return file.dump();
    }();
    const struct {
        const char *path, *value, *part, *nearest;
    } cases[] = {{"trainng.loss", "mse", "trainng", "training"},
                 {"training.epoch", "3", "epoch", "epochs"},
                 {"layers.hiden.config.units", "3", "hiden", "hidden"},
                 {"layers.0.config.unit", "3", "unit", "units"},
                 {"layers.hidden.units", "3", "units", "config.units"},
                 {"training.optimizer", R"({"class_name": "Adam", "config": {"learning_rte": 1}})", "learning_rte",
                  "learning_rate"}};
    train::JobOptions options;
    options.model = scratch.path / "model.json";
    options.data = fs::path(TD_SOURCE_DIR) / "resources/datasets/iris.json";
    options.folder = scratch.path / "run";
    for (const auto& test : cases) {
        options.changes = {{test.path, test.value}};
        const auto job = train::Job::prepare(options);
        ASSERT_FALSE(job) << test.path;
        EXPECT_EQ(job.error().code, ErrorCode::NotFound) << describe(job.error());
        EXPECT_EQ(job.error().fact("set"), test.path);
        EXPECT_EQ(job.error().fact("part"), test.part) << describe(job.error());
        EXPECT_EQ(job.error().fact("nearest"), test.nearest) << describe(job.error());
    }
    options.changes = {{"training.optimizer", "adam"},
                       {"training.optimizer.config.learning_rate", "0.5"},
                       {"training.epochs", "2"},
                       {"layers.hidden.config.use_bias", "false"}};
    const auto job = train::Job::prepare(options);
    ASSERT_TRUE(job) << describe(job.error());
    EXPECT_EQ(toText((*job)->unknown()), "my_note \n");
}

} // namespace td::test
