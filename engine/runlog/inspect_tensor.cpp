#include "engine/runlog/inspect_tensor.h"

#include "engine/base/sha256.h"
#include "engine/base/utf8.h"
#include "engine/runlog/inspect_numbers.h"
#include "engine/runlog/tensor_wire.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace td::runlog {
namespace {

constexpr uint64_t kMostRows = 6;
constexpr size_t kMostStrings = 50, kLongText = 1500, kStartOfLongText = 200;

/// The shortest text that reads back as the same double, with an exponent where Python's repr has one.
std::string shortest(double v) {
    char text[64];
    const double size = std::fabs(v);
    const bool plain = size == 0 || (size >= 1e-4 && size < 1e16) || !std::isfinite(v);
    const auto end =
        std::to_chars(text, text + sizeof text, v, plain ? std::chars_format::fixed : std::chars_format::scientific);
    return {text, end.ptr};
}

/// A complex number as Python prints it: "(1+2j)", "2j".
std::string complexText(double real, double imaginary) {
    if (real == 0 && !std::signbit(real)) return shortest(imaginary) + "j";
    return "(" + shortest(real) + (std::signbit(imaginary) ? "" : "+") + shortest(imaginary) + "j)";
}

Json nested(const Tensor& tensor, size_t axis, uint64_t& next) {
    if (axis == tensor.shape.size()) return next < tensor.elementCount() ? elementJson(tensor, next++) : Json();
    Json list = Json::array();
    for (int64_t i = 0; i < tensor.shape[axis] && next < tensor.elementCount(); ++i)
        list.push_back(nested(tensor, axis + 1, next));
    return list;
}

double sumOf(const Tensor& tensor, uint64_t begin, uint64_t n) {
    return pairwiseSum<double>(begin, n, [&](size_t i) { return tensor.number(i); });
}

std::string hexOf(std::string_view bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        out += kDigits[static_cast<uint8_t>(c) >> 4];
        out += kDigits[static_cast<uint8_t>(c) & 15];
    }
    return out;
}

bool startsCharacter(char c) {
    return (static_cast<uint8_t>(c) & 0xC0) != 0x80;
}

Json textJson(const std::string& bytes) {
    if (toValidUtf8(bytes) != bytes) return {{"not_utf8_hex", hexOf(bytes)}};
    const auto characters = std::count_if(bytes.begin(), bytes.end(), startsCharacter);
    if (static_cast<size_t>(characters) < kLongText) return bytes;
    size_t end = 0;
    for (size_t seen = 0; end < bytes.size(); ++end)
        if (startsCharacter(bytes[end]) && seen++ == kStartOfLongText) break;
    return {{"start", bytes.substr(0, end)}, {"chars", characters}, {"sha256", sha256Hex(bytes)}};
}

} // namespace

Json elementJson(const Tensor& tensor, uint64_t i) {
    const uint8_t* p = asBytes(tensor.bytes).data() + i * elementBytes(tensor.dtype);
    if (isInIntVal(tensor.dtype)) return static_cast<int64_t>(tensor.number(i));
    switch (tensor.dtype) {
    case DType::Bool:
        return *p != 0;
    case DType::Int64:
        return loadAs<int64_t>(p);
    case DType::UInt64:
        return loadAs<uint64_t>(p);
    case DType::UInt32:
        return static_cast<int64_t>(tensor.number(i));
    case DType::Complex64:
        return complexText(loadAs<float>(p), loadAs<float>(p + 4));
    case DType::Complex128:
        return complexText(loadAs<double>(p), loadAs<double>(p + 8));
    case DType::String:
        return textJson(tensor.strings[i]);
    default:
        return jsonNumber(tensor.number(i));
    }
}

Json nestedList(const Tensor& tensor) {
    uint64_t next = 0;
    return nested(tensor, 0, next);
}

Json histogramTensorJson(const Tensor& tensor) {
    const uint64_t rows = tensor.shape.empty() ? 0 : static_cast<uint64_t>(tensor.shape[0]);
    const uint64_t n = tensor.elementCount();
    const uint64_t width = rows == 0 ? 0 : n / rows;
    double count = 0;
    const auto at = [&](size_t row) { return tensor.number(row * width + 2); };
    if (width >= 3 && tensor.dtype == DType::Float)
        count = pairwiseSum<float>(0, rows, [&](size_t row) { return static_cast<float>(at(row)); });
    else if (width >= 3)
        count = pairwiseSum<double>(0, rows, at);
    return {{"buckets", rows}, {"count", jsonNumber(count)}, {"rows", nestedList(tensor)}};
}

Json tensorSumsJson(const Tensor& tensor) {
    const uint64_t n = tensor.elementCount();
    Json rowSums = Json::array();
    if (tensor.shape.size() == 1) {
        for (uint64_t i = 0; i < std::min(kMostRows, n); ++i)
            rowSums.push_back(elementJson(tensor, i));
    } else if (tensor.shape.size() > 1 && tensor.shape[0] > 0) {
        const auto rows = static_cast<uint64_t>(tensor.shape[0]);
        for (uint64_t row = 0; row < std::min(kMostRows, rows); ++row)
            rowSums.push_back(jsonNumber(sumOf(tensor, row * (n / rows), n / rows)));
    }
    return {{"shape", tensor.shape}, {"sum", jsonNumber(sumOf(tensor, 0, n))}, {"row_sums", rowSums}};
}

Json stringsJson(const Tensor& tensor) {
    Json list = Json::array();
    for (size_t i = 0; i < std::min(kMostStrings, tensor.strings.size()); ++i)
        list.push_back(textJson(tensor.strings[i]));
    return {{"shape", tensor.shape}, {"strings", list}};
}

} // namespace td::runlog
