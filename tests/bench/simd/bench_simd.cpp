// bench_simd [--threads N] [--variant NAME] [WORD]: one JSON line a kernel, at the sizes of the reference nets.
// WORD keeps the operations that have it in their name.
#include "tests/bench/simd/kernel_bench.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace td::bench {
namespace {
using graph::Ints;

void addElementwise(std::vector<KernelBench>& all) {
    for (const int64_t n : {int64_t{4096}, int64_t{262144}, int64_t{6422528}}) {
        for (const char* op : {"relu", "tanh", "sigmoid", "exp", "log", "gelu"})
            all.push_back({op, {}, {uniform({n})}});
        for (const char* op : {"add", "mul", "relu_grad", "gelu_grad"})
            all.push_back({op, {}, {uniform({n}), uniform({n})}});
    }
    all.push_back({"add", {}, {uniform({32, 64, 512}), uniform({512})}, true});
    all.push_back({"add", {}, {uniform({100, 28, 28, 32}), uniform({32})}, true});
    all.push_back({"add", {}, {uniform({32, 128}), uniform({128})}, true});
}

void addOptimizers(std::vector<KernelBench>& all) {
    const Tensor rate = Tensor::scalar(DType::F32, 1e-3), step = Tensor::scalar(DType::I64, 3);
    for (const int64_t n : {int64_t{101770}, int64_t{3274634}}) {
        Tensor v = Tensor::zeros(DType::F32, {n});
        all.push_back({"sgd", {}, {uniform({n}), uniform({n}), rate}});
        all.push_back({"sgd_momentum", {{"momentum", 0.9}}, {uniform({n}), uniform({n}), uniform({n}), rate}});
        all.push_back({"adam", {}, {uniform({n}), uniform({n}), v, uniform({n}), rate, step}});
        all.push_back({"adagrad", {}, {uniform({n}), v, uniform({n}), rate}});
    }
    const Tensor table = Tensor::zeros(DType::F32, {80000, 16});
    all.push_back({"adagrad_rows", {}, {table, table, uniform({256, 8, 16}), someIndices({256, 8}, 80000), rate}});
    all.push_back({"gather", {}, {table, someIndices({256, 8}, 80000)}});
    all.push_back(
        {"gather_grad", {{"shape", Shape{5000, 128}}}, {uniform({32, 64, 128}), someIndices({32, 64}, 5000)}});
}

void addLosses(std::vector<KernelBench>& all) {
    for (const int64_t batch : {32, 100}) {
        const Tensor logits = uniform({batch, 10}), labels = someIndices({batch}, 10);
        all.push_back({"softmax_cross_entropy", {}, {logits, labels}});
        all.push_back({"softmax_cross_entropy_grad", {}, {uniform({batch}), logits, labels}, true});
    }
    all.push_back({"softmax", {}, {uniform({8192, 64})}});
    all.push_back({"sum", {{"axes", Ints{0}}}, {uniform({2048, 512})}});
    all.push_back({"sum", {{"axes", Ints{0, 1, 2}}}, {uniform({100, 28, 28, 32})}});
    all.push_back({"mean", {{"axes", Ints{1, 2}}}, {uniform({64, 4, 4, 512})}});
    all.push_back({"sum", {}, {uniform({1 << 20})}});
}

void addNorms(std::vector<KernelBench>& all) {
    for (const Extents& shape : {Extents{64, 32, 32, 64}, Extents{64, 4, 4, 512}, Extents{32, 48, 48, 48}}) {
        const Extents channels{shape.back()};
        const Tensor x = uniform(shape), gain = uniform(channels), ones = Tensor::zeros(DType::F32, channels);
        const graph::Attributes relu{{"activation", std::string("relu")}};
        all.push_back({"batch_norm_training", relu, {x, gain, gain, {}}});
        all.push_back({"batch_norm_grad", relu, {x, x, x, gain, gain, ones}});
    }
    const Tensor x = uniform({32, 64, 128}), gain = uniform({128}), rows = uniform({32, 64});
    all.push_back({"layer_norm", {}, {x, gain, gain}});
    all.push_back({"layer_norm_grad", {}, {x, x, gain, rows, rows}});
}

void addPools(std::vector<KernelBench>& all) {
    for (const Extents& shape : {Extents{100, 28, 28, 32}, Extents{100, 14, 14, 64}}) {
        const Tensor x = uniform(shape), y = uniform({shape[0], shape[1] / 2, shape[2] / 2, shape[3]});
        all.push_back({"max_pool", {{"pool", Ints{2, 2}}}, {x}});
        all.push_back({"max_pool_grad", {{"pool", Ints{2, 2}}}, {y, x, y}});
    }
}

void addSequences(std::vector<KernelBench>& all) {
    const Tensor w = uniform({64, 512}), u = uniform({128, 512}), b = uniform({512});
    for (const int64_t batch : {1, 32}) {
        const Tensor x = uniform({batch, 100, 64}), y = uniform({batch, 100, 128}), kept = uniform({batch, 100, 640});
        all.push_back({"lstm", {}, {x, w, u, b, {}, {}, {}}});
        all.push_back({"lstm_grad", {}, {{}, uniform({batch, 128}), {}, x, w, u, {}, {}, {}, y, kept}});
    }
    const Tensor q = uniform({32, 64, 4, 32}), lse = uniform({32, 4, 64});
    const graph::Attributes scale{{"scale", 0.17}};
    all.push_back({"attention", scale, {q, q, q, {}}});
    all.push_back({"attention_grad", scale, {q, q, q, q, {}, q, lse}});
}

int run(int argc, char** argv) {
    int threads = 1;
    std::string variant, word;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--threads" && i + 1 < argc)
            threads = std::atoi(argv[++i]);
        else if (argument == "--variant" && i + 1 < argc)
            variant = argv[++i];
        else
            word = argument;
    }
    std::vector<KernelBench> all;
    for (auto* add : {addElementwise, addOptimizers, addLosses, addNorms, addPools, addSequences})
        add(all);
    for (const KernelBench& bench : all) {
        if (bench.op.find(word) == std::string::npos) continue;
        const auto time = timed(bench, variant, threads);
        if (!time) continue;
        std::string shapes;
        for (const auto& input : bench.inputs)
            shapes += input && input->rank() > 0 ? toString(input->extents()) : std::string();
        std::printf(
            "{\"op\":\"%s\",\"shapes\":\"%s\",\"kernel\":\"%s\",\"threads\":%d,\"us\":%.2f,\"ns_per_element\":%.4f}\n",
            bench.op.c_str(), shapes.c_str(), time->implementation.c_str(), threads, time->seconds * 1e6,
            time->seconds * 1e9 / static_cast<double>(std::max<int64_t>(1, time->elements)));
        std::fflush(stdout);
    }
    return 0;
}
} // namespace
} // namespace td::bench

int main(int argc, char** argv) {
    return td::bench::run(argc, argv);
}
