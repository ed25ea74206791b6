#include "engine/runlog/inspect_numbers.h"

#include <algorithm>
#include <cmath>

namespace td::runlog {

Json exactNumber(const ScalarSpan& span, size_t i) {
    switch (span.dtype) {
    case DType::Bool:
        return span.asInt64(i) != 0;
    case DType::UInt64:
    case DType::UInt32:
        return span.asUInt64(i);
    case DType::Int64:
    case DType::Int32:
    case DType::Int16:
    case DType::UInt16:
    case DType::Int8:
    case DType::UInt8:
    case DType::QInt8:
    case DType::QUInt8:
    case DType::QInt16:
    case DType::QUInt16:
    case DType::QInt32:
        return span.asInt64(i);
    default:
        return jsonNumber(span.value(i));
    }
}

void NumberFacts::add(const ScalarSpan& span) {
    if (span.size() == 0) return;
    if (m_points == 0) m_first = exactNumber(span, 0);
    m_last = exactNumber(span, span.size() - 1);
    m_points += span.size();
    m_finite.reserve(m_finite.size() + span.size());
    for (size_t i = 0; i < span.size(); ++i) {
        const double v = span.value(i);
        if (std::isfinite(v))
            m_finite.push_back(v);
        else
            ++(std::isnan(v) ? m_nan : m_inf);
    }
}

void NumberFacts::writeTo(Json& out) const {
    out["points"] = m_points;
    out["first"] = m_first;
    out["last"] = m_last;
    if (!m_finite.empty()) {
        const auto [min, max] = std::minmax_element(m_finite.begin(), m_finite.end());
        out["min"] = *min;
        out["max"] = *max;
        out["sum"] = jsonNumber(pairwiseSum<double>(0, m_finite.size(), [this](size_t i) { return m_finite[i]; }));
    }
    if (m_nan + m_inf > 0) {
        out["nan"] = m_nan;
        out["inf"] = m_inf;
    }
}

void StepFacts::add(std::span<const int64_t> steps) {
    m_steps.insert(m_steps.end(), steps.begin(), steps.end());
}

void StepFacts::writeTo(Json& out, int64_t first, int64_t last) const {
    if (m_steps.empty()) return;
    out["first_step"] = first;
    out["last_step"] = last;
    const auto [min, max] = std::minmax_element(m_steps.begin(), m_steps.end());
    out["min_step"] = *min;
    out["max_step"] = *max;
    if (std::adjacent_find(m_steps.begin(), m_steps.end(), std::greater_equal<>()) == m_steps.end())
        return; // they rise
    std::vector<int64_t> sorted = m_steps;
    std::sort(sorted.begin(), sorted.end());
    const auto distinct = std::unique(sorted.begin(), sorted.end()) - sorted.begin();
    if (static_cast<size_t>(distinct) != m_steps.size()) out["distinct_steps"] = distinct;
}

} // namespace td::runlog
