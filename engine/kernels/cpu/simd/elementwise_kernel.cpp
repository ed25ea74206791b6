#include "engine/graph/op_registry.h"
#include "engine/kernels/cpu/simd/elementwise_run.h"
#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>

/// Elementwise operations on float32 (and booleans): each a program of one step; `fused_elementwise` one of several.
namespace td::kernels {

namespace {
using namespace td::simd;

constexpr int kMostRegisters = 96;

std::optional<ElementwiseProgram> programOf(const KernelRequest& request) {
    if (request.op->name == "fused_elementwise") {
        const auto isFloat = [](const Argument& argument) { return argument.dtype == DType::F32; };
        if (!std::all_of(request.inputs.begin(), request.inputs.end(), isFloat)) return {};
        return parseProgram(request.attributes->text("program"), static_cast<int>(request.inputs.size()));
    }
    const auto kind = stepFor(request.op->name, *request.attributes, request.inputs[0].dtype);
    if (!kind) return {};
    const bool isFloatWhere = kind->code != StepCode::Where || request.inputs[1].dtype == DType::F32;
    return isFloatWhere ? std::optional(singleStep(*kind)) : std::nullopt;
}

/// Every output is a result of its own, and of the common shape.
bool areOutputsRegular(const ElementwiseProgram& program, const KernelRequest& request) {
    std::vector<int> outputs = program.outputs;
    std::sort(outputs.begin(), outputs.end());
    const bool areDistinct = std::adjacent_find(outputs.begin(), outputs.end()) == outputs.end();
    const bool areResults = !outputs.empty() && outputs.front() >= program.inputs;
    const auto isCommon = [&](const Argument& output) {
        return output.extents == request.outputs[0].extents && output.layout == request.outputs[0].layout;
    };
    return areDistinct && areResults && outputs.size() == request.outputs.size() &&
           std::all_of(request.outputs.begin(), request.outputs.end(), isCommon);
}

std::optional<ElementwiseRun> runOf(const KernelRequest& request) {
    auto program = programOf(request);
    if (!program || program->registers() > kMostRegisters || !areOutputsRegular(*program, request)) return {};
    auto plan = planBroadcast(request.inputs, request.outputs[0]);
    if (!plan) return {};
    return ElementwiseRun(*std::move(program), *std::move(plan), request);
}

std::vector<graph::Alias> aliasesOf(const ElementwiseRun& run, const KernelRequest& request) {
    std::vector<graph::Alias> aliases;
    const auto& allowed = request.op->mayAlias;
    for (int output = 0; output < static_cast<int>(request.outputs.size()); ++output)
        for (int input = 0; input < static_cast<int>(request.inputs.size()); ++input) {
            const bool isAllowed = request.op->name == "fused_elementwise" ||
                                   std::any_of(allowed.begin(), allowed.end(), [&](const graph::Alias& alias) {
                                       return alias.output == output && alias.input == input;
                                   });
            if (isAllowed && run.canOverwrite(output, input)) aliases.push_back({output, input});
        }
    return aliases;
}

Result<PreparedKernel> prepareElementwise(const KernelRequest& request) {
    ElementwiseRun run = *runOf(request); // `supports` was asked before
    const size_t scratch = run.scratchBytes();
    auto aliases = aliasesOf(run, request);
    auto kernel = prepared(
        std::move(run), +[](const ElementwiseRun& made, const KernelCall& call) { made.run(call); }, ownName(request),
        scratch);
    kernel.inPlace = std::move(aliases);
    return kernel;
}
} // namespace

void registerSimdElementwise(KernelRegistry& registry);
void registerSimdElementwise(KernelRegistry& registry) {
    const auto supports = [](const KernelRequest& request) { return runOf(request).has_value(); };
    for (const std::string_view op : elementwiseNames())
        registry.add({std::string(op), kOwnVariant, DeviceKind::Cpu, kOwnPreference, supports, prepareElementwise});
}

} // namespace td::kernels
