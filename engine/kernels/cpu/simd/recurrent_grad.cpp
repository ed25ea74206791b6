#include "engine/kernels/cpu/simd/recurrent_grad.h"

#include <cstring>

namespace td::simd {

using kernels::KernelCall;
using kernels::KernelRequest;
using kernels::StridedGemm;

RecurrentGrad::RecurrentGrad(const KernelRequest& request, RecurrentCell cell, int64_t slopesPerUnit)
    : shape(recurrentShape(request, kX, cell))
    , width(slopesPerUnit * shape.units)
    , hasMask(request.inputs[kMask].isPresent)
    , wantsDx(request.outputs[kDx].isUsed)
    , turn({{shape.gates(), 1, shape.units}, {shape.units, shape.gates(), 1}}, 0, 0, sizeof(float)) {}

size_t RecurrentGrad::scratchBytes() const {
    const int64_t perRow = width + (hasMask ? shape.units : 0);
    const int64_t floats = shape.gates() * shape.units + shape.rows() * perRow + 2 * shape.batch * shape.units;
    return floatBytes(floats) + static_cast<size_t>(shape.gates()) * sizeof(double);
}

bool RecurrentGrad::supports(const KernelRequest& request) {
    return isPlainRecurrent(request, kX) && request.inputs[kX].elements() > 0;
}

const float* RecurrentGrad::before(const KernelCall& call, int64_t b, int64_t k) const {
    if (hasMask) return states(call) + shape.at(b, shape.time(k), shape.units);
    if (k > 0) return call.in<float>(kY) + shape.at(b, shape.time(k - 1), shape.units);
    return call.in<float>(kH0) ? call.in<float>(kH0) + b * shape.units : nullptr;
}

void RecurrentGrad::begin(const KernelCall& call) const {
    turn.run(call, 1, call.inputs[kU], reinterpret_cast<std::byte*>(turned(call)));
}

void RecurrentGrad::beginRows(const KernelCall& call, int64_t begin, int64_t end) const {
    beginState(shape, call.in<float>(kDh), call.out<float>(kDh0), begin, end);
    if (!hasMask) return;
    beginState(shape, nullptr, carried(call), begin, end);
    gatherStates(shape, call.in<bool>(kMask), call.in<float>(kH0), call.in<float>(kY), states(call), begin, end);
}

bool RecurrentGrad::enterStep(const KernelCall& call, int64_t b, int64_t k) const {
    const int64_t t = shape.time(k), units = shape.units;
    const float* const dy = call.in<float>(kDy) ? call.in<float>(kDy) + shape.at(b, t, units) : nullptr;
    float* const dh = call.out<float>(kDh0) + b * units;
    if (!hasMask) {
        if (dy) shape.table->rows.accumulate(dh, dy, units);
        return true;
    }
    float* const passedOn = carried(call) + b * units;
    if (dy) shape.table->rows.accumulate(passedOn, dy, units);
    if (!call.in<bool>(kMask)[b * shape.steps + t]) {
        std::memset(slopes(call) + shape.at(b, t, width), 0, floatBytes(width));
        return false;
    }
    shape.table->rows.accumulate(dh, passedOn, units);
    std::memset(passedOn, 0, floatBytes(units));
    return true;
}

void RecurrentGrad::multiplyBack(const KernelCall& call, int64_t begin, int64_t end, int64_t k, int64_t first,
                                 int64_t count, int64_t row, float* result, float beta) const {
    StridedGemm product;
    product.m = end - begin;
    product.n = product.ldb = product.ldc = shape.units;
    product.k = count;
    product.a = slopes(call) + shape.at(begin, shape.time(k), width) + first;
    product.lda = shape.steps * width;
    product.b = turned(call) + row * shape.units;
    product.c = result + begin * shape.units;
    product.beta = beta;
    multiply(product);
}

void RecurrentGrad::multiplyInputSlopes(const KernelCall& call, int64_t begin, int64_t end, int64_t first,
                                        int64_t count, int64_t column, float beta) const {
    StridedGemm product;
    product.m = (end - begin) * shape.steps;
    product.n = product.ldc = shape.inputs;
    product.k = count;
    product.a = slopes(call) + shape.at(begin, 0, width) + first;
    product.lda = width;
    product.b = call.in<float>(kW) + column;
    product.ldb = shape.gates();
    product.transposeB = true;
    product.c = call.out<float>(kDx) + shape.at(begin, 0, shape.inputs);
    product.beta = beta;
    multiply(product);
}

void RecurrentGrad::sumSlopes(const KernelCall& call, int64_t first, int64_t count, int64_t place, float* to) const {
    double* const total = sums(call) + place;
    std::fill(total, total + count, 0.0);
    shape.table->columns.sum(slopes(call) + first, shape.rows(), count, width, total);
    for (int64_t i = 0; i < count; ++i)
        to[i] = static_cast<float>(total[i]);
}

} // namespace td::simd
