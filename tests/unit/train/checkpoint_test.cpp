#include "engine/nn/model_json.h"
#include "engine/nn/tensor_file.h"
#include "tests/unit/train/line_up.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace td::test {

namespace {
std::string bytesOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}
} // namespace

TEST(TensorFile, KeepsEveryTypeNameAndText) {
    const Scratch scratch;
    nn::TensorFile file;
    for (int type = 0; type < kDTypes; ++type)
        file.tensors["t" + std::to_string(type)] = Tensor::scalar(static_cast<DType>(type), 1);
    file.tensors["empty"] = Tensor::zeros(DType::F32, {0, 3});
    file.tensors["\u91cd\u307f \"x\""] = Tensor::floats({2, 2}, {1, -2, 3.5f, 0});
    file.metadata["note"] = "any \n text";
    ASSERT_TRUE(nn::writeTensorFile(file, scratch.path / "a"));
    const auto read = nn::readTensorFile(scratch.path / "a");
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->tensors, file.tensors);
    EXPECT_EQ(read->metadata, file.metadata);
}

TEST(TensorFile, EveryCutAndEveryFlippedByteIsNoticedOrHarmless) {
    const Scratch scratch;
    nn::TensorFile file;
    file.tensors["w"] = Tensor::floats({3}, {1, 2, 3});
    ASSERT_TRUE(nn::writeTensorFile(file, scratch.path / "a"));
    const std::string whole = bytesOf(scratch.path / "a");
    for (size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(nn::parseTensorFile(std::string_view(whole).substr(0, size), "a")) << size;
    for (size_t at = 0; at < whole.size(); ++at) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        const auto read = nn::parseTensorFile(changed, "a");
        if (at + 12 >= whole.size()) {
            EXPECT_FALSE(read) << at; // the numbers have a checksum
        }
    }
}

TEST(Checkpoint, HoldsTheModelAndItsWeights) {
    const Scratch scratch;
    const auto trainer = trainerOf(plainSetup());
    ASSERT_TRUE(trainer->save(scratch.path / "w.tdck", true));
    const auto checkpoint = train::readCheckpoint(scratch.path / "w.tdck");
    ASSERT_TRUE(checkpoint);
    const auto loaded = train::modelFromCheckpoint(*checkpoint);
    ASSERT_TRUE(loaded) << describe(loaded.error());
    EXPECT_EQ(nn::modelToJson(loaded->model), nn::modelToJson(trainer->model()));
    for (const auto& weight : loaded->weights.all())
        EXPECT_EQ(weight.value, trainer->copyWeights().at(weight.path));
}

TEST(Checkpoint, OtherFilesAreNamed) {
    const Scratch scratch;
    nn::TensorFile file;
    file.tensors["w"] = Tensor::floats({1}, {1});
    ASSERT_TRUE(nn::writeTensorFile(file, scratch.path / "other"));
    const auto read = train::readCheckpoint(scratch.path / "other");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::Unsupported);
    EXPECT_EQ(read.error().fact("file"), (scratch.path / "other").string());
    EXPECT_EQ(train::readCheckpoint(scratch.path / "missing").error().code, ErrorCode::NotFound);
}

TEST(TensorFile, AChangedTextIsNoticed) {
    const Scratch scratch;
    nn::TensorFile file;
    file.metadata["note"] = "any text";
    ASSERT_TRUE(nn::writeTensorFile(file, scratch.path / "a"));
    std::string bytes = bytesOf(scratch.path / "a");
    bytes[bytes.find("any text")] = 'A';
    const auto read = nn::parseTensorFile(bytes, "a");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().fact("where"), "__metadata__");
}

TEST(Checkpoint, ValuesOfOtherTypesAreErrorsThatNameThem) {
    const Scratch scratch;
    const auto trainer = trainerOf(plainSetup());
    const std::pair<const char*, const char*> wrong[] = {{"epoch", R"("abc")"},
                                                         {"step", "-1"},
                                                         {"step", "1.5"},
                                                         {"position", "null"},
                                                         {"position.row", R"({"row": "x"})"},
                                                         {"seed", "[]"},
                                                         {"running", "3"},
                                                         {"running.rows", R"({"rows": "x"})"},
                                                         {"running.losses", R"({"losses": 3})"},
                                                         {"running.losses", R"({"losses": ["x"]})"},
                                                         {"callbacks", "[]"},
                                                         {"validation_due", "1"},
                                                         {"learning_rate", R"("x")"}};
    for (const auto& [where, value] : wrong) {
        train::Checkpoint checkpoint = trainer->checkpoint(false);
        const std::string key = std::string(where).substr(0, std::string(where).find('.'));
        checkpoint.training[key] = nn::Json::parse(value);
        ASSERT_TRUE(train::writeCheckpoint(checkpoint, scratch.path / "c"));
        const auto read = train::readCheckpoint(scratch.path / "c");
        ASSERT_FALSE(read) << where << value;
        EXPECT_EQ(read.error().code, ErrorCode::Corrupt);
        EXPECT_TRUE(std::string(read.error().fact("where")).starts_with(key)) << describe(read.error());
        EXPECT_EQ(read.error().fact("file"), (scratch.path / "c").string());
        EXPECT_FALSE(trainerOf(plainSetup())->resume(checkpoint));
    }
}

TEST(Checkpoint, StatesOfCallbacksOfOtherTypesAreErrors) {
    for (const char* name : {"SwapEMAWeights", "EarlyStopping", "ReduceLROnPlateau"})
        for (const char* state : {"null", "3", R"({"wait": "x", "swapped": 1, "cooldown_counter": -1})"}) {
            const auto trainer = trainerOf(fullSetup());
            train::Checkpoint checkpoint = trainer->checkpoint(false);
            checkpoint.training["callbacks"][name] = nn::Json::parse(state);
            ASSERT_TRUE(trainer->resume(checkpoint));
            auto made = train::builtinCallbacks().create(nn::Json(name));
            ASSERT_TRUE(made);
            auto loader = shuffledLoader();
            const auto result = trainer->fit(loader, nullptr, {}, {made->def->create(made->config, {}).value()});
            ASSERT_FALSE(result) << name << state;
            EXPECT_EQ(result.error().fact("callback"), name);
        }
}

/// Numbers were read from the file by another program.
TEST(Checkpoint, TheGoldenFileOfVersionOneIsRead) {
    const auto path = std::filesystem::path(TD_SOURCE_DIR) / "tests/golden/checkpoint-1.tdck";
    const auto checkpoint = train::readCheckpoint(path);
    ASSERT_TRUE(checkpoint) << describe(checkpoint.error());
    EXPECT_EQ(checkpoint->training["step"], 16);
    EXPECT_EQ(checkpoint->training["position"]["epoch"], 2);
    EXPECT_FLOAT_EQ(checkpoint->tensors.at("hidden/kernel").as<float>()[1], 0.1142258495092392f);
    EXPECT_EQ(checkpoint->tensors.at("optimizer/iterations").at(0), 16);
    const auto loaded = train::modelFromCheckpoint(*checkpoint);
    ASSERT_TRUE(loaded) << describe(loaded.error());
    EXPECT_FLOAT_EQ(loaded->weights.find("species/bias")->value.as<float>()[2], 0.021578986197710037f);
    auto setup = train::setupFromJson(loaded->model.extra["training"]);
    ASSERT_TRUE(setup);
    auto trainer = train::Trainer::create(loaded->model, *setup, {});
    ASSERT_TRUE(trainer);
    EXPECT_TRUE((*trainer)->resume(*checkpoint));
    EXPECT_EQ((*trainer)->step(), 16);
}

/// Its checksum of the metadata was found again by another program.
TEST(Checkpoint, TheGoldenFileWithAChecksumOfItsTextsIsRead) {
    const auto path = std::filesystem::path(TD_SOURCE_DIR) / "tests/golden/checkpoint-1-sums.tdck";
    std::string bytes = bytesOf(path);
    EXPECT_NE(bytes.find("__metadata__\\\":376906276"), std::string::npos);
    const auto checkpoint = train::readCheckpoint(path);
    ASSERT_TRUE(checkpoint) << describe(checkpoint.error());
    EXPECT_EQ(checkpoint->training["step"], 16);
    bytes[bytes.find("softmax")] = 'S';
    EXPECT_EQ(nn::parseTensorFile(bytes, "a").error().fact("where"), "__metadata__");
}

TEST(ModelJson, TheGoldenFileOfVersionOneIsReadAndWrittenAgain) {
    const auto path = std::filesystem::path(TD_SOURCE_DIR) / "tests/golden/model-1.json";
    const auto model = nn::readModel(path);
    ASSERT_TRUE(model) << describe(model.error());
    EXPECT_EQ(model->inputs.size(), 2u);
    EXPECT_EQ(model->calls.size(), 8u);
    EXPECT_EQ(model->layers().size(), 7u); // one layer is used twice
    EXPECT_EQ(model->outputNames, (std::vector<std::string>{"kind", "value"}));
    const auto weights = nn::makeWeights(*model, 1);
    ASSERT_TRUE(weights) << describe(weights.error());
    EXPECT_EQ(weights->find("shared/kernel")->extents, (Extents{5, 2}));
    const nn::Json written = nn::modelToJson(*model);
    EXPECT_EQ(written["author"], "a key of another program, kept");
    EXPECT_EQ(nn::modelToJson(nn::modelFromJson(written).value()), written);
}

TEST(ModelJson, UnknownKeysAreKept) {
    const nn::Json json =
        nn::Json::parse(R"({"format": "tensordesk-model", "version": 1, "name": "m", "author": {"name": "x"},
        "inputs": [{"name": "x", "shape": [4]}], "layers": [{"class_name": "Dense", "name": "d", "config": {"units": 2, "colour": "red"}}]})");
    const auto model = nn::modelFromJson(json);
    ASSERT_TRUE(model) << describe(model.error());
    const nn::Json written = nn::modelToJson(*model);
    EXPECT_EQ(written["author"], json["author"]);
    EXPECT_EQ(written["layers"][0]["config"]["colour"], "red");
    EXPECT_EQ(nn::modelToJson(nn::modelFromJson(written).value()), written);
}

TEST(ModelJson, MistakesNameTheirLayer) {
    const auto errorOf = [](const char* layer) {
        nn::Json json = nn::Json::parse(
            R"({"format": "tensordesk-model", "version": 1, "inputs": [{"name": "x", "shape": [4]}], "layers": []})");
        json["layers"].push_back(nn::Json::parse(layer));
        const auto model = nn::modelFromJson(json);
        return model ? std::string() : describe(model.error());
    };
    EXPECT_NE(errorOf(R"({"class_name": "Dens", "name": "a"})").find("Dens"), std::string::npos);
    EXPECT_NE(errorOf(R"({"class_name": "Dense", "name": "a"})").find("units"), std::string::npos);
    EXPECT_NE(errorOf(R"({"class_name": "Dense", "name": "a", "config": {"units": "many"}})").find("whole number"),
              std::string::npos);
    EXPECT_NE(errorOf(R"({"class_name": "Dense", "name": "a", "config": {"units": 2}, "inputs": ["y"]})").find("y"),
              std::string::npos);
}

TEST(Checkpoint, WithOlderNamesOfLayersGoesOn) {
    const auto model = nn::modelFromJson(nn::Json::parse(R"({"format": "tensordesk-model", "version": 2,
        "inputs": [{"name": "x", "shape": [6]}],
        "blocks": {"b": {"layers": [{"class_name": "Conv1D", "config": {"filters": 2, "kernel_size": 3}}]}},
        "layers": [{"class_name": "Reshape", "config": {"target_shape": [6, 1]}}, {"block": "b"},
                   {"class_name": "Flatten"}, {"class_name": "Dense", "config": {"units": 3, "activation": "softmax"}}]})"));
    ASSERT_TRUE(model) << describe(model.error());
    train::Setup setup = plainSetup();
    setup.frozen = {"b/conv1_d/bias"}; // as a file of then may say
    const auto trained = [&](int64_t epochs, const train::Checkpoint* from) {
        auto trainer = train::Trainer::create(*model, setup, {});
        EXPECT_TRUE(trainer) << describe(trainer.error());
        if (from) {
            EXPECT_TRUE((*trainer)->resume(*from));
        }
        auto loader = shuffledLoader();
        EXPECT_TRUE((*trainer)->fit(loader, nullptr, {epochs}));
        return (*trainer)->checkpoint(false);
    };
    const train::Checkpoint whole = trained(2, nullptr);
    train::Checkpoint older = trained(1, nullptr);
    train::TensorMap renamed;
    for (const auto& [name, tensor] : older.tensors)
        renamed[nn::olderName(name)] = tensor.clone();
    ASSERT_TRUE(renamed.contains("b/conv1_d/kernel"));
    older.tensors = renamed;
    EXPECT_EQ(trained(2, &older).tensors, whole.tensors);
    EXPECT_TRUE(train::modelFromCheckpoint(older));
    for (int64_t i = 0; i < 2; ++i)
        EXPECT_EQ(whole.tensors.at("b/conv1d/bias").at(i), 0);
}

} // namespace td::test
