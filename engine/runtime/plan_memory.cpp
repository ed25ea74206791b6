#include "engine/runtime/plan.h"

/// From what a plan needs to memory that is there, and to each step's addresses in it.
namespace td::runtime {

using namespace graph;

namespace {
/// The first step is to take as long as the others. Of more memory its pages take a small part of a step, and the plan
/// would be late.
constexpr size_t kTouchedAhead = size_t{64} << 20;

/// Has the system give all pages of memory that nobody uses yet.
void touchPages(const Buffer& fresh) {
    constexpr size_t kPage = 4096;
    for (size_t at = 0; at < fresh.sizeBytes(); at += kPage)
        *const_cast<volatile std::byte*>(fresh.data() + at) = std::byte{0};
}
} // namespace

/// Variables and constants are there already, and count with all that the program holds.
Result<void> Plan::checkLimit() const {
    const size_t needed = hostBufferBytes() + m_need.arena + m_need.scratch + m_need.outputs;
    if (m_options.memoryLimitBytes == 0 || needed <= m_options.memoryLimitBytes) return {};
    return failure(ErrorCode::TooLarge,
                   {{"memory", std::to_string(needed)}, {"limit", std::to_string(m_options.memoryLimitBytes)}});
}

Result<void> Plan::allocate() {
    const auto out = [](size_t bytes) { return failure(ErrorCode::TooLarge, {{"memory", std::to_string(bytes)}}); };
    m_ownBuffers.resize(m_memory.storages.size());
    if (m_need.arena > 0 && !(m_arena = hostBuffer(m_need.arena))) return out(m_need.arena);
    if (m_need.scratch > 0 && !(m_scratch = hostBuffer(m_need.scratch))) return out(m_need.scratch);
    for (const auto& buffer : {m_arena, m_scratch})
        if (buffer && buffer->sizeBytes() <= kTouchedAhead) touchPages(*buffer);
    for (size_t i = 0; i < m_memory.storages.size(); ++i)
        if (m_memory.storages[i].place == Place::Output && !(m_ownBuffers[i] = hostBuffer(m_memory.storages[i].bytes)))
            return out(m_memory.storages[i].bytes);
    return allocateOnDevices();
}

Result<void> Plan::allocateOnDevices() {
    const auto on = [&](Device device, size_t bytes, std::shared_ptr<Buffer>& buffer) -> Result<const Lane*> {
        const auto lane = m_options.lanes->find(device);
        if (!lane) return lane;
        if (bytes > 0 && !(buffer = (*lane)->backend->allocate(bytes)))
            return failure(ErrorCode::TooLarge, {{"memory", std::to_string(bytes)}, {"device", toString(device)}});
        return lane;
    };
    for (const DeviceNeed& need : m_need.devices) {
        DeviceMemory& memory = m_deviceMemory[need.device];
        if (auto made = on(need.device, need.arena, memory.arena); !made) return failure(made.error());
        if (auto made = on(need.device, need.scratch, memory.scratch); !made) return failure(made.error());
    }
    for (size_t i = 0; i < m_memory.storages.size(); ++i) {
        const Storage& storage = m_memory.storages[i];
        if (storage.place != Place::Constant || storage.device == Device{} || storage.bytes == 0) continue;
        const auto lane = on(storage.device, storage.bytes, m_ownBuffers[i]);
        if (!lane) return failure(lane.error());
        (*lane)->stream->copyIn(m_ownBuffers[i]->data(), m_graph.value(storage.owner).constant.bytes(), storage.bytes);
        TD_TRY((*lane)->stream->synchronize());
    }
    return {};
}

std::byte* Plan::addressOf(ValueId value, const std::vector<std::byte*>& variables) const {
    if (value == ValueId::None) return nullptr;
    const auto storage = static_cast<size_t>(m_memory.storageOf[index(value)]);
    const Storage& at = m_memory.storages[storage];
    switch (at.place) {
    case Place::Variable:
        return variables[index(at.owner)];
    case Place::Constant:
        if (at.device != Device{}) return m_ownBuffers[storage] ? m_ownBuffers[storage]->data() : nullptr;
        return m_graph.value(at.owner).constant.bytes();
    case Place::Arena: {
        const auto& arena = at.device == Device{} ? m_arena : m_deviceMemory.at(at.device).arena;
        return arena ? arena->data() + at.offset : nullptr;
    }
    case Place::Output:
        return m_ownBuffers[storage]->data();
    case Place::Input:
        break;
    }
    return nullptr;
}

void Plan::fillAddresses(const std::vector<NodeId>& order, const std::vector<std::byte*>& variables) {
    std::vector<int> inputNumber(m_graph.valueCount(), -1);
    const std::vector<ValueId> inputs = m_graph.inputs();
    for (size_t i = 0; i < inputs.size(); ++i)
        inputNumber[index(inputs[i])] = static_cast<int>(i);
    m_inputPlaces.resize(inputs.size());
    const auto fedBy = [&](ValueId value) {
        const Storage& at = m_memory.of(value);
        return at.place == Place::Input ? inputNumber[index(at.owner)] : -1;
    };
    const auto append = [&](ValueId value) {
        if (value != ValueId::None && fedBy(value) >= 0)
            m_inputPlaces[static_cast<size_t>(fedBy(value))].push_back(static_cast<uint32_t>(m_addresses.size()));
        m_addresses.push_back(addressOf(value, variables));
    };
    std::map<int, ValueId> waits; // by storage, as views of what comes from a device are read too
    for (size_t i = 0; i < order.size(); ++i) {
        const Node& node = m_graph.node(order[i]);
        const bool movesNothing = node.op->traits.isView;
        for (const ValueId output : node.outputs)
            for (const ValueId input : node.inputs)
                m_facts[i].isInPlace |=
                    input != ValueId::None && m_memory.storageOf[index(input)] == m_memory.storageOf[index(output)];
        if (movesNothing) continue;
        waitForInputs(node, waits);
        Step step{m_kernels[i].run, m_kernels[i].state.get(), static_cast<uint32_t>(m_addresses.size()), 0,
                  index(order[i])};
        for (const ValueId input : node.inputs)
            append(input);
        step.firstOutput = static_cast<uint32_t>(m_addresses.size());
        for (const ValueId output : node.outputs)
            append(output);
        m_steps.push_back(step);
        if (m_waits.contains(node.outputs[0])) waits[m_memory.storageOf[index(node.outputs[0])]] = node.outputs[0];
    }
    for (const Output& output : m_graph.outputs())
        m_outputs.push_back(addressOf(output.value, variables));
    for (const Update& update : m_graph.updates())
        if (m_memory.storageOf[index(update.variable)] != m_memory.storageOf[index(update.value)])
            m_copies.push_back({addressOf(update.variable, variables), addressOf(update.value, variables),
                                m_memory.of(update.variable).bytes, streamOf(m_memory.of(update.variable).device)});
}

kernels::DeviceStream* Plan::streamOf(Device device) const {
    return device == Device{} ? nullptr : (*m_options.lanes->find(device))->stream.get();
}

/// A step that reads on the CPU what a device sends comes after one that waits for it.
void Plan::waitForInputs(const Node& node, std::map<int, ValueId>& waits) {
    for (const ValueId input : node.inputs) {
        if (input == ValueId::None || waits.empty()) continue;
        const auto place = waits.find(m_memory.storageOf[index(input)]);
        if (place == waits.end()) continue;
        const kernels::PreparedKernel& wait = m_waits.at(place->second);
        m_steps.push_back({wait.run, wait.state.get(), 0, 0, index(m_graph.value(place->second).producer)});
        waits.erase(place);
    }
}

} // namespace td::runtime
