#include "engine/graph/ops/window.h"
#include "engine/kernels/cpu/simd/bounds.h"
#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/simd_table.h"
#include "engine/kernels/kernel_registry.h"
#include "engine/tensor/buffer.h"

#include <algorithm>
#include <limits>
#include <numeric>

/// A convolution with few output pixels under weights that never change: the windows' elements (taps · Cin) of each pixel
/// are the rows of a matrix, times the weights (taps · Cin, Cout). What it costs is reading the weights.
namespace td::kernels {

namespace {
using namespace td::simd;

constexpr int64_t kMostRows = 2 * kBlockRows; ///< above, the library's kernels are faster
constexpr int64_t kLeastRows = 5;             ///< below, most lanes would be empty
constexpr int64_t kLeastWeights = 256 * 1024; ///< elements: less stays in the cache anyway
constexpr int64_t kDepth = 256;       ///< taps · Cin at once, so that a panel's and a block of rows' part stay near
constexpr int64_t kAheadBytes = 4096; ///< of the weights; measured: 1 and 2 KB are slower, 16 KB not faster
constexpr int kPreference = 60;       ///< before the library's

struct FewPixels {
    const SimdTable* table = nullptr;
    int64_t rows = 0, taps = 0, channels = 0, filters = 0;
    Bounds bounds;
    bool hasBias = false;
    int parts = 1;
    /// [block of rows][tap][row]: where a row's channels under a tap begin in x, -1 in the padding and for rows that are not.
    std::vector<int32_t> at;
    /// [part][slice of the depth][panel][k][column], columns beyond the filters 0: each thread reads its part in order.
    std::shared_ptr<Buffer> panels;

    [[nodiscard]] int64_t blocks() const { return (rows + kBlockRows - 1) / kBlockRows; }
    [[nodiscard]] int64_t depth() const { return taps * channels; }
    [[nodiscard]] int64_t columns() const { return table->panels.panelColumns; }
    [[nodiscard]] int64_t panelCount() const { return (filters + columns() - 1) / columns(); }
    [[nodiscard]] int64_t rowElements() const { return blocks() * depth() * kBlockRows; }
    [[nodiscard]] int64_t sumElements() const { return blocks() * panelCount() * columns() * kBlockRows; }
};

struct Image {
    std::vector<graph::WindowAxis> axes;
    int64_t channels = 0;

    [[nodiscard]] int64_t count(int64_t graph::WindowAxis::*size) const {
        return std::accumulate(axes.begin(), axes.end(), int64_t{1},
                               [&](int64_t all, const graph::WindowAxis& axis) { return all * (axis.*size); });
    }
    /// Where the channels under `tap` of output pixel `out` begin in the image; -1 in the padding. Both row-major.
    [[nodiscard]] int64_t under(int64_t out, int64_t tap) const {
        int64_t pixel = 0, step = 1;
        for (size_t i = axes.size(); i-- > 0;) {
            const graph::WindowAxis& axis = axes[i];
            const int64_t cell = out % axis.out * axis.stride - axis.before + tap % axis.kernel * axis.dilation;
            if (cell < 0 || cell >= axis.in) return -1;
            pixel += cell * step;
            step *= axis.in;
            out /= axis.out;
            tap /= axis.kernel;
        }
        return pixel * channels;
    }
};

Image imageOf(const KernelRequest& request) {
    const Extents &x = request.inputs[0].extents, &w = request.inputs[1].extents;
    return {graph::windowAxes(*request.attributes, x, std::span(w).first(w.size() - 2)), x.back()};
}

bool supports(const KernelRequest& request) {
    const Argument &x = request.inputs[0], &w = request.inputs[1], &y = request.outputs[0];
    const size_t rank = x.extents.size();
    if (!w.frozen || !arePlain(request.inputs) || !arePlain(request.outputs) || rank < 3 || rank > 5) return false;
    if (request.attributes->integer("groups") > 1 || !boundsOf(request.attributes->text("activation"))) return false;
    const int64_t filters = y.extents.back(), rows = filters > 0 ? y.elements() / filters : 0;
    return rows >= kLeastRows && rows <= kMostRows && w.elements() >= kLeastWeights &&
           x.elements() <= std::numeric_limits<int32_t>::max();
}

std::vector<int32_t> placesOf(const FewPixels& plan, const Image& image) {
    const int64_t pixels = image.count(&graph::WindowAxis::out);
    const int64_t imageElements = image.count(&graph::WindowAxis::in) * image.channels;
    std::vector<int32_t> at(static_cast<size_t>(plan.blocks() * plan.taps * kBlockRows), -1);
    for (int64_t row = 0; row < plan.rows; ++row)
        for (int64_t tap = 0; tap < plan.taps; ++tap) {
            const int64_t under = image.under(row % pixels, tap);
            const int64_t place = (row / kBlockRows * plan.taps + tap) * kBlockRows + row % kBlockRows;
            if (under >= 0) at[static_cast<size_t>(place)] = static_cast<int32_t>(row / pixels * imageElements + under);
        }
    return at;
}

/// Which panels a thread multiplies, as eachPart cuts them.
int64_t firstPanel(const FewPixels& plan, int part) {
    return plan.panelCount() * part / plan.parts;
}

/// Null where memory is out.
std::shared_ptr<Buffer> packed(const FewPixels& plan, const float* weights) {
    const int64_t columns = plan.columns();
    auto buffer = hostBuffer(static_cast<size_t>(plan.depth() * plan.panelCount() * columns) * sizeof(float));
    if (!buffer) return nullptr;
    auto* to = reinterpret_cast<float*>(buffer->data());
    const auto packPanel = [&](int64_t panel, int64_t first) {
        const int64_t begin = panel * columns, count = std::min(columns, plan.filters - begin);
        for (int64_t k = first; k < std::min(first + kDepth, plan.depth()); ++k, to += columns)
            std::fill(std::copy_n(weights + k * plan.filters + begin, count, to), to + columns, 0.0f);
    };
    for (int part = 0; part < plan.parts; ++part)
        for (int64_t first = 0; first < plan.depth(); first += kDepth)
            for (int64_t panel = firstPanel(plan, part); panel < firstPanel(plan, part + 1); ++panel)
                packPanel(panel, first);
    return buffer;
}

void gatherRows(const FewPixels& plan, const KernelCall& call, float* rows) {
    eachPart(call, plan.parts, plan.blocks() * plan.taps, [&](int, int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i)
            plan.table->panels.gather(call.in<float>(0), plan.at.data() + i * kBlockRows, plan.channels,
                                      rows + i * plan.channels * kBlockRows);
    });
}

void finishColumns(const FewPixels& plan, const KernelCall& call, const float* sums, int64_t begin, int64_t end) {
    const float* const bias = plan.hasBias ? call.in<float>(2) + begin : nullptr;
    for (int64_t block = 0; block < plan.blocks(); ++block) {
        const int64_t row = block * kBlockRows, column = block * plan.panelCount() * plan.columns() + begin;
        plan.table->panels.finish(sums + column * kBlockRows, bias, plan.bounds.low, plan.bounds.high,
                                  std::min<int64_t>(kBlockRows, plan.rows - row), end - begin,
                                  call.out<float>(0) + row * plan.filters + begin, plan.filters);
    }
}

void run(const FewPixels& plan, const KernelCall& call) {
    auto* const rows = reinterpret_cast<float*>(call.scratch);
    float* const sums = rows + plan.rowElements();
    const int64_t columns = plan.columns(), sumStep = plan.panelCount() * columns * kBlockRows;
    gatherRows(plan, call, rows);
    eachPart(call, plan.parts, plan.panelCount(), [&](int, int64_t begin, int64_t end) {
        const float* panels = reinterpret_cast<const float*>(plan.panels->data()) + begin * columns * plan.depth();
        for (int64_t first = 0; first < plan.depth(); first += kDepth)
            for (int64_t panel = begin; panel < end; ++panel) {
                const int64_t depth = std::min(kDepth, plan.depth() - first);
                plan.table->panels.multiply(static_cast<int>(plan.blocks()), rows + first * kBlockRows,
                                            plan.depth() * kBlockRows, panels, depth, first == 0,
                                            sums + panel * columns * kBlockRows, sumStep);
                panels += depth * columns;
            }
        finishColumns(plan, call, sums, begin * columns, std::min(end * columns, plan.filters));
    });
}

Result<PreparedKernel> prepare(const KernelRequest& request) {
    const Argument &w = request.inputs[1], &y = request.outputs[0];
    const Image image = imageOf(request);
    FewPixels plan;
    plan.table = &tableFor(request.isa);
    plan.filters = y.extents.back();
    plan.rows = y.elements() / plan.filters;
    plan.taps = image.count(&graph::WindowAxis::kernel);
    plan.channels = image.channels;
    plan.bounds = *boundsOf(request.attributes->text("activation"));
    plan.hasBias = request.inputs.size() > 2 && request.inputs[2].isPresent;
    plan.parts = partsFor(request.threads, static_cast<double>(w.sizeBytes()), 0);
    plan.at = placesOf(plan, image);
    plan.panels = packed(plan, reinterpret_cast<const float*>(w.frozen));
    if (!plan.panels) return failure(ErrorCode::Unsupported, {{"op", request.op->name}});
    const size_t scratch = static_cast<size_t>(plan.rowElements() + plan.sumElements()) * sizeof(float);
    const size_t packedBytes = plan.panels->sizeBytes();
    return prepared<FewPixels>(std::move(plan), run, "few pixels:" + std::string(name(request.isa)), scratch,
                               packedBytes);
}
} // namespace

void registerSimdFewPixels(KernelRegistry& registry);
void registerSimdFewPixels(KernelRegistry& registry) {
    registry.add({"conv", kOwnVariant, DeviceKind::Cpu, kPreference, supports, prepare});
}

} // namespace td::kernels
