#include "engine/nn/layers/shaping.h"

#include <algorithm>

namespace td::nn {

Dim sizeAt(Expr x, int axis) {
    const int rank = x.rank();
    return axis < -rank || axis >= rank ? Dim(1) : x.shape()[axis];
}

Expr asReal(Expr x) {
    return !x || isDifferentiable(x.dtype()) ? x : cast(x, DType::F32);
}

Expr expanded(Expr x, int axis) {
    if (!x) return x;
    Shape shape = x.shape();
    shape.insert(axis < 0 ? x.rank() + 1 + axis : axis, Dim(1));
    return reshape(x, shape);
}

Expr squeezed(Expr x, int axis) {
    if (!x) return x;
    Shape shape = x.shape();
    shape.erase(axis < 0 ? x.rank() + axis : axis);
    return reshape(x, shape);
}

Expr channelsToLast(Expr x) {
    return x.rank() < 3 ? x : reordered(x, orderWithLast(x.rank(), {1}));
}

Expr channelsToFirst(Expr x) {
    return x.rank() < 3 ? x : reordered(x, inverseOrder(orderWithLast(x.rank(), {1})));
}

Ints orderWithLast(int rank, const std::vector<int>& axes) {
    Ints order;
    for (int axis = 0; axis < rank; ++axis)
        if (std::find(axes.begin(), axes.end(), axis) == axes.end()) order.push_back(axis);
    order.insert(order.end(), axes.begin(), axes.end());
    return order;
}

Ints inverseOrder(const Ints& order) {
    Ints inverse(order.size());
    for (size_t i = 0; i < order.size(); ++i)
        inverse[static_cast<size_t>(order[i])] = static_cast<int64_t>(i);
    return inverse;
}

Expr reordered(Expr x, const Ints& order) {
    return !x || std::is_sorted(order.begin(), order.end()) ? x : transpose(x, order);
}

Ints axesBetween(int first, int last) {
    Ints axes;
    for (int axis = first; axis < last; ++axis)
        axes.push_back(axis);
    return axes;
}

Expr sliced(Expr x, int axis, int64_t begin, int64_t size) {
    if (!x) return x;
    const auto rank = static_cast<size_t>(x.rank());
    Ints begins(rank, 0), sizes(rank, -1);
    const auto at = static_cast<size_t>(axis < 0 ? x.rank() + axis : axis);
    begins[at] = begin;
    sizes[at] = size;
    return x.builder->emit("slice", {x}, {{"begin", begins}, {"size", sizes}});
}

Expr concatenated(const std::vector<Expr>& parts, int axis) {
    return parts.front().builder->emit("concat", parts, {{"axis", int64_t{axis}}});
}

Expr repeated(Expr x, int axis, int64_t times) {
    if (!x || times == 1) return x;
    Expr wide = expanded(x, axis + 1);
    Shape stretched = wide.shape(), shape = x.shape();
    stretched[axis + 1] = Dim(times);
    shape[axis] = shape[axis] * Dim(times);
    return reshape(broadcastTo(wide, stretched), shape);
}

Expr reversed(Expr x, int axis) {
    return x.builder->emit("reverse", {x}, {{"axes", Ints{axis}}});
}

Expr maskFor(Expr mask, int rank) {
    if (!mask) return mask;
    Shape shape = mask.shape();
    while (shape.rank() < rank)
        shape.append(Dim(1));
    return reshape(mask, shape);
}

Expr whereTrue(Expr mask, Expr x) {
    return select(maskFor(mask, x.rank()), x, x.builder->scalar(0, x.dtype()));
}

} // namespace td::nn
