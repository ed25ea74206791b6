#pragma once

#include "engine/graph/graph.h"
#include "engine/kernels/kernel_registry.h"
#include "engine/runtime/device_steps.h"
#include "engine/runtime/lanes.h"
#include "engine/runtime/memory_plan.h"
#include "engine/runtime/span.h"

#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace td::runtime {

struct PlanOptions {
    int threads = 1; ///< of the pool that will run it
    kernels::Isa isa = kernels::machineIsa();
    /// Variables never change: kernels may repack them for good. Their memory is given by `frozen` at creation.
    bool isFrozen = false;
    const Lanes* lanes = nullptr; ///< the devices besides the CPU that nodes may name; they outlive the plan
    /// For looking at: its facts and its memory are there, but no memory is allocated (besides what kernels
    /// pack of frozen elements) and there are no steps to run.
    bool isDraft = false;
    /// Results may take the place of what dies where they are made. Without it the same is computed in more memory, which
    /// is for looking at and for finding who is to blame.
    bool worksInPlace = true;
    /// Variables change as soon as they can even in a long step, which then cannot be stopped from there on.
    bool savesMemory = false;
    size_t variableBytes = 0;    ///< that the session holds on the CPU, also what this plan no longer reads
    size_t memoryLimitBytes = 0; ///< of all tensors of the program together, this plan's among them; 0: none
};

/// One prepared execution, plain data: the run loop does nothing but call `run` with the next step's addresses.
struct Step {
    kernels::KernelFunction run = nullptr;
    const void* state = nullptr;
    uint32_t firstInput = 0, firstOutput = 0; ///< into the plan's table of addresses
    uint32_t node = 0;
};
static_assert(std::is_trivially_copyable_v<Step>);

/// What a step is, for people: which kernel, how much memory and work.
struct StepFacts {
    graph::NodeId node = graph::NodeId::None;
    std::string implementation;
    size_t scratchBytes = 0;
    bool isInPlace = false;
    graph::Cost cost;
};

/// Bytes that a plan needs on a device other than the CPU.
struct DeviceNeed {
    Device device;
    size_t variables = 0, constants = 0, arena = 0, scratch = 0;
};

/// Bytes that a plan needs, exactly, before anything is allocated.
struct MemoryNeed {
    size_t variables = 0;            ///< held by the session, shared by its plans
    size_t constants = 0;            ///< in the graph, what was computed once when the plan was made among them
    size_t arena = 0;                ///< values between steps
    size_t packed = 0;               ///< frozen variables and constants once more, as kernels want them
    size_t scratch = 0;              ///< one slot, shared by all steps
    size_t outputs = 0;              ///< what the caller gets
    std::vector<DeviceNeed> devices; ///< besides the CPU; not in `total`
    [[nodiscard]] size_t total() const { return variables + constants + packed + arena + scratch + outputs; }
};

/// A graph made ready for one set of shapes: steps in order, every address but the fed ones fixed, every primitive and the
/// code of products created, the pages of small arenas there.
///
/// Threads: immutable but for the addresses that its session fills in.
class TD_API Plan {
public:
    /// `graph` has known shapes only. `variables` gives each variable's memory (by value id; others are null).
    /// Errors: Unsupported where no kernel takes a node; TooLarge where memory is out, with the fact "memory" (the bytes that
    ///         were asked for) or, above the limit and before anything is allocated, "memory" (of all tensors) and "limit";
    ///         what `schedule` says.
    static Result<std::unique_ptr<Plan>> create(graph::Graph graph, const PlanOptions& options,
                                                const std::vector<std::byte*>& variables,
                                                const kernels::KernelRegistry& kernels);

    [[nodiscard]] const graph::Graph& graph() const { return m_graph; }
    [[nodiscard]] const std::vector<Step>& steps() const { return m_steps; }
    [[nodiscard]] const std::vector<StepFacts>& facts() const { return m_facts; }
    /// How many steps come before the first that changes a variable: before each of them a run may still end.
    [[nodiscard]] size_t stepsBeforeChanges() const { return m_stepsBeforeChanges; }
    [[nodiscard]] const MemoryPlan& memory() const { return m_memory; }
    [[nodiscard]] const MemoryNeed& need() const { return m_need; }
    [[nodiscard]] const PlanOptions& options() const { return m_options; }

    /// Steps, implementations, arena offsets and totals as a table.
    [[nodiscard]] std::string toText() const;

    /// Puts the address of input number `i` (in the order of Graph::inputs) into every step that reads it.
    void bindInput(size_t i, std::byte* data);
    /// Memory of output number `i` (in the order of Graph::outputs).
    [[nodiscard]] const std::byte* output(size_t i) const { return m_outputs[i]; }
    [[nodiscard]] std::byte* const* addresses() const { return m_addresses.data(); }
    [[nodiscard]] std::byte* scratch() const { return m_scratch ? m_scratch->data() : nullptr; }

    /// After the last step: bytes to move into variables whose next value lies elsewhere.
    struct Copy {
        std::byte* to = nullptr;
        const std::byte* from = nullptr;
        size_t bytes = 0;
        kernels::DeviceStream* stream = nullptr; ///< where both are on a device; null on the CPU
    };
    [[nodiscard]] const std::vector<Copy>& copies() const { return m_copies; }
    /// Whether a run has work on other devices, which has to be waited for at its end.
    [[nodiscard]] bool usesDevices() const { return !m_deviceMemory.empty(); }

private:
    explicit Plan(graph::Graph graph)
        : m_graph(std::move(graph)) {}
    Result<void> prepareKernels(const std::vector<graph::NodeId>& order, const std::vector<std::byte*>& variables,
                                const kernels::KernelRegistry& kernels);
    Result<kernels::PreparedKernel> prepareKernel(const graph::Node& node, kernels::KernelRequest request,
                                                  const kernels::KernelRegistry& kernels);
    [[nodiscard]] Result<void> checkLimit() const;
    Result<void> allocate();
    Result<void> allocateOnDevices();
    void fillAddresses(const std::vector<graph::NodeId>& order, const std::vector<std::byte*>& variables);
    [[nodiscard]] std::byte* addressOf(graph::ValueId value, const std::vector<std::byte*>& variables) const;
    [[nodiscard]] kernels::DeviceStream* streamOf(Device device) const;
    void waitForInputs(const graph::Node& node, std::map<int, graph::ValueId>& waits);
    void measureNeed();
    void findFirstChange();

    graph::Graph m_graph;
    PlanOptions m_options;
    MemoryPlan m_memory;
    MemoryNeed m_need;
    std::vector<kernels::PreparedKernel> m_kernels;
    std::vector<Step> m_steps;
    std::vector<StepFacts> m_facts;
    size_t m_stepsBeforeChanges = 0;
    std::vector<std::byte*> m_addresses;
    std::vector<std::vector<uint32_t>> m_inputPlaces; ///< by input number: where its address goes
    std::vector<Copy> m_copies;
    std::vector<std::byte*> m_outputs;
    std::shared_ptr<Buffer> m_arena, m_scratch;
    std::vector<std::shared_ptr<Buffer>> m_ownBuffers;         ///< by storage: outputs, constants on other devices
    std::map<Device, DeviceMemory> m_deviceMemory;             ///< by the devices that nodes name
    std::map<graph::ValueId, kernels::PreparedKernel> m_waits; ///< for values that come from a device
};

} // namespace td::runtime
