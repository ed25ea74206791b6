#include "engine/kernels/cpu/simd/changed_state.h"
#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/simd_table.h"
#include "engine/kernels/kernel_registry.h"

#include <cmath>

/// Optimizer rules on float32, each one sweep over the parameter, its state and the gradient.
namespace td::kernels {

namespace {
using namespace td::simd;

struct Sweep {
    const SimdTable* table = nullptr;
    int64_t count = 0;
    int parts = 1;
    float decay = 0, momentum = 0, epsilon = 0;
    double beta1 = 0, beta2 = 0, rho = 0;
    bool isNesterov = false;
    std::vector<ChangedState> state;
};

Sweep sweepOf(const KernelRequest& request) {
    const graph::Attributes& attributes = *request.attributes;
    Sweep sweep;
    sweep.table = &tableFor(request.isa);
    sweep.count = request.inputs[0].elements();
    double bytes = 0;
    for (const Argument& input : request.inputs)
        bytes += static_cast<double>(input.sizeBytes());
    sweep.parts = partsFor(request.threads, bytes, 0);
    sweep.decay = static_cast<float>(attributes.real("weight_decay"));
    sweep.momentum = static_cast<float>(attributes.real("momentum"));
    sweep.epsilon = static_cast<float>(attributes.real("epsilon"));
    sweep.beta1 = attributes.real("beta_1");
    sweep.beta2 = attributes.real("beta_2");
    sweep.rho = attributes.real("rho");
    sweep.isNesterov = attributes.flag("nesterov");
    sweep.state = changedStateOf(request);
    return sweep;
}

void runSgd(const Sweep& s, const KernelCall& call) {
    eachRange(call, s.parts, s.count, [&](int, int64_t begin, int64_t end) {
        s.table->optimizer.sgd(call.out<float>(0) + begin, call.in<float>(1) + begin, end - begin, *call.in<float>(2),
                               s.decay);
    });
}

void runMomentum(const Sweep& s, const KernelCall& call) {
    eachRange(call, s.parts, s.count, [&](int, int64_t begin, int64_t end) {
        s.table->optimizer.momentum(call.out<float>(0) + begin, call.out<float>(1) + begin, call.in<float>(2) + begin,
                                    end - begin, *call.in<float>(3), s.decay, s.momentum, s.isNesterov);
    });
}

void runAdam(const Sweep& s, const KernelCall& call) {
    const auto step = static_cast<double>(*call.in<int64_t>(5));
    // Powers of beta in float32, as the formula has them: 1 - 0.999f is not 0.001f.
    const auto rest = [step](double beta) { return 1 - std::pow(static_cast<double>(static_cast<float>(beta)), step); };
    const double correction = std::sqrt(rest(s.beta2)) / rest(s.beta1);
    const auto rate = static_cast<float>(static_cast<double>(*call.in<float>(4)) * correction);
    const float kept = 1 - *call.in<float>(4) * s.decay;
    const auto first = static_cast<float>(1 - s.beta1), second = static_cast<float>(1 - s.beta2);
    eachRange(call, s.parts, s.count, [&](int, int64_t begin, int64_t end) {
        s.table->optimizer.adam(call.out<float>(0) + begin, call.out<float>(1) + begin, call.out<float>(2) + begin,
                                call.in<float>(3) + begin, end - begin, rate, first, second, s.epsilon, kept);
    });
}

void runAdagrad(const Sweep& s, const KernelCall& call) {
    eachRange(call, s.parts, s.count, [&](int, int64_t begin, int64_t end) {
        s.table->optimizer.adagrad(call.out<float>(0) + begin, call.out<float>(1) + begin, call.in<float>(2) + begin,
                                   end - begin, *call.in<float>(3), s.epsilon);
    });
}

void runRmsprop(const Sweep& s, const KernelCall& call) {
    const auto share = static_cast<float>(1 - s.rho);
    eachRange(call, s.parts, s.count, [&](int, int64_t begin, int64_t end) {
        s.table->optimizer.rmsprop(call.out<float>(0) + begin, call.out<float>(1) + begin, call.in<float>(2) + begin,
                                   end - begin, *call.in<float>(3), share, s.epsilon);
    });
}

void runEma(const Sweep& s, const KernelCall& call) {
    eachRange(call, s.parts, s.count, [&](int, int64_t begin, int64_t end) {
        s.table->optimizer.ema(call.out<float>(0) + begin, call.in<float>(0) + begin, end - begin, s.momentum);
    });
}

/// All arguments are float32 but the step.
bool isFloat(const KernelRequest& request) {
    for (const Argument& input : request.inputs)
        if (!input.isPlain() || (input.dtype != DType::F32 && input.dtype != DType::I64)) return false;
    return request.inputs[0].dtype == DType::F32;
}

template <void (*function)(const Sweep&, const KernelCall&)>
void runRule(const Sweep& sweep, const KernelCall& call) {
    bringState(call, sweep.state);
    function(sweep, call);
}

template <void (*function)(const Sweep&, const KernelCall&)>
void addRule(KernelRegistry& registry, const char* op) {
    registry.add({op, kOwnVariant, DeviceKind::Cpu, kOwnPreference, isFloat,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      return prepared(sweepOf(request), runRule<function>, ownName(request));
                  }});
}
} // namespace

void registerSimdOptimizers(KernelRegistry& registry);
void registerSimdOptimizers(KernelRegistry& registry) {
    addRule<runSgd>(registry, "sgd");
    addRule<runMomentum>(registry, "sgd_momentum");
    addRule<runAdam>(registry, "adam");
    addRule<runAdagrad>(registry, "adagrad");
    addRule<runRmsprop>(registry, "rmsprop");
    addRule<runEma>(registry, "ema");
}

} // namespace td::kernels
