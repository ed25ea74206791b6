#pragma once

#include "tests/support/kernel_case.h"

#include <algorithm>
#include <string>
#include <vector>

/// The products and convolutions of the seven reference nets, as cases of single kernels.
namespace td::test {

/// A square 2-d convolution with padding "same".
struct ConvShape {
    std::string name;
    int64_t size, channels, filters, kernel, stride, groups;
    bool operator==(const ConvShape& other) const {
        return std::tie(size, channels, filters, kernel, stride, groups) ==
               std::tie(other.size, other.channels, other.filters, other.kernel, other.stride, other.groups);
    }
};

inline void addOnce(std::vector<ConvShape>& shapes, ConvShape shape) {
    if (std::find(shapes.begin(), shapes.end(), shape) == shapes.end()) shapes.push_back(std::move(shape));
}

inline std::vector<ConvShape> lenetConvs() {
    return {{"lenet c1", 28, 1, 32, 5, 1, 1}, {"lenet c2", 14, 32, 64, 5, 1, 1}};
}

inline std::vector<ConvShape> resnetConvs() {
    std::vector<ConvShape> shapes = {{"resnet stem", 32, 3, 64, 3, 1, 1}};
    int64_t channels = 64, size = 32;
    for (int64_t width : {64, 128, 256, 512})
        for (int block = 0; block < 2; ++block) {
            const int64_t stride = width > 64 && block == 0 ? 2 : 1;
            const std::string name = "resnet " + std::to_string(width);
            addOnce(shapes, {name, size, channels, width, 3, stride, 1});
            if (stride != 1) addOnce(shapes, {name + " short", size, channels, width, 1, stride, 1});
            size /= stride;
            channels = width;
            addOnce(shapes, {name, size, width, width, 3, 1, 1});
        }
    return shapes;
}

/// Keras' rounding of a channel count to a multiple of 8.
inline int64_t mobileChannels(double value, double alpha) {
    const double scaled = value * alpha;
    const int64_t rounded = std::max<int64_t>(8, static_cast<int64_t>(scaled + 4) / 8 * 8);
    return static_cast<double>(rounded) < 0.9 * scaled ? rounded + 8 : rounded;
}

inline std::vector<ConvShape> mobileConvs(int64_t size, double alpha) {
    struct Block {
        int64_t filters, stride, repeat, expand;
    };
    int64_t channels = mobileChannels(32, alpha);
    std::vector<ConvShape> shapes = {{"mobile stem", size, 3, channels, 3, 2, 1}};
    size /= 2;
    for (const Block& block : {Block{16, 1, 1, 1},
                               {24, 2, 2, 6},
                               {32, 2, 3, 6},
                               {64, 2, 4, 6},
                               {96, 1, 3, 6},
                               {160, 2, 3, 6},
                               {320, 1, 1, 6}}) {
        const int64_t filters = mobileChannels(static_cast<double>(block.filters), alpha);
        for (int64_t i = 0; i < block.repeat; ++i) {
            const int64_t stride = i == 0 ? block.stride : 1, wide = channels * block.expand;
            if (block.expand != 1) addOnce(shapes, {"mobile expand", size, channels, wide, 1, 1, 1});
            addOnce(shapes, {"mobile depthwise", size, wide, wide, 3, stride, wide});
            size = (size + stride - 1) / stride;
            addOnce(shapes, {"mobile project", size, wide, filters, 1, 1, 1});
            channels = filters;
        }
    }
    addOnce(shapes, {"mobile last", size, channels, alpha <= 1 ? 1280 : mobileChannels(1280, alpha), 1, 1, 1});
    return shapes;
}

/// "conv", "conv_backward_data" or "conv_backward_weights" of a shape.
inline KernelCase convCase(const ConvShape& shape, int64_t batch, const std::string& op,
                           graph::Layout xLayout = graph::Layout::Plain, graph::Layout yLayout = graph::Layout::Plain,
                           const std::string& activation = "linear", bool hasBias = false) {
    const int64_t out = (shape.size + shape.stride - 1) / shape.stride;
    const kernels::Argument x = floatArgument({batch, shape.size, shape.size, shape.channels}, xLayout);
    const kernels::Argument y = floatArgument({batch, out, out, shape.filters}, yLayout);
    const kernels::Argument w =
        floatArgument({shape.kernel, shape.kernel, shape.channels / shape.groups, shape.filters});
    KernelCase made{shape.name, op, {}, {}, {}, 0};
    made.attributes.set("strides", graph::Ints{shape.stride, shape.stride});
    made.attributes.set("padding", std::string("same"));
    made.attributes.set("pads", graph::Ints{});
    made.attributes.set("dilations", graph::Ints{});
    made.attributes.set("groups", shape.groups);
    made.flops = 2. * static_cast<double>(y.elements()) * static_cast<double>(w.elements() / shape.filters);
    if (op == "conv") {
        made.attributes.set("activation", activation);
        made.inputs = {x, w, hasBias ? floatArgument({shape.filters}) : leftOut()};
        made.outputs = {y};
    } else if (op == "conv_backward_data") {
        made.attributes.set("shape", Shape::of(x.extents));
        made.inputs = {y, w};
        made.outputs = {x};
    } else {
        made.attributes.set("shape", Shape::of(w.extents));
        made.inputs = {x, y};
        made.outputs = {w};
    }
    return made;
}

inline KernelCase matmulCase(std::string name, Extents a, Extents b, bool transposeA, bool transposeB) {
    const size_t rank = std::max(a.size(), b.size());
    Extents y = a.size() > b.size() ? a : b;
    const int64_t k = transposeA ? a[a.size() - 2] : a.back();
    y[rank - 2] = transposeA ? a.back() : a[a.size() - 2];
    y[rank - 1] = transposeB ? b[b.size() - 2] : b.back();
    KernelCase made{std::move(name), "matmul", {}, {floatArgument(a), floatArgument(b)}, {floatArgument(y)}, 0};
    made.attributes.set("transpose_a", transposeA);
    made.attributes.set("transpose_b", transposeB);
    made.flops = 2. * static_cast<double>(elementsOf(y) * k);
    return made;
}

inline KernelCase denseCase(std::string name, Extents x, int64_t units, const std::string& activation, bool hasBias) {
    Extents y = x;
    y.back() = units;
    const int64_t k = x.back();
    KernelCase made{std::move(name), "dense", {}, {floatArgument(x), floatArgument({k, units})}, {floatArgument(y)}, 0};
    made.inputs.push_back(hasBias ? floatArgument({units}) : leftOut());
    made.attributes.set("activation", activation);
    made.flops = 2. * static_cast<double>(elementsOf(y) * k);
    return made;
}

} // namespace td::test
