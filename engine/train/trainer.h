#pragma once

#include "engine/data/loader.h"
#include "engine/runtime/row_slices.h"
#include "engine/train/checkpoint.h"
#include "engine/train/control.h"
#include "engine/train/program.h"

#include <functional>
#include <memory>
#include <set>
#include <span>

namespace td::train {

/// Writes the graph of a step; the standard one is writeProgram. A training step of one's own (a penalty on gradients, two
/// losses that take turns, another order of updates) is another such function: it writes the model with nn::Emission, makes
/// any scalar of what comes out, takes graph::gradients of it and hands them to emitOptimizer, keeping Program's contract
/// of inputs, outputs and names; for other purposes than training it calls writeProgram. Feeding, callbacks, checkpoints
/// and resuming work with it as they do with the standard step. An example: tests/unit/train/custom_step_test.cpp.
using ProgramWriter =
    std::function<Result<Program>(const nn::Model&, nn::Weights&, const Setup&, const ProgramOptions&)>;

struct TrainerOptions {
    int threads = 1;
    uint64_t seed = 0;           ///< of weights, dropout and everything else drawn in the step
    bool keepsGradients = false; ///< Run::gradients gives those of the last step; costs their memory
    bool recomputes = false;     ///< graph/passes/recompute.h: less memory, more time, the same bits
    size_t memoryLimitBytes = 0; ///< of all tensors of the program; 0: none
    ProgramWriter writer = {};   ///< empty: writeProgram
};

struct FitOptions {
    int64_t epochs = 1;        ///< in all, counted from the first: a resumed training goes on to this number
    int64_t stepsPerEpoch = 0; ///< 0: all batches
    int64_t validateEvery = 0; ///< steps between validations; 0: after each epoch
    std::map<int64_t, double> classWeights = {}; ///< by class index; 1 where there is none
    bool stopsOnNaN = true;                      ///< a loss that is not finite ends the training with an error
};

/// Why a training ended.
struct FitResult {
    std::vector<Logs> epochs; ///< of the epochs of this call that were finished
    bool isStopped = false;   ///< by a callback or the control; false: all epochs are done
    std::string reason;
};

/// A model being trained: one graph for the whole step, its session, and everything that a checkpoint keeps.
///
/// Determinism: the same seed, data, threads and machine give the same weights bit for bit, resumed or not.
/// Threads: one caller; `control` from any thread. Several trainers may run at once.
class TD_API Trainer : public Run {
public:
    /// Weights start from their initializers. Errors: of the model, the losses and the optimizer.
    static Result<std::unique_ptr<Trainer>> create(nn::Model model, Setup setup, TrainerOptions options);
    ~Trainer() override;

    [[nodiscard]] const nn::Model& model() const { return m_model; }
    [[nodiscard]] const nn::Weights& weights() const { return m_weights; }
    [[nodiscard]] const Setup& setup() const { return m_setup; }
    [[nodiscard]] Control& control() { return m_control; }

    /// The bytes of all tensors of the program once steps and evaluations have run on all sizes of batches that come; all but
    /// a few batches that loaders prepare ahead. The loaders stand at the beginning of an epoch afterwards.
    /// Errors: of the data and the program.
    Result<size_t> bytesAhead(data::Loader& train, std::span<data::Loader* const> evaluations);

    /// Trains until all epochs are done. Loaders must not share a data set that is being changed.
    /// Errors: of the data; InvalidArgument naming output and value for labels out of range, and "loss" where it is not finite; TooLarge.
    Result<FitResult> fit(data::Loader& train, data::Loader* validation, const FitOptions& options,
                          const Callbacks& callbacks = {});
    /// One step on one batch; the logs are of that batch alone (metrics start anew).
    /// Errors: as `fit`; Cancelled where the control stopped it before it changed anything.
    Result<Logs> trainOnBatch(const data::Batch& batch);
    /// For steps outside of `fit`: weights of samples by their class.
    void setClassWeights(std::map<int64_t, double> weights) { m_weightOfClass = std::move(weights); }
    /// The outputs for one batch.
    Result<std::vector<Tensor>> predictOnBatch(const data::Batch& batch);
    /// "loss" and metrics over one epoch of the loader. Outside of `fit` the weights are taken over into the plan, as for predictions.
    /// Errors: Cancelled where a callback of the last `fit` or, within `fit`, the control stops it: after the batch that runs.
    Result<Logs> evaluate(data::Loader& data);
    /// One tensor for each output, all rows of one epoch.
    Result<std::vector<Tensor>> predict(data::Loader& data);

    /// Goes on from there: `fit` continues with the batch after the last that was trained on.
    /// Errors: NotFound, ShapeMismatch naming the tensor; InvalidArgument where it belongs to another model or optimizer.
    Result<void> resume(const Checkpoint& checkpoint);
    [[nodiscard]] Checkpoint checkpoint(bool weightsOnly) const;

    // Run
    [[nodiscard]] int64_t epoch() const override { return m_epoch; }
    [[nodiscard]] int64_t step() const override { return m_step; }
    [[nodiscard]] double learningRate() const override;
    /// Kept as float32, as it is fed.
    void setLearningRate(double rate) override { m_rate = static_cast<double>(static_cast<float>(rate)); }
    void stop(std::string reason) override;
    [[nodiscard]] TensorMap copyWeights() const override;
    [[nodiscard]] TensorMap sharedWeights() const override;
    Result<void> setWeights(const TensorMap& weights) override;
    void swapAverages() override;
    Result<void> save(const std::filesystem::path& path, bool weightsOnly) override;
    [[nodiscard]] TensorMap gradients() const override;
    [[nodiscard]] std::string graphDef() const override;

    /// Running numbers of the present epoch: "loss" and metrics so far.
    [[nodiscard]] Result<Logs> runningLogs();
    /// Kernel and whole time of the last step.
    [[nodiscard]] runtime::Session* session() { return m_training ? m_training->session.get() : nullptr; }

private:
    /// A program with its session and metrics.
    struct Prepared {
        std::vector<std::string> inputs;
        std::vector<TensorType> inputTypes;
        std::vector<std::string> lossNames;
        std::vector<std::string> outputNames;
        std::vector<MetricPlace> metrics;
        OptimizerVariables optimizer;
        std::vector<std::string> gradients;
        std::unique_ptr<runtime::Session> session;
        std::unique_ptr<runtime::Session> results; ///< of the metrics
        runtime::Plan* plan = nullptr;             ///< of the last batch's sizes
        std::vector<Extents> planExtents;
        std::optional<runtime::RowSlices> slices; ///< for predictions: of the last batch's sizes
        double rows = 0;                          ///< since the metrics were reset
        std::vector<double> lossSums;             ///< each loss times the batch's rows
    };

    Trainer(nn::Model model, Setup setup, TrainerOptions options);
    /// Whether a session reads the weights where they are, or takes over into its plan what they hold now.
    enum class Taking : uint8_t { Shared, Frozen };
    Result<std::unique_ptr<Prepared>> prepare(Purpose purpose, const std::vector<TensorType>& targets,
                                              bool hasSampleWeights, Taking taking);
    Result<void> prepareTraining(const data::Batch& batch);
    Result<void> prepareEvaluation(const data::Batch& batch, Taking taking);
    Result<void> prepareAtEpochEnd(data::Loader& train);
    using Sizes = std::set<std::vector<Extents>>; ///< of what a program is fed with
    Result<void> addSizes(Prepared& prepared, const data::Batch& first, const data::Loader& loader, Sizes& sizes);
    [[nodiscard]] runtime::SessionOptions sessionOptions(Purpose purpose, Taking taking) const;
    Result<void> runBatch(Prepared& prepared, const data::Batch& batch);
    Result<void> runStep(const data::Batch& batch);
    Result<bool> runStepUnlessStopped(const data::Batch& batch);
    Result<std::vector<Tensor>> predictNext(const data::Batch& batch);
    Result<void> fillFeeds(Prepared& prepared, const data::Batch& batch);
    Result<void> addRate(const Prepared& prepared, const std::string& input);
    Result<void> takeResumed();
    void writeAnew();
    Result<void> applyWishes(data::Loader& train);
    Result<Logs> measure(data::Loader& data, Taking taking);
    bool isStopWished();
    Result<Logs> validate(data::Loader& validation, const Callbacks& callbacks);
    Result<void> validateInside(data::Loader& validation, const Callbacks& callbacks);
    Result<FitResult> fitEpochs(data::Loader& train, data::Loader* validation, const FitOptions& options,
                                const Callbacks& callbacks);
    Result<bool> endEpoch(data::Loader* validation, const FitOptions& options, const Callbacks& callbacks,
                          FitResult& result);
    Result<void> validateDue(data::Loader& train, data::Loader& validation, const Callbacks& callbacks);
    Result<bool> trainEpoch(data::Loader& train, data::Loader* validation, const FitOptions& options,
                            const Callbacks& callbacks);
    Result<Logs> logsOf(Prepared& prepared);
    static void resetMetrics(Prepared& prepared);
    [[nodiscard]] Result<const Tensor*> sampleWeights(const data::Batch& batch);
    [[nodiscard]] double rateNow() const;

    nn::Model m_model;
    nn::Weights m_weights;
    Setup m_setup;
    TrainerOptions m_options;
    Json m_rateArgument; ///< of the optimizer: a number or a schedule
    std::optional<double> m_rate;
    Control m_control;
    TensorMap
        m_shared; ///< weights, optimizer variables, random state: the training's memory, whatever graph runs on it
    std::unique_ptr<Prepared> m_training, m_evaluation, m_prediction;
    std::vector<Tensor> m_feeds;
    Tensor m_rateTensor, m_classWeights;
    std::map<int64_t, double> m_weightOfClass;
    int64_t m_epoch = 0, m_step = 0;
    data::Position m_position;
    TensorMap m_resumed;                  ///< of a checkpoint, until the step's graph is written
    std::set<std::string> m_frozenLayers; ///< paths of weights that their own layers keep from training
    nn::Json m_running;                   ///< sums of the epoch that the checkpoint interrupted
    nn::Json m_callbackStates;            ///< of a checkpoint, until `fit` gives them back
    TensorMap m_callbackTensors;
    bool m_isStopping = false, m_isFitting = false;
    bool m_isValidationDue = false; ///< one in the middle of an epoch that a stop came before
    std::string m_stopReason;
    Callbacks m_callbacks; ///< of the last `fit`: checkpoints after it keep their states too
};

} // namespace td::train
