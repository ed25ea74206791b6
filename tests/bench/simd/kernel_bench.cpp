#include "tests/bench/simd/kernel_bench.h"

#include "engine/graph/input_types.h"
#include "engine/graph/op_registry.h"

#include <algorithm>
#include <ctime>
#include <random>

namespace td::bench {

namespace {
/// With one thread the thread's own time, so that other programs disturb little.
double now(int threads) {
    timespec time{};
    clock_gettime(threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

template <class F>
double best(int threads, F run) {
    run();
    double start = now(threads);
    run();
    const double once = std::max(now(threads) - start, 1e-8);
    const int repeats = std::max(1, static_cast<int>(0.003 / once));
    double least = 1e9;
    for (int round = 0; round < 25; ++round) {
        start = now(threads);
        for (int i = 0; i < repeats; ++i)
            run();
        least = std::min(least, (now(threads) - start) / repeats);
    }
    return least;
}

/// A request with memory for its arguments.
struct Arranged {
    graph::Attributes attributes;
    kernels::KernelRequest request;
    std::vector<Tensor> tensors;
    std::vector<std::byte*> in, out;
};

bool arrange(const KernelBench& bench, int threads, Arranged& made) {
    const graph::OpDef* op = graph::builtinOps().find(bench.op);
    if (!op) return false;
    made.attributes = *op->completed(bench.attributes);
    made.request = {op, &made.attributes, {}, {}, threads, kernels::machineIsa()};
    std::vector<std::optional<TensorType>> types;
    for (const auto& input : bench.inputs) {
        types.push_back(input ? std::optional(input->type()) : std::nullopt);
        const TensorType type = types.back().value_or(TensorType{});
        made.request.inputs.push_back(
            {type.dtype, *type.shape.extents(), graph::Layout::Plain, input.has_value(), true, nullptr});
        if (input) made.tensors.push_back(input->clone());
        made.in.push_back(input ? made.tensors.back().bytes() : nullptr);
    }
    const auto outputs = op->infer(graph::InputTypes(types).shownTo(*op, made.attributes));
    if (!outputs) return false;
    for (const TensorType& type : *outputs) {
        made.tensors.push_back(Tensor::zeros(type.dtype, *type.shape.extents()));
        made.out.push_back(made.tensors.back().bytes());
        made.request.outputs.push_back({type.dtype, *type.shape.extents(), graph::Layout::Plain, true, true, nullptr});
    }
    for (const graph::Alias& alias : op->mustAlias)
        made.out[static_cast<size_t>(alias.output)] = made.in[static_cast<size_t>(alias.input)];
    return true;
}

const kernels::KernelDef* chosen(const kernels::KernelRequest& request, const std::string& variant) {
    for (const kernels::KernelDef* kernel : kernels::builtinKernels().of(request.op->name, DeviceKind::Cpu))
        if ((variant.empty() || kernel->variant == variant) && (!kernel->supports || kernel->supports(request)))
            return kernel;
    return nullptr;
}
} // namespace

std::optional<KernelTime> timed(const KernelBench& bench, const std::string& variant, int threads) {
    Arranged made;
    if (!arrange(bench, threads, made)) return {};
    const kernels::KernelDef* kernel = chosen(made.request, variant);
    if (!kernel) return {};
    auto prepared = kernel->prepare(made.request);
    if (!prepared) return {};
    if (bench.isInPlace && !prepared->inPlace.empty())
        made.out[0] = made.in[static_cast<size_t>(prepared->inPlace[0].input)];
    const auto scratch = hostBuffer(prepared->scratchBytes + 64);
    ThreadPool pool(threads);
    kernels::KernelFault fault;
    const kernels::KernelCall call{made.in.data(), made.out.data(), scratch->data(), &pool, &fault};
    KernelTime time{prepared->implementation, best(threads, [&] { prepared->run(prepared->state.get(), call); }), 0};
    for (const Tensor& tensor : made.tensors)
        time.elements = std::max(time.elements, tensor.elements());
    return time;
}

Tensor uniform(Extents extents) {
    std::mt19937 random(1);
    std::uniform_real_distribution<float> values(-1, 1);
    Tensor tensor = Tensor::zeros(DType::F32, std::move(extents));
    for (float& value : tensor.as<float>())
        value = values(random);
    return tensor;
}

Tensor someIndices(Extents extents, int limit) {
    std::mt19937 random(1);
    Tensor tensor = Tensor::zeros(DType::I32, std::move(extents));
    for (int32_t& value : tensor.as<int32_t>())
        value = static_cast<int32_t>(random() % static_cast<unsigned>(limit));
    return tensor;
}

} // namespace td::bench
