#include "tests/unit/ops/samples.h"

#include "engine/graph/ops/infer.h"

#include <map>

/// Elementwise operations: the same shapes for all, values from where each is defined.
namespace td::test {

namespace {
using graph::Attributes;
using graph::OpDef;

struct Range {
    double low = -2, high = 2;
};

/// Where it is not everywhere: the range of each input.
const std::map<std::string, std::vector<Range>, std::less<>>& ranges() {
    static const std::map<std::string, std::vector<Range>, std::less<>> kRanges = {
        {"log", {{0.2, 3}}},
        {"log1p", {{-0.7, 3}}},
        {"sqrt", {{0.2, 3}}},
        {"rsqrt", {{0.2, 3}}},
        {"reciprocal", {{0.3, 3}}},
        {"asin", {{-0.8, 0.8}}},
        {"acos", {{-0.8, 0.8}}},
        {"atanh", {{-0.8, 0.8}}},
        {"acosh", {{1.2, 4}}},
        {"tan", {{-1.2, 1.2}}},
        {"pow", {{0.3, 2}, {-2, 2}}},
        {"div", {{-3, 3}, {0.4, 2}}},
        {"mod", {{0.1, 0.9}, {1.1, 1.9}}},
        {"floor_div", {{0.1, 0.9}, {1.1, 1.9}}},
        {"relu6", {{-2, 8}}},
        {"hard_sigmoid", {{-4, 4}}},
        {"hard_silu", {{-4, 4}}},
        {"atan2", {{0.2, 2}, {-2, 2}}},
        {"tanh_grad", {{-2, 2}, {-0.9, 0.9}}},
        {"sigmoid_grad", {{-2, 2}, {0.1, 0.9}}},
        {"relu6_grad", {{-2, 2}, {-1, 8}}},
    };
    return kRanges;
}

/// Attributes without a default.
Attributes neededAttributes(const std::string& op) {
    if (op == "clip") return {{"min", -0.75}, {"max", 1.25}};
    if (op == "threshold") return {{"threshold", 0.25}, {"value", -0.75}};
    if (op == "cast") return {{"dtype", DType::F64}};
    return {};
}

/// Values for one input: reals if the operation takes them, else small integers, else truths.
Tensor valuesFor(SampleTable& table, const OpDef& op, size_t input, const Extents& extents) {
    const DTypeSet takes = op.inputs[input].dtypes;
    if (takes.has(DType::F64)) {
        const auto place = ranges().find(op.name);
        const Range range = place == ranges().end() ? Range{} : place->second[input];
        return table.reals(extents, range.low, range.high);
    }
    if (takes.has(DType::I32)) return table.whole(DType::I32, extents, op.name.starts_with("shift") ? 0 : -9, 9);
    return table.truths(extents);
}

void addOf(SampleTable& table, const OpDef& op, const std::vector<Extents>& extents) {
    std::vector<OptionalTensor> inputs;
    for (size_t i = 0; i < op.inputs.size(); ++i)
        inputs.emplace_back(valuesFor(table, op, i, extents[i % extents.size()]));
    table.add(op.name, std::move(inputs), neededAttributes(op.name));
}

void addDefaults(SampleTable& table, const OpDef& op) {
    for (const Extents& extents : {Extents{7, 3}, Extents{}, Extents{1, 5}, Extents{0}, Extents{2, 0, 3}})
        addOf(table, op, {extents});
    const bool isBroadcasting = op.infer == graph::inferBroadcast || op.infer == graph::inferComparison;
    if (isBroadcasting) {
        addOf(table, op, {{2, 3, 4}, {3, 1}});
        addOf(table, op, {{1, 4}, {3, 1}});
        addOf(table, op, {{}, {5}});
        addOf(table, op, {{2, 0}, {1, 1}});
    }
    if (op.inputs.size() < 2)
        table.takesAnyShape(op.name);
    else
        table.reject(op.name, {{op.inputs[0].dtypes.has(DType::F64)   ? f64({2, 3})
                                : op.inputs[0].dtypes.has(DType::I32) ? i32({2, 3})
                                                                      : TensorType{DType::Bool, {2, 3}}},
                               {op.inputs[1].dtypes.has(DType::F64)   ? f64({4, 3})
                                : op.inputs[1].dtypes.has(DType::I32) ? i32({4, 3})
                                                                      : TensorType{DType::Bool, {4, 3}}}});
}

void addWhere(SampleTable& table) {
    table.add("where", {table.truths({2, 3}), table.reals({2, 3}), table.reals({2, 3})});
    table.add("where", {table.truths({3, 1}), table.reals({4}), table.reals({2, 1, 1})});
    table.add("where", {table.truths({}), table.reals({4}), table.reals({})});
    table.add("where", {table.truths({0, 3}), table.reals({3}), table.reals({1, 1})});
    table.reject("where", {TensorType{DType::Bool, {2}}, f64({2}), f64({3})});
    table.reject("where", {TensorType{DType::Bool, {4}}, f64({3}), f64({3})});
}

/// Other than the default attributes, and both sides of each corner.
void addVariants(SampleTable& table) {
    table.add("gelu", {table.reals({9}, -4, 4)}, {{"approximate", true}});
    table.add("gelu_grad", {table.reals({9}), table.reals({9}, -4, 4)}, {{"approximate", true}});
    table.add("leaky_relu", {table.reals({9})}, {{"negative_slope", 0.01}});
    table.add("elu", {table.reals({9})}, {{"alpha", 0.5}});
    table.add("celu", {table.reals({9})}, {{"alpha", 0.5}});
    table.add("hard_shrink", {table.reals({9})}, {{"threshold", 1.25}});
    table.add("soft_shrink", {table.reals({9})}, {{"threshold", 1.25}});
    table.add("squareplus", {table.reals({9})}, {{"b", 0.25}});
    table.add("mod", {table.reals({9}, -3, 3), table.reals({}, -0.77, -0.76)});
    table.addCorner("relu", {Tensor::of<double>(DType::F64, {3}, std::vector<double>{-0.0, 0.0, 1e-300})});
    table.addCorner("maximum", {table.reals({3}), table.reals({3})});
}

void addFused(SampleTable& table) {
    const auto add = [&](const char* program, std::vector<OptionalTensor> inputs) {
        table.add("fused_elementwise", std::move(inputs), {{"program", std::string(program)}});
    };
    add("mul(i0,i1);add(t0,i2)|t1", {table.reals({2, 3}), table.reals({3}), table.reals({})});
    add("tanh(i0);leaky_relu[negative_slope=0.25](t0);squared_difference(t1,i1)|t0,t2",
        {table.reals({2, 3}), table.reals({2, 3})});
    add("greater(i0,i1);where(t0,i0,i1);clip[min=-1,max=1](t1);gelu[approximate=1](t2)|t3",
        {table.reals({4, 1}), table.reals({3})});
    add("sigmoid(i0)|t0", {table.reals({0, 3}), table.reals({1})});
    const auto refuse = [&](const char* program, ErrorCode code, Shape second = {3}) {
        table.reject("fused_elementwise", {f64({2, 3}), f64(std::move(second))}, {{"program", std::string(program)}},
                     code);
    };
    refuse("add(i0,i1)|t0", ErrorCode::ShapeMismatch, {4});
    for (const char* program : {"", "|", "add(i0,i1)", "add(i0,i2)|t0", "add(i0,t0)|t0", "add(i0,i1)|t1", "sum(i0)|t0",
                                "add i0,i1|t0", "relu[x=1](i0)|t0", "clip[min=a](i0)|t0", "add(i0)|t0", "add(i0,i1;|t0",
                                "fused_elementwise(i0)|t0", "add(i0,i-1)|t0"})
        refuse(program, ErrorCode::InvalidArgument);
}
} // namespace

void addElementwiseSamples(SampleTable& table) {
    addFused(table);
    addWhere(table);
    for (const OpDef* op : graph::builtinOps().all())
        if (op->family == "elementwise" && !table.has(op->name) && op->inputs.size() <= 2) addDefaults(table, *op);
    addVariants(table);
}

} // namespace td::test
