#pragma once

#include "engine/data/load.h"
#include "engine/train/callbacks/callbacks.h"
#include "engine/train/changes.h"
#include "engine/train/folder_lock.h"
#include "engine/train/run_files.h"
#include "engine/train/trainer.h"

#include <memory>

namespace td::train {

/// A training as a person asks for it: a model file, data, and what differs from what the file says.
struct JobOptions {
    std::filesystem::path model;  ///< model.json, Keras' JSON, or a checkpoint
    std::filesystem::path data;   ///< as data::load takes it; empty: what the resumed run was trained on
    std::filesystem::path folder; ///< of the run; empty: "runs/<model>-<number>" below the present folder
    std::filesystem::path resume; ///< a checkpoint, or a run's folder; empty: from the beginning
    std::string optimizer, loss;  ///< names; empty: the file's
    std::optional<int64_t> epochs, batch;
    std::optional<double> learningRate;
    std::optional<uint64_t> seed;
    int threads = 1;
    double backupSeconds = 30;
    uint64_t memoryLimitBytes = 0; ///< of all tensors together, the data among them; 0: none
    std::vector<Change> changes = {};
};

/// What the weights of checkpoints/best.tdck give.
struct BestResult {
    Logs logs;
    int64_t epoch = 0;      ///< after which they were kept, counted from 1
    bool isPresent = false; ///< the training has these weights now
};

/// A prepared training: model, data, callbacks, run folder. The command line and the window both start this.
///
/// Files: <folder>/model.json, data.json, history.csv, event files in train/ and validation/, checkpoints/latest.tdck and best.tdck; docs/formats/run_folder.md.
class TD_API Job {
public:
    /// Errors: of reading model, data and checkpoint, naming the file; InvalidArgument naming the key; NotFound with "set", "part" and
    ///         "nearest" for a change that names nothing known; InvalidArgument where another process trains in the folder.
    static Result<std::unique_ptr<Job>> prepare(const JobOptions& options);

    [[nodiscard]] Trainer& trainer() { return *m_trainer; }
    [[nodiscard]] const data::LoadedData& data() const { return m_data; }
    /// What the model's file holds and nothing reads.
    [[nodiscard]] const std::vector<nn::UnknownKey>& unknown() const { return m_unknown; }
    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
    [[nodiscard]] int64_t epochs() const { return m_fit.epochs; }
    [[nodiscard]] int64_t epoch() const { return m_trainer->epoch(); } ///< how many are finished
    [[nodiscard]] int64_t stepsPerEpoch() const { return m_train->batchesPerEpoch(); }
    [[nodiscard]] const Callbacks& callbacks() const { return m_callbacks; }
    [[nodiscard]] int64_t batch() const { return m_train->options().batch; }

    /// Trains; `more` comes after the job's own callbacks. A training that fails before its first step leaves nothing of what it made
    /// in its folder.
    /// Errors: of Trainer::fit; TooLarge with the fact "memory" where memory is out, above the limit before the first step.
    Result<FitResult> run(const Callbacks& more = {});
    /// The checkpoint from which this run goes on.
    [[nodiscard]] std::filesystem::path latest() const { return m_folder / "checkpoints" / "latest.tdck"; }
    /// Over the test part, if there is one, else the validation part; empty where there is neither. With the weights that the
    /// training has now. Errors: of Trainer::evaluate.
    Result<Logs> test();
    /// Which part that is: "test" or "validation"; empty where there is neither.
    [[nodiscard]] std::string_view tested() const { return m_test ? "test" : m_validation ? "validation" : ""; }
    /// The same with the best weights, where the run keeps some; `present`: what `test` gave. The present ones are back afterwards.
    Result<std::optional<BestResult>> testBest(const Logs& present);
    /// What the best weights are chosen by: "val_loss", or "loss" where nothing is validated.
    [[nodiscard]] const char* watched() const { return m_validation ? "val_loss" : "loss"; }

private:
    static Result<std::unique_ptr<Job>> prepareParts(const JobOptions& options);
    Result<void> readModel(const JobOptions& options);
    Result<void> readTraining(const JobOptions& options);
    Result<void> readData();
    void takeOpenSizes();
    void rememberData();
    Result<void> lockResumed(const JobOptions& options);
    Result<void> lockFolder();
    Result<void> makeFolder(const JobOptions& options);
    Result<void> makeTrainer(const JobOptions& options);
    Result<void> makeCallbacks(const JobOptions& options);
    Result<void> checkMemory();
    [[nodiscard]] std::filesystem::path best() const { return m_folder / "checkpoints" / "best.tdck"; }
    Result<FitResult> train(const Callbacks& callbacks);

    nn::Json m_file;     ///< model.json with the changes
    nn::Json m_training; ///< its "training"
    std::optional<nn::Model> m_model;
    std::vector<nn::UnknownKey> m_unknown;
    data::LoadedData m_data;
    std::filesystem::path m_dataPath;
    std::filesystem::path m_folder;
    std::optional<FolderLock> m_lock;
    std::optional<RunFiles> m_files; ///< of a training that begins
    std::unique_ptr<Trainer> m_trainer;
    std::unique_ptr<data::Loader> m_train, m_validation, m_test;
    FitOptions m_fit;
    uint64_t m_memoryLimitBytes = 0;
    Callbacks m_callbacks;
    std::optional<Checkpoint> m_resumed;
};

/// A loader of the test (or validation) part of some data for a model.
[[nodiscard]] TD_API Result<data::Loader> loaderFor(const nn::Model& model, const data::Dataset& data, int64_t batch);

} // namespace td::train
