#include "tests/bench/nets/net_writer.h"

namespace td::bench {

using namespace graph;

namespace {
constexpr double kBatchNormMomentum = 0.9, kBatchNormEpsilon = 1e-3, kLayerNormEpsilon = 1e-5;
} // namespace

Expr NetWriter::variable(const std::string& name, Shape shape, InitialValue initial, bool isTrainable) {
    m_net.initial.push_back(std::move(initial));
    return m_builder.variable(name, {DType::F32, std::move(shape)}, isTrainable);
}

Expr NetWriter::dense(const std::string& name, Expr x, int64_t in, int64_t out) {
    m_builder.setSource({name, "dense"});
    return matmul(x, uniform(name + "/kernel", {in, out}, glorot(in, out))) + filled(name + "/bias", {out}, 0);
}

Expr NetWriter::conv(const std::string& name, Expr x, int64_t k, int64_t in, int64_t out, int64_t stride, bool hasBias) {
    m_builder.setSource({name, "conv"});
    const Shape shape{k, k, in, out};
    const Expr kernel = hasBias ? uniform(name + "/kernel", shape, glorot(k * k * in, k * k * out))
                                : normal(name + "/kernel", shape, std::sqrt(2.0 / static_cast<double>(k * k * in)));
    const Expr bias = hasBias ? filled(name + "/bias", {out}, 0) : Expr{&m_builder, ValueId::None};
    return m_builder.emit("conv", {x, kernel, bias}, {{"strides", Ints{stride, stride}}, {"padding", std::string("same")}});
}

Expr NetWriter::depthwise(const std::string& name, Expr x, int64_t channels, int64_t stride) {
    m_builder.setSource({name, "depthwise"});
    const Expr kernel = normal(name + "/kernel", {3, 3, 1, channels}, std::sqrt(2.0 / 9));
    return m_builder.emit("conv", {x, kernel, Expr{&m_builder, ValueId::None}},
                          {{"strides", Ints{stride, stride}}, {"padding", std::string("same")}, {"groups", channels}});
}

void NetWriter::moveAverage(Expr moving, Expr batch) {
    const Expr next = moving * kBatchNormMomentum + batch * (1 - kBatchNormMomentum);
    m_net.graph.addUpdate(moving.id, next.id);
}

Expr NetWriter::batchNorm(const std::string& name, Expr x, int64_t channels, const char* activation, Expr residual) {
    m_builder.setSource({name, "batch_norm"});
    const Shape shape{channels};
    const Expr gain = filled(name + "/gamma", shape, 1), bias = filled(name + "/beta", shape, 0);
    const Expr mean = filled(name + "/moving_mean", shape, 0, false), variance = filled(name + "/moving_variance", shape, 1, false);
    if (m_isTraining) {
        const auto outputs = m_builder.emitAll("batch_norm_training", {x, gain, bias, residual},
                                               {{"epsilon", kBatchNormEpsilon}, {"activation", std::string(activation)}});
        if (!m_builder.error()) {
            moveAverage(mean, outputs[1]);
            moveAverage(variance, outputs[2]);
        }
        return outputs[0];
    }
    Expr y = m_builder.emit("batch_norm_inference", {x, gain, bias, mean, variance}, {{"epsilon", kBatchNormEpsilon}});
    if (residual) y = y + residual;
    return std::string_view(activation) == "linear" ? y : unary(activation, y);
}

Expr NetWriter::layerNorm(const std::string& name, Expr x, int64_t channels) {
    m_builder.setSource({name, "layer_norm"});
    return m_builder.emit("layer_norm", {x, filled(name + "/gamma", {channels}, 1), filled(name + "/beta", {channels}, 0)},
                          {{"epsilon", kLayerNormEpsilon}});
}

} // namespace td::bench
