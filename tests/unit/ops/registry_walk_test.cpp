#include "tests/unit/ops/walk.h"

#include "engine/graph/input_types.h"
#include "engine/graph/ops/infer.h"

#include <algorithm>

/// What every operation must have and refuse.
namespace td::test {
namespace {

using graph::builtinOps;
using graph::OpDef;

/// Some sample has such an axis, among the inputs or the outputs.
bool hasAxisOf(const std::string& op, int64_t size) {
    const auto& samples = allSamples().samples();
    return std::any_of(samples.begin(), samples.end(), [&](const OpSample& sample) {
        if (sample.op != op) return false;
        const SampleGraph made(sample);
        const auto hasAxis = [&](const graph::Expr& value) {
            const auto& dims = value.shape().dims();
            return std::count(dims.begin(), dims.end(), Dim(size)) > 0;
        };
        return std::any_of(made.inputs.begin(), made.inputs.end(), hasAxis) ||
               std::any_of(made.outputs.begin(), made.outputs.end(), hasAxis);
    });
}

TEST(RegistryWalk, atMostFiveExemptions) {
    EXPECT_LE(exemptions(), 5u);
}

TEST(RegistryWalk, everyOperationHasAReferenceKernel) {
    for (const OpDef* op : builtinOps().all())
        EXPECT_NE(kernels::builtinKernels().find(op->name, DeviceKind::Cpu, "reference"), nullptr) << op->name;
}

TEST(RegistryWalk, everyOperationHasSamplesWithEmptyAndUnitAxes) {
    for (const OpDef* op : builtinOps().all()) {
        EXPECT_TRUE(allSamples().has(op->name)) << op->name << " has no sample";
        if (op->inputs.empty()) continue;
        EXPECT_TRUE(hasAxisOf(op->name, 0) || isExempt(op->name, Check::EmptyAxis)) << op->name << ": no axis of 0";
        EXPECT_TRUE(hasAxisOf(op->name, 1) || isExempt(op->name, Check::UnitAxis)) << op->name << ": no axis of 1";
    }
}

TEST(RegistryWalk, everySampleIsOfAKnownOperation) {
    for (const OpSample& sample : allSamples().samples())
        EXPECT_NE(builtinOps().find(sample.op), nullptr) << sample.op;
    for (const Rejection& rejection : allSamples().rejections())
        EXPECT_NE(builtinOps().find(rejection.op), nullptr) << rejection.op;
}

TEST(RegistryWalk, everyOperationIsDescribed) {
    for (const OpDef* op : builtinOps().all()) {
        EXPECT_GE(op->about.size(), 5u) << op->name;
        EXPECT_FALSE(op->family.empty()) << op->name;
        EXPECT_FALSE(op->outputs.empty()) << op->name;
        for (const graph::AttributeDef& attribute : op->attributes)
            EXPECT_FALSE(attribute.about.empty()) << op->name << " " << attribute.name;
        for (const auto* aliases : {&op->mayAlias, &op->mustAlias})
            for (const graph::Alias& alias : *aliases) {
                EXPECT_LT(static_cast<size_t>(alias.input), op->inputs.size()) << op->name;
                EXPECT_LT(static_cast<size_t>(alias.output), op->outputs.size()) << op->name;
            }
    }
}

/// Of the node that makes this.
graph::Cost costOf(const graph::Expr& result) {
    const graph::Graph& graph = result.builder->graph();
    return graph::costOf(graph, graph.node(graph.value(result.id).producer));
}

TEST(RegistryWalk, costsAreNeverNegative) {
    for (const OpSample& sample : allSamples().samples()) {
        const OpDef& op = definitionOf(sample);
        if (op.cost == nullptr) continue;
        const SampleGraph made(sample);
        const graph::Cost cost = costOf(made.outputs.front());
        EXPECT_GE(cost.flops, 0) << sample.label();
        EXPECT_GE(cost.bytes, 0) << sample.label();
    }
}

/// What the schema says of the outputs' types, for a node.
DType declaredType(const SampleGraph& made, const OpDef& op, const graph::Attributes& attributes, size_t output) {
    const graph::OutputType type = op.typeOfOutput(output);
    if (!type.attribute.empty()) {
        const DType found = attributes.dtype(type.attribute);
        EXPECT_TRUE(type.dtypes.has(found)) << op.name << " makes " << name(found);
        return found;
    }
    for (int d = 0; d < kDTypes; ++d)
        if (type.dtypes == DTypeSet(static_cast<DType>(d))) return static_cast<DType>(d);
    return made.inputs[static_cast<size_t>(type.input)].dtype();
}

TEST(RegistryWalk, outputsHaveTheTypesThatTheSchemaSays) {
    for (const OpSample& sample : allSamples().samples()) {
        const OpDef& op = definitionOf(sample);
        const auto attributes = op.completed(sample.attributes);
        ASSERT_TRUE(attributes) << sample.label();
        const SampleGraph made(sample);
        for (size_t i = 0; i < made.outputs.size(); ++i)
            EXPECT_EQ(name(made.outputs[i].dtype()), name(declaredType(made, op, *attributes, i)))
                << sample.label() << ", output " << i;
    }
}

/// A multiplication and an addition are two; what only moves is none.
TEST(RegistryWalk, costsAreThoseOfTheFormula) {
    graph::Graph graph(builtinOps());
    graph::Builder b(graph);
    const auto given = [&](const char* name, Extents extents) {
        return b.input(name, {DType::F32, Shape::of(extents)});
    };
    const graph::Expr image = given("image", {2, 8, 6, 3}), rows = given("rows", {5, 7});
    const graph::Expr window = given("window", {3, 3, 3, 16}), matrix = given("matrix", {7, 4});
    const graph::Expr conv = b.emit("conv", {image, window, {}}, {{"padding", std::string("same")}});
    const graph::Expr product = graph::matmul(rows, matrix), dense = b.emit("dense", {rows, matrix, {}});
    const graph::Expr turned = graph::transpose(rows, {1, 0}), sum = rows + rows,
                      view = graph::reshape(rows, Shape{35});
    ASSERT_FALSE(b.error()) << describe(*b.error());
    EXPECT_EQ(costOf(conv).flops, 2.0 * (3 * 3 * 3) * (2 * 8 * 6 * 16));
    EXPECT_EQ(costOf(conv).bytes, 4.0 * (2 * 8 * 6 * 3 + 3 * 3 * 3 * 16 + 2 * 8 * 6 * 16));
    EXPECT_EQ(costOf(product).flops, 2.0 * 5 * 7 * 4);
    EXPECT_EQ(costOf(dense).flops, 2.0 * 5 * 7 * 4);
    EXPECT_EQ(costOf(turned).flops, 0);
    EXPECT_EQ(costOf(turned).bytes, 4.0 * 2 * 35);
    EXPECT_EQ(costOf(sum).flops, 35);
    EXPECT_EQ(costOf(view).flops, 0);
    EXPECT_EQ(costOf(b.emit("reorder", {image})).flops, 0);
}

/// Both, or what it is and what it should have been; of an axis by number also the rank.
bool namesBothSides(const Error& error) {
    const bool isPair = !error.fact("left").empty() && !error.fact("right").empty();
    const bool isAxis = !error.fact("axis").empty() && !error.fact("rank").empty();
    const bool isFound = std::any_of(error.facts.begin(), error.facts.end(),
                                     [](const Fact& fact) { return fact.name == "found"; }); // perhaps an empty text
    return isPair || isAxis || (isFound && !error.fact("expected").empty());
}

TEST(RegistryWalk, badShapesAreRefusedNamingBothSides) {
    for (const Rejection& rejection : allSamples().rejections()) {
        graph::Graph graph(builtinOps());
        std::vector<graph::ValueId> inputs;
        for (const auto& type : rejection.inputs)
            inputs.push_back(type ? graph.addInput("x" + std::to_string(inputs.size()), *type) : graph::ValueId::None);
        const auto node = graph.addNode(rejection.op, inputs, rejection.attributes, {"layer7", "call", {}});
        ASSERT_FALSE(node) << rejection.op << " takes what it should refuse";
        EXPECT_EQ(name(node.error().code), name(rejection.code)) << describe(node.error());
        EXPECT_EQ(node.error().fact("op"), rejection.op);
        EXPECT_EQ(node.error().fact("layer"), "layer7");
        EXPECT_TRUE(namesBothSides(node.error())) << describe(node.error());
    }
}

TEST(RegistryWalk, everyOperationRefusesSomeShape) {
    std::set<std::string> refusing;
    for (const Rejection& rejection : allSamples().rejections())
        if (rejection.code == ErrorCode::ShapeMismatch) refusing.insert(rejection.op);
    for (const OpDef* op : builtinOps().all())
        EXPECT_NE(refusing.contains(op->name), allSamples().takesEveryShape(op->name) || op->inputs.empty())
            << op->name << ": a rejected shape, or takesAnyShape";
}

/// The sample's node with one input of another element type.
Result<graph::NodeId> nodeWith(const OpSample& sample, size_t changed, DType dtype) {
    graph::Graph graph(builtinOps());
    std::vector<graph::ValueId> inputs;
    for (size_t i = 0; i < sample.inputs.size(); ++i) {
        const OptionalTensor& input = sample.inputs[i];
        inputs.push_back(graph::ValueId::None);
        if (!input) continue;
        TensorType type = input->type();
        if (i == changed) type.dtype = dtype;
        inputs.back() = graph.addInput("x" + std::to_string(i), type);
    }
    return graph.addNode(sample.op, inputs, sample.attributes);
}

TEST(RegistryWalk, elementTypesOutsideTheSchemaAreRefused) {
    for (const OpSample& sample : allSamples().samples())
        for (size_t i = 0; i < sample.inputs.size(); ++i)
            for (int d = 0; sample.inputs[i] && d < kDTypes; ++d) {
                const auto dtype = static_cast<DType>(d);
                const graph::InputDef& input = inputOf(definitionOf(sample), i);
                if (input.dtypes.has(dtype)) continue;
                const auto node = nodeWith(sample, i, dtype);
                ASSERT_FALSE(node) << sample.label() << " takes " << name(dtype) << " for " << input.name;
                EXPECT_EQ(node.error().code, ErrorCode::TypeMismatch) << describe(node.error());
                EXPECT_EQ(node.error().fact("input"), input.name) << describe(node.error());
                EXPECT_TRUE(namesBothSides(node.error())) << describe(node.error());
            }
}

TEST(RegistryWalk, realsOfDifferentWidthAreNotMixed) {
    for (const OpSample& sample : allSamples().samples()) {
        size_t reals = 0;
        for (const OptionalTensor& input : sample.inputs)
            reals += input && input->dtype() == DType::F64 ? 1 : 0;
        for (size_t i = 0; reals > 1 && i < sample.inputs.size(); ++i) {
            if (!sample.inputs[i] || sample.inputs[i]->dtype() != DType::F64) continue;
            if (!inputOf(definitionOf(sample), i).dtypes.has(DType::F32)) continue;
            const auto node = nodeWith(sample, i, DType::F32);
            ASSERT_FALSE(node) << sample.label() << " mixes float32 (input " << i << ") with float64";
            EXPECT_EQ(node.error().code, ErrorCode::TypeMismatch) << describe(node.error());
            EXPECT_TRUE(namesBothSides(node.error())) << describe(node.error());
        }
    }
}

TEST(RegistryWalk, aTypeErrorSaysWhichTypesAreTaken) {
    graph::Graph graph(builtinOps());
    const auto node = graph.addNode("tanh", {graph.addInput("x", {DType::I32, {2}})}, {});
    ASSERT_FALSE(node);
    EXPECT_EQ(node.error().fact("found"), "int32(2)");
    EXPECT_EQ(node.error().fact("expected"), "float32 or float64");
}

TEST(RegistryWalk, realAttributesAreToldToTheLastDigit) {
    graph::Graph graph(builtinOps());
    const auto node = graph.addNode("range", {}, {{"stop", 1e10}, {"step", 1e-9}});
    ASSERT_FALSE(node);
    EXPECT_EQ(node.error().fact("found"), "1e-09");
}

/// The same shape with its first axis called B, if it has that size.
Shape symbolic(Shape shape, int64_t size) {
    if (shape.rank() > 0 && shape[0].is(size)) shape[0] = Dim::symbol("B");
    return shape;
}

/// A sample's node with a first axis of unknown size; nothing where that cannot be.
std::vector<Shape> shapesOf(const OpSample& sample, int64_t size) {
    graph::Graph graph(builtinOps());
    std::vector<graph::ValueId> inputs;
    for (const OptionalTensor& input : sample.inputs)
        inputs.push_back(input ? graph.addInput("x" + std::to_string(inputs.size()),
                                                {input->dtype(), symbolic(Shape::of(input->extents()), size)})
                               : graph::ValueId::None);
    graph::Attributes attributes = sample.attributes;
    for (const auto& [name, value] : sample.attributes)
        if (const auto* shape = std::get_if<Shape>(&value)) attributes.set(name, symbolic(*shape, size));
    const auto node = graph.addNode(sample.op, inputs, attributes);
    std::vector<Shape> shapes;
    for (size_t i = 0; node && i < graph.node(*node).outputs.size(); ++i)
        shapes.push_back(graph.type(graph.node(*node).outputs[i]).shape);
    return shapes;
}

TEST(RegistryWalk, symbolicSizesBindToTheKnownOnes) {
    size_t tried = 0;
    for (const OpSample& sample : allSamples().samples()) {
        if (sample.inputs.empty() || !sample.inputs[0] || sample.inputs[0]->rank() == 0) continue;
        const int64_t size = sample.inputs[0]->extents()[0];
        const std::vector<Shape> symbols = shapesOf(sample, size);
        if (size <= 1 || symbols.empty()) continue; // 1 may stand for a stretched axis
        const SampleGraph known(sample);
        ASSERT_EQ(symbols.size(), known.outputs.size()) << sample.label();
        for (size_t i = 0; i < symbols.size(); ++i)
            EXPECT_EQ(symbols[i].bound({{"B", size}}), known.outputs[i].shape()) << sample.label();
        ++tried;
    }
    EXPECT_GT(tried, 250u);
}

/// Stretches the inputs by hand and asks for the same result.
TEST(RegistryWalk, broadcastingIsStretching) {
    int tried = 0;
    for (const OpSample& sample : allSamples().samples()) {
        const OpDef& op = definitionOf(sample);
        const bool isBroadcasting =
            op.infer == graph::inferBroadcast || op.infer == graph::inferComparison || op.name == "where";
        if (!isBroadcasting) continue;
        const auto results = run(sample);
        ASSERT_EQ(results.size(), 1u);
        OpSample stretched = sample;
        for (OptionalTensor& input : stretched.inputs) {
            const OptionalTensor given = *input;
            const auto wide = runOp("broadcast_to", std::span(&given, 1), {{"shape", results[0].type().shape}});
            ASSERT_TRUE(wide) << sample.label();
            input = wide->front();
        }
        EXPECT_TRUE(results[0] == run(stretched)[0]) << sample.label();
        ++tried;
    }
    EXPECT_GT(tried, 100);
}

} // namespace
} // namespace td::test
