// bench_kernels [--threads N] [--variant NAME] [--layout plain|blocked] [--frozen] [WORD]
// One JSON line a kernel: the best of many short rounds. WORD keeps the cases whose operation or name has it.
// With one thread, time is the thread's own, so that other programs disturb little; with more it is the clock's.
#include "tests/bench/kernels/fma_peak.h"
#include "tests/support/net_shapes.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace td {
namespace {
struct Options {
    int threads = 1;
    std::string variant, layout = "plain", word;
    bool isFrozen = false;
};

double seconds(int threads) {
    timespec now{};
    clock_gettime(threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Seconds a run: the best of rounds of about 3 ms each.
double bestTime(test::KernelRun& run, int threads) {
    run.run();
    double start = seconds(threads);
    run.run();
    const double once = std::max(seconds(threads) - start, 1e-7);
    const int repeats = std::max(1, static_cast<int>(0.003 / once)), rounds = once > 0.02 ? 5 : 15;
    double best = 1e9;
    for (int round = 0; round < rounds; ++round) {
        start = seconds(threads);
        for (int i = 0; i < repeats; ++i)
            run.run();
        best = std::min(best, (seconds(threads) - start) / repeats);
    }
    return best;
}

std::string shapesOf(const test::KernelCase& kernelCase) {
    std::string text;
    for (const auto& input : kernelCase.inputs)
        if (input.isPresent) text += (text.empty() ? "" : " x ") + toString(input.extents);
    return text;
}

void addConvs(std::vector<test::KernelCase>& cases, const std::vector<test::ConvShape>& shapes, int64_t batch,
              const Options& options, bool isInference = false) {
    const auto layoutOf = [&](int64_t channels) {
        return options.layout == "blocked" && channels % 16 == 0 ? graph::Layout::Blocked16 : graph::Layout::Plain;
    };
    for (const auto& shape : shapes) {
        const auto add = [&](const char* op) {
            cases.push_back(test::convCase(shape, batch, op, layoutOf(shape.channels), layoutOf(shape.filters)));
        };
        add("conv");
        if (isInference) continue;
        if (shape.channels > 3) add("conv_backward_data");
        add("conv_backward_weights");
    }
}

/// A dense layer's product forward and both its gradients.
void addDense(std::vector<test::KernelCase>& cases, const std::string& name, int64_t m, int64_t k, int64_t n) {
    cases.push_back(test::denseCase(name, {m, k}, n, "relu", true));
    cases.push_back(test::matmulCase(name + " y", {m, k}, {k, n}, false, false));
    cases.push_back(test::matmulCase(name + " dx", {m, n}, {k, n}, false, true));
    cases.push_back(test::matmulCase(name + " dw", {m, k}, {m, n}, true, false));
}

void addAttention(std::vector<test::KernelCase>& cases, int64_t heads, int64_t t, int64_t d) {
    cases.push_back(test::matmulCase("attention scores", {heads, t, d}, {heads, t, d}, false, true));
    cases.push_back(test::matmulCase("attention mix", {heads, t, t}, {heads, t, d}, false, false));
    cases.push_back(test::matmulCase("attention dk", {heads, t, t}, {heads, t, d}, true, false));
}

std::vector<test::KernelCase> allCases(const Options& options) {
    std::vector<test::KernelCase> cases;
    for (int64_t batch : {1, 32, 128}) {
        addDense(cases, "mlp d1", batch, 784, 128);
        addDense(cases, "mlp d2", batch, 128, 10);
    }
    for (int64_t batch : {1, 100}) {
        addDense(cases, "lenet d1", batch, 3136, 1024);
        addDense(cases, "lenet d2", batch, 1024, 10);
    }
    addDense(cases, "resnet fc", 64, 512, 10);
    addDense(cases, "lstm x", 3200, 64, 512);
    addDense(cases, "lstm h", 32, 128, 512);
    addDense(cases, "encoder qkv", 2048, 128, 128);
    addDense(cases, "encoder f1", 2048, 128, 512);
    addDense(cases, "encoder f2", 2048, 512, 128);
    addAttention(cases, 128, 64, 32);
    addDense(cases, "wide_deep d0", 256, 141, 256);
    addDense(cases, "wide_deep d1", 256, 256, 128);
    addDense(cases, "wide_deep d2", 256, 128, 64);
    addDense(cases, "wide_deep out", 256, 64, 1);
    addDense(cases, "mobile fc", 32, 1280, 10);
    addConvs(cases, test::lenetConvs(), 100, options);
    addConvs(cases, test::resnetConvs(), 64, options);
    addConvs(cases, test::mobileConvs(96, 0.35), 32, options);
    addConvs(cases, test::mobileConvs(224, 1.0), 1, options, true);
    return cases;
}

void measure(const test::KernelCase& kernelCase, const Options& options, double peak) {
    const std::string shapes = shapesOf(kernelCase);
    test::KernelRun run(kernelCase, options.variant, options.threads, options.isFrozen);
    if (!run.isReady()) {
        std::printf("{\"op\":\"%s\",\"name\":\"%s\",\"shape\":\"%s\",\"error\":\"no kernel\"}\n", kernelCase.op.c_str(),
                    kernelCase.name.c_str(), shapes.c_str());
        return;
    }
    const double time = bestTime(run, options.threads), rate = kernelCase.flops / time;
    std::printf("{\"op\":\"%s\",\"name\":\"%s\",\"shape\":\"%s\",\"layout\":\"%s\",\"threads\":%d,\"us\":%.2f,"
                "\"gflops\":%.1f,\"peak_percent\":%.1f,\"implementation\":\"%s\"}\n",
                kernelCase.op.c_str(), kernelCase.name.c_str(), shapes.c_str(), options.layout.c_str(), options.threads,
                time * 1e6, rate * 1e-9, peak > 0 ? 100 * rate / peak / options.threads : 0.,
                run.implementation().c_str());
    std::fflush(stdout);
}

Options optionsOf(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const auto value = [&] { return std::string(i + 1 < argc ? argv[++i] : ""); };
        if (word == "--threads")
            options.threads = std::max(1, std::atoi(value().c_str()));
        else if (word == "--variant")
            options.variant = value();
        else if (word == "--layout")
            options.layout = value();
        else if (word == "--frozen")
            options.isFrozen = true;
        else
            options.word = word;
    }
    return options;
}
} // namespace
} // namespace td

int main(int argc, char** argv) {
    const td::Options options = td::optionsOf(argc, argv);
    const double peak = td::bench::fmaPeak();
    std::printf("{\"fma_peak_gflops\":%.1f,\"isa\":\"%s\"}\n", peak * 1e-9,
                std::string(td::kernels::name(td::kernels::machineIsa())).c_str());
    for (const auto& kernelCase : td::allCases(options))
        if (kernelCase.op.find(options.word) != std::string::npos ||
            kernelCase.name.find(options.word) != std::string::npos)
            td::measure(kernelCase, options, peak);
    return 0;
}
