#include "engine/kernels/cpu/gemm.h"
#include "engine/kernels/cpu/onednn/conv_plan.h"
#include "engine/kernels/cpu/onednn/gemm.h"
#include "engine/kernels/cpu/onednn/tap_gradient.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>

namespace td::kernels {

namespace {
using onednn::ConvGeometry;
using onednn::ConvPlan;
using onednn::ConvRequest;
using onednn::Direction;
using onednn::TapGradient;

/// Which argument of an operation is x, y (or their gradients), the weights and the bias.
struct Roles {
    const Argument* x;
    const Argument* y;
    const Argument* weights;
};

Roles rolesOf(const KernelRequest& request, Direction direction) {
    const auto &in = request.inputs, &out = request.outputs;
    switch (direction) {
    case Direction::Forward:
        return {&in[0], &out[0], &in[1]};
    case Direction::BackwardData:
        return {&out[0], &in[0], &in[1]};
    case Direction::BackwardWeights:
        break;
    }
    return {&in[0], &in[1], &out[0]};
}

bool isFit(const Argument& argument) {
    if (argument.dtype != DType::F32 || argument.elements() <= 0) return false;
    return argument.isPlain() || argument.extents.back() % 16 == 0;
}

bool hasBias(const KernelRequest& request) {
    return request.inputs.size() > 2 && request.inputs[2].isPresent;
}

ConvRequest requestOf(const KernelRequest& request, Direction direction) {
    const Roles roles = rolesOf(request, direction);
    ConvRequest made;
    made.direction = direction;
    made.geometry = ConvGeometry::make(roles.x->extents, roles.weights->extents, roles.y->extents, *request.attributes);
    made.xLayout = roles.x->layout;
    made.yLayout = roles.y->layout;
    made.threads = request.threads;
    if (direction == Direction::BackwardWeights) return made;
    made.frozenWeights = roles.weights->frozen;
    if (direction == Direction::BackwardData) return made;
    made.hasBias = hasBias(request);
    made.activation = request.attributes->text("activation");
    return made;
}

template <Direction kDirection>
bool supports(const KernelRequest& request) {
    const Roles roles = rolesOf(request, kDirection);
    const size_t rank = roles.x->extents.size();
    if (rank < 3 || rank > 5 || !isFit(*roles.x) || !isFit(*roles.y) || !isFit(*roles.weights)) return false;
    return roles.weights->isPlain();
}

void runForward(const ConvPlan& plan, const KernelCall& call) {
    plan.run({call.inputs[0], call.outputs[0], call.inputs[1], call.inputs[2], call.scratch, call.pool});
}
void runForwardWithoutBias(const ConvPlan& plan, const KernelCall& call) {
    plan.run({call.inputs[0], call.outputs[0], call.inputs[1], nullptr, call.scratch, call.pool});
}
void runBackwardData(const ConvPlan& plan, const KernelCall& call) {
    plan.run({call.outputs[0], call.inputs[0], call.inputs[1], nullptr, call.scratch, call.pool});
}
void runBackwardWeights(const ConvPlan& plan, const KernelCall& call) {
    plan.run({call.inputs[0], call.inputs[1], call.outputs[0], nullptr, call.scratch, call.pool});
}

void runTaps(const TapGradient& gradient, const KernelCall& call) {
    gradient.run(call.in<float>(0), call.in<float>(1), call.out<float>(0), call.scratch, call.pool);
}

/// Nothing where the library's own kernel is at least as fast.
std::optional<PreparedKernel> prepareTaps(const ConvRequest& request) {
    if (!TapGradient::isFaster(request.geometry)) return std::nullopt;
    const int parts = onednn::worthwhileParts(request.geometry.work(), request.threads);
    TapGradient gradient(request.geometry, request.xLayout, request.yLayout, parts);
    const size_t scratch = gradient.scratchBytes();
    prepareProducts();
    return prepared<TapGradient>(std::move(gradient), runTaps, "own:taps over sgemm", scratch);
}

template <Direction kDirection>
Result<PreparedKernel> prepare(const KernelRequest& request) {
    const ConvRequest wanted = requestOf(request, kDirection);
    if constexpr (kDirection == Direction::BackwardWeights)
        if (auto taps = prepareTaps(wanted)) return std::move(*taps);
    auto plan = ConvPlan::make(wanted);
    if (!plan) return failure(ErrorCode::Unsupported, {{"op", request.op->name}});
    const auto run = kDirection == Direction::BackwardData      ? runBackwardData
                     : kDirection == Direction::BackwardWeights ? runBackwardWeights
                     : hasBias(request)                         ? runForward
                                                                : runForwardWithoutBias;
    const std::string implementation = plan->implementation();
    const size_t scratch = plan->scratchBytes();
    const size_t packed = plan->packedBytes();
    return prepared<ConvPlan>(std::move(*plan), run, implementation, scratch, packed);
}

template <Direction kDirection>
KernelDef kernel(std::string op) {
    return {std::move(op), "onednn", DeviceKind::Cpu, 50, supports<kDirection>, prepare<kDirection>};
}
} // namespace

void registerOnednnConv(KernelRegistry& registry);
void registerOnednnConv(KernelRegistry& registry) {
    registry.add(kernel<Direction::Forward>("conv"));
    registry.add(kernel<Direction::BackwardData>("conv_backward_data"));
    registry.add(kernel<Direction::BackwardWeights>("conv_backward_weights"));
}

} // namespace td::kernels
