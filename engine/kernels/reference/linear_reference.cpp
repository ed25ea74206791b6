#include "engine/kernels/reference/activation.h"
#include "engine/kernels/reference/reference.h"

#include <type_traits>

namespace td::kernels {

namespace {
/// One operand of a product: a matrix with its strides.
template <class T>
struct Operand {
    const T* data = nullptr;
    int64_t rowStep = 0, columnStep = 0;
};

template <class T>
Operand<T> operand(const TensorView& view, int64_t matrix, bool isTransposed) {
    const size_t rank = view.extents.size();
    const int64_t rows = view.extents[rank - 2], columns = view.extents[rank - 1];
    const T* data = view.as<T>() + matrix * rows * columns;
    return isTransposed ? Operand<T>{data, 1, columns} : Operand<T>{data, columns, 1};
}

/// Row times column, reals in double, integers modulo 2^64.
template <class T>
auto dot(const Operand<T>& a, const Operand<T>& b, int64_t row, int64_t column, int64_t depth) {
    using Total = std::conditional_t<std::is_floating_point_v<T>, double, uint64_t>;
    Total total = 0;
    for (int64_t k = 0; k < depth; ++k)
        total += static_cast<Total>(a.data[row * a.rowStep + k * a.columnStep]) *
                 static_cast<Total>(b.data[k * b.rowStep + column * b.columnStep]);
    return total;
}

Extents leading(const Extents& extents) {
    return {extents.begin(), extents.end() - 2};
}

template <class T>
void product(const ReferenceCall& call) {
    const TensorView &a = call.inputs[0], &b = call.inputs[1], &y = call.outputs[0];
    const bool ta = call.attributes.flag("transpose_a"), tb = call.attributes.flag("transpose_b");
    const size_t rank = y.extents.size();
    const int64_t rows = y.extents[rank - 2], columns = y.extents[rank - 1];
    const int64_t depth = a.extents[a.extents.size() - (ta ? 2 : 1)];
    const Extents matrices = leading(y.extents);
    for (int64_t m = 0; m < elementsOf(matrices); ++m) {
        const auto left = operand<T>(a, broadcastIndex(m, matrices, leading(a.extents)), ta);
        const auto right = operand<T>(b, broadcastIndex(m, matrices, leading(b.extents)), tb);
        for (int64_t i = 0; i < rows * columns; ++i)
            y.as<T>()[m * rows * columns + i] = static_cast<T>(dot(left, right, i / columns, i % columns, depth));
    }
}

void matmul(const ReferenceCall& call) {
    dispatch(call.inputs[0].dtype, [&]<class T>(T) { product<T>(call); });
}

template <class T>
void denseOf(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &w = call.inputs[1], &b = call.inputs[2], &y = call.outputs[0];
    const int64_t depth = w.extents[0], columns = w.extents[1];
    const Operand<T> left{x.as<T>(), depth, 1}, right{w.as<T>(), columns, 1};
    for (int64_t i = 0; i < y.elements(); ++i) {
        double z = dot(left, right, i / columns, i % columns, depth);
        if (b.isPresent()) z += static_cast<double>(b.as<T>()[i % columns]);
        y.as<T>()[i] = static_cast<T>(activated(z, call.attributes.text("activation")));
    }
}

void dense(const ReferenceCall& call) {
    call.inputs[0].dtype == DType::F64 ? denseOf<double>(call) : denseOf<float>(call);
}
} // namespace

void registerLinearReference(KernelRegistry& registry);
void registerLinearReference(KernelRegistry& registry) {
    addReference(registry, "matmul", matmul);
    addReference(registry, "dense", dense);
}

} // namespace td::kernels
