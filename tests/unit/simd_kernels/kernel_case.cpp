#include "tests/unit/simd_kernels/kernel_case.h"

#include "engine/graph/input_types.h"

#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <random>

namespace td::kernels {

namespace {
using graph::Layout;

bool goesBlocked(const KernelCase& test, const TensorType& type) {
    return test.isBlocked && type.dtype == DType::F32 && type.shape.rank() == 4 && type.shape[3].value() % 16 == 0;
}

/// Between (N,H,W,C) and [N][C/16][H·W][16].
Tensor relaid(const Tensor& x, bool toBlocked) {
    const Extents& e = x.extents();
    Tensor y = x.clone();
    const int64_t plane = e[1] * e[2], channels = e[3];
    for (int64_t n = 0; n < e[0]; ++n)
        for (int64_t p = 0; p < plane; ++p)
            for (int64_t c = 0; c < channels; ++c) {
                const int64_t plain = (n * plane + p) * channels + c;
                const int64_t blocked = ((n * (channels / 16) + c / 16) * plane + p) * 16 + c % 16;
                const auto from = static_cast<size_t>(toBlocked ? plain : blocked);
                y.as<float>()[static_cast<size_t>(toBlocked ? blocked : plain)] = x.as<float>()[from];
            }
    return y;
}

Argument argumentOf(const TensorType& type, Layout layout) {
    return {type.dtype, type.shape.extents().value(), layout, true, true, nullptr};
}

Tensor asDouble(const Tensor& x) {
    if (x.dtype() != DType::F32) return x.clone();
    Tensor y = Tensor::zeros(DType::F64, x.extents());
    for (int64_t i = 0; i < x.elements(); ++i)
        y.set(i, x.at(i));
    return y;
}

/// A request with the memory for one run.
struct Prepared {
    KernelRequest request;
    graph::Attributes attributes;
    std::vector<Tensor> inputs, outputs;
    std::vector<std::byte*> in, out;
};

std::vector<TensorType> outputTypes(const graph::OpDef& op, const KernelCase& test, const graph::Attributes& complete) {
    std::vector<std::optional<TensorType>> types;
    for (const auto& input : test.inputs)
        types.push_back(input ? std::optional(input->type()) : std::nullopt);
    auto inferred = op.infer(graph::InputTypes(types).shownTo(op, complete));
    EXPECT_TRUE(inferred) << test.op;
    return inferred ? *inferred : std::vector<TensorType>{};
}

void addInput(Prepared& made, const KernelCase& test, const std::optional<Tensor>& input) {
    if (!input) {
        made.request.inputs.push_back({DType::F32, {}, Layout::Plain, false, true, nullptr});
        made.in.push_back(nullptr);
        return;
    }
    const bool isBlocked = goesBlocked(test, input->type());
    made.inputs.push_back(isBlocked ? relaid(*input, true) : input->clone());
    made.in.push_back(made.inputs.back().bytes());
    made.request.inputs.push_back(argumentOf(input->type(), isBlocked ? Layout::Blocked16 : Layout::Plain));
}

Prepared arranged(const KernelCase& test, const RunMode& mode) {
    Prepared made;
    made.request.op = graph::builtinOps().find(test.op);
    made.request.threads = mode.threads;
    made.request.isa = mode.isa;
    auto complete = made.request.op->completed(test.attributes);
    EXPECT_TRUE(complete) << test.op;
    made.attributes = *complete;
    for (const auto& input : test.inputs)
        addInput(made, test, input);
    if (test.frozen) made.request.inputs[*test.frozen].frozen = made.in[*test.frozen];
    for (const TensorType& type : outputTypes(*made.request.op, test, made.attributes)) {
        made.outputs.push_back(Tensor::zeros(type.dtype, type.shape.extents().value()));
        std::memset(made.outputs.back().bytes(), 0x55, made.outputs.back().sizeBytes());
        made.out.push_back(made.outputs.back().bytes());
        made.request.outputs.push_back(argumentOf(type, goesBlocked(test, type) ? Layout::Blocked16 : Layout::Plain));
    }
    return made;
}

void shareMemory(Prepared& made, const std::vector<graph::Alias>& aliases) {
    std::vector<bool> isTaken(made.in.size());
    std::vector<bool> isPlaced(made.out.size());
    for (const graph::Alias& alias : aliases) {
        const auto input = static_cast<size_t>(alias.input), output = static_cast<size_t>(alias.output);
        if (!made.in[input] || isTaken[input] || isPlaced[output]) continue;
        isTaken[input] = isPlaced[output] = true;
        made.out[output] = made.in[input];
    }
}

std::vector<Tensor> execute(const KernelDef& kernel, Prepared& made, const KernelCase& test, const RunMode& mode) {
    made.request.attributes = &made.attributes;
    auto prepared = kernel.prepare(made.request);
    EXPECT_TRUE(prepared) << test.op;
    shareMemory(made, made.request.op->mustAlias);
    if (mode.isInPlace) shareMemory(made, prepared->inPlace);
    ThreadPool pool(mode.threads);
    KernelFault fault;
    const auto scratch = hostBuffer(prepared->scratchBytes + 1);
    std::memset(scratch->data(), 0x55, prepared->scratchBytes);
    prepared->run(prepared->state.get(), {made.in.data(), made.out.data(), scratch->data(), &pool, &fault});
    std::vector<Tensor> results;
    for (size_t i = 0; i < made.outputs.size(); ++i) {
        Tensor& output = made.outputs[i];
        if (made.out[i] != output.bytes()) std::memcpy(output.bytes(), made.out[i], output.sizeBytes());
        results.push_back(goesBlocked(test, output.type()) ? relaid(output, false) : output);
    }
    return results;
}

void expectClose(const Tensor& own, const Tensor& reference, double tolerance, const std::string& where) {
    ASSERT_EQ(own.extents(), reference.extents()) << where;
    int64_t wrong = 0;
    for (int64_t i = 0; i < own.elements() && wrong < 5; ++i) {
        const double a = own.at(i), b = reference.at(i);
        if (std::isnan(a) && std::isnan(b)) continue;
        const bool isOverflow = std::isinf(a) && std::abs(b) > 3.4028234e38;
        if (a == b || (isOverflow && a * b > 0)) continue;
        if (std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b))) continue;
        ++wrong;
        ADD_FAILURE() << where << " element " << i << ": " << a << ", reference " << b;
    }
}

std::string describe(const KernelCase& test, const RunMode& mode, size_t output) {
    std::string text = test.op;
    for (const auto& input : test.inputs)
        text += " " + (input ? toString(input->extents()) : std::string("-"));
    text += " " + std::string(name(mode.isa)) + " threads " + std::to_string(mode.threads);
    if (mode.isInPlace) text += " in place";
    if (test.isBlocked) text += " blocked";
    return text + " output " + std::to_string(output);
}
} // namespace

std::vector<RunMode> allModes() {
    std::vector<RunMode> modes;
    for (int isa = 0; isa <= static_cast<int>(machineIsa()); ++isa)
        for (const int threads : {1, 2})
            modes.push_back({static_cast<Isa>(isa), threads, threads == 2});
    return modes;
}

std::optional<std::vector<Tensor>> runOwn(const KernelCase& test, const RunMode& mode) {
    const KernelDef* kernel = builtinKernels().find(test.op, DeviceKind::Cpu, test.variant);
    Prepared made = arranged(test, mode);
    made.request.attributes = &made.attributes;
    if (!kernel || (kernel->supports && !kernel->supports(made.request))) return {};
    return execute(*kernel, made, test, mode);
}

std::vector<Tensor> runReference(const KernelCase& test) {
    KernelCase wide = test;
    wide.isBlocked = false;
    for (auto& input : wide.inputs)
        if (input) input = asDouble(*input);
    if (wide.attributes.has("dtype") && wide.attributes.dtype("dtype") == DType::F32)
        wide.attributes.set("dtype", DType::F64);
    Prepared made = arranged(wide, {});
    return execute(*builtinKernels().find(test.op, DeviceKind::Cpu, "reference"), made, wide, {});
}

void expectSameAsReference(const KernelCase& test) {
    const graph::OpDef* op = graph::builtinOps().find(test.op);
    ASSERT_NE(op, nullptr) << "no operation " << test.op;
    auto complete = op->completed(test.attributes);
    ASSERT_TRUE(complete) << test.op;
    ASSERT_FALSE(outputTypes(*op, test, *complete).empty()) << test.op << ": refused";
    const std::vector<Tensor> reference = runReference(test);
    for (const RunMode& mode : allModes()) {
        const auto own = runOwn(test, mode), again = runOwn(test, mode);
        ASSERT_TRUE(own) << describe(test, mode, 0) << ": not supported";
        for (size_t i = 0; i < own->size(); ++i) {
            expectClose((*own)[i], reference[i], test.tolerance, describe(test, mode, i));
            EXPECT_EQ((*own)[i], (*again)[i]) << describe(test, mode, i) << ": differs from run to run";
        }
    }
}

Tensor normals(Extents extents, uint32_t seed, double scale, double mean) {
    std::mt19937 random(seed);
    std::normal_distribution<double> distribution(mean, scale);
    Tensor x = Tensor::zeros(DType::F32, std::move(extents));
    for (float& value : x.as<float>())
        value = static_cast<float>(distribution(random));
    return x;
}

Tensor indices(Extents extents, uint32_t seed, int limit) {
    std::mt19937 random(seed);
    Tensor x = Tensor::zeros(DType::I32, std::move(extents));
    for (int32_t& value : x.as<int32_t>())
        value = static_cast<int32_t>(random() % static_cast<unsigned>(limit));
    return x;
}

Tensor booleans(Extents extents, uint32_t seed) {
    std::mt19937 random(seed);
    Tensor x = Tensor::zeros(DType::Bool, std::move(extents));
    for (uint8_t& value : x.as<uint8_t>())
        value = static_cast<uint8_t>(random() & 1u);
    return x;
}

} // namespace td::kernels
