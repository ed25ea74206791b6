#pragma once

#include "tests/bench/nets/nets.h"

#include <cmath>
#include <string>
#include <utility>

namespace td::bench {

using graph::Expr;
using graph::Ints;

/// Layers as the reference nets use them; each call makes its variables, named "<layer>/<variable>".
class NetWriter {
public:
    NetWriter(Net& net, Purpose purpose) : m_net(net), m_builder(net.graph), m_isTraining(purpose == Purpose::Training) {}

    [[nodiscard]] graph::Builder& builder() { return m_builder; }
    [[nodiscard]] bool isTraining() const { return m_isTraining; }

    /// x (…, in) -> (…, out), Glorot uniform.
    Expr dense(const std::string& name, Expr x, int64_t in, int64_t out);
    Expr denseRelu(const std::string& name, Expr x, int64_t in, int64_t out) { return graph::unary("relu", dense(name, x, in, out)); }
    /// "same" padding, kernel (k,k,in,out).
    Expr conv(const std::string& name, Expr x, int64_t k, int64_t in, int64_t out, int64_t stride, bool hasBias);
    Expr depthwise(const std::string& name, Expr x, int64_t channels, int64_t stride);
    /// Batch normalization with moving averages of momentum 0.9, then `activation`; `residual` is added before it.
    Expr batchNorm(const std::string& name, Expr x, int64_t channels, const char* activation, Expr residual = {});
    Expr layerNorm(const std::string& name, Expr x, int64_t channels);

    Expr uniform(const std::string& name, Shape shape, double limit) { return variable(name, std::move(shape), {name, Start::Uniform, limit}); }
    Expr normal(const std::string& name, Shape shape, double deviation) { return variable(name, std::move(shape), {name, Start::Normal, deviation}); }
    Expr filled(const std::string& name, Shape shape, double value, bool isTrainable = true) {
        return variable(name, std::move(shape), {name, Start::Fill, value}, isTrainable);
    }
    static double glorot(int64_t in, int64_t out) { return std::sqrt(6.0 / static_cast<double>(in + out)); }

private:
    Expr variable(const std::string& name, Shape shape, InitialValue initial, bool isTrainable = true);
    void moveAverage(Expr moving, Expr batch);

    Net& m_net;
    graph::Builder m_builder;
    bool m_isTraining;
};

} // namespace td::bench
