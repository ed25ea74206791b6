#include "engine/graph/ops/fused.h"

#include "engine/graph/ops/infer.h"

/// Several elementwise operations as one node.
namespace td::graph {

namespace {
Expr valueOf(FusedProgram::Argument argument, std::span<const Expr> inputs, const std::vector<Expr>& results) {
    const auto at = static_cast<size_t>(argument.index);
    return argument.isInput ? inputs[at] : results[at];
}

Result<Shape> commonShape(const InferContext& context) {
    Shape shape;
    for (int i = 0; i < context.inputs(); ++i) {
        auto wider = broadcast(shape, context.shape(i));
        if (!wider) return failure(wider.error());
        shape = *std::move(wider);
    }
    return shape;
}

/// An error of an operation inside, as one of the whole.
Error ofInstruction(Error error) {
    for (Fact& fact : error.facts)
        if (fact.name == "op") fact.name = "instruction";
    return error;
}

/// The outputs' types come from the nodes themselves, written into a graph that is thrown away.
Types inferFused(const InferContext& context) {
    TD_TRY(context.needSameDType());
    if (context.inputs() == 0)
        return failure(ErrorCode::InvalidArgument, {{"expected", "at least one input"}, {"found", "0"}});
    auto shape = commonShape(context);
    if (!shape) return failure(shape.error());
    const auto program = parseFused(context.attributes().text("program"), context.inputs(), builtinOps());
    if (!program) return failure(program.error());
    Graph graph(builtinOps());
    Builder builder(graph);
    std::vector<Expr> inputs;
    for (int i = 0; i < context.inputs(); ++i)
        inputs.push_back(builder.input("i" + std::to_string(i), context.type(i)));
    const std::vector<Expr> outputs = emitFused(builder, *program, inputs);
    if (builder.error()) return failure(ofInstruction(*builder.error()));
    std::vector<TensorType> types;
    for (const Expr& output : outputs)
        types.push_back(output.type());
    return types;
}

Cost costOfFused(const InferContext& context, std::span<const TensorType> outputs) {
    const auto program = parseFused(context.attributes().text("program"), context.inputs(), builtinOps());
    const double steps = program ? static_cast<double>(program->instructions.size()) : 0;
    return {steps * countOf(outputs.front().shape), bytesOf(context, outputs)};
}
} // namespace

std::vector<Expr> emitFused(Builder& builder, const FusedProgram& program, std::span<const Expr> inputs) {
    Shape shape;
    for (const Expr& input : inputs)
        if (auto wider = broadcast(shape, input.shape())) shape = *std::move(wider);
    std::vector<Expr> results, outputs;
    for (const FusedProgram::Instruction& instruction : program.instructions) {
        std::vector<Expr> arguments;
        for (const FusedProgram::Argument& argument : instruction.arguments)
            arguments.push_back(valueOf(argument, inputs, results));
        results.push_back(builder.emit(instruction.op, arguments, instruction.attributes));
    }
    for (const FusedProgram::Argument& output : program.outputs) {
        const Expr value = valueOf(output, inputs, results);
        outputs.push_back(value ? broadcastTo(value, shape) : value);
    }
    return outputs;
}

void registerFusedOps(OpRegistry& registry);
void registerFusedOps(OpRegistry& registry) {
    OpDef op;
    op.name = "fused_elementwise";
    op.family = "elementwise";
    op.about = "y = several elementwise operations in one pass over the elements; the inputs broadcast together, and "
               "there are as many outputs as the program names";
    op.inputs = {{"x", kReals, Arity::Many}};
    op.attributes = {required("program", AttributeKind::String,
                              "operations on inputs i0 … and results t0 …, as \"mul(i0,i1);relu(t0)|t1\"")};
    op.traits.isElementwise = true;
    op.infer = inferFused;
    op.cost = costOfFused;
    op.flops = "1 for each instruction and element of the first output";
    op.mayAlias = {{0, 0}};
    op.decompose = [](Builder& builder, std::span<const Expr> inputs, const Attributes& attributes) {
        const auto program =
            parseFused(attributes.text("program"), static_cast<int>(inputs.size()), builder.graph().ops());
        if (program) return emitFused(builder, *program, inputs);
        builder.fail(program.error());
        return std::vector<Expr>{};
    };
    define(registry, std::move(op));
}

} // namespace td::graph
