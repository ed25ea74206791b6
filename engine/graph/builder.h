#pragma once

#include "engine/graph/graph.h"

#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace td::graph {

class Builder;

/// A value while a graph is being written; arithmetic on it emits nodes. Cheap to copy.
struct TD_API Expr {
    Builder* builder = nullptr;
    ValueId id = ValueId::None;

    /// False for "nothing": a left-out input, no gradient, or whatever follows a failed node.
    explicit operator bool() const { return id != ValueId::None; }
    [[nodiscard]] const TensorType& type() const;
    [[nodiscard]] const Shape& shape() const { return type().shape; }
    [[nodiscard]] DType dtype() const { return type().dtype; }
    [[nodiscard]] int rank() const { return shape().rank(); }
};

/// Writes nodes into a graph. The first failure sticks: later calls emit nothing and give empty Exprs, so that code
/// that writes a graph reads like the formula, and asks once at the end.
///
/// Errors: `error()`, with the facts of Graph::addNode.
class TD_API Builder {
public:
    explicit Builder(Graph& graph)
        : m_graph(graph) {}

    [[nodiscard]] Graph& graph() { return m_graph; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    void fail(Error error) {
        if (!m_error) m_error = std::move(error);
    }

    /// What nodes emitted from now on say about themselves.
    void setSource(Source source) { m_source = std::move(source); }
    [[nodiscard]] const Source& source() const { return m_source; }

    [[nodiscard]] Expr wrap(ValueId id) { return {this, id}; }
    Expr input(std::string name, TensorType type) { return wrap(m_graph.addInput(std::move(name), std::move(type))); }
    Expr variable(std::string name, TensorType type, bool isTrainable, Tensor initial = {}) {
        return wrap(m_graph.addVariable(std::move(name), std::move(type), isTrainable, std::move(initial)));
    }
    Expr constant(Tensor tensor) { return wrap(m_graph.addConstant(std::move(tensor))); }
    /// A scalar constant of this type; broadcasting stretches it.
    Expr scalar(double value, DType dtype = DType::F32);

    /// Output 0 of a new node. An empty Expr in `inputs` is a left-out optional input.
    Expr emit(std::string_view op, std::initializer_list<Expr> inputs, Attributes attributes = {}) {
        return emit(op, std::span<const Expr>(inputs.begin(), inputs.size()), std::move(attributes));
    }
    Expr emit(std::string_view op, std::span<const Expr> inputs, Attributes attributes = {});
    /// All outputs of a new node; on failure as many empty Exprs as the operation has outputs.
    std::vector<Expr> emitAll(std::string_view op, std::span<const Expr> inputs, Attributes attributes = {});
    std::vector<Expr> emitAll(std::string_view op, std::initializer_list<Expr> inputs, Attributes attributes = {}) {
        return emitAll(op, std::span<const Expr>(inputs.begin(), inputs.size()), std::move(attributes));
    }

private:
    Graph& m_graph;
    std::optional<Error> m_error;
    Source m_source;
};

TD_API Expr operator+(Expr a, Expr b);
TD_API Expr operator-(Expr a, Expr b);
TD_API Expr operator*(Expr a, Expr b);
TD_API Expr operator/(Expr a, Expr b);
TD_API Expr operator-(Expr a);
/// With a scalar of the other side's type.
TD_API Expr operator+(Expr a, double b);
TD_API Expr operator-(Expr a, double b);
TD_API Expr operator*(Expr a, double b);
TD_API Expr operator/(Expr a, double b);
TD_API Expr operator+(double a, Expr b);
TD_API Expr operator-(double a, Expr b);
TD_API Expr operator*(double a, Expr b);
TD_API Expr operator/(double a, Expr b);

/// Named operations that gradients and layers need again and again; the rest goes through `Builder::emit`.
TD_API Expr reshape(Expr x, Shape shape);
TD_API Expr transpose(Expr x, Ints permutation);
/// Stretched to `shape` by numpy's rules.
TD_API Expr broadcastTo(Expr x, Shape shape);
/// Over these axes (negative ones count from the end); no axes: over all.
TD_API Expr sum(Expr x, Ints axes = {}, bool keepDims = false);
TD_API Expr mean(Expr x, Ints axes = {}, bool keepDims = false);
/// The inverse of broadcasting: summed over what was stretched, so that the result has `shape`.
TD_API Expr sumTo(Expr x, const Shape& shape);
TD_API Expr cast(Expr x, DType dtype);
TD_API Expr unary(std::string_view op, Expr x);
TD_API Expr binary(std::string_view op, Expr a, Expr b);
TD_API Expr select(Expr condition, Expr yes, Expr no);
TD_API Expr matmul(Expr a, Expr b, bool transposeA = false, bool transposeB = false);
TD_API Expr zerosLike(Expr x);
TD_API Expr onesLike(Expr x);

} // namespace td::graph
