// Utilities: padding, one-hot rows, norms, windows over series, pictures of other sizes and turned ones.
#include "engine/data/categorical.h"
#include "engine/data/image_affine.h"
#include "engine/data/image_resize.h"
#include "engine/data/loader.h"
#include "engine/data/normalize.h"
#include "engine/data/sequences.h"
#include "engine/data/timeseries.h"
#include "engine/nn/config.h"
#include "tests/numeric/families.h"

namespace td::fixtures {

namespace {
using Outputs = Result<std::vector<Tensor>>;

/// One result as the outputs of a case.
Outputs one(Result<Tensor> output) {
    if (!output) return failure(std::move(output).error());
    return std::vector<Tensor>{*std::move(output)};
}

tl::unexpected<Error> unknown(const char* argument, const Json& config) {
    return failure(ErrorCode::InvalidArgument,
                   {{"argument", argument}, {"found", config.value(argument, Json()).dump()}});
}

std::optional<int64_t> optionalWhole(const Json& config, const char* key) {
    if (!config.contains(key) || config[key].is_null()) return std::nullopt;
    return config[key].get<int64_t>();
}

Outputs runPadding(const Json& test) {
    const Json& config = test["config"];
    std::vector<Tensor> sequences;
    for (const Json& row : test["inputs"]) {
        sequences.push_back(Tensor::zeros(DType::F64, {static_cast<int64_t>(row.size())}));
        for (size_t i = 0; i < row.size(); ++i)
            sequences.back().set(static_cast<int64_t>(i), row[i].get<double>());
    }
    const auto dtype = dtypeNamed(config.value("dtype", "int32"));
    const auto padding = data::sequenceEndNamed(config.value("padding", "pre")),
               truncating = data::sequenceEndNamed(config.value("truncating", "pre"));
    if (!dtype) return unknown("dtype", config);
    if (!padding || !truncating) return unknown("padding", config);
    return one(data::padSequences(
        sequences, {optionalWhole(config, "maxlen"), *dtype, *padding, *truncating, config.value("value", 0.0)}));
}

Outputs runCategorical(const Json& test, const std::vector<Tensor>& inputs) {
    return one(data::toCategorical(inputs[0], optionalWhole(test["config"], "num_classes").value_or(0)));
}

Outputs runNormalize(const Json& test, const std::vector<Tensor>& inputs) {
    double order = 2;
    if (test["config"].contains("order") && !nn::readNumber(test["config"]["order"], order))
        return unknown("order", test["config"]);
    return one(data::normalize(inputs[0], test["config"].value("axis", -1), order));
}

/// The batches of a source, feature and target after each other.
Outputs batchesOf(const Result<std::shared_ptr<const data::Source>>& source, int64_t batch) {
    if (!source) return failure(source.error());
    std::vector<Tensor> outputs;
    const auto all = data::Dataset::of(*source);
    if (all.rows() == 0) return outputs;
    data::LoaderOptions options;
    options.batch = batch;
    options.epochs = 1;
    auto loader = data::Loader::create(all, options);
    if (!loader) return failure(loader.error());
    for (;;) {
        auto next = loader->next();
        if (!next) return failure(next.error());
        if (!*next) return outputs;
        outputs.push_back((*next)->features[0].clone());
        for (const Tensor& label : (*next)->labels)
            outputs.push_back(label.clone());
    }
}

Outputs runTimeseries(const Json& test, const std::vector<Tensor>& inputs) {
    const Json& config = test["config"];
    const data::TimeseriesOptions options{config["sequence_length"].get<int64_t>(),
                                          config.value("sequence_stride", int64_t{1}),
                                          config.value("sampling_rate", int64_t{1}),
                                          optionalWhole(config, "start_index"), optionalWhole(config, "end_index")};
    const std::optional<Tensor> targets = inputs.size() > 1 ? std::optional(inputs[1]) : std::nullopt;
    return batchesOf(data::timeseriesFromArray(inputs[0], targets, options), config.value("batch_size", int64_t{128}));
}

Outputs runGenerator(const Json& test, const std::vector<Tensor>& inputs) {
    const Json& config = test["config"];
    const data::GeneratorOptions options{config["length"].get<int64_t>(),    config.value("sampling_rate", int64_t{1}),
                                         config.value("stride", int64_t{1}), config.value("start_index", int64_t{0}),
                                         optionalWhole(config, "end_index"), config.value("reverse", false)};
    return batchesOf(data::timeseriesGenerator(inputs[0], inputs[1], options),
                     config.value("batch_size", int64_t{128}));
}

Result<data::ResizeOptions> resizeOptions(const Json& config) {
    const auto interpolation = data::interpolationNamed(config.value("interpolation", "bilinear"));
    if (!interpolation) return unknown("interpolation", config);
    data::ResizeOptions options;
    options.height = config["size"][0].get<int64_t>();
    options.width = config["size"][1].get<int64_t>();
    options.interpolation = *interpolation;
    options.antialias = config.value("antialias", false);
    options.aspect = config.value("crop_to_aspect_ratio", false)  ? data::Aspect::Crop
                     : config.value("pad_to_aspect_ratio", false) ? data::Aspect::Pad
                                                                  : data::Aspect::Stretch;
    options.fillValue = config.value("fill_value", 0.0);
    options.isChannelsFirst = config.value("data_format", Json()) == "channels_first";
    return options;
}

Outputs runResize(const Json& test, const std::vector<Tensor>& inputs) {
    const auto options = resizeOptions(test["config"]);
    if (!options) return failure(options.error());
    return one(test["class"] == "smart_resize" ? data::smartResize(inputs[0], *options)
                                               : data::resizeImages(inputs[0], *options));
}

Outputs runAffine(const Json& test, const std::vector<Tensor>& inputs) {
    const Json& config = test["config"];
    const auto interpolation = data::interpolationNamed(config.value("interpolation", "bilinear"));
    const auto fillMode = data::fillModeNamed(config.value("fill_mode", "constant"));
    if (!interpolation || !fillMode) return unknown("fill_mode", config);
    const data::AffineOptions options{*interpolation, *fillMode, config.value("fill_value", 0.0),
                                      config.value("data_format", Json()) == "channels_first"};
    return one(data::affineTransform(inputs[0], inputs[1], options));
}

Outputs outputsOf(const Json& test) {
    const std::string name = test["class"].get<std::string>();
    if (name == "pad_sequences") return runPadding(test);
    std::vector<Tensor> inputs;
    for (const Json& json : test["inputs"]) {
        auto input = readTensor(json);
        if (!input) return failure(std::move(input).error());
        inputs.push_back(*std::move(input));
    }
    using Run = Outputs (*)(const Json&, const std::vector<Tensor>&);
    static const std::map<std::string, Run> kRuns{{"to_categorical", runCategorical},
                                                  {"normalize", runNormalize},
                                                  {"timeseries_dataset_from_array", runTimeseries},
                                                  {"TimeseriesGenerator", runGenerator},
                                                  {"image_resize", runResize},
                                                  {"smart_resize", runResize},
                                                  {"image_affine_transform", runAffine}};
    const auto run = kRuns.find(name);
    if (run == kRuns.end()) return failure(ErrorCode::Unsupported, {{"utility", name}});
    return run->second(test, inputs);
}

Outcome runUtility(const Json& test) {
    const auto found = outputsOf(test);
    if (!found)
        return found.error().code == ErrorCode::Unsupported ? skipped(describe(found.error()))
                                                            : failed(describe(found.error()));
    const Json& expected = test["calls"][0]["outputs"];
    if (found->size() != expected.size())
        return failed(std::to_string(found->size()) + " outputs, expected " + std::to_string(expected.size()));
    for (size_t i = 0; i < expected.size(); ++i) {
        auto tensor = readTensor(expected[i]);
        if (!tensor) return failed(describe(tensor.error()));
        const auto text = difference("output " + std::to_string(i), (*found)[i], *tensor);
        if (!text.empty()) return failed(text);
    }
    return passed();
}
} // namespace

void registerUtilityFixtures(Runners& runners) {
    runners["utility"] = runUtility;
}

} // namespace td::fixtures
