#include "engine/runtime/memory_plan.h"

#include "engine/runtime/schedule.h"

#include <algorithm>
#include <set>

namespace td::runtime {

using namespace graph;

namespace {
size_t bytesOf(const TensorType& type) {
    const auto extents = type.shape.extents();
    return extents ? static_cast<size_t>(elementsOf(*extents)) * elementBytes(type.dtype) : 0;
}

class Planner {
public:
    Planner(const Graph& graph, const std::vector<NodeId>& order, const InPlaceOf& inPlace)
        : m_graph(graph)
        , m_order(order)
        , m_inPlace(inPlace) {}

    MemoryPlan run() {
        m_plan.storageOf.assign(m_graph.valueCount(), -1);
        findLastUses();
        for (size_t step = 0; step < m_order.size(); ++step)
            placeNode(static_cast<int>(step));
        placeSources();
        separateOutputs();
        layOutArenas();
        return std::move(m_plan);
    }

private:
    /// A use after the last step: what leaves the graph stays to the end.
    [[nodiscard]] int end() const { return static_cast<int>(m_order.size()); }

    void findLastUses() {
        m_lastUse.assign(m_graph.valueCount(), -1);
        for (size_t step = 0; step < m_order.size(); ++step)
            for (const ValueId input : m_graph.node(m_order[step]).inputs)
                if (input != ValueId::None) m_lastUse[index(input)] = static_cast<int>(step);
        for (const Output& output : m_graph.outputs())
            m_lastUse[index(output.value)] = end();
        for (const Update& update : m_graph.updates())
            m_lastUse[index(update.value)] = end();
    }

    int newStorage(ValueId owner, Place place, int step) {
        m_plan.storages.push_back(
            {place, owner, bytesOf(m_graph.type(owner)), step, step, 0, m_graph.value(owner).device});
        return static_cast<int>(m_plan.storages.size()) - 1;
    }

    static Place sourcePlace(ValueKind kind) {
        return kind == ValueKind::Input      ? Place::Input
               : kind == ValueKind::Variable ? Place::Variable
                                             : Place::Constant;
    }

    int storageOf(ValueId value) {
        int& storage = m_plan.storageOf[index(value)];
        if (storage < 0) storage = newStorage(value, sourcePlace(m_graph.value(value).kind), 0);
        return storage;
    }

    /// Joins `value` to a storage, which lives as long as the value does.
    void join(ValueId value, int storage) {
        m_plan.storageOf[index(value)] = storage;
        Storage& at = m_plan.storages[static_cast<size_t>(storage)];
        at.last = std::max(at.last, m_lastUse[index(value)]);
    }

    /// The storage that an output must or can share, or -1.
    int sharedStorage(const Node& node, int output, int step) {
        if (node.op->traits.isView && output == 0) return storageOf(node.inputs.front());
        for (const Alias& alias : node.op->mustAlias)
            if (alias.output == output &&
                (changedVariable(m_graph, node, alias) != ValueId::None || canTake(node, output, alias.input, step)))
                return storageOf(node.inputs[static_cast<size_t>(alias.input)]);
        for (const Alias& alias : m_inPlace(static_cast<size_t>(step)))
            if (alias.output == output && canTake(node, output, alias.input, step))
                return storageOf(node.inputs[static_cast<size_t>(alias.input)]);
        return -1;
    }

    /// An input's block can be written over if it is arena memory that nobody reads later, of the same size, and not also
    /// another input of this node or taken by another output already.
    bool canTake(const Node& node, int output, int input, int step) {
        const ValueId from = node.inputs[static_cast<size_t>(input)];
        if (from == ValueId::None) return false;
        const int storage = storageOf(from);
        const Storage& at = m_plan.storages[static_cast<size_t>(storage)];
        const Value& to = m_graph.value(node.outputs[static_cast<size_t>(output)]);
        if (at.place != Place::Arena || at.last > step || at.device != to.device || at.bytes != bytesOf(to.type))
            return false;
        for (size_t i = 0; i < node.inputs.size(); ++i)
            if (static_cast<int>(i) != input && node.inputs[i] != ValueId::None && storageOf(node.inputs[i]) == storage)
                return false;
        return std::none_of(node.outputs.begin(), node.outputs.end(),
                            [&](ValueId other) { return m_plan.storageOf[index(other)] == storage; });
    }

    void placeNode(int step) {
        const Node& node = m_graph.node(m_order[static_cast<size_t>(step)]);
        for (size_t i = 0; i < node.outputs.size(); ++i) {
            const int shared = sharedStorage(node, static_cast<int>(i), step);
            const int storage = shared >= 0 ? shared : newStorage(node.outputs[i], Place::Arena, step);
            join(node.outputs[i], storage);
        }
        for (const ValueId input : node.inputs)
            if (input != ValueId::None) storageOf(input);
    }

    /// Inputs, variables and constants that leave the graph without meeting a node.
    void placeSources() {
        for (const Output& output : m_graph.outputs())
            storageOf(output.value);
        for (const Update& update : m_graph.updates()) {
            storageOf(update.value);
            storageOf(update.variable);
        }
    }

    void separateOutputs() {
        for (const Output& output : m_graph.outputs()) {
            Storage& at = m_plan.storages[static_cast<size_t>(m_plan.storageOf[index(output.value)])];
            if (at.place == Place::Arena) at.place = Place::Output;
        }
    }

    void layOutArenas() {
        m_plan.arenaBytes = layOutArena(Device{});
        std::set<Device> others;
        for (const Storage& storage : m_plan.storages)
            if (storage.device != Device{}) others.insert(storage.device);
        for (const Device device : others)
            m_plan.deviceArenas.push_back({device, layOutArena(device)});
    }

    size_t layOutArena(Device device) {
        std::vector<Lifetime> lifetimes;
        std::vector<Storage*> members;
        for (Storage& storage : m_plan.storages)
            if (storage.place == Place::Arena && storage.device == device) {
                lifetimes.push_back(
                    {storage.bytes, storage.first, std::min(std::max(storage.last, storage.first), end())});
                members.push_back(&storage);
            }
        const ArenaLayout layout = layOut(lifetimes);
        for (size_t i = 0; i < members.size(); ++i)
            members[i]->offset = layout.offsets[i];
        if (device == Device{}) m_plan.peakBytes = runtime::peakBytes(lifetimes);
        return layout.bytes;
    }

    const Graph& m_graph;
    const std::vector<NodeId>& m_order;
    const InPlaceOf& m_inPlace;
    std::vector<int> m_lastUse; ///< by value: the last step that reads it
    MemoryPlan m_plan;
};
} // namespace

MemoryPlan planMemory(const Graph& graph, const std::vector<NodeId>& order, const InPlaceOf& inPlace) {
    return Planner(graph, order, inPlace).run();
}

} // namespace td::runtime
