#include "engine/kernels/reference/moving.h"
#include "engine/tensor/element_cast.h"

namespace td::kernels {

namespace {
TensorView scalarView(const Tensor& scalar) {
    return {scalar.dtype(), {}, scalar.bytes()};
}

void fill(const ReferenceCall& call) {
    const TensorView& y = call.outputs[0];
    const Tensor value = Tensor::scalar(y.dtype, call.attributes.real("value"));
    for (int64_t i = 0; i < y.elements(); ++i)
        copyElement(scalarView(value), 0, y, i);
}

void range(const ReferenceCall& call) {
    const double start = call.attributes.real("start"), step = call.attributes.real("step");
    dispatch(call.outputs[0].dtype, [&]<class T>(T) {
        for (int64_t i = 0; i < call.outputs[0].elements(); ++i)
            call.outputs[0].as<T>()[i] = fromReal<T>(start + static_cast<double>(i) * step);
    });
}

void oneHot(const ReferenceCall& call) {
    const TensorView &indices = call.inputs[0], &y = call.outputs[0];
    const Tensor on = Tensor::scalar(y.dtype, call.attributes.real("on"));
    const Tensor off = Tensor::scalar(y.dtype, call.attributes.real("off"));
    const AxisView at = around(y.extents, call.attributes.integer("axis"));
    for (int64_t i = 0; i < y.elements(); ++i) {
        const int64_t place = i / at.inner % at.axis, from = i / at.inner / at.axis * at.inner + i % at.inner;
        const int64_t index = indices.dtype == DType::I64 ? indices.as<int64_t>()[from] : indices.as<int32_t>()[from];
        copyElement(scalarView(index == place ? on : off), 0, y, i);
    }
}

void bandPart(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    const int64_t lower = call.attributes.integer("lower"), upper = call.attributes.integer("upper");
    const int64_t rows = y.extents[y.extents.size() - 2], columns = y.extents.back();
    const Tensor zero = Tensor::zeros(y.dtype, {});
    for (int64_t i = 0; i < y.elements(); ++i) {
        const int64_t below = i / columns % rows - i % columns;
        const bool stays = (lower < 0 || below <= lower) && (upper < 0 || -below <= upper);
        stays ? copyElement(x, i, y, i) : copyElement(scalarView(zero), 0, y, i);
    }
}
} // namespace

void registerFillingReference(KernelRegistry& registry);
void registerFillingReference(KernelRegistry& registry) {
    addReference(registry, "fill", fill);
    addReference(registry, "range", range);
    addReference(registry, "one_hot", oneHot);
    addReference(registry, "band_part", bandPart);
}

} // namespace td::kernels
