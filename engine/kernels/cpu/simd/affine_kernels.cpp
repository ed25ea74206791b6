#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>
#include <array>
#include <cmath>

/// Pictures seen through a transform, and the gradient of that, on float32: what augmentation of pictures is made of.
namespace td::kernels {

namespace {
using namespace td::simd;

enum class Beside : uint8_t { Constant, Nearest, Wrap, Mirror, Reflect };

struct Affine {
    int64_t pictures = 0, height = 0, width = 0, channels = 0;
    Beside beside = Beside::Constant;
    bool isNearest = false, isShared = false;
    DType transformType = DType::F32;
    float fill = 0;
    int parts = 1;

    [[nodiscard]] int64_t pixels() const { return height * width; }
};

constexpr int64_t kNowhere = -1;

int64_t floorModulo(int64_t a, int64_t b) {
    const int64_t rest = a % b;
    return rest < 0 ? rest + b : rest;
}

/// Index `at` brought inside 0 … size-1.
int64_t insideOf(Beside beside, int64_t at, int64_t size) {
    if (at >= 0 && at < size) return at;
    switch (beside) {
    case Beside::Constant:
        return kNowhere;
    case Beside::Nearest:
        return at < 0 ? 0 : size - 1;
    case Beside::Wrap:
        return floorModulo(at, size);
    case Beside::Mirror: {
        if (size == 1) return 0;
        const int64_t turn = floorModulo(at, 2 * size - 2);
        return turn < size ? turn : 2 * size - 2 - turn;
    }
    case Beside::Reflect:
        break;
    }
    const int64_t turn = floorModulo(at, 2 * size);
    return turn < size ? turn : 2 * size - 1 - turn;
}

/// The cells that a pixel reads, and their shares. Cells that are nowhere hold the fill value.
struct Taps {
    std::array<int64_t, 4> cells{kNowhere, kNowhere, kNowhere, kNowhere};
    std::array<float, 4> weights{1, 0, 0, 0};
    int count = 1;
};

using Transform = std::array<double, 8>;

Transform transformOf(const Affine& a, const KernelCall& call, int64_t picture) {
    const int64_t begin = a.isShared ? 0 : picture * 8;
    Transform transform{};
    for (size_t i = 0; i < transform.size(); ++i)
        transform[i] = a.transformType == DType::F64
                           ? call.in<double>(1)[begin + static_cast<int64_t>(i)]
                           : static_cast<double>(call.in<float>(1)[begin + static_cast<int64_t>(i)]);
    return transform;
}

int64_t cellOf(const Affine& a, int64_t row, int64_t column) {
    const int64_t y = insideOf(a.beside, row, a.height), x = insideOf(a.beside, column, a.width);
    return y == kNowhere || x == kNowhere ? kNowhere : y * a.width + x;
}

Taps tapsOf(const Affine& a, const Transform& t, int64_t row, int64_t column) {
    constexpr double kFar = 1e9; // beyond, neighbours cannot be told apart
    const auto y = static_cast<double>(row), x = static_cast<double>(column);
    const double k = t[6] * x + t[7] * y + 1;
    const double atX = (t[0] * x + t[1] * y + t[2]) / k, atY = (t[3] * x + t[4] * y + t[5]) / k;
    Taps taps;
    if (k == 0 || !(std::fabs(atX) < kFar && std::fabs(atY) < kFar)) return taps;
    if (a.isNearest) {
        taps.cells[0] = cellOf(a, static_cast<int64_t>(std::round(atY)), static_cast<int64_t>(std::round(atX)));
        return taps;
    }
    const double top = std::floor(atY), left = std::floor(atX);
    const auto below = static_cast<float>(atY - top), right = static_cast<float>(atX - left);
    const auto y0 = static_cast<int64_t>(top), x0 = static_cast<int64_t>(left);
    taps.weights = {(1 - below) * (1 - right), (1 - below) * right, below * (1 - right), below * right};
    taps.count = 4;
    for (size_t i = 0; i < taps.cells.size(); ++i)
        taps.cells[i] = cellOf(a, y0 + (i >= 2 ? 1 : 0), x0 + (i % 2 == 1 ? 1 : 0));
    return taps;
}

void runForward(const Affine& a, const KernelCall& call) {
    eachPart(call, a.parts, a.pictures * a.height, [&](int, int64_t begin, int64_t end) {
        for (int64_t line = begin; line < end; ++line) {
            const int64_t picture = line / a.height;
            const Transform transform = transformOf(a, call, picture);
            const float* const x = call.in<float>(0) + picture * a.pixels() * a.channels;
            float* y = call.out<float>(0) + line * a.width * a.channels;
            for (int64_t column = 0; column < a.width; ++column, y += a.channels) {
                const Taps taps = tapsOf(a, transform, line % a.height, column);
                std::fill_n(y, a.channels, 0.0F);
                for (size_t i = 0; i < static_cast<size_t>(taps.count); ++i) {
                    const int64_t cell = taps.cells[i];
                    if (taps.weights[i] == 0) continue; // takes nothing, not even a NaN
                    for (int64_t c = 0; c < a.channels; ++c)
                        y[c] += taps.weights[i] * (cell == kNowhere ? a.fill : x[cell * a.channels + c]);
                }
            }
        }
    });
}

/// Pixels add to the same cells, so a picture is one thread's.
void runBackward(const Affine& a, const KernelCall& call) {
    const int64_t size = a.pixels() * a.channels;
    eachPart(call, a.parts, a.pictures, [&](int, int64_t begin, int64_t end) {
        for (int64_t picture = begin; picture < end; ++picture) {
            const Transform transform = transformOf(a, call, picture);
            const float* dy = call.in<float>(0) + picture * size;
            float* const dx = call.out<float>(0) + picture * size;
            std::fill_n(dx, size, 0.0F);
            for (int64_t pixel = 0; pixel < a.pixels(); ++pixel, dy += a.channels) {
                const Taps taps = tapsOf(a, transform, pixel / a.width, pixel % a.width);
                for (size_t i = 0; i < static_cast<size_t>(taps.count); ++i) {
                    if (taps.cells[i] == kNowhere || taps.weights[i] == 0) continue;
                    float* const to = dx + taps.cells[i] * a.channels;
                    for (int64_t c = 0; c < a.channels; ++c)
                        to[c] += taps.weights[i] * dy[c];
                }
            }
        }
    });
}

Beside besideOf(const std::string& mode) {
    if (mode == "constant") return Beside::Constant;
    if (mode == "nearest") return Beside::Nearest;
    if (mode == "wrap") return Beside::Wrap;
    return mode == "mirror" ? Beside::Mirror : Beside::Reflect;
}

Affine affineOf(const KernelRequest& request) {
    constexpr double kFlopsPerPixel = 60;
    const Extents& x = request.inputs[0].extents;
    Affine affine{x[0], x[1], x[2], x[3]};
    affine.beside = besideOf(request.attributes->text("fill_mode"));
    affine.isNearest = request.attributes->text("interpolation") == "nearest";
    affine.isShared = request.inputs[1].elements() == 8;
    affine.transformType = request.inputs[1].dtype;
    affine.fill = static_cast<float>(request.attributes->real("fill_value"));
    affine.parts =
        partsFor(request.threads, 0, kFlopsPerPixel * static_cast<double>(affine.pictures * affine.pixels()));
    return affine;
}

bool isSupported(const KernelRequest& request) {
    return request.inputs[0].dtype == DType::F32 && request.inputs[0].isPlain() && request.outputs[0].isPlain();
}
} // namespace

void registerSimdAffine(KernelRegistry& registry);
void registerSimdAffine(KernelRegistry& registry) {
    const auto add = [&](const char* op, void (*run)(const Affine&, const KernelCall&)) {
        registry.add({op, kOwnVariant, DeviceKind::Cpu, kOwnPreference, isSupported,
                      [run](const KernelRequest& request) -> Result<PreparedKernel> {
                          return prepared(affineOf(request), run, ownName(request));
                      }});
    };
    add("affine_transform", runForward);
    add("affine_transform_grad", runBackward);
}

} // namespace td::kernels
