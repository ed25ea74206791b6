#include "engine/data/normalize.h"

#include "engine/data/convert.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace td::data {
namespace {

/// The norm of `count` numbers that lie `stride` apart.
double normOf(const double* x, int64_t count, int64_t stride, double order) {
    const bool isSmallest = std::isinf(order) && order < 0;
    double sum = isSmallest ? std::numeric_limits<double>::infinity() : 0;
    for (int64_t i = 0; i < count; ++i) {
        const double size = std::abs(x[i * stride]);
        if (std::isnan(size)) return size;
        if (std::isinf(order))
            sum = isSmallest ? std::min(sum, size) : std::max(sum, size);
        else
            sum += order == 0   ? (size != 0 ? 1 : 0)
                   : order == 1 ? size
                   : order == 2 ? size * size
                                : std::pow(size, order);
    }
    if (std::isinf(order) || order == 0 || order == 1) return sum;
    return order == 2 ? std::sqrt(sum) : std::pow(sum, 1 / order);
}

/// Lines along one axis: `outer` blocks of `length` steps of `inner` numbers.
struct Lines {
    int64_t outer = 1, length = 1, inner = 1;
    double order = 2;

    static std::optional<Lines> along(const Extents& extents, int axis, double order) {
        const int rank = static_cast<int>(extents.size());
        if (axis < -rank || axis >= rank || std::isnan(order)) return std::nullopt;
        const int at = axis < 0 ? axis + rank : axis;
        Lines lines;
        lines.order = order;
        for (int i = 0; i < rank; ++i)
            (i < at ? lines.outer : i == at ? lines.length : lines.inner) *= extents[static_cast<size_t>(i)];
        return lines;
    }
    void normalize(std::vector<double>& x) const {
        for (int64_t o = 0; o < outer; ++o)
            for (int64_t i = 0; i < inner; ++i) {
                double* line = x.data() + o * length * inner + i;
                const double norm = normOf(line, length, inner, order);
                if (norm == 0) continue;
                for (int64_t k = 0; k < length; ++k)
                    line[k * inner] /= norm;
            }
    }
    void normalize(DType from, const std::byte* in, DType to, std::byte* out) const {
        const int64_t count = outer * length * inner;
        std::vector<double> x(static_cast<size_t>(count));
        convert(from, in, DType::F64, reinterpret_cast<std::byte*>(x.data()), count);
        normalize(x);
        convert(DType::F64, reinterpret_cast<const std::byte*>(x.data()), to, out, count);
    }
};

Error refusal(const std::string& found, int axis, double order) {
    return {ErrorCode::InvalidArgument,
            {{"found", found},
             {"axis", std::to_string(axis)},
             {"order", std::to_string(order)},
             {"expected", "an axis of it, and an order that is a number"}}};
}

} // namespace

Result<Tensor> normalize(const Tensor& x, int axis, double order) {
    const auto lines = Lines::along(x.extents(), axis, order);
    if (!lines) return failure(refusal(toString(x.type()), axis, order));
    if (x.dtype() == DType::Bool)
        return failure(ErrorCode::TypeMismatch, {{"found", toString(x.type())}, {"expected", "numbers"}});
    auto made = Tensor::create(x.dtype() == DType::F64 ? DType::F64 : DType::F32, x.extents(), Fill::Unset);
    if (made && made->elements() > 0) lines->normalize(x.dtype(), x.bytes(), made->dtype(), made->bytes());
    return made;
}

Map normalize(int axis, double order) {
    return {"normalize", [=](const Column& input) -> Result<BoundMap> {
                const auto lines = Lines::along(*input.type.shape.extents(), axis, order);
                if (!lines) {
                    Error error = refusal(toString(input.type), axis, order);
                    error.facts.insert(error.facts.begin(), {{"map", "normalize"}, {"column", input.name}});
                    return failure(std::move(error));
                }
                Column output = input;
                output.type.dtype = DType::F32;
                output.classes.clear();
                return BoundMap{std::move(output), [lines = *lines, from = input.type.dtype](const std::byte* in,
                                                                                             std::byte* out, RowPlace) {
                                    lines.normalize(from, in, DType::F32, out);
                                    return true;
                                }};
            }};
}

} // namespace td::data
