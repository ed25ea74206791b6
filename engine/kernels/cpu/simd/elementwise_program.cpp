#include "engine/kernels/cpu/simd/elementwise_program.h"

#include "engine/graph/op_registry.h"
#include "engine/graph/ops/fused.h"

namespace td::simd {

namespace {
/// The step of an instruction, which must take and give floats.
std::optional<StepKind> kindOf(const graph::FusedProgram::Instruction& instruction) {
    const graph::OpDef* op = graph::builtinOps().find(instruction.op);
    const auto attributes = op->completed(instruction.attributes);
    if (!attributes) return {};
    const auto kind = stepFor(instruction.op, *attributes, DType::F32);
    const bool isFloat = kind && kind->code < StepCode::Equal;
    return isFloat && kind->operands == static_cast<int>(instruction.arguments.size()) ? kind : std::nullopt;
}

int registerOf(const graph::FusedProgram::Argument& argument, int inputs) {
    return argument.isInput ? argument.index : inputs + argument.index;
}
} // namespace

ElementwiseProgram singleStep(StepKind kind) {
    ElementwiseProgram program;
    program.inputs = kind.operands;
    ElementwiseProgram::Line line{kind, {-1, -1, -1}};
    for (int i = 0; i < kind.operands; ++i)
        line.operands[static_cast<size_t>(i)] = i;
    program.lines.push_back(line);
    program.outputs = {kind.operands};
    return program;
}

std::optional<ElementwiseProgram> parseProgram(std::string_view text, int inputs) {
    const auto parsed = graph::parseFused(text, inputs, graph::builtinOps());
    if (!parsed) return {};
    ElementwiseProgram program;
    program.inputs = inputs;
    for (const auto& instruction : parsed->instructions) {
        const auto kind = kindOf(instruction);
        if (!kind) return {};
        ElementwiseProgram::Line line{*kind, {-1, -1, -1}};
        for (size_t i = 0; i < instruction.arguments.size(); ++i)
            line.operands[i] = registerOf(instruction.arguments[i], inputs);
        program.lines.push_back(line);
    }
    for (const auto& output : parsed->outputs)
        program.outputs.push_back(registerOf(output, inputs));
    return program;
}

} // namespace td::simd
