#include "engine/data/sequences.h"

#include "engine/data/convert.h"

#include <cstring>

namespace td::data {
namespace {

tl::unexpected<Error> refused(ErrorCode code, size_t sequence, std::string found, std::string expected) {
    return failure(
        code, {{"sequence", std::to_string(sequence)}, {"found", std::move(found)}, {"expected", std::move(expected)}});
}

/// Steps of the longest, and the sizes of one step: of the first that has any.
struct Common {
    int64_t longest = 0;
    Extents step;
};
Result<Common> commonOf(std::span<const Tensor> sequences) {
    Common common;
    bool isKnown = false;
    for (size_t i = 0; i < sequences.size(); ++i) {
        const Extents& extents = sequences[i].extents();
        if (extents.empty()) return refused(ErrorCode::InvalidArgument, i, "a single value", "a sequence (T,...)");
        if (extents[0] == 0) continue;
        const Extents step(extents.begin() + 1, extents.end());
        if (isKnown && step != common.step)
            return refused(ErrorCode::ShapeMismatch, i, toString(step), toString(common.step) + " a step");
        isKnown = true;
        common.step = step;
        common.longest = std::max(common.longest, extents[0]);
    }
    return common;
}

} // namespace

std::optional<SequenceEnd> sequenceEndNamed(std::string_view name) {
    if (name == "pre") return SequenceEnd::Pre;
    if (name == "post") return SequenceEnd::Post;
    return std::nullopt;
}

Result<Tensor> padSequences(std::span<const Tensor> sequences, const PadOptions& options) {
    if (options.maxLength.value_or(0) < 0 || (sequences.empty() && !options.maxLength))
        return failure(ErrorCode::InvalidArgument, {{"maxlen", std::to_string(options.maxLength.value_or(0))},
                                                    {"sequences", std::to_string(sequences.size())},
                                                    {"expected", "a length of at least 0, or a sequence"}});
    auto common = commonOf(sequences);
    if (!common) return failure(std::move(common).error());
    const int64_t room = options.maxLength.value_or(common->longest);
    Extents extents{static_cast<int64_t>(sequences.size()), room};
    extents.insert(extents.end(), common->step.begin(), common->step.end());
    auto padded = Tensor::create(options.dtype, std::move(extents), Fill::Unset);
    if (!padded || padded->elements() == 0) return padded;
    const auto bytes = static_cast<int64_t>(elementBytes(options.dtype));
    std::byte* const all = padded->bytes();
    convert(DType::F64, reinterpret_cast<const std::byte*>(&options.value), options.dtype, all, 1);
    for (int64_t i = 1; i < padded->elements(); ++i)
        std::memcpy(all + i * bytes, all, static_cast<size_t>(bytes));
    const int64_t step = elementsOf(common->step);
    for (size_t i = 0; i < sequences.size(); ++i) {
        const Tensor& sequence = sequences[i];
        if (sequence.extents()[0] == 0) continue;
        const auto place = paddedPlace(sequence.extents()[0], room, options.padding, options.truncating);
        const int64_t from = place.from * step * static_cast<int64_t>(elementBytes(sequence.dtype()));
        const int64_t to = (static_cast<int64_t>(i) * room + place.to) * step * bytes;
        convert(sequence.dtype(), sequence.bytes() + from, options.dtype, all + to, place.count * step);
    }
    return padded;
}

} // namespace td::data
