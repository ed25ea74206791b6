#include "engine/train/training_memory.h"

#include "engine/graph/backward_part.h"
#include "engine/kernels/kernel_registry.h"
#include "engine/train/feed.h"

#include <algorithm>
#include <optional>
#include <set>

namespace td::train {

namespace {
using graph::NodeId;
using graph::ValueId;
using runtime::Storage;

size_t aligned(size_t bytes) {
    return (bytes + kBufferAlignment - 1) / kBufferAlignment * kBufferAlignment;
}

/// Divides a plan's memory among the layers that its values come from.
class Division {
public:
    Division(const runtime::Plan& plan, const nn::Model& model, const nn::Weights& weights,
             const OptimizerVariables& optimizer)
        : m_graph(plan.graph())
        , m_memory(plan.memory())
        , m_weights(weights)
        , m_optimizer(optimizer.names.begin(), optimizer.names.end())
        , m_isBackward(graph::backwardPart(m_graph))
        , m_uses(m_memory.storages.size()) {
        for (const auto& layer : model.layers())
            m_layers.insert(layer->name);
        for (const auto& facts : plan.facts())
            lookAt(m_graph.node(facts.node));
    }

    TrainingMemory divide() {
        const int fullest = fullestStep();
        size_t peaks = 0;
        for (size_t i = 0; i < m_memory.storages.size(); ++i) {
            const Storage& storage = m_memory.storages[i];
            if (storage.device != Device{}) continue;
            if (storage.place == runtime::Place::Variable) addVariable(storage);
            if (storage.place != runtime::Place::Arena) continue;
            LayerMemory share;
            if (storage.first <= fullest && fullest <= storage.last) share.peak = aligned(storage.bytes);
            if (m_uses[i].isKept) share.kept = storage.bytes;
            if (m_uses[i].isGradient && !m_uses[i].isKept) share.gradients = storage.bytes;
            peaks += share.peak;
            add(layerOf(storage), share);
        }
        m_result.gaps = m_memory.arenaBytes - peaks;
        return std::move(m_result);
    }

private:
    struct Uses {
        bool isKept = false, isGradient = false;
    };

    /// What a node's inputs are to it.
    void lookAt(const graph::Node& node) {
        if (!m_isBackward[index(node.id)]) return;
        for (const ValueId input : node.inputs) {
            const NodeId producer = input == ValueId::None ? NodeId::None : m_graph.value(input).producer;
            if (producer == NodeId::None || m_memory.storageOf[index(input)] < 0) continue;
            Uses& uses = m_uses[static_cast<size_t>(m_memory.storageOf[index(input)])];
            const bool isOptimizer = node.source.layer.empty();
            uses.isKept |= !m_isBackward[index(producer)];
            uses.isGradient |=
                isOptimizer && m_isBackward[index(producer)] && !m_graph.node(producer).source.layer.empty();
        }
    }

    [[nodiscard]] int fullestStep() const {
        std::vector<size_t> alive;
        for (const Storage& storage : m_memory.storages) {
            if (storage.place != runtime::Place::Arena || storage.device != Device{}) continue;
            if (static_cast<int>(alive.size()) <= storage.last) alive.resize(static_cast<size_t>(storage.last) + 1, 0);
            for (int step = storage.first; step <= storage.last; ++step)
                alive[static_cast<size_t>(step)] += aligned(storage.bytes);
        }
        return static_cast<int>(std::max_element(alive.begin(), alive.end()) - alive.begin());
    }

    void addVariable(const Storage& storage) {
        const std::string& name = m_graph.value(storage.owner).name;
        LayerMemory share;
        if (!m_optimizer.contains(name)) {
            share.weights = storage.bytes;
            return add(m_weights.find(name) ? layerOf(name) : std::string(), share);
        }
        share.optimizer = storage.bytes;
        add(layerOf(weightBehind(name)), share);
    }

    /// "stage/conv/kernel" -> "stage/conv"
    [[nodiscard]] static std::string layerOf(const std::string& weight) {
        return weight.substr(0, std::min(weight.rfind('/'), weight.size()));
    }

    /// The path of the weight that a variable of the optimizer belongs to: "optimizer/dense/kernel_velocity".
    [[nodiscard]] std::string weightBehind(const std::string& name) const {
        std::string best;
        for (const auto& weight : m_weights.all()) {
            const size_t at = name.find("/" + weight.path + "_");
            if (at != std::string::npos && weight.path.size() > best.size()) best = weight.path;
        }
        return best;
    }

    [[nodiscard]] std::string layerOf(const Storage& storage) const {
        const NodeId producer = m_graph.value(storage.owner).producer;
        return producer == NodeId::None ? std::string() : m_graph.node(producer).source.layer;
    }

    /// To the layer of a path and all that it lies in.
    void add(const std::string& path, const LayerMemory& share) {
        if (!m_layers.contains(path.substr(0, path.find('/')))) {
            m_result.other += share;
            return;
        }
        for (size_t end = path.find('/');; end = path.find('/', end + 1)) {
            m_result.layers[path.substr(0, end)] += share;
            if (end == std::string::npos) return;
        }
    }

    const graph::Graph& m_graph;
    const runtime::MemoryPlan& m_memory;
    const nn::Weights& m_weights;
    std::set<std::string> m_optimizer, m_layers;
    std::vector<bool> m_isBackward;
    std::vector<Uses> m_uses; ///< by storage
    TrainingMemory m_result;
};

/// The extents of the step's inputs, in the order of the graph's.
std::vector<Extents> inputExtents(const graph::Graph& graph, const StepFeeds& feeds) {
    std::vector<Extents> extents;
    size_t labels = 0;
    for (const ValueId id : graph.inputs()) {
        const graph::Value& input = graph.value(id);
        if (extents.size() < feeds.features.size())
            extents.push_back(feeds.features[extents.size()]);
        else if (input.name.starts_with("target"))
            extents.push_back(feeds.labels[labels++].shape.extents().value_or(Extents{}));
        else
            extents.push_back(input.type.shape.rank() == 0 ? Extents{} : Extents{feeds.rows});
    }
    return extents;
}
} // namespace

LayerMemory& LayerMemory::operator+=(const LayerMemory& other) {
    weights += other.weights;
    optimizer += other.optimizer;
    kept += other.kept;
    gradients += other.gradients;
    peak += other.peak;
    return *this;
}

Result<TrainingMemory> trainingMemory(const nn::Model& model, const Setup& setup, const StepFeeds& feeds,
                                      const TrainerOptions& options) {
    auto weights = nn::makeWeights(model, options.seed);
    if (!weights) return failure(weights.error());
    ProgramOptions wanted{Purpose::Train, feeds.hasSampleWeights, options.seed, {}, options.keepsGradients};
    for (const TensorType& label : feeds.labels)
        wanted.targets.push_back(targetType(label));
    auto program =
        options.writer ? options.writer(model, *weights, setup, wanted) : writeProgram(model, *weights, setup, wanted);
    if (!program) return failure(program.error());
    TensorMap shared;
    for (const auto& weight : weights->all())
        shared[weight.path] = weight.value;
    auto session = runtime::Session::create(std::move(program->graph), stepSession(options.threads, true, shared),
                                            kernels::builtinKernels());
    if (!session) return failure(session.error());
    auto plan = (*session)->draft(inputExtents((*session)->graph(), feeds));
    if (!plan) return failure(plan.error());
    TrainingMemory memory = Division(**plan, model, *weights, program->optimizer).divide();
    memory.need = (*plan)->need();
    memory.rows = feeds.rows;
    memory.threads = options.threads;
    return memory;
}

} // namespace td::train
