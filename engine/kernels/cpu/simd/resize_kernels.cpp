#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/simd_table.h"
#include "engine/kernels/kernel_registry.h"
#include "engine/kernels/resize_taps.h"

#include <algorithm>

/// Resizing and its gradient on float32: both are weighted sums along the rows of a picture, then along its columns.
/// What is summed for each cell is written down once, when the kernel is made ready.
namespace td::kernels {

namespace {
using namespace td::simd;

/// What each cell of an axis is the weighted sum of: cell i has entries [begins[i], begins[i+1]).
struct AxisSums {
    std::vector<int32_t> from;
    std::vector<float> weights;
    std::vector<size_t> begins;

    [[nodiscard]] size_t count(int64_t cell) const {
        return begins[static_cast<size_t>(cell) + 1] - begins[static_cast<size_t>(cell)];
    }
    /// The most entries that a cell has.
    [[nodiscard]] size_t largestCount() const {
        size_t largest = 0;
        for (size_t i = 0; i + 1 < begins.size(); ++i)
            largest = std::max(largest, begins[i + 1] - begins[i]);
        return largest;
    }
};

AxisSums sumsOf(const std::vector<std::vector<Tap>>& taps) {
    AxisSums sums;
    sums.begins.push_back(0);
    for (const std::vector<Tap>& cell : taps) {
        for (const Tap& tap : cell) {
            sums.from.push_back(static_cast<int32_t>(tap.from));
            sums.weights.push_back(static_cast<float>(tap.weight));
        }
        sums.begins.push_back(sums.from.size());
    }
    return sums;
}

/// Along axis `axis` of x, resized to y: what y's cells are made of, or for the gradient what x's cells gave to.
AxisSums axisSums(const Extents& x, const Extents& y, size_t axis, const std::string& method, bool isGradient) {
    std::vector<std::vector<Tap>> taps(static_cast<size_t>(isGradient ? x[axis] : y[axis]));
    for (int64_t to = 0; to < y[axis]; ++to)
        for (const Tap& tap : tapsOf(to, y[axis], x[axis], method)) {
            if (isGradient)
                taps[static_cast<size_t>(tap.from)].push_back({to, tap.weight});
            else
                taps[static_cast<size_t>(to)].push_back(tap);
        }
    return sumsOf(taps);
}

struct Resize {
    const SimdTable* table = nullptr;
    int64_t pictures = 0, inHeight = 0, inWidth = 0, outHeight = 0, outWidth = 0, channels = 0;
    int parts = 1;
    AxisSums rows, columns;
    /// Where pixels are narrower than a vector: for each element of a line of the result, `picks` of them one after
    /// another, its place in a line of the source (-1 for none) and its weight.
    std::vector<int32_t> pickFrom;
    std::vector<float> pickWeights;
    int64_t picks = 0;

    [[nodiscard]] int64_t inLine() const { return inWidth * channels; }
    [[nodiscard]] int64_t outLine() const { return outWidth * channels; }
};

void prepareToPick(Resize& r) {
    r.picks = static_cast<int64_t>(r.columns.largestCount());
    const auto elements = static_cast<size_t>(r.picks * r.outLine());
    r.pickFrom.assign(elements, -1);
    r.pickWeights.assign(elements, 0);
    for (int64_t i = 0; i < r.outLine(); ++i) {
        const int64_t column = i / r.channels, channel = i % r.channels;
        const size_t begin = r.columns.begins[static_cast<size_t>(column)];
        for (size_t k = 0; k < r.columns.count(column); ++k) {
            const size_t at = k * static_cast<size_t>(r.outLine()) + static_cast<size_t>(i);
            r.pickFrom[at] = static_cast<int32_t>(r.columns.from[begin + k] * r.channels + channel);
            r.pickWeights[at] = r.columns.weights[begin + k];
        }
    }
}

/// One line of the result from a line of the source's width.
void resizeLine(const Resize& r, const float* line, float* y) {
    if (r.picks > 0)
        return r.table->resize.pick(line, r.pickFrom.data(), r.pickWeights.data(), r.picks, y, r.outLine());
    for (int64_t column = 0; column < r.outWidth; ++column) {
        const size_t begin = r.columns.begins[static_cast<size_t>(column)];
        r.table->resize.blend(line, r.columns.from.data() + begin, r.channels, r.columns.weights.data() + begin,
                              static_cast<int64_t>(r.columns.count(column)), y + column * r.channels, r.channels);
    }
}

/// Scratch: a line of the source's width for each part.
void runLines(const Resize& r, const KernelCall& call, int part, int64_t begin, int64_t end) {
    float* const line = reinterpret_cast<float*>(call.scratch) + part * r.inLine();
    for (int64_t i = begin; i < end; ++i) {
        const float* const picture = call.in<float>(0) + i / r.outHeight * r.inHeight * r.inLine();
        const auto row = static_cast<size_t>(i % r.outHeight);
        const size_t first = r.rows.begins[row];
        r.table->resize.blend(picture, r.rows.from.data() + first, r.inLine(), r.rows.weights.data() + first,
                              static_cast<int64_t>(r.rows.begins[row + 1] - first), line, r.inLine());
        resizeLine(r, line, call.out<float>(0) + i * r.outLine());
    }
}

void runResize(const Resize& r, const KernelCall& call) {
    eachPart(call, r.parts, r.pictures * r.outHeight,
             [&](int part, int64_t begin, int64_t end) { runLines(r, call, part, begin, end); });
}

Resize resizeOf(const KernelRequest& request, bool isGradient) {
    const Argument &in = request.inputs[0], &out = request.outputs[0];
    const Extents &x = isGradient ? out.extents : in.extents, &y = isGradient ? in.extents : out.extents;
    const std::string& method = request.attributes->text("method");
    Resize r;
    r.table = &tableFor(request.isa);
    r.pictures = in.extents[0];
    r.inHeight = in.extents[1];
    r.inWidth = in.extents[2];
    r.outHeight = out.extents[1];
    r.outWidth = out.extents[2];
    r.channels = in.extents[3];
    r.parts = partsFor(request.threads, static_cast<double>(in.sizeBytes() + out.sizeBytes()), 0);
    r.rows = axisSums(x, y, 1, method, isGradient);
    r.columns = axisSums(x, y, 2, method, isGradient);
    if (r.channels < r.table->lanes) prepareToPick(r);
    return r;
}

/// Pictures too large for tables of their lines stay with the reference, as do empty ones.
bool supports(const KernelRequest& request) {
    constexpr int64_t kLongest = 1 << 20;
    const auto fits = [](const Argument& a) {
        return a.elements() > 0 && a.extents[1] <= kLongest && a.extents[2] <= kLongest;
    };
    return arePlain(request.inputs) && fits(request.inputs[0]) && fits(request.outputs[0]);
}

KernelDef definition(const char* op, bool isGradient) {
    return {op,
            kOwnVariant,
            DeviceKind::Cpu,
            kOwnPreference,
            supports,
            [isGradient](const KernelRequest& request) -> Result<PreparedKernel> {
                Resize resize = resizeOf(request, isGradient);
                const auto bytes = static_cast<size_t>(resize.parts * resize.inLine()) * sizeof(float);
                return prepared(std::move(resize), runResize, ownName(request), bytes);
            }};
}
} // namespace

void registerSimdResize(KernelRegistry& registry);
void registerSimdResize(KernelRegistry& registry) {
    registry.add(definition("resize", false));
    registry.add(definition("resize_grad", true));
}

} // namespace td::kernels
