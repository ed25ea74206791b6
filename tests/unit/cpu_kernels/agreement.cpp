#include "tests/unit/cpu_kernels/agreement.h"

#include <gtest/gtest.h>

#include <cmath>

namespace td::test {

namespace {
Tensor doubles(const Tensor& tensor) {
    Tensor wide = Tensor::zeros(DType::F64, tensor.extents());
    for (int64_t i = 0; i < tensor.elements(); ++i)
        wide.set(i, tensor.at(i));
    return wide;
}

kernels::Argument wideArgument(const kernels::Argument& argument) {
    kernels::Argument wide = argument;
    wide.dtype = DType::F64;
    wide.layout = graph::Layout::Plain;
    return wide;
}

double rootMeanSquare(const Tensor& tensor) {
    double sum = 0;
    for (int64_t i = 0; i < tensor.elements(); ++i)
        sum += tensor.at(i) * tensor.at(i);
    return std::sqrt(sum / static_cast<double>(std::max<int64_t>(1, tensor.elements())));
}

void expectClose(const Tensor& found, const Tensor& wanted, const std::string& what) {
    const double scale = std::max(1., rootMeanSquare(wanted));
    for (int64_t i = 0; i < wanted.elements(); ++i) {
        const double tolerance = 1e-5 * std::max(scale, std::abs(wanted.at(i)));
        if (std::abs(found.at(i) - wanted.at(i)) <= tolerance) continue;
        ADD_FAILURE() << what << ": element " << i << " is " << found.at(i) << ", not " << wanted.at(i);
        return;
    }
}

std::string named(const KernelCase& kernelCase) {
    std::string text = kernelCase.op + " " + kernelCase.name;
    for (const auto& input : kernelCase.inputs)
        if (input.isPresent) text += " " + toString(input.extents) + (input.isPlain() ? "" : "blocked");
    return text + (kernelCase.outputs[0].isPlain() ? "" : " -> blocked");
}
} // namespace

Tensor plain(const Tensor& tensor, graph::Layout layout) {
    if (layout == graph::Layout::Plain) return tensor;
    const Extents& e = tensor.extents();
    const int64_t batch = e.front(), channels = e.back(), pixels = tensor.elements() / batch / channels;
    Tensor result = Tensor::zeros(tensor.dtype(), e);
    const auto from = tensor.as<float>(), to = result.as<float>();
    for (int64_t i = 0; i < tensor.elements(); ++i) {
        const int64_t lane = i % 16, pixel = i / 16 % pixels, block = i / 16 / pixels % (channels / 16);
        const int64_t image = i / (pixels * channels);
        to[static_cast<size_t>((image * pixels + pixel) * channels + block * 16 + lane)] = from[static_cast<size_t>(i)];
    }
    return result;
}

std::vector<Tensor> referenceOutputs(const KernelCase& kernelCase, const std::vector<Tensor>& inputs) {
    graph::OpDef op;
    op.name = kernelCase.op;
    kernels::KernelRequest request{&op, &kernelCase.attributes, {}, {}, 1, kernels::Isa::Baseline};
    std::vector<Tensor> wide, outputs;
    std::vector<std::byte*> in, out;
    for (size_t i = 0; i < inputs.size(); ++i) {
        const auto& argument = kernelCase.inputs[i];
        request.inputs.push_back(wideArgument(argument));
        wide.push_back(argument.isPresent ? doubles(plain(inputs[i], argument.layout)) : Tensor());
        in.push_back(argument.isPresent ? wide.back().bytes() : nullptr);
    }
    for (const auto& argument : kernelCase.outputs) {
        request.outputs.push_back(wideArgument(argument));
        outputs.push_back(Tensor::zeros(DType::F64, argument.extents));
        out.push_back(outputs.back().bytes());
    }
    const auto* kernel = kernels::builtinKernels().find(kernelCase.op, DeviceKind::Cpu, "reference");
    const auto prepared = kernel->prepare(request);
    EXPECT_TRUE(prepared.has_value());
    kernels::KernelFault fault;
    ThreadPool pool(1);
    prepared->run(prepared->state.get(), {in.data(), out.data(), nullptr, &pool, &fault});
    return outputs;
}

void expectAgreement(const KernelCase& kernelCase, bool isFrozen) {
    std::vector<Tensor> wanted;
    for (int threads : {1, 2, 3}) {
        KernelRun run(kernelCase, "onednn", threads, isFrozen);
        const std::string what = named(kernelCase) + ", " + std::to_string(threads) + " threads";
        ASSERT_TRUE(run.isReady()) << what;
        EXPECT_FALSE(run.implementation().starts_with("ref")) << what << ": " << run.implementation();
        if (wanted.empty()) wanted = referenceOutputs(kernelCase, run.inputs());
        run.run();
        const Tensor first = run.outputs()[0].clone();
        expectClose(plain(first, kernelCase.outputs[0].layout), wanted[0], what + ", " + run.implementation());
        run.run();
        EXPECT_TRUE(first == run.outputs()[0]) << what << ": a second run gives other bits";
    }
}

} // namespace td::test
