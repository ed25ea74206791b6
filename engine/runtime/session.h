#pragma once

#include "engine/base/thread_pool.h"
#include "engine/graph/passes/pass.h"
#include "engine/runtime/plan.h"

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace td::runtime {

struct SessionOptions {
    int threads = 1;
    kernels::Isa isa = kernels::machineIsa();
    bool isFrozen = false;             ///< for inference: plans take over what variables hold when they are made
    std::vector<graph::Pass> lowering; ///< run on a copy of the graph for each new set of shapes, when these are known
    graph::PassObserver observer;      ///< sees that copy change: by "shapes", each pass of `lowering`, "constants"
    bool worksInPlace = true;          ///< PlanOptions::worksInPlace
    const std::atomic<bool>* stopFlag =
        nullptr;                 ///< while it is true every run is stopped, as by Session::stop; outlives it
    size_t plansKept = 8;        ///< at least 1; the least recently used plan goes first
    size_t memoryLimitBytes = 0; ///< a plan that would take all tensors of the program above it is an error; 0: none
    /// Memory that variables of these names use instead of their own: what one session changes there, others that were
    /// given the same see. On the CPU only.
    std::map<std::string, Tensor, std::less<>> shared = {};
    /// Besides the CPU: what nodes and variables of the graph may name as their device.
    std::vector<std::shared_ptr<kernels::DeviceBackend>> devices = {};
};

/// Time of one run, in ticks.
struct RunTime {
    uint64_t total = 0;
    uint64_t kernels = 0; ///< only while spans are recorded
};

/// A graph with its state: variables live here, plans per set of shapes are made when first met and kept.
///
/// A run that is stopped (Cancelled), or whose data are out of range (InvalidArgument), ends between two steps and has changed
/// no variable. Once the first variable changes, a stop comes too late: the run goes on to its end. In a run of more than
/// 10^10 operations variables change last, so that what is left then takes as long as the optimizer alone; a shorter one, and
/// one that is lowered by "recompute" to save memory, changes them as soon as it can. Without that pass a stop takes at most
/// as long as the longest kernel, the optimizer, or a short step.
/// After other errors each variable holds what it held before or its next value, never a mixture, and the error's fact
/// "changed" says how many hold their next value already.
///
/// Threads: one run at a time; `stop` from any thread.
class TD_API Session {
public:
    /// Variables start from their initial tensors, or zero. Errors: TooLarge; ShapeMismatch for shared memory of another
    /// type; Unsupported with "device" where a variable is on a device that is not there.
    static Result<std::unique_ptr<Session>> create(graph::Graph graph, SessionOptions options,
                                                   const kernels::KernelRegistry& kernels);
    ~Session();

    [[nodiscard]] const graph::Graph& graph() const { return m_graph; }

    /// Makes the plan for inputs of these extents (in the order of Graph::inputs), or finds it. It lives until as many
    /// plans as are kept were made for other extents (`plansKept`).
    /// Errors: ShapeMismatch naming the input; what Plan::create says.
    Result<Plan*> plan(const std::vector<Extents>& inputExtents);
    /// The same plan, but only to look at (PlanOptions::isDraft): what it would need is known without having it.
    [[nodiscard]] Result<std::unique_ptr<Plan>> draft(const std::vector<Extents>& inputExtents);

    /// Runs the graph on `feeds`, one for each input, in order. The outputs stay valid until the next run of that plan.
    ///
    /// Errors: ShapeMismatch, TypeMismatch naming the input; Cancelled; InvalidArgument naming node and value where data
    ///         were out of range; TooLarge naming the node where a library that a kernel calls got no memory.
    Result<Plan*> run(const std::vector<Tensor>& feeds);
    /// The same with a plan at hand and feeds known to fit.
    Result<void> run(Plan& plan, const std::vector<Tensor>& feeds);
    /// The same as one more part of the run before: a stop that came between the two ends it too.
    Result<void> runOn(Plan& plan, const std::vector<Tensor>& feeds);

    /// A copy of output number `i` of the last run of `plan`. Errors: TooLarge where memory is out.
    [[nodiscard]] Result<Tensor> output(const Plan& plan, size_t i) const;
    [[nodiscard]] float scalarOutput(const Plan& plan, size_t i) const {
        return *reinterpret_cast<const float*>(plan.output(i));
    }

    /// A variable's memory as a tensor that shares it: what is written there is what the next run reads.
    /// Errors: NotFound; Unsupported with "device" where the variable is not on the CPU.
    [[nodiscard]] Result<Tensor> variable(std::string_view name) const;
    /// What a variable holds, wherever it is. Errors: NotFound, TooLarge, what the device says.
    [[nodiscard]] Result<Tensor> variableCopy(std::string_view name) const;
    /// Errors: NotFound; ShapeMismatch and TypeMismatch naming the variable; what the device says.
    Result<void> setVariable(std::string_view name, const Tensor& value);

    /// Lets the run in progress end before its next step, with Cancelled, if no variable has changed yet (see above): within
    /// 100 ms for the reference nets on one core with AVX-512. Cleared by the next run.
    void stop() { m_isStopping.store(true, std::memory_order_relaxed); }

    /// Records a span per step into a ring of this many; 0 switches off.
    void recordSpans(size_t count);
    /// Spans in the order they were recorded; of a full ring the latest.
    [[nodiscard]] std::vector<Span> spans() const;
    [[nodiscard]] RunTime lastRunTime() const { return m_lastRunTime; }

private:
    Session(graph::Graph graph, SessionOptions options, const kernels::KernelRegistry& kernels);
    Result<void> makeVariables();
    Result<std::unique_ptr<Plan>> makePlan(const std::vector<Extents>& inputExtents, bool isDraft);
    [[nodiscard]] Result<Tensor> memoryOf(const graph::Value& variable, const Extents& extents) const;
    Result<void> makeOnDevice(const graph::Value& variable, const Tensor& initial);
    [[nodiscard]] Result<graph::ValueId> variableNamed(std::string_view name) const;
    [[nodiscard]] bool isStopped() const {
        return m_isStopping.load(std::memory_order_relaxed) || m_stopFlag->load(std::memory_order_relaxed);
    }
    template <bool kRecords>
    Result<void> runSteps(Plan& plan);
    Result<void> finish(const Plan& plan, Result<void> ran);
    [[nodiscard]] Error faultAt(const Plan& plan, const Step& step) const;
    [[nodiscard]] static Error outOfMemoryAt(const Plan& plan, const Step& step);

    graph::Graph m_graph;
    SessionOptions m_options;
    const kernels::KernelRegistry& m_kernels;
    ThreadPool m_pool;
    kernels::KernelFault m_fault;
    std::atomic<bool> m_isStopping{false};
    const std::atomic<bool>* m_stopFlag;   ///< of the options, or m_isStopping
    std::vector<Tensor> m_variableTensors; ///< by value id; empty for others
    Lanes m_lanes;
    std::map<graph::ValueId, std::shared_ptr<Buffer>> m_deviceVariables; ///< those on other devices
    std::vector<std::byte*> m_variables;                                 ///< by value id
    struct Kept {
        std::vector<Extents> extents;
        std::unique_ptr<Plan> plan;
        uint64_t usedAt = 0;
    };
    std::vector<Kept> m_plans;
    uint64_t m_clock = 0;
    std::vector<Span> m_spans;
    size_t m_spanCount = 0;
    RunTime m_lastRunTime;
};

} // namespace td::runtime
