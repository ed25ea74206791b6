#include "engine/train/job.h"

#include "engine/base/atomic_file.h"
#include "engine/base/file.h"
#include "engine/nn/model_json.h"
#include "engine/train/feed.h"
#include "engine/train/row_search.h"
#include "engine/train/training_keys.h"

#include <new>
#include <system_error>

namespace td::train {

namespace {
using nn::Json;

std::filesystem::path freeFolder(const std::string& name) {
    for (int i = 1;; ++i) {
        auto folder = std::filesystem::path("runs") / (name + "-" + std::to_string(i));
        if (!std::filesystem::exists(folder)) return folder;
    }
}

std::filesystem::path checkpointIn(const std::filesystem::path& path) {
    return std::filesystem::is_directory(path) ? path / "checkpoints" / "latest.tdck" : path;
}

/// What the standard library throws where memory or threads are out, as an error: no exception leaves the engine.
template <class Work>
auto withoutExceptions(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::TooLarge, {{"memory", "more than there is"}});
    } catch (const std::system_error& thrown) {
        return failure(ErrorCode::TooLarge, {{"memory", "more than there is"}, {"system", thrown.what()}});
    } catch (const Json::exception& thrown) {
        // A value of another type than its key asks for, where no check names it better.
        return failure(ErrorCode::InvalidArgument, {{"key", "training"}, {"expected", thrown.what()}});
    }
}

Error withFile(Error error, const std::filesystem::path& path) {
    if (error.fact("file").empty()) error.facts.insert(error.facts.begin(), {"file", path.string()});
    return error;
}

std::filesystem::path modelFile(const JobOptions& options) {
    return options.model.empty() ? checkpointIn(options.resume) : options.model;
}

/// The names of the classes, as far as the data have some, and how many there are: 0 where nobody knows.
std::pair<std::vector<std::string>, int64_t> classesOf(const nn::Model& model, const data::Dataset& data) {
    for (const auto& column : data.columns())
        if (column.role == data::Role::Label && !column.classes.empty())
            return {column.classes, static_cast<int64_t>(column.classes.size())};
    nn::Weights weights;
    const auto graph = nn::graphOf(model, weights);
    if (!graph || graph->outputs().empty()) return {};
    const Shape& shape = graph->value(graph->outputs()[0].value).type.shape;
    if (shape.rank() < 2 || !shape[-1].isKnown()) return {};
    return {{}, std::max<int64_t>(2, shape[-1].value())}; // one output tells two classes apart
}

/// What the model's file asks for; what was asked for on the command line is told without a file.
Error withModel(Error error, const JobOptions& options) {
    const bool isAskedFor = !options.changes.empty() ||
                            (!options.optimizer.empty() && !error.fact("optimizer").empty()) ||
                            (!options.loss.empty() && !error.fact("loss").empty());
    return isAskedFor ? error : withFile(std::move(error), modelFile(options));
}
} // namespace

Result<data::Loader> loaderFor(const nn::Model& model, const data::Dataset& data, int64_t batch) {
    auto ready = fittedTo(model, data);
    if (!ready) return failure(ready.error());
    data::LoaderOptions options;
    options.batch = std::min(batch, std::max<int64_t>(ready->rows(), 1));
    return data::Loader::create(*std::move(ready), options);
}

Result<void> Job::readModel(const JobOptions& options) {
    if (!options.resume.empty()) {
        auto checkpoint = readCheckpoint(checkpointIn(options.resume));
        if (!checkpoint) return failure(checkpoint.error());
        m_resumed = *std::move(checkpoint);
        m_file = m_resumed->model;
    }
    if (!options.model.empty() || !m_resumed) {
        auto text = readWholeFile(options.model);
        if (!text) return failure(text.error());
        auto file = nn::parseJson(*text, options.model.string());
        if (!file) return failure(file.error());
        m_file = *std::move(file);
    }
    TD_TRY(applyChanges(m_file, options.changes));
    auto model = nn::modelFromJson(m_file);
    if (!model) return failure(withFile(model.error(), modelFile(options)));
    m_model = *std::move(model);
    m_unknown = nn::unknownKeys(*m_model);
    const auto ofTraining = unknownTrainingKeys(m_file.value("training", Json()));
    m_unknown.insert(m_unknown.end(), ofTraining.begin(), ofTraining.end());
    TD_TRY(checkChanges(options.changes, m_unknown));
    return readTraining(options);
}

Result<void> Job::readTraining(const JobOptions& options) {
    m_training = m_file.value("training", Json::object());
    if (m_file.contains("compile_config") && m_file["compile_config"].is_object() && m_training.empty())
        m_training = m_file["compile_config"];
    if (!m_training.is_object()) return badKey("", m_training, "an object");
    if (!options.optimizer.empty()) m_training["optimizer"] = options.optimizer;
    if (!options.loss.empty()) m_training["loss"] = options.loss;
    if (options.epochs) m_training["epochs"] = *options.epochs;
    if (options.batch) m_training["batch_size"] = *options.batch;
    if (options.seed) m_training["seed"] = *options.seed;
    if (options.learningRate) {
        Json& optimizer = m_training["optimizer"];
        if (optimizer.is_null()) optimizer = Setup().optimizer;
        if (optimizer.is_string()) optimizer = {{"class_name", optimizer}, {"config", Json::object()}};
        if (optimizer.is_object() && !optimizer["config"].is_object()) optimizer["config"] = Json::object();
        if (!optimizer.is_object()) return badKey("optimizer", optimizer, "a name or {\"class_name\", \"config\"}");
        optimizer["config"]["learning_rate"] = *options.learningRate;
    }
    if (m_training.value("loss", Json()).is_null())
        return failure(
            withFile({ErrorCode::InvalidArgument,
                      {{"key", "training.loss"},
                       {"expected", "what to train for: --loss sparse_categorical_crossentropy (classes), --loss "
                                    "mean_squared_error (numbers), or a section \"training\" in the file"}}},
                     modelFile(options)));
    // Where the data are is part of what a run is: resuming needs no more than its folder.
    if (!options.data.empty()) m_training["data"] = std::filesystem::absolute(options.data).string();
    auto data = textIn(m_training, "data");
    if (!data) return failure(withModel(data.error(), options));
    m_dataPath = *std::move(data);
    if (m_dataPath.empty())
        return failure(ErrorCode::InvalidArgument, {{"key", "data"}, {"expected", "data to train on"}});
    return {};
}

Result<void> Job::readData() {
    data::LoadOptions load;
    const auto seed = seedIn(m_training);
    const auto split = validationSplitIn(m_training);
    const auto isShuffled = flag(m_training, "shuffle", true);
    const auto batch = wholeNumber(m_training, "batch_size", 32, 1);
    if (!seed) return failure(seed.error());
    if (!split) return failure(split.error());
    if (!isShuffled) return failure(isShuffled.error());
    if (!batch) return failure(batch.error());
    load.seed = *seed;
    load.validationFraction = *split;
    if (m_memoryLimitBytes > 0) load.memoryLimitBytes = m_memoryLimitBytes;
    auto loaded = data::load(m_dataPath, load);
    if (!loaded) return failure(loaded.error());
    m_data = *std::move(loaded);
    takeOpenSizes();
    rememberData();
    auto ready = fittedTo(*m_model, m_data.train);
    if (!ready) return failure(withFile(ready.error(), m_dataPath));
    data::LoaderOptions loader;
    loader.batch = *batch;
    loader.isShuffled = *isShuffled;
    loader.seed = *seed;
    auto train = data::Loader::create(*std::move(ready), loader);
    if (!train) return failure(withFile(train.error(), m_dataPath));
    m_train = std::make_unique<data::Loader>(*std::move(train));
    // Where memory is limited, no evaluation needs more than a step.
    const int64_t evaluationBatch = m_memoryLimitBytes > 0 ? std::min<int64_t>(256, *batch) : 256;
    for (auto [part, into] : {std::pair{&m_data.validation, &m_validation}, std::pair{&m_data.test, &m_test}}) {
        if (!*part || (*part)->rows() == 0) continue;
        auto made = loaderFor(*m_model, **part, evaluationBatch);
        if (!made) return failure(withFile(made.error(), m_dataPath));
        *into = std::make_unique<data::Loader>(*std::move(made));
    }
    return {};
}

/// A model whose layers need a size that its inputs leave open gets it from the data; others stay open.
void Job::takeOpenSizes() {
    const auto sizes = openSizes(*m_model, m_data.train);
    nn::Weights weights;
    if (sizes.empty() || nn::graphOf(*m_model, weights)) return;
    nn::Model sized = withSizes(*m_model, sizes);
    nn::Weights ofSized;
    if (nn::graphOf(sized, ofSized)) m_model = std::move(sized);
}

/// What predictions need later: names of the classes, and how other data are made into what the model learnt from.
void Job::rememberData() {
    for (const auto& column : m_data.train.columns())
        if (column.role == data::Role::Label && !column.classes.empty()) m_training["classes"] = column.classes;
    m_training["preparation"] = Json::parse(m_data.preparation, nullptr, false);
    m_model->extra["training"] = m_training;
}

Result<void> Job::makeTrainer(const JobOptions& options) {
    auto setup = setupFromJson(m_training);
    if (!setup) return failure(setup.error());
    TrainerOptions trainerOptions;
    trainerOptions.threads = options.threads;
    const auto seed = seedIn(m_training);
    const auto recomputes = flag(m_training, "recompute", false);
    if (!seed) return failure(seed.error());
    if (!recomputes) return failure(recomputes.error());
    trainerOptions.seed = *seed;
    trainerOptions.memoryLimitBytes = m_memoryLimitBytes;
    trainerOptions.recomputes = *recomputes;
    auto trainer = Trainer::create(*m_model, *std::move(setup), std::move(trainerOptions));
    if (!trainer) return failure(trainer.error());
    m_trainer = *std::move(trainer);
    if (m_resumed) {
        auto resumed = m_trainer->resume(*m_resumed);
        if (!resumed) return failure(withFile(resumed.error(), checkpointIn(options.resume)));
        m_resumed.reset();
    }
    auto epochs = wholeNumber(m_training, "epochs", 1, 1), steps = wholeNumber(m_training, "steps_per_epoch", 0, 0),
         every = wholeNumber(m_training, "validate_every", 0, 0);
    for (const auto* number : {&epochs, &steps, &every})
        if (!*number) return failure(number->error());
    m_fit.epochs = *epochs;
    m_fit.stepsPerEpoch = *steps;
    m_fit.validateEvery = *every;
    const auto [classes, count] = classesOf(*m_model, m_data.train);
    auto weights = classWeightsIn(m_training, classes, count);
    if (!weights) return failure(weights.error());
    m_fit.classWeights = *std::move(weights);
    return {};
}

/// Before its checkpoint is read, so that none is written in between.
Result<void> Job::lockResumed(const JobOptions& options) {
    std::error_code missing;
    const bool goesOnThere =
        options.folder.empty() || std::filesystem::equivalent(options.folder, options.resume, missing);
    if (!goesOnThere || options.resume.empty() || !std::filesystem::is_directory(options.resume, missing)) return {};
    m_folder = options.resume;
    return lockFolder();
}

Result<void> Job::lockFolder() {
    if (m_lock) return {};
    auto lock = FolderLock::take(m_folder);
    if (!lock) return failure(lock.error());
    m_lock = *std::move(lock);
    return {};
}

Result<void> Job::makeFolder(const JobOptions& options) {
    if (!options.folder.empty())
        m_folder = options.folder;
    else if (!options.resume.empty() && std::filesystem::is_directory(options.resume))
        m_folder = options.resume;
    else
        m_folder = freeFolder(m_model->name);
    std::error_code problem;
    if (options.resume.empty()) m_files.emplace(m_folder);
    std::filesystem::create_directories(m_folder / "checkpoints", problem);
    if (problem) return failure(systemError(problem.value(), "create", m_folder.string()));
    if (auto locked = lockFolder(); !locked) {
        m_files.reset(); // what came since is the other's
        return locked;
    }
    const auto checkpoint = m_folder / "checkpoints" / "latest.tdck";
    if (options.resume.empty() && std::filesystem::exists(checkpoint, problem))
        return failure(ErrorCode::InvalidArgument, {{"existing training", m_folder.string()},
                                                    {"expected", "a folder without one, or to resume it"}});
    if (options.resume.empty() && RunFiles::areIn(m_folder)) {
        m_files.reset();
        return failure(ErrorCode::InvalidArgument, {{"file", m_folder.string()},
                                                    {"found", "logs of a training that saved no checkpoint"},
                                                    {"expected", "another --logdir, or this folder without them"}});
    }
    removeAbandoned(m_folder / "checkpoints");
    Json file = m_file, training = m_training;
    training.erase("preparation"); // a file of its own, for people and for `--data`
    if (file.contains("format")) file["training"] = training;
    TD_TRY(writeFileAtomically(m_folder / "data.json", m_data.preparation + "\n"));
    return writeFileAtomically(m_folder / "model.json", file.dump(1, '\t') + "\n");
}

Result<void> Job::makeCallbacks(const JobOptions& options) {
    const RunPlaces places{m_folder};
    Json list = m_training.value("callbacks", Json::array());
    if (!list.is_array()) return badKey("callbacks", list, "a list of callbacks");
    // What every run has: event files, a table of the epochs, and a checkpoint to go on from.
    list.push_back({{"class_name", "TensorBoard"}, {"config", {{"update_freq", 10}, {"histogram_freq", 1}}}});
    list.push_back("CSVLogger");
    list.push_back({{"class_name", "ModelCheckpoint"},
                    {"config", {{"filepath", "best.tdck"}, {"save_best_only", true}, {"monitor", watched()}}}});
    list.push_back({{"class_name", "BackupAndRestore"}, {"config", {{"seconds", options.backupSeconds}}}});
    for (const auto& spec : list) {
        auto made = builtinCallbacks().create(spec);
        if (!made) return failure(made.error());
        if (!*made) continue;
        auto callback = made->def->create(made->config, places);
        if (!callback) return failure(callback.error());
        m_callbacks.push_back(*std::move(callback));
    }
    return {};
}

Result<std::unique_ptr<Job>> Job::prepare(const JobOptions& options) {
    return withoutExceptions([&] { return prepareParts(options); });
}

Result<std::unique_ptr<Job>> Job::prepareParts(const JobOptions& options) {
    auto job = std::unique_ptr<Job>(new Job);
    job->m_memoryLimitBytes = options.memoryLimitBytes;
    TD_TRY(job->lockResumed(options));
    TD_TRY(job->readModel(options));
    TD_TRY(job->readData());
    if (auto made = job->makeTrainer(options); !made) return failure(withModel(made.error(), options));
    auto made = job->makeFolder(options);
    if (made) made = job->makeCallbacks(options);
    if (made) return job;
    if (job->m_files) job->m_files->remove();
    return failure(withModel(made.error(), options));
}

Result<FitResult> Job::run(const Callbacks& more) {
    Callbacks all = m_callbacks;
    all.insert(all.end(), more.begin(), more.end());
    auto result = withoutExceptions([&] { return train(all); });
    if (result) return result;
    if (m_files && m_trainer->step() == 0) m_files->remove();
    return failure(withRow(result.error(), m_data, m_dataPath.string()));
}

Result<FitResult> Job::train(const Callbacks& callbacks) {
    if (m_memoryLimitBytes > 0) TD_TRY(checkMemory());
    return m_trainer->fit(*m_train, m_validation.get(), m_fit, callbacks);
}

/// A limit is met before the first step or not at all.
Result<void> Job::checkMemory() {
    m_trainer->setClassWeights(m_fit.classWeights); // they are an input of the step
    std::vector<data::Loader*> evaluations;
    for (data::Loader* const loader : {m_validation.get(), m_test.get()})
        if (loader) evaluations.push_back(loader);
    const auto bytes = m_trainer->bytesAhead(*m_train, evaluations);
    if (!bytes) return failure(bytes.error());
    if (*bytes <= m_memoryLimitBytes) return {};
    return failure(ErrorCode::TooLarge,
                   {{"memory", std::to_string(*bytes)}, {"limit", std::to_string(m_memoryLimitBytes)}});
}

Result<Logs> Job::test() {
    data::Loader* loader = m_test ? m_test.get() : m_validation.get();
    if (!loader) return Logs{};
    return withoutExceptions([&] { return m_trainer->evaluate(*loader); });
}

Result<std::optional<BestResult>> Job::testBest(const Logs& present) {
    std::error_code missing;
    if (!std::filesystem::exists(best(), missing)) return std::optional<BestResult>();
    return withoutExceptions([&]() -> Result<std::optional<BestResult>> {
        const auto kept = readCheckpoint(best());
        if (!kept) return failure(kept.error());
        const TensorMap now = m_trainer->sharedWeights();
        const bool areSame = std::all_of(now.begin(), now.end(), [&](const auto& weight) {
            const Tensor* const other = tensorNamed(kept->tensors, weight.first);
            return other && *other == weight.second;
        });
        BestResult result{present, kept->training.value("epoch", int64_t{0}), areSame};
        if (areSame) return std::optional(result);
        const TensorMap weights = m_trainer->copyWeights();
        TD_TRY(m_trainer->setWeights(kept->tensors));
        auto logs = test();
        TD_TRY(m_trainer->setWeights(weights));
        if (!logs) return failure(logs.error());
        result.logs = *std::move(logs);
        return std::optional(std::move(result));
    });
}

} // namespace td::train
