#include "engine/kernels/cpu/onednn/conv_slice.h"

#include "engine/kernels/cpu/onednn/row_loops.h"

namespace td::kernels::onednn {

namespace {
constexpr size_t kStagedBytes = 512 * 1024; ///< of converted images at a time: they stay in the second-level cache

/// The most images at once that divide all and whose converted copies fit the cache.
int64_t imagesAtOnce(const ConvGeometry& geometry, size_t stagedBytesPerImage) {
    if (stagedBytesPerImage == 0) return geometry.batch;
    const auto wanted = static_cast<int64_t>(kStagedBytes / stagedBytesPerImage);
    for (int64_t images = std::min(geometry.batch, std::max<int64_t>(1, wanted)); images > 1; --images)
        if (geometry.batch % images == 0) return images;
    return 1;
}

bool convertsX(const SliceRequest& request) {
    return !isSameMemory(request.inner.x, innerOf(request.xLayout), request.geometry.channels);
}
bool convertsY(const SliceRequest& request) {
    return request.outerY || !isSameMemory(request.inner.y, innerOf(request.yLayout), request.geometry.filters);
}

size_t stagedBytesPerImage(const SliceRequest& request) {
    const ConvGeometry one = request.geometry.images(1);
    size_t bytes = 0;
    if (convertsX(request)) bytes += one.x(request.inner.x).get_size();
    if (convertsY(request)) bytes += one.y(request.inner.y).get_size();
    return bytes;
}

using Forward = dnnl::convolution_forward;
using BackwardData = dnnl::convolution_backward_data;
using BackwardWeights = dnnl::convolution_backward_weights;
constexpr auto kDirect = dnnl::algorithm::convolution_direct;

std::optional<Forward::primitive_desc> describeForward(const SliceRequest& request, const ConvGeometry& g) {
    dnnl::primitive_attr attributes = userScratch();
    dnnl::post_ops after;
    if (!appendActivation(after, request.activation)) return std::nullopt;
    attributes.set_post_ops(after);
    const Desc weights = request.weights.value_or(g.anyWeights()), bias = request.hasBias ? g.bias() : Desc();
    return describe<Forward>(attributes, dnnl::prop_kind::forward_training, kDirect, g.x(request.inner.x), weights,
                             bias, g.y(request.inner.y), g.strides, g.dilations, g.before, g.after);
}

/// What a gradient is hinted with; here reference loops are no harm, since they are not run.
std::optional<Forward::primitive_desc> hintOf(const SliceRequest& request, const ConvGeometry& g) {
    return describe<Forward>(userScratch(), dnnl::prop_kind::forward_training, kDirect, g.x(request.inner.x),
                             g.anyWeights(), g.y(request.inner.y), g.strides, g.dilations, g.before, g.after);
}

template <class Kind>
std::optional<typename Kind::primitive_desc> describeBackward(const Forward::primitive_desc& hint, const Desc& first,
                                                              const Desc& second, const Desc& third,
                                                              const ConvGeometry& g) {
    return describeGradient<Kind>(userScratch(), hint, kDirect, first, second, third, g.strides, g.dilations, g.before,
                                  g.after);
}
} // namespace

std::optional<ConvSlice> ConvSlice::make(const SliceRequest& request) {
    ConvSlice slice;
    const ConvGeometry loop = request.geometry.images(imagesAtOnce(request.geometry, stagedBytesPerImage(request)));
    const Direction direction = request.direction;
    slice.m_direction = direction;
    slice.m_hasBias = request.hasBias;
    slice.m_loops = request.geometry.batch / loop.batch;
    if (!slice.makePrimitive(request, loop)) return std::nullopt;
    const Desc x = loop.x(request.inner.x), y = loop.y(request.inner.y);
    const Desc outerX = convertsX(request) ? loop.x(innerOf(request.xLayout)) : x;
    const Desc outerY = request.outerY ? *request.outerY : convertsY(request) ? loop.y(innerOf(request.yLayout)) : y;
    if (!slice.makeOperand(slice.m_x, outerX, x, direction == Direction::BackwardData)) return std::nullopt;
    if (!slice.makeOperand(slice.m_y, outerY, y, direction == Direction::Forward)) return std::nullopt;
    if (direction == Direction::BackwardWeights && slice.m_loops > 1)
        slice.m_extraWeights = slice.take(slice.m_weights.get_size());
    slice.m_pad = slice.take(slice.m_primitive.scratchBytes());
    return slice;
}

bool ConvSlice::makePrimitive(const SliceRequest& request, const ConvGeometry& g) {
    const Desc x = g.x(request.inner.x), y = g.y(request.inner.y);
    const Desc wanted = request.weights.value_or(g.anyWeights());
    if (m_direction == Direction::Forward) {
        const auto desc = describeForward(request, g);
        if (!desc || isReference(*desc)) return false;
        m_weights = desc->weights_desc();
        m_implementation = desc->impl_info_str();
        std::vector<Slot> slots = {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, m_weights}, {DNNL_ARG_DST, y}};
        if (m_hasBias) slots.push_back({DNNL_ARG_BIAS, g.bias()});
        m_primitive = primitiveOf<Forward>(*desc, std::move(slots));
        return true;
    }
    const auto hint = hintOf(request, g);
    if (!hint) return false;
    if (m_direction == Direction::BackwardData) {
        const auto desc = describeBackward<BackwardData>(*hint, x, wanted, y, g);
        if (!desc || isReference(*desc)) return false;
        m_weights = desc->weights_desc();
        m_implementation = desc->impl_info_str();
        m_primitive = primitiveOf<BackwardData>(
            *desc, {{DNNL_ARG_DIFF_SRC, x}, {DNNL_ARG_WEIGHTS, m_weights}, {DNNL_ARG_DIFF_DST, y}});
        return true;
    }
    const auto desc = describeBackward<BackwardWeights>(*hint, x, wanted, y, g);
    if (!desc || isReference(*desc)) return false;
    m_weights = desc->diff_weights_desc();
    m_implementation = desc->impl_info_str();
    m_primitive = primitiveOf<BackwardWeights>(
        *desc, {{DNNL_ARG_SRC, x}, {DNNL_ARG_DIFF_WEIGHTS, m_weights}, {DNNL_ARG_DIFF_DST, y}});
    return true;
}

bool ConvSlice::makeOperand(Operand& operand, const Desc& outer, const Desc& inner, bool isResult) {
    operand.isResult = isResult;
    operand.step = outer.get_size();
    if (outer == inner) return true;
    operand.convert = isResult ? reorder(inner, outer) : reorder(outer, inner);
    if (!operand.convert || operand.convert.scratchBytes() > 0) return false;
    operand.staged = take(inner.get_size());
    m_implementation += "+reorder";
    return true;
}

size_t ConvSlice::take(size_t bytes) {
    const size_t place = m_scratchBytes;
    m_scratchBytes += aligned(bytes);
    return place;
}

void ConvSlice::runLoop(const SliceCall& call, std::byte* weights) const {
    std::byte* const x = m_x.inner(call.x, call.scratch);
    std::byte* const y = m_y.inner(call.y, call.scratch);
    if (m_x.convert && !m_x.isResult) m_x.convert.run({call.x, x}, nullptr);
    if (m_y.convert && !m_y.isResult) m_y.convert.run({call.y, y}, nullptr);
    if (m_hasBias)
        m_primitive.run({x, weights, y, call.bias}, call.scratch + m_pad);
    else
        m_primitive.run({x, weights, y}, call.scratch + m_pad);
    if (m_x.convert && m_x.isResult) m_x.convert.run({x, call.x}, nullptr);
    if (m_y.convert && m_y.isResult) m_y.convert.run({y, call.y}, nullptr);
}

void ConvSlice::run(const SliceCall& call) const {
    SliceCall loop = call;
    const bool adds = m_direction == Direction::BackwardWeights;
    for (int64_t i = 0; i < m_loops; ++i) {
        std::byte* const weights = adds && i > 0 ? call.scratch + m_extraWeights : call.weights;
        runLoop(loop, weights);
        if (weights != call.weights) {
            const auto size = static_cast<int64_t>(m_weights.get_size() / sizeof(float));
            addPartials(reinterpret_cast<float*>(call.weights), reinterpret_cast<const float*>(weights), 1, 0, size);
        }
        loop.x += m_x.step;
        loop.y += m_y.step;
    }
}

} // namespace td::kernels::onednn
