#include "tests/bench/nets/nets.h"

#include "engine/graph/gradient.h"
#include "engine/graph/op_registry.h"
#include "tests/bench/nets/net_writer.h"

#include <array>

namespace td::bench {

using namespace graph;

namespace {
constexpr int64_t kClasses = 10;
constexpr int64_t kCategories = 8, kRowsEach = 10000, kNumbers = 13;
constexpr int64_t kVocabulary = 5000, kTokens = 64, kModel = 128, kHeads = 4, kFeedForward = 512;

Expr image(NetWriter& net, int64_t size, int64_t channels) {
    return net.builder().input("x", {DType::F32, {Dim::symbol("B"), size, size, channels}});
}

Expr mlp(NetWriter& net) {
    const Expr x = net.builder().input("x", {DType::F32, {Dim::symbol("B"), 784}});
    return net.dense("d2", net.denseRelu("d1", x, 784, 128), 128, kClasses);
}

Expr maxPool(Expr x) {
    return x.builder->emit("max_pool", {x}, {{"pool", Ints{2, 2}}, {"strides", Ints{2, 2}}, {"padding", std::string("valid")}});
}

Expr lenet(NetWriter& net) {
    Expr x = unary("relu", net.conv("c1", image(net, 28, 1), 5, 1, 32, 1, true));
    x = unary("relu", net.conv("c2", maxPool(x), 5, 32, 64, 1, true));
    x = reshape(maxPool(x), {Dim::symbol("B"), 7 * 7 * 64});
    return net.dense("d2", net.denseRelu("d1", x, 3136, 1024), 1024, kClasses);
}

Expr convNorm(NetWriter& net, const std::string& name, Expr x, int64_t k, int64_t in, int64_t out, int64_t stride, const char* activation, Expr residual = {}) {
    return net.batchNorm(name + "/bn", net.conv(name, x, k, in, out, stride, false), out, activation, residual);
}

Expr resnet18(NetWriter& net) {
    Expr x = convNorm(net, "stem", image(net, 32, 3), 3, 3, 64, 1, "relu");
    int64_t channels = 64, stage = 0;
    for (const int64_t width : {64, 128, 256, 512}) {
        for (int block = 0; block < 2; ++block) {
            const std::string name = "s" + std::to_string(stage) + "b" + std::to_string(block);
            const int64_t stride = stage > 0 && block == 0 ? 2 : 1;
            const Expr y = convNorm(net, name + "/c1", x, 3, channels, width, stride, "relu");
            const Expr shortcut = stride != 1 || channels != width ? convNorm(net, name + "/short", x, 1, channels, width, stride, "linear") : x;
            x = convNorm(net, name + "/c2", y, 3, width, width, 1, "relu", shortcut);
            channels = width;
        }
        ++stage;
    }
    return net.dense("fc", mean(x, {1, 2}), 512, kClasses);
}

/// Keras' rounding of a channel count to a multiple of 8.
int64_t roundedChannels(double channels) {
    const int64_t rounded = std::max<int64_t>(8, static_cast<int64_t>(channels + 4) / 8 * 8);
    return static_cast<double>(rounded) < 0.9 * channels ? rounded + 8 : rounded;
}

struct Mobile {
    int64_t filters, firstStride, repeat, expand;
};
constexpr std::array<Mobile, 7> kMobileBlocks = {{{16, 1, 1, 1}, {24, 2, 2, 6}, {32, 2, 3, 6}, {64, 2, 4, 6}, {96, 1, 3, 6}, {160, 2, 3, 6}, {320, 1, 1, 6}}};

Expr invertedResidual(NetWriter& net, const std::string& name, Expr x, int64_t in, int64_t out, int64_t stride, int64_t expand) {
    const int64_t wide = in * expand;
    Expr y = expand != 1 ? convNorm(net, name + "/expand", x, 1, in, wide, 1, "relu6") : x;
    y = net.batchNorm(name + "/dw/bn", net.depthwise(name + "/dw", y, wide, stride), wide, "relu6");
    return convNorm(net, name + "/project", y, 1, wide, out, 1, "linear", stride == 1 && in == out ? x : Expr{x.builder, ValueId::None});
}

Expr mobilenetv2(NetWriter& net) {
    const double alpha = net.isTraining() ? 0.35 : 1.0;
    int64_t channels = roundedChannels(32 * alpha);
    Expr x = convNorm(net, "stem", image(net, net.isTraining() ? 96 : 224, 3), 3, 3, channels, 2, "relu6");
    for (size_t i = 0; i < kMobileBlocks.size(); ++i) {
        const Mobile& block = kMobileBlocks[i];
        const int64_t out = roundedChannels(static_cast<double>(block.filters) * alpha);
        for (int64_t j = 0; j < block.repeat; ++j) {
            const std::string name = "b" + std::to_string(i) + "_" + std::to_string(j);
            x = invertedResidual(net, name, x, channels, out, j == 0 ? block.firstStride : 1, block.expand);
            channels = out;
        }
    }
    x = convNorm(net, "last", x, 1, channels, 1280, 1, "relu6");
    return net.dense("fc", mean(x, {1, 2}), 1280, net.isTraining() ? kClasses : 1000);
}

Expr lstm(NetWriter& net) {
    constexpr int64_t kTime = 100, kIn = 64, kUnits = 128;
    Builder& builder = net.builder();
    const Expr x = builder.input("x", {DType::F32, {Dim::symbol("B"), kTime, kIn}});
    builder.setSource({"lstm", "lstm"});
    const double limit = NetWriter::glorot(kIn + kUnits, 4 * kUnits);
    const Expr none{&builder, ValueId::None};
    const Expr kernel = net.uniform("lstm/kernel", {kIn, 4 * kUnits}, limit), recurrent = net.uniform("lstm/recurrent", {kUnits, 4 * kUnits}, limit);
    const auto outputs = builder.emitAll("lstm", {x, kernel, recurrent, net.filled("lstm/bias", {4 * kUnits}, 0), none, none, none});
    return net.dense("fc", outputs.size() > 1 ? outputs[1] : none, kUnits, kClasses);
}

Expr selfAttention(NetWriter& net, const std::string& name, Expr x) {
    const Dim batch = x.shape()[0];
    const auto split = [&](const char* part) {
        return reshape(net.dense(name + "/" + part, x, kModel, kModel), {batch, kTokens, kHeads, kModel / kHeads});
    };
    const Expr q = split("q"), k = split("k"), v = split("v");
    net.builder().setSource({name, "attention"});
    const double scale = 1 / std::sqrt(static_cast<double>(kModel / kHeads));
    const Expr y = net.builder().emit("attention", {q, k, v, Expr{x.builder, ValueId::None}}, {{"scale", scale}});
    return net.dense(name + "/o", reshape(y, {batch, kTokens, kModel}), kModel, kModel);
}

Expr encoder(NetWriter& net) {
    Builder& builder = net.builder();
    const Expr ids = builder.input("x", {DType::I32, {Dim::symbol("B"), kTokens}});
    builder.setSource({"emb", "embedding"});
    Expr x = builder.emit("gather", {net.uniform("emb/table", {kVocabulary, kModel}, NetWriter::glorot(kModel, kModel)), ids});
    for (int i = 0; i < 2; ++i) {
        const std::string name = "l" + std::to_string(i);
        x = x + selfAttention(net, name, net.layerNorm(name + "/ln1", x, kModel));
        const Expr y = net.layerNorm(name + "/ln2", x, kModel);
        x = x + net.dense(name + "/f2", unary("gelu", net.dense(name + "/f1", y, kModel, kFeedForward)), kFeedForward, kModel);
    }
    return net.dense("fc", mean(net.layerNorm("ln", x, kModel), {1}), kModel, kClasses);
}

Expr wideDeep(NetWriter& net) {
    Builder& builder = net.builder();
    const Expr ids = builder.input("ids", {DType::I32, {Dim::symbol("B"), kCategories}});
    const Expr numbers = builder.input("numbers", {DType::F32, {Dim::symbol("B"), kNumbers}});
    builder.setSource({"emb", "embedding"});
    const int64_t rows = kCategories * kRowsEach;
    const Expr embedded = builder.emit("gather", {net.uniform("emb/table", {rows, 16}, NetWriter::glorot(16, 16)), ids});
    Expr x = builder.emit("concat", {reshape(embedded, {Dim::symbol("B"), kCategories * 16}), numbers}, {{"axis", int64_t{-1}}});
    int64_t in = kCategories * 16 + kNumbers;
    for (const int64_t out : {256, 128, 64}) {
        x = net.denseRelu("d" + std::to_string(out), x, in, out);
        in = out;
    }
    const Expr deep = net.dense("d1", x, in, 1);
    builder.setSource({"wide", "embedding"});
    return deep + sum(builder.emit("gather", {net.filled("wide/table", {rows, 1}, 0), ids}), {1});
}

struct NetFacts {
    std::string_view name;
    Expr (*write)(NetWriter&);
    std::string_view optimizer;
    double rate;
    double decay = 0;
};
constexpr std::array<NetFacts, 7> kNets = {{{"mlp", mlp, "sgd", 0.01},
                                            {"lenet", lenet, "adam", 1e-3},
                                            {"resnet18_32", resnet18, "momentum", 0.05, 5e-4},
                                            {"lstm", lstm, "adam", 1e-3},
                                            {"encoder", encoder, "adam", 1e-3},
                                            {"wide_deep", wideDeep, "adagrad", 0.01},
                                            {"mobilenetv2", mobilenetv2, "momentum", 0.01}}};

const NetFacts* factsOf(std::string_view name) {
    for (const NetFacts& facts : kNets)
        if (facts.name == name) return &facts;
    return nullptr;
}

Expr lossOf(NetWriter& net, std::string_view name, Expr logits) {
    Builder& builder = net.builder();
    builder.setSource({"loss", "loss"});
    if (name == "wide_deep") {
        const Expr y = builder.input("y", {DType::F32, {Dim::symbol("B"), 1}});
        return mean(builder.emit("sigmoid_cross_entropy", {logits, y}));
    }
    const Expr y = builder.input("y", {DType::I32, {Dim::symbol("B")}});
    return mean(builder.emit("softmax_cross_entropy", {logits, y}));
}

/// The optimizer's variables for one parameter, and its step.
class StepWriter {
public:
    StepWriter(Net& net, const NetFacts& facts) : m_net(net), m_facts(facts), m_builder(net.graph) {
        m_builder.setSource({"optimizer", std::string(facts.optimizer)});
        m_rate = m_builder.scalar(facts.rate);
        if (facts.optimizer != "adam") return;
        const Expr counter = m_builder.variable("optimizer/step", {DType::I64, {}}, false, Tensor::scalar(DType::I64, 0));
        m_step = counter + 1.0;
        m_net.graph.addUpdate(counter.id, m_step.id);
    }

    void apply(Expr parameter, Expr gradient) {
        if (m_facts.optimizer == "sgd") update({parameter}, "sgd", {parameter, gradient, m_rate}, {});
        else if (m_facts.optimizer == "adagrad") updateWith({slot(parameter, "acc", 0.1)}, "adagrad", parameter, gradient, {{"epsilon", 1e-7}});
        else if (m_facts.optimizer == "momentum")
            updateWith({slot(parameter, "velocity", 0)}, "sgd_momentum", parameter, gradient, {{"momentum", 0.9}, {"weight_decay", m_facts.decay}});
        else updateWith({slot(parameter, "m", 0), slot(parameter, "v", 0)}, "adam", parameter, gradient, {{"epsilon", 1e-7}});
    }
    [[nodiscard]] const std::optional<Error>& error() const { return m_builder.error(); }

private:
    Expr slot(Expr parameter, const char* what, double value) {
        const std::string name = m_net.graph.value(parameter.id).name + "/" + what;
        m_net.initial.push_back({name, Start::Fill, value});
        return m_builder.variable(name, parameter.type(), false);
    }

    void updateWith(std::vector<Expr> slots, const char* op, Expr parameter, Expr gradient, Attributes attributes) {
        std::vector<Expr> changed{parameter};
        changed.insert(changed.end(), slots.begin(), slots.end());
        std::vector<Expr> inputs = changed;
        inputs.insert(inputs.end(), {gradient, m_rate});
        if (m_step) inputs.push_back(m_step);
        update(changed, op, inputs, std::move(attributes));
    }

    void update(const std::vector<Expr>& changed, const char* op, const std::vector<Expr>& inputs, Attributes attributes) {
        const auto next = m_builder.emitAll(op, std::span<const Expr>(inputs), std::move(attributes));
        for (size_t i = 0; i < changed.size() && !m_builder.error(); ++i) m_net.graph.addUpdate(changed[i].id, next[i].id);
    }

    Net& m_net;
    const NetFacts& m_facts;
    Builder m_builder;
    Expr m_rate, m_step;
};
} // namespace

const std::vector<std::string>& netNames() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const NetFacts& facts : kNets) all.emplace_back(facts.name);
        return all;
    }();
    return names;
}

Result<Net> buildNet(std::string_view name, Purpose purpose) {
    const NetFacts* facts = factsOf(name);
    if (facts == nullptr) return failure(ErrorCode::InvalidArgument, {{"net", std::string(name)}, {"expected", "a net of the benchmarks"}});
    Net net{Graph(builtinOps()), ValueId::None, ValueId::None, {}};
    NetWriter writer(net, purpose);
    const Expr logits = facts->write(writer);
    const Expr loss = purpose == Purpose::Training && !writer.builder().error() ? lossOf(writer, name, logits) : Expr{};
    if (writer.builder().error()) return failure(*writer.builder().error());
    net.logits = logits.id;
    net.loss = loss.id;
    net.graph.addOutput(purpose == Purpose::Training ? "loss" : "logits", purpose == Purpose::Training ? loss.id : logits.id);
    return net;
}

Result<void> addTrainingStep(Net& net, std::string_view name) {
    Builder builder(net.graph);
    std::vector<Expr> parameters;
    for (const ValueId id : net.graph.variables())
        if (net.graph.value(id).isTrainable) parameters.push_back(builder.wrap(id));
    const auto found = gradients(builder, builder.wrap(net.loss), parameters);
    if (builder.error()) return failure(*builder.error());
    StepWriter step(net, *factsOf(name));
    for (size_t i = 0; i < parameters.size(); ++i)
        if (found[i]) step.apply(parameters[i], found[i]);
    if (step.error()) return failure(*step.error());
    return {};
}

} // namespace td::bench
