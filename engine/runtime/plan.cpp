#include "engine/runtime/plan.h"

#include "engine/graph/input_types.h"
#include "engine/graph/used_values.h"
#include "engine/runtime/old_values.h"
#include "engine/runtime/schedule.h"
#include "engine/runtime/transfers.h"

#include <algorithm>
#include <set>

namespace td::runtime {

using namespace graph;

namespace {
kernels::Argument argumentFor(const Graph& graph, ValueId id) {
    kernels::Argument argument;
    if (id == ValueId::None) {
        argument.isPresent = false;
        argument.extents = {0};
        return argument;
    }
    const Value& value = graph.value(id);
    argument.dtype = value.type.dtype;
    argument.extents = *value.type.shape.extents();
    argument.layout = value.layout;
    if (value.kind == ValueKind::Constant && value.device == Device{}) argument.frozen = value.constant.bytes();
    return argument;
}

/// Symbols that nobody bound and sizes that no machine has, as an error that names them.
Result<void> needKnownShape(const Node& node, const TensorType& type) {
    constexpr int64_t kMostElementsOfAValue = int64_t{1} << 43; // their sums stay far from the end of 64 bits
    const auto extents = type.shape.extents();
    if (!extents)
        return failure(ErrorCode::InvalidArgument,
                       {{"op", node.op->name}, {"found", toString(type)}, {"expected", "known sizes"}});
    if (elementsOf(*extents) <= kMostElementsOfAValue) return {};
    return failure(ErrorCode::TooLarge,
                   {{"op", node.op->name}, {"layer", node.source.layer}, {"found", toString(type)}});
}

Result<void> needKnownShapes(const Graph& graph) {
    for (const NodeId id : graph.order())
        for (const ValueId output : graph.node(id).outputs)
            TD_TRY(needKnownShape(graph.node(id), graph.type(output)));
    return {};
}

/// Every device that a node names must be there.
Result<void> needDevices(const Graph& graph, const Lanes* lanes) {
    for (const ValueId id : graph.variables()) {
        const Value& value = graph.value(id);
        if (value.device == Device{} || (lanes != nullptr && lanes->find(value.device))) continue;
        return failure(
            ErrorCode::Unsupported,
            {{"variable", value.name}, {"device", toString(value.device)}, {"expected", "a device that is there"}});
    }
    for (const NodeId id : graph.order()) {
        const Node& node = graph.node(id);
        if (node.device == Device{} || (lanes != nullptr && lanes->find(node.device))) continue;
        return failure(ErrorCode::Unsupported, {{"op", node.op->name},
                                                {"layer", node.source.layer},
                                                {"device", toString(node.device)},
                                                {"expected", "a device that is there"}});
    }
    return {};
}

/// The devices besides the CPU that anything is on.
std::set<Device> devicesOf(const Graph& graph) {
    std::set<Device> devices;
    for (const NodeId id : graph.order())
        devices.insert(graph.node(id).device);
    for (const ValueId id : graph.variables())
        devices.insert(graph.value(id).device);
    devices.erase(Device{});
    return devices;
}

/// Whether what is left of a step behind its first gradient may take a tenth of a second: then variables change at its end,
/// so that it can be stopped until then. The price, every gradient's memory, is mostly that of activations which are no
/// longer needed.
bool isLong(const Graph& graph) {
    constexpr double kLong = 1e10; // operations: 60 to 100 ms of one core with AVX-512
    double flops = 0;
    for (const NodeId id : graph.order())
        flops += costOf(graph, graph.node(id)).flops;
    return flops > kLong;
}

bool changesVariable(const Graph& graph, const Node& node) {
    return std::any_of(node.op->mustAlias.begin(), node.op->mustAlias.end(),
                       [&](const Alias& alias) { return changedVariable(graph, node, alias) != ValueId::None; });
}

Error located(Error error, const Node& node) {
    if (!node.source.layer.empty()) error.facts.push_back({"layer", node.source.layer});
    return error;
}
} // namespace

Result<std::unique_ptr<Plan>> Plan::create(Graph graph, const PlanOptions& options,
                                           const std::vector<std::byte*>& variables,
                                           const kernels::KernelRegistry& kernels) {
    TD_TRY(needKnownShapes(graph));
    TD_TRY(needDevices(graph, options.lanes));
    TD_TRY(keepOldValues(graph));
    TD_TRY(insertTransfers(graph));
    auto order = schedule(graph, isLong(graph) && !options.savesMemory ? Changes::AtTheEnd : Changes::Early);
    if (!order) return failure(order.error());
    auto plan = std::unique_ptr<Plan>(new Plan(std::move(graph)));
    plan->m_options = options;
    for (const Device device : devicesOf(plan->m_graph))
        plan->m_deviceMemory[device];
    TD_TRY(plan->prepareKernels(*order, variables, kernels));
    const InPlaceOf inPlace = [&](size_t step) {
        return options.worksInPlace ? plan->m_kernels[step].inPlace : std::vector<Alias>();
    };
    plan->m_memory = planMemory(plan->m_graph, *order, inPlace);
    plan->measureNeed();
    if (options.isDraft) return plan;
    TD_TRY(plan->checkLimit());
    TD_TRY(plan->allocate());
    plan->fillAddresses(*order, variables);
    plan->findFirstChange();
    return plan;
}

Result<void> Plan::prepareKernels(const std::vector<NodeId>& order, const std::vector<std::byte*>& variables,
                                  const kernels::KernelRegistry& kernels) {
    const std::vector<bool> isUsed = usedValues(m_graph);
    for (const NodeId id : order) {
        const Node& node = m_graph.node(id);
        kernels::KernelRequest request{node.op, &node.attributes, {}, {}, m_options.threads, m_options.isa};
        for (const ValueId input : node.inputs) {
            request.inputs.push_back(argumentFor(m_graph, input));
            if (m_options.isFrozen && input != ValueId::None && m_graph.value(input).kind == ValueKind::Variable)
                request.inputs.back().frozen = variables[index(input)];
        }
        for (const ValueId output : node.outputs) {
            request.outputs.push_back(argumentFor(m_graph, output));
            request.outputs.back().isUsed = isUsed[index(output)];
        }
        auto kernel = prepareKernel(node, std::move(request), kernels);
        if (!kernel) return failure(located(kernel.error(), node));
        m_facts.push_back({id, kernel->implementation, kernel->scratchBytes, false, costOf(m_graph, node)});
        m_kernels.push_back(*std::move(kernel));
    }
    return {};
}

Result<kernels::PreparedKernel> Plan::prepareKernel(const Node& node, kernels::KernelRequest request,
                                                    const kernels::KernelRegistry& kernels) {
    const Device from =
        node.inputs.empty() || node.inputs[0] == ValueId::None ? node.device : m_graph.value(node.inputs[0]).device;
    if (from == Device{} && node.device == Device{}) return kernels.prepare(request, DeviceKind::Cpu);
    const auto lane = m_options.lanes->find(node.device == Device{} ? from : node.device);
    if (!lane) return failure(lane.error());
    kernels::DeviceStream& stream = *(*lane)->stream;
    const size_t bytes = request.outputs[0].sizeBytes();
    if (node.device == Device{}) {
        CopyOut copy = copyOut(stream, bytes);
        m_waits[node.outputs[0]] = std::move(copy.wait);
        return std::move(copy.start);
    }
    if (from == Device{} && isTransfer(m_graph, node)) return copyIn(stream, bytes);
    if (node.op->traits.isView) return kernels::PreparedKernel{};
    if (node.op->name == "reorder") return copyWithin(stream, bytes);
    request.stream = &stream;
    auto kernel = kernels.prepare(request, node.device.kind);
    if (!kernel) return kernel;
    return onDevice(*std::move(kernel), m_deviceMemory.at(node.device));
}

void Plan::measureNeed() {
    std::map<Device, DeviceNeed> devices;
    for (const auto& [device, memory] : m_deviceMemory)
        devices[device].device = device;
    for (const Storage& storage : m_memory.storages) {
        if (storage.device != Device{}) {
            if (storage.place == Place::Variable) devices[storage.device].variables += storage.bytes;
            if (storage.place == Place::Constant) devices[storage.device].constants += storage.bytes;
            continue;
        }
        if (storage.place == Place::Constant) m_need.constants += storage.bytes;
        if (storage.place == Place::Output) m_need.outputs += storage.bytes;
    }
    m_need.variables = m_options.variableBytes;
    for (const kernels::PreparedKernel& kernel : m_kernels)
        m_need.packed += kernel.packedBytes;
    m_need.arena = m_memory.arenaBytes;
    for (const DeviceArena& arena : m_memory.deviceArenas)
        devices[arena.device].arena = arena.bytes;
    for (const StepFacts& facts : m_facts) {
        const Device device = m_graph.node(facts.node).device;
        size_t& scratch = device == Device{} ? m_need.scratch : devices[device].scratch;
        scratch = std::max(scratch, facts.scratchBytes);
    }
    for (const auto& [device, need] : devices)
        m_need.devices.push_back(need);
}

void Plan::findFirstChange() {
    const auto first = std::find_if(m_steps.begin(), m_steps.end(), [&](const Step& step) {
        return changesVariable(m_graph, m_graph.node(static_cast<NodeId>(step.node)));
    });
    m_stepsBeforeChanges = static_cast<size_t>(first - m_steps.begin());
}

void Plan::bindInput(size_t i, std::byte* data) {
    for (const uint32_t place : m_inputPlaces[i])
        m_addresses[place] = data;
}

} // namespace td::runtime
