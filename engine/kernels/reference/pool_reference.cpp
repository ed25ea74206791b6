#include "engine/graph/ops/window.h"
#include "engine/kernels/reference/reals.h"

#include <algorithm>
#include <array>

namespace td::kernels {

namespace {
struct Range {
    int64_t begin = 0, end = 1;
};
using Ranges = std::vector<Range>;

/// The windows of a pool: for each of three spatial axes (missing ones in front) its size and the cells of each window.
struct Windows {
    int64_t images = 1, channels = 1;
    std::array<int64_t, 3> in = {1, 1, 1};
    std::array<Ranges, 3> ranges = {Ranges{{}}, Ranges{{}}, Ranges{{}}};
};

Ranges fixedRanges(const graph::WindowAxis& axis) {
    Ranges ranges;
    for (int64_t o = 0; o < axis.out; ++o) {
        const int64_t begin = o * axis.stride - axis.before;
        ranges.push_back({std::max<int64_t>(begin, 0), std::min(begin + axis.kernel, axis.in)});
    }
    return ranges;
}

Ranges adaptiveRanges(int64_t in, int64_t out) {
    Ranges ranges;
    for (int64_t o = 0; o < out; ++o)
        ranges.push_back({o * in / out, ((o + 1) * in + out - 1) / out});
    return ranges;
}

/// Of max_pool and its kin (attribute `pool`) or of the adaptive ones (attribute `size`).
Windows windowsOf(const graph::Attributes& attributes, const Extents& x) {
    Windows windows;
    windows.images = x.front();
    windows.channels = x.back();
    const size_t axes = x.size() - 2, missing = 3 - axes;
    for (size_t i = 0; i < axes; ++i) {
        windows.in[missing + i] = x[i + 1];
        windows.ranges[missing + i] =
            attributes.has("size") ? adaptiveRanges(x[i + 1], attributes.integers("size")[i])
                                   : fixedRanges(graph::windowAxes(attributes, x, attributes.integers("pool"))[i]);
    }
    return windows;
}

/// The flat indices of a window's cells in x, in row-major order.
void collectCells(const Windows& w, int64_t image, int64_t channel, const std::array<Range, 3>& at,
                  std::vector<int64_t>& cells) {
    cells.clear();
    for (int64_t i = at[0].begin; i < at[0].end; ++i)
        for (int64_t j = at[1].begin; j < at[1].end; ++j)
            for (int64_t k = at[2].begin; k < at[2].end; ++k)
                cells.push_back((((image * w.in[0] + i) * w.in[1] + j) * w.in[2] + k) * w.channels + channel);
}

/// Calls `visit(y index, cells)` for each window.
template <class F>
void eachWindow(const Windows& w, F visit) {
    std::vector<int64_t> cells;
    int64_t y = 0;
    for (int64_t image = 0; image < w.images; ++image)
        for (const Range& a : w.ranges[0])
            for (const Range& b : w.ranges[1])
                for (const Range& c : w.ranges[2])
                    for (int64_t channel = 0; channel < w.channels; ++channel) {
                        collectCells(w, image, channel, {a, b, c}, cells);
                        visit(y++, cells);
                    }
}

/// The first NaN, else the first of the largest.
template <class T>
int64_t firstLargest(const T* x, const std::vector<int64_t>& cells) {
    int64_t best = cells.front();
    for (const int64_t cell : cells)
        if (x[best] == x[best] && (x[cell] != x[cell] || x[cell] > x[best])) best = cell;
    return best;
}

void maxPool(const ReferenceCall& call) {
    dispatch(call.inputs[0].dtype, [&]<class T>(T) {
        const T* x = call.inputs[0].template as<T>();
        T* y = call.outputs[0].template as<T>();
        eachWindow(windowsOf(call.attributes, call.inputs[0].extents),
                   [&](int64_t o, const auto& cells) { y[o] = x[firstLargest(x, cells)]; });
    });
}

/// (dy, x, …)
void maxPoolGrad(const ReferenceCall& call) {
    Sums dx(static_cast<size_t>(call.outputs[0].elements()));
    onReals(call.inputs[0].dtype, [&]<class T>(T) {
        const T *dy = call.inputs[0].template as<T>(), *x = call.inputs[1].template as<T>();
        eachWindow(windowsOf(call.attributes, call.inputs[1].extents), [&](int64_t o, const auto& cells) {
            dx[static_cast<size_t>(firstLargest(x, cells))] += static_cast<double>(dy[o]);
        });
    });
    write(dx, call.outputs[0]);
}

/// (values, x)
void maxPoolPick(const ReferenceCall& call) {
    onReals(call.inputs[0].dtype, [&]<class T>(T) {
        const T *values = call.inputs[0].template as<T>(), *x = call.inputs[1].template as<T>();
        T* y = call.outputs[0].template as<T>();
        eachWindow(windowsOf(call.attributes, call.inputs[1].extents),
                   [&](int64_t o, const auto& cells) { y[o] = values[firstLargest(x, cells)]; });
    });
}

void averagePool(const ReferenceCall& call) {
    onReals(call.inputs[0].dtype, [&]<class T>(T) {
        const T* x = call.inputs[0].template as<T>();
        T* y = call.outputs[0].template as<T>();
        eachWindow(windowsOf(call.attributes, call.inputs[0].extents), [&](int64_t o, const auto& cells) {
            double total = 0;
            for (const int64_t cell : cells)
                total += static_cast<double>(x[cell]);
            y[o] = static_cast<T>(total / static_cast<double>(cells.size()));
        });
    });
}

void averagePoolGrad(const ReferenceCall& call) {
    Sums dx(static_cast<size_t>(call.outputs[0].elements()));
    onReals(call.inputs[0].dtype, [&]<class T>(T) {
        const T* dy = call.inputs[0].template as<T>();
        eachWindow(windowsOf(call.attributes, call.outputs[0].extents), [&](int64_t o, const auto& cells) {
            for (const int64_t cell : cells)
                dx[static_cast<size_t>(cell)] += static_cast<double>(dy[o]) / static_cast<double>(cells.size());
        });
    });
    write(dx, call.outputs[0]);
}
} // namespace

void registerPoolReference(KernelRegistry& registry);
void registerPoolReference(KernelRegistry& registry) {
    for (const std::string prefix : {"", "adaptive_"}) {
        addReference(registry, prefix + "max_pool", maxPool);
        addReference(registry, prefix + "max_pool_grad", maxPoolGrad);
        addReference(registry, prefix + "max_pool_pick", maxPoolPick);
        addReference(registry, prefix + "avg_pool", averagePool);
        addReference(registry, prefix + "avg_pool_grad", averagePoolGrad);
    }
}

} // namespace td::kernels
