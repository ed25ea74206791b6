#include "engine/kernels/reference/reference.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <type_traits>

namespace td::kernels {

namespace {
/// One line of elements along an axis.
template <class T>
struct Line {
    T* data;
    int64_t step;
    T& operator[](int64_t i) const { return data[i * step]; }
};

template <class T>
Line<T> lineOf(const TensorView& view, const AxisView& at, int64_t line) {
    return {view.as<T>() + line / at.inner * at.axis * at.inner + line % at.inner, at.inner};
}

/// NaN stands behind everything.
template <class T>
bool isBefore(T a, T b, bool isDescending) {
    if (a != a || b != b) return b != b && a == a;
    return isDescending ? a > b : a < b;
}

/// The indices of a line in order; equal ones keep their order.
template <class T>
void orderLine(Line<T> line, bool isDescending, std::vector<int64_t>& order) {
    std::iota(order.begin(), order.end(), int64_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](int64_t a, int64_t b) { return isBefore(line[a], line[b], isDescending); });
}

/// Calls `function(line number, line, order)` for each line along the axis.
template <class F>
void eachOrdered(const ReferenceCall& call, int64_t axis, bool isDescending, F function) {
    const TensorView& x = call.inputs[0];
    const AxisView at = around(x.extents, axis);
    std::vector<int64_t> order(static_cast<size_t>(at.axis));
    dispatch(x.dtype, [&]<class T>(T) {
        for (int64_t i = 0; i < at.outer * at.inner; ++i) {
            const auto line = lineOf<T>(x, at, i);
            orderLine(line, isDescending, order);
            function(i, line, order);
        }
    });
}

void sort(const ReferenceCall& call) {
    const int64_t axis = call.attributes.integer("axis");
    const AxisView at = around(call.inputs[0].extents, axis);
    eachOrdered(call, axis, call.attributes.flag("descending"),
                [&]<class T>(int64_t i, Line<T> line, const std::vector<int64_t>& order) {
                    const auto to = lineOf<T>(call.outputs[0], at, i);
                    for (size_t k = 0; k < order.size(); ++k)
                        to[static_cast<int64_t>(k)] = line[order[k]];
                });
}

void argsort(const ReferenceCall& call) {
    const int64_t axis = call.attributes.integer("axis");
    const AxisView at = around(call.inputs[0].extents, axis);
    eachOrdered(call, axis, call.attributes.flag("descending"),
                [&]<class T>(int64_t i, Line<T>, const std::vector<int64_t>& order) {
                    const auto to = lineOf<int32_t>(call.outputs[0], at, i);
                    for (size_t k = 0; k < order.size(); ++k)
                        to[static_cast<int64_t>(k)] = static_cast<int32_t>(order[k]);
                });
}

void topK(const ReferenceCall& call) {
    const int64_t k = call.attributes.integer("k");
    eachOrdered(call, -1, true, [&]<class T>(int64_t i, Line<T> line, const std::vector<int64_t>& order) {
        for (int64_t place = 0; place < k; ++place) {
            call.outputs[0].as<T>()[i * k + place] = line[order[static_cast<size_t>(place)]];
            call.outputs[1].as<int32_t>()[i * k + place] = static_cast<int32_t>(order[static_cast<size_t>(place)]);
        }
    });
}

/// y along each line: `step` takes what has been gathered and the next element.
template <class Step>
void gatherAlong(const ReferenceCall& call, int start, bool isExclusive, bool isReverse, Step step) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    const AxisView at = around(x.extents, call.attributes.integer("axis"));
    dispatch(x.dtype, [&]<class T>(T) {
        using Total = std::conditional_t<std::is_floating_point_v<T>, double, uint64_t>;
        for (int64_t i = 0; i < at.outer * at.inner; ++i) {
            const auto from = lineOf<T>(x, at, i), to = lineOf<T>(y, at, i);
            auto total = static_cast<Total>(start);
            for (int64_t k = 0; k < at.axis; ++k) {
                const int64_t place = isReverse ? at.axis - 1 - k : k;
                const Total next = step(total, static_cast<Total>(from[place]));
                to[place] = static_cast<T>(isExclusive ? total : next);
                total = next;
            }
        }
    });
}

void cumsum(const ReferenceCall& call) {
    gatherAlong(call, 0, call.attributes.flag("exclusive"), call.attributes.flag("reverse"), std::plus());
}
void cumprod(const ReferenceCall& call) {
    gatherAlong(call, 1, false, false, std::multiplies());
}

/// dx[i] = P[i-1] * S[i] with P the products before i and S[i] = dy[i] + x[i+1] S[i+1]: no division.
template <class T>
void cumprodGradOf(const ReferenceCall& call) {
    const TensorView &dy = call.inputs[0], &x = call.inputs[1], &dx = call.outputs[0];
    const AxisView at = around(x.extents, call.attributes.integer("axis"));
    std::vector<double> later(static_cast<size_t>(at.axis) + 1);
    for (int64_t i = 0; i < at.outer * at.inner; ++i) {
        const auto slope = lineOf<T>(dy, at, i), value = lineOf<T>(x, at, i), to = lineOf<T>(dx, at, i);
        for (int64_t k = at.axis - 1; k >= 0; --k) {
            const double next =
                k + 1 < at.axis ? static_cast<double>(value[k + 1]) * later[static_cast<size_t>(k + 1)] : 0;
            later[static_cast<size_t>(k)] = static_cast<double>(slope[k]) + next;
        }
        double before = 1;
        for (int64_t k = 0; k < at.axis; ++k) {
            const auto held = static_cast<double>(value[k]);
            to[k] = static_cast<T>(before * later[static_cast<size_t>(k)]);
            before *= held;
        }
    }
}

void cumprodGrad(const ReferenceCall& call) {
    call.inputs[0].dtype == DType::F64 ? cumprodGradOf<double>(call) : cumprodGradOf<float>(call);
}
} // namespace

void registerOrderingReference(KernelRegistry& registry);
void registerOrderingReference(KernelRegistry& registry) {
    addReference(registry, "sort", sort);
    addReference(registry, "argsort", argsort);
    addReference(registry, "topk", topK);
    addReference(registry, "cumsum", cumsum);
    addReference(registry, "cumprod", cumprod);
    addReference(registry, "cumprod_grad", cumprodGrad);
}

} // namespace td::kernels
