#include "tests/unit/cpu_kernels/agreement.h"

#include <gtest/gtest.h>

#include <thread>

namespace td::test {
namespace {

constexpr auto kPlain = graph::Layout::Plain;
constexpr auto kBlocked = graph::Layout::Blocked16;
constexpr const char* kOps[] = {"conv", "conv_backward_data", "conv_backward_weights"};

void expectAllAgree(const std::vector<ConvShape>& shapes, int64_t batch) {
    for (const ConvShape& shape : shapes)
        for (const char* op : kOps)
            expectAgreement(convCase(shape, batch, op));
}

TEST(ConvKernels, lenetShapesAgree) {
    expectAllAgree(lenetConvs(), 2);
}

TEST(ConvKernels, resnetShapesAgree) {
    expectAllAgree(resnetConvs(), 2);
}

TEST(ConvKernels, mobilenetShapesAgree) {
    expectAllAgree(mobileConvs(96, 0.35), 2);
}

TEST(ConvKernels, everyMixOfLayoutsAgrees) {
    const ConvShape shapes[] = {{"square", 10, 32, 48, 3, 1, 1},
                                {"stride", 11, 48, 16, 3, 2, 1},
                                {"point", 9, 16, 64, 1, 1, 1},
                                {"depthwise", 9, 48, 48, 3, 1, 48},
                                {"short rows", 4, 32, 32, 3, 1, 1}};
    for (const ConvShape& shape : shapes)
        for (const char* op : kOps)
            for (auto x : {kPlain, kBlocked})
                for (auto y : {kPlain, kBlocked})
                    expectAgreement(convCase(shape, 5, op, x, y));
}

TEST(ConvKernels, firstLayersMayGiveBlockedResults) {
    for (int64_t channels : {1, 3})
        for (const char* op : {"conv", "conv_backward_weights"})
            expectAgreement(convCase({"first", 13, channels, 32, 5, 1, 1}, 4, op, kPlain, kBlocked));
    expectAgreement(convCase({"uneven", 12, 24, 32, 3, 1, 1}, 3, "conv", kPlain, kBlocked));
    expectAgreement(convCase({"uneven", 12, 32, 24, 3, 1, 1}, 3, "conv", kBlocked, kPlain));
}

TEST(ConvKernels, biasAndActivationsAgree) {
    for (const char* activation : {"linear", "relu", "relu6", "tanh", "sigmoid", "gelu", "silu"})
        for (auto layout : {kPlain, kBlocked})
            expectAgreement(convCase({activation, 9, 16, 32, 3, 1, 1}, 3, "conv", layout, layout, activation, true));
}

TEST(ConvKernels, oneImageIsCutByRows) {
    for (const ConvShape& shape :
         {ConvShape{"square", 33, 16, 24, 3, 1, 1}, ConvShape{"stride", 35, 8, 16, 3, 2, 1},
          ConvShape{"wide window", 32, 8, 16, 7, 1, 1}, ConvShape{"point stride", 64, 16, 16, 1, 2, 1}})
        for (int64_t batch : {1, 2})
            expectAgreement(convCase(shape, batch, "conv", kPlain, kPlain, "relu", true));
}

TEST(ConvKernels, frozenWeightsAgree) {
    for (const char* op : {"conv", "conv_backward_data"})
        for (const ConvShape& shape :
             {ConvShape{"square", 12, 32, 32, 3, 1, 1}, ConvShape{"point", 12, 32, 64, 1, 1, 1},
              ConvShape{"depthwise", 12, 32, 32, 3, 1, 32}})
            expectAgreement(convCase(shape, 3, op), true);
}

TEST(ConvKernels, oneImageUnderFrozenWeightsIsCutByFilters) {
    for (auto x : {kPlain, kBlocked})
        for (auto y : {kPlain, kBlocked})
            for (const ConvShape& shape :
                 {ConvShape{"rows", 8, 64, 128, 3, 1, 1}, ConvShape{"stride", 9, 64, 96, 3, 2, 1},
                  ConvShape{"wide window", 14, 32, 64, 5, 1, 1}, ConvShape{"point", 4, 128, 256, 1, 1, 1}})
                expectAgreement(convCase(shape, 1, "conv", x, y, "relu", true), true);
}

TEST(ConvKernels, fewPixelsUnderFrozenWeightsAreAProduct) {
    for (const ConvShape& shape : {ConvShape{"square", 4, 160, 192, 3, 1, 1}, ConvShape{"stride", 9, 128, 256, 3, 2, 1},
                                   ConvShape{"wide window", 3, 128, 96, 5, 1, 1}})
        for (const char* activation : {"linear", "relu", "silu"}) {
            expectAgreement(convCase(shape, 1, "conv", kPlain, kPlain, activation, true), true);
            expectAgreement(convCase(shape, 1, "conv", kPlain, kPlain, activation, false), true);
        }
    expectAgreement(convCase({"two images", 4, 160, 192, 3, 1, 1}, 2, "conv"), true);
}

TEST(ConvKernels, lateLayersAgree) {
    for (const ConvShape& shape :
         {ConvShape{"late", 4, 256, 256, 3, 1, 1}, ConvShape{"late, stride", 7, 128, 512, 3, 2, 1},
          ConvShape{"one pixel", 1, 256, 256, 3, 1, 1}}) {
        const int64_t out = (shape.size + shape.stride - 1) / shape.stride;
        for (auto x : {kPlain, kBlocked})
            for (auto y : {kPlain, kBlocked})
                expectAgreement(convCase(shape, 256 / (out * out) + 1, "conv_backward_weights", x, y));
    }
}

/// Any convolution, by its arguments' extents and attributes.
struct OddConv {
    const char* name;
    Extents x, w, y;
    graph::Ints strides, pads, dilations;
    int64_t groups = 1;
    bool isValid = false;
};

KernelCase oddCase(const OddConv& odd, const std::string& op) {
    KernelCase made{odd.name, op, {}, {}, {}, 0};
    made.attributes.set("strides", odd.strides);
    made.attributes.set("padding", std::string(!odd.pads.empty() ? "explicit" : odd.isValid ? "valid" : "same"));
    made.attributes.set("pads", odd.pads);
    made.attributes.set("dilations", odd.dilations);
    made.attributes.set("groups", odd.groups);
    const auto x = floatArgument(odd.x), w = floatArgument(odd.w), y = floatArgument(odd.y);
    if (op == "conv") {
        made.attributes.set("activation", std::string("linear"));
        made.inputs = {x, w, leftOut()};
        made.outputs = {y};
    } else if (op == "conv_backward_data") {
        made.attributes.set("shape", Shape::of(odd.x));
        made.inputs = {y, w};
        made.outputs = {x};
    } else {
        made.attributes.set("shape", Shape::of(odd.w));
        made.inputs = {x, y};
        made.outputs = {w};
    }
    return made;
}

TEST(ConvKernels, oddConvolutionsAgree) {
    const OddConv odd[] = {
        {"1-d", {3, 40, 5}, {3, 5, 7}, {3, 40, 7}, {}, {}, {}},
        {"1-d stride", {3, 41, 16}, {4, 16, 32}, {3, 21, 32}, {2}, {}, {}},
        {"3-d", {2, 6, 7, 8, 4}, {3, 3, 3, 4, 8}, {2, 6, 7, 8, 8}, {}, {}, {}},
        {"3-d blocks", {2, 5, 6, 7, 16}, {3, 3, 3, 16, 16}, {2, 5, 6, 7, 16}, {}, {}, {}},
        {"odd channels", {2, 9, 8, 5}, {3, 3, 5, 7}, {2, 9, 8, 7}, {1, 1}, {}, {}},
        {"valid", {2, 9, 8, 16}, {3, 2, 16, 16}, {2, 7, 7, 16}, {1, 1}, {}, {}, 1, true},
        {"valid, cells left over", {2, 8, 8, 16}, {3, 3, 16, 16}, {2, 3, 3, 16}, {2, 2}, {}, {}, 1, true},
        {"lopsided padding", {2, 8, 9, 16}, {3, 3, 16, 32}, {2, 9, 8, 32}, {1, 1}, {2, 1, 0, 1}, {}},
        {"padding beyond the window", {2, 6, 6, 16}, {3, 3, 16, 16}, {2, 10, 10, 16}, {1, 1}, {3, 3, 3, 3}, {}},
        {"dilated", {2, 12, 12, 16}, {3, 3, 16, 16}, {2, 12, 12, 16}, {1, 1}, {}, {2, 3}},
        {"groups", {2, 8, 8, 32}, {3, 3, 16, 32}, {2, 8, 8, 32}, {1, 1}, {}, {}, 2},
        {"stride over window", {2, 12, 12, 16}, {1, 1, 16, 16}, {2, 4, 4, 16}, {3, 3}, {}, {}},
        {"uneven strides", {2, 12, 12, 16}, {3, 3, 16, 16}, {2, 12, 6, 16}, {1, 2}, {}, {}},
        {"depthwise, wide window", {2, 12, 12, 32}, {5, 5, 1, 32}, {2, 12, 12, 32}, {1, 1}, {}, {}, 32},
    };
    for (const OddConv& one : odd)
        for (const char* op : kOps)
            expectAgreement(oddCase(one, op));
}

TEST(ConvKernels, callsOfOneKernelMayMeet) {
    const KernelCase kernelCase = convCase({"meeting", 12, 32, 32, 3, 1, 1}, 2, "conv");
    KernelRun run(kernelCase, "onednn", 1);
    ASSERT_TRUE(run.isReady());
    run.run();
    const Tensor alone = run.outputs()[0].clone();
    std::vector<Tensor> found;
    for (int i = 0; i < 3; ++i)
        found.push_back(Tensor::zeros(DType::F32, alone.extents()));
    std::vector<std::thread> threads;
    for (const Tensor& output : found)
        threads.emplace_back([&run, output] {
            for (int i = 0; i < 50; ++i)
                run.runElsewhere(output);
        });
    for (std::thread& thread : threads)
        thread.join();
    for (const Tensor& output : found)
        EXPECT_TRUE(output == alone);
}

} // namespace
} // namespace td::test
