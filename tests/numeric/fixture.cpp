#include "tests/numeric/fixture.h"

#include "engine/graph/passes/pass.h"
#include "engine/kernels/kernel_registry.h"
#include "engine/nn/config.h"
#include "engine/runtime/session.h"

#include <cmath>
#include <sstream>

namespace td::fixtures {

Result<Tensor> readTensor(const Json& json) {
    const auto dtype =
        json.is_object() && json.contains("dtype") ? dtypeNamed(json["dtype"].get<std::string>()) : std::nullopt;
    if (!dtype || !json.contains("shape") || !json.contains("data"))
        return failure(ErrorCode::InvalidArgument, {{"expected", "a tensor {dtype, shape, data} of numbers"}});
    auto tensor = Tensor::create(*dtype, json["shape"].get<Extents>());
    if (!tensor) return failure(tensor.error());
    const Json& data = json["data"];
    if (static_cast<int64_t>(data.size()) != tensor->elements())
        return failure(ErrorCode::InvalidArgument, {{"expected", std::to_string(tensor->elements()) + " values"},
                                                    {"found", std::to_string(data.size())}});
    for (int64_t i = 0; i < tensor->elements(); ++i) {
        const Json& entry = data[static_cast<size_t>(i)];
        double value = 0;
        if (entry.is_boolean())
            value = entry.get<bool>() ? 1 : 0;
        else if (!nn::readNumber(entry, value))
            return failure(ErrorCode::InvalidArgument, {{"value", entry.dump()}, {"expected", "a number"}});
        tensor->set(i, value);
    }
    return tensor;
}

namespace {
bool agree(double a, double b, double allowed) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
    if (std::isinf(a) || std::isinf(b)) return a == b;
    return std::abs(a - b) <= allowed;
}

double largestOf(const Tensor& tensor) {
    double largest = 0;
    for (int64_t i = 0; i < tensor.elements(); ++i)
        if (std::isfinite(tensor.at(i))) largest = std::max(largest, std::abs(tensor.at(i)));
    return largest;
}
} // namespace

std::string difference(const std::string& what, const Tensor& found, const Tensor& expected, Tolerance tolerance) {
    if (found.extents() != expected.extents())
        return what + ": shape " + toString(found.extents()) + ", expected " + toString(expected.extents());
    const double largest = tolerance.isOfLargest ? largestOf(expected) : 0;
    double worst = -1;
    std::string text;
    for (int64_t i = 0; i < expected.elements(); ++i) {
        const double a = found.at(i), b = expected.at(i);
        const double allowed = tolerance.relative * (tolerance.isOfLargest ? std::max(largest, tolerance.least)
                                                                           : std::max(1.0, std::abs(b)));
        if (agree(a, b, allowed)) continue;
        const double off = std::isfinite(a - b) ? std::abs(a - b) : INFINITY;
        if (off <= worst) continue;
        worst = off;
        std::ostringstream line;
        line.precision(9);
        line << what << "[" << i << "]: " << a << ", expected " << b;
        text = line.str();
    }
    return text;
}

Result<GraphResult> runGraph(graph::Graph graph, const std::map<std::string, Tensor>& feeds) {
    std::vector<Tensor> ordered;
    for (const auto id : graph.inputs()) {
        const auto found = feeds.find(graph.value(id).name);
        if (found == feeds.end()) return failure(ErrorCode::NotFound, {{"input", graph.value(id).name}});
        ordered.push_back(found->second);
    }
    std::vector<std::string> names;
    for (const auto id : graph.variables())
        names.push_back(graph.value(id).name);
    runtime::SessionOptions options;
    options.lowering = graph::trainingPasses();
    auto session = runtime::Session::create(std::move(graph), options, kernels::builtinKernels());
    if (!session) return failure(session.error());
    auto plan = (*session)->run(ordered);
    if (!plan) return failure(plan.error());
    GraphResult result;
    for (size_t i = 0; i < (*session)->graph().outputs().size(); ++i) {
        auto output = (*session)->output(**plan, i);
        if (!output) return failure(output.error());
        result.outputs.push_back(*std::move(output));
    }
    for (const auto& name : names)
        if (auto variable = (*session)->variable(name)) result.variables[name] = variable->clone();
    return result;
}

} // namespace td::fixtures
