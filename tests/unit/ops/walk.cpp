#include "tests/unit/ops/walk.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace td::test {

namespace {
struct Exemption {
    std::string_view op;
    Check check;
    std::string_view reason;
};

/// At most five.
constexpr std::array kExemptions = {
    Exemption{"stop_gradient", Check::Gradient, "that its gradient is not its slope is what it is for"},
};
} // namespace

bool isExempt(const std::string& op, Check check) {
    return std::any_of(kExemptions.begin(), kExemptions.end(),
                       [&](const Exemption& e) { return e.op == op && e.check == check; });
}

size_t exemptions() {
    return kExemptions.size();
}

std::vector<Tensor> run(const OpSample& sample, const EagerOptions& options) {
    auto outputs = runOp(sample.op, sample.inputs, sample.attributes, options);
    if (outputs) return *std::move(outputs);
    ADD_FAILURE() << sample.label() << ": " << describe(outputs.error());
    return {};
}

std::string difference(const Tensor& found, const Tensor& expected, double tolerance) {
    if (found.extents() != expected.extents())
        return "extents " + toString(found.extents()) + " instead of " + toString(expected.extents());
    for (int64_t i = 0; i < found.elements(); ++i) {
        const double a = found.at(i), b = expected.at(i);
        if ((std::isnan(a) && std::isnan(b)) || a == b) continue;
        if (!(std::fabs(a - b) <= tolerance * std::max(1.0, std::fabs(b))))
            return "element " + std::to_string(i) + ": " + std::to_string(a) + " instead of " + std::to_string(b);
    }
    return {};
}

void expectNear(const std::vector<Tensor>& found, const std::vector<Tensor>& expected, double tolerance,
                const std::string& what) {
    ASSERT_EQ(found.size(), expected.size()) << what;
    for (size_t i = 0; i < found.size(); ++i)
        EXPECT_EQ(difference(found[i], expected[i], tolerance), "") << what << ", output " << i;
}

const graph::OpDef& definitionOf(const OpSample& sample) {
    return *graph::builtinOps().find(sample.op);
}

const graph::InputDef& inputOf(const graph::OpDef& op, size_t i) {
    return op.inputs[std::min(i, op.inputs.size() - 1)];
}

bool takesInstead(const OpSample& sample, DType dtype) {
    if (sample.op == "resize" && isInteger(dtype) && sample.attributes.text("method") != "nearest") return false;
    bool hasReals = false;
    for (size_t i = 0; i < sample.inputs.size(); ++i) {
        if (!sample.inputs[i] || sample.inputs[i]->dtype() != DType::F64) continue;
        hasReals = true;
        if (!inputOf(definitionOf(sample), i).dtypes.has(dtype)) return false;
    }
    return hasReals;
}

SampleGraph::SampleGraph(const OpSample& sample)
    : graph(graph::builtinOps())
    , builder(graph) {
    for (const OptionalTensor& input : sample.inputs) {
        if (!input) {
            inputs.push_back({&builder, graph::ValueId::None});
        } else if (input->dtype() == DType::F64) {
            inputs.push_back(builder.input("x" + std::to_string(inputs.size()), input->type()));
            feeds.insert_or_assign(inputs.back().id, *input);
            reals.push_back(inputs.back());
        } else {
            inputs.push_back(builder.constant(*input));
        }
    }
    outputs = builder.emitAll(sample.op, inputs, sample.attributes);
    if (builder.error()) ADD_FAILURE() << sample.label() << ": " << describe(*builder.error());
}

} // namespace td::test
