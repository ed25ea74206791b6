#include "engine/runlog/histogram.h"

#include <algorithm>

namespace td::runlog {
namespace {

bool appendDoubles(const WireField& f, std::vector<double>& out) {
    if (f.type == WireType::Fixed64) out.push_back(f.asDouble());
    if (f.type != WireType::Bytes) return true;
    for (size_t at = 0; at + 8 <= f.bytes.size(); at += 8)
        out.push_back(loadAs<double>(f.bytes.data() + at));
    return f.bytes.size() % 8 == 0;
}

std::vector<HistogramValue::Bucket> shownBuckets(const HistogramValue& h) {
    const auto isFull = [](double count) { return count > 0; };
    const auto first = std::find_if(h.bucketCounts.begin(), h.bucketCounts.end(), isFull);
    if (first == h.bucketCounts.end() || h.bucketLimits.size() < h.bucketCounts.size()) return {};
    const auto start = static_cast<size_t>(first - h.bucketCounts.begin());
    const size_t end = h.bucketCounts.size() - 1 -
                       static_cast<size_t>(std::find_if(h.bucketCounts.rbegin(), h.bucketCounts.rend(), isFull) -
                                           h.bucketCounts.rbegin());
    std::vector<HistogramValue::Bucket> buckets;
    for (size_t i = start; i <= end; ++i)
        buckets.push_back(
            {i == start ? h.min : h.bucketLimits[i - 1], i == end ? h.max : h.bucketLimits[i], h.bucketCounts[i]});
    return buckets;
}

} // namespace

bool decodeHistogram(Bytes message, HistogramValue& out) {
    WireCursor cursor(message);
    double* const singles[] = {&out.min, &out.max, &out.num, &out.sum, &out.sumSquares};
    for (WireField f; cursor.next(f);) {
        if (f.number >= 1 && f.number <= 5 && f.type == WireType::Fixed64) *singles[f.number - 1] = f.asDouble();
        if (f.number == 6 && !appendDoubles(f, out.bucketLimits)) return false;
        if (f.number == 7 && !appendDoubles(f, out.bucketCounts)) return false;
    }
    if (cursor.failed()) return false;
    out.buckets = shownBuckets(out);
    return true;
}

std::vector<HistogramValue::Bucket> histogramRows(const Tensor& tensor) {
    std::vector<HistogramValue::Bucket> rows;
    if (tensor.shape.size() != 2 || tensor.shape[1] != 3) return rows;
    for (uint64_t i = 0; i + 3 <= tensor.elementCount(); i += 3)
        rows.push_back({tensor.number(i), tensor.number(i + 1), tensor.number(i + 2)});
    return rows;
}

} // namespace td::runlog
