#include "engine/kernels/cpu/onednn/conv_plan.h"

#include "engine/kernels/cpu/onednn/gemm.h"
#include "engine/kernels/cpu/onednn/row_loops.h"

#include <algorithm>

namespace td::kernels::onednn {

namespace {
constexpr InnerLayouts kLast{Inner::ChannelsLast, Inner::ChannelsLast};
constexpr InnerLayouts kBlocked{Inner::Blocked16, Inner::Blocked16};
constexpr InnerLayouts kFirstLayer{Inner::ChannelsFirst, Inner::Blocked16};

/// Rows of the output shorter than this starve the library's channels-last kernels, which take one row at a time.
constexpr int64_t kShortRow = 6;

/// Layouts worth trying, the best first. The library's fast kernels take both sides channels-last or both blocked; a
/// first layer is fastest from channels-first to blocked.
std::vector<InnerLayouts> candidates(const ConvRequest& request) {
    const ConvGeometry& g = request.geometry;
    const bool isXBlocked = request.xLayout == graph::Layout::Blocked16;
    const bool isYBlocked = request.yLayout == graph::Layout::Blocked16;
    const bool isFirst =
        g.channels <= 3 && g.groups == 1 && g.filters % 16 == 0 && request.direction != Direction::BackwardData;
    if (isFirst && isYBlocked) return {kFirstLayer, kLast};
    if (isFirst) return {kLast, kFirstLayer};
    if (g.channels % 16 != 0 || g.filters % 16 != 0) return {kLast};
    const bool isXLarger = g.inPixels() * g.channels > g.outPixels() * g.filters;
    const bool isStarved = request.direction == Direction::Forward && g.groups == 1 && g.out.back() < kShortRow &&
                           elementsOf(g.kernel) > 1;
    const bool isBlocked = isXBlocked == isYBlocked ? isXBlocked || isStarved : isXLarger ? isXBlocked : isYBlocked;
    if (isBlocked) return {kBlocked, kLast};
    return {kLast, kBlocked};
}

/// Cut by rows only where images are too few and memory of a row range is in one piece.
int64_t rowPartsOf(const ConvRequest& request, int parts) {
    const ConvGeometry& g = request.geometry;
    const bool isPlain = request.xLayout == graph::Layout::Plain && request.yLayout == graph::Layout::Plain;
    if (request.direction != Direction::Forward || g.batch >= parts || !isPlain) return 1;
    return std::clamp<int64_t>((parts + g.batch - 1) / g.batch, 1, std::max<int64_t>(1, g.out[0] / 2));
}

size_t bytesOf(int64_t elements) {
    return static_cast<size_t>(elements) * sizeof(float);
}

/// One image, and weights that weigh more than it: what a thread must read is mostly its filters.
bool isCutByFilters(const ConvRequest& request, int parts) {
    const ConvGeometry& g = request.geometry;
    const int64_t activations = g.inPixels() * g.channels + g.outPixels() * g.filters;
    const int64_t weights = elementsOf(g.kernel) * g.channels * g.filters;
    return parts > 1 && request.frozenWeights && request.direction == Direction::Forward && g.batch == 1 &&
           g.groups == 1 && g.filters % (16 * parts) == 0 && weights > activations;
}

/// Filters `first` … of a convolution as a part of its weights, y's part likewise.
Desc partOf(const Desc& whole, size_t axis, int64_t first, int64_t count) {
    Dims dims = whole.dims(), offsets(dims.size(), 0);
    dims[axis] = count;
    offsets[axis] = first;
    return whole.submemory_desc(dims, offsets, true);
}
} // namespace

std::optional<ConvPlan> ConvPlan::make(const ConvRequest& request) {
    if (auto mirrored = makeMirrored(request)) return mirrored;
    return makeBest(request, false);
}

std::optional<ConvPlan> ConvPlan::makeMirrored(const ConvRequest& request) {
    const ConvGeometry& g = request.geometry;
    const bool isWhole = g.channels % 16 == 0 && g.filters % 16 == 0 && g.groups == 1;
    if (request.direction != Direction::BackwardData || !isWhole || elementsOf(g.kernel) == 1) return std::nullopt;
    const auto mirror = g.mirrored();
    if (!mirror) return std::nullopt;
    ConvRequest forward = request;
    forward.direction = Direction::Forward;
    forward.geometry = *mirror;
    std::swap(forward.xLayout, forward.yLayout);
    return makeBest(forward, true);
}

std::optional<ConvPlan> ConvPlan::makeBest(const ConvRequest& request, bool isMirrored) {
    const int parts = worthwhileParts(request.geometry.work(), request.threads);
    for (const InnerLayouts inner : candidates(request)) {
        if (isCutByFilters(request, parts) && !isMirrored)
            if (auto plan = makeByFilters(request, inner, parts)) return plan;
        if (auto plan = make(request, isMirrored, inner, parts)) return plan;
        if (parts == 1) continue;
        if (auto plan = make(request, isMirrored, inner, 1)) return plan;
    }
    return std::nullopt;
}

std::optional<ConvPlan> ConvPlan::make(const ConvRequest& request, bool isMirrored, InnerLayouts inner, int parts) {
    ConvPlan plan;
    plan.m_direction = request.direction;
    plan.m_isMirrored = isMirrored;
    if (!plan.makeSlices(request, inner, parts) || !plan.placeWeights(request)) return std::nullopt;
    if (request.frozenWeights && !plan.m_copy.isIdentity() && !plan.freezeWeights(request)) return std::nullopt;
    return plan;
}

std::optional<ConvPlan> ConvPlan::makeByFilters(const ConvRequest& request, InnerLayouts inner, int parts) {
    ConvPlan plan;
    plan.m_isByFilters = true;
    if (!plan.makeFilterSlices(request, inner, parts) || !plan.freezeByFilters(request)) return std::nullopt;
    return plan;
}

bool ConvPlan::makeFilterSlices(const ConvRequest& request, InnerLayouts inner, int parts) {
    const ConvGeometry& g = request.geometry;
    SliceRequest slice{
        request.direction, g, request.xLayout, request.yLayout, inner, std::nullopt, std::nullopt, request.hasBias,
        request.activation};
    slice.geometry.filters = g.filters / parts;
    const bool isInOnePiece = inner.y == Inner::Blocked16 && request.yLayout == graph::Layout::Blocked16;
    for (int64_t part = 0; part < parts; ++part) {
        const int64_t first = part * slice.geometry.filters;
        if (!isInOnePiece) slice.outerY = partOf(g.y(innerOf(request.yLayout)), 1, first, slice.geometry.filters);
        if (slice.outerY && slice.outerY->is_zero()) return false;
        if (!addSlice(slice, 0, isInOnePiece ? bytesOf(first * g.outPixels()) : 0)) return false;
        m_slices.back().bias = bytesOf(first);
        slice.weights = m_slices.front().slice.weights();
    }
    return true;
}

/// Each slice's filters in the library's layout, one slice after another.
bool ConvPlan::freezeByFilters(const ConvRequest& request) {
    const ConvGeometry& g = request.geometry;
    const Desc& native = m_slices.front().slice.weights();
    const int64_t count = g.filters / static_cast<int64_t>(m_slices.size());
    m_weightsBytes = aligned(native.get_size());
    m_frozen = hostBuffer(m_weightsBytes * m_slices.size());
    if (!m_frozen) return false;
    for (size_t i = 0; i < m_slices.size(); ++i) {
        m_slices[i].weights = i * m_weightsBytes;
        const Desc part = partOf(g.weights(), 0, static_cast<int64_t>(i) * count, count);
        const auto copy = part.is_zero() ? std::nullopt : WeightsCopy::make(part, native, 1);
        if (!copy || copy->isIdentity()) return false;
        const auto scratch = hostBuffer(std::max<size_t>(64, copy->scratchBytes()));
        if (!scratch) return false;
        copy->run(request.frozenWeights, m_frozen->data() + m_slices[i].weights, scratch->data(), nullptr);
    }
    return true;
}

bool ConvPlan::makeSlices(const ConvRequest& request, InnerLayouts inner, int parts) {
    const ConvGeometry& g = request.geometry;
    const int64_t rowParts = std::max<int64_t>(1, rowPartsOf(request, parts));
    const int64_t imageParts = rowParts > 1 ? g.batch : std::min<int64_t>(parts, g.batch);
    const int64_t xImage = g.inPixels() * g.channels, yImage = g.outPixels() * g.filters;
    SliceRequest slice{request.direction, {},           request.xLayout, request.yLayout,   inner,
                       std::nullopt,      std::nullopt, request.hasBias, request.activation};
    for (int64_t part = 0; part < imageParts * rowParts; ++part) {
        const int64_t image = part / rowParts, row = part % rowParts;
        const int64_t first = g.batch * image / imageParts, last = g.batch * (image + 1) / imageParts;
        const int64_t top = g.out[0] * row / rowParts, bottom = g.out[0] * (row + 1) / rowParts;
        slice.geometry = g.images(last - first);
        if (rowParts > 1) slice.geometry = slice.geometry.rows(top, bottom);
        if (slice.geometry.in[0] <= 0) return false;
        const int64_t inRow = rowParts > 1 ? g.firstInRow(top) : 0;
        if (!addSlice(slice, bytesOf(first * xImage + inRow * (xImage / g.in[0])),
                      bytesOf(first * yImage + top * (yImage / g.out[0]))))
            return false;
        slice.weights = m_slices.front().slice.weights();
    }
    return true;
}

bool ConvPlan::addSlice(SliceRequest request, size_t x, size_t y) {
    auto made = ConvSlice::make(request);
    if (!made) return false;
    Placed placed{std::move(*made), x, y};
    placed.scratch = take(placed.slice.scratchBytes());
    m_slices.push_back(std::move(placed));
    return true;
}

std::optional<WeightsCopy> ConvPlan::copyOf(const ConvRequest& request, int threads) const {
    const ConvGeometry& g = request.geometry;
    const Desc& native = m_slices.front().slice.weights();
    if (m_isMirrored) return WeightsCopy::makeMirrored(g.kernel, g.filters, g.channels, native);
    if (m_direction == Direction::BackwardWeights) return WeightsCopy::make(native, g.weights(), threads);
    return WeightsCopy::make(g.weights(), native, threads);
}

bool ConvPlan::placeWeights(const ConvRequest& request) {
    auto copy = copyOf(request, request.threads);
    if (!copy) return false;
    m_copy = std::move(*copy);
    m_weightsBytes = m_slices.front().slice.weights().get_size();
    m_copyPad = take(m_copy.scratchBytes());
    if (m_direction != Direction::BackwardWeights) {
        if (!m_copy.isIdentity() && !request.frozenWeights) m_weights = take(m_weightsBytes);
        return true;
    }
    for (size_t i = 0; i < m_slices.size(); ++i)
        if (i > 0 || !m_copy.isIdentity()) m_slices[i].weights = take(m_weightsBytes);
    return true;
}

bool ConvPlan::freezeWeights(const ConvRequest& request) {
    const auto copy = copyOf(request, 1);
    if (!copy) return false;
    m_frozen = hostBuffer(m_weightsBytes);
    const auto scratch = hostBuffer(std::max<size_t>(64, copy->scratchBytes()));
    if (!m_frozen || !scratch) return false;
    copy->run(request.frozenWeights, m_frozen->data(), scratch->data(), nullptr);
    return true;
}

size_t ConvPlan::take(size_t bytes) {
    const size_t place = m_scratchBytes;
    m_scratchBytes += aligned(bytes);
    return place;
}

void ConvPlan::run(const ConvCall& given) const {
    ConvCall call = given;
    if (m_isMirrored) std::swap(call.x, call.y);
    if (m_isByFilters) return runByFilters(call);
    const bool isGradient = m_direction == Direction::BackwardWeights;
    std::byte* weights = m_copy.isIdentity() ? call.weights : m_frozen ? m_frozen->data() : call.scratch + m_weights;
    if (!isGradient && !m_frozen && !m_copy.isIdentity())
        m_copy.run(call.weights, weights, call.scratch + m_copyPad, call.pool);
    call.pool->run(static_cast<int>(m_slices.size()), [&](int part) {
        const Placed& placed = m_slices[static_cast<size_t>(part)];
        const bool isDirect = !isGradient || (part == 0 && m_copy.isIdentity());
        placed.slice.run({call.x + placed.x, call.y + placed.y, isDirect ? weights : call.scratch + placed.weights,
                          call.bias, call.scratch + placed.scratch});
    });
    if (isGradient) gatherWeights(call);
}

void ConvPlan::runByFilters(const ConvCall& call) const {
    call.pool->run(static_cast<int>(m_slices.size()), [&](int part) {
        const Placed& placed = m_slices[static_cast<size_t>(part)];
        placed.slice.run({call.x, call.y + placed.y, m_frozen->data() + placed.weights,
                          call.bias ? call.bias + placed.bias : nullptr, call.scratch + placed.scratch});
    });
}

void ConvPlan::gatherWeights(const ConvCall& call) const {
    std::byte* const sum = m_copy.isIdentity() ? call.weights : call.scratch + m_slices.front().weights;
    const auto size = static_cast<int64_t>(m_weightsBytes / sizeof(float));
    const int parts = size >= 1 << 15 ? static_cast<int>(m_slices.size()) : 1;
    if (m_slices.size() > 1)
        call.pool->split(size, parts, 16, [&](int64_t begin, int64_t end) {
            for (size_t i = 1; i < m_slices.size(); ++i)
                addPartials(reinterpret_cast<float*>(sum) + begin,
                            reinterpret_cast<const float*>(call.scratch + m_slices[i].weights) + begin, 1, 0,
                            end - begin);
        });
    if (!m_copy.isIdentity()) m_copy.run(sum, call.weights, call.scratch + m_copyPad, call.pool);
}

} // namespace td::kernels::onednn
