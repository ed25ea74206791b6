#include "engine/runtime/row_slices.h"

#include "engine/graph/row_independence.h"

#include <algorithm>
#include <cstring>

namespace td::runtime {

namespace {
/// As many rows as stay near, in slices of almost equal length.
int64_t rowsAtOnce(const graph::Graph& graph, int64_t batch, CacheSizes caches) {
    const auto cost = graph::independentRows(graph);
    if (!cost || cost->widestBytes == 0 || batch <= caches.whole / cost->widestBytes) return batch;
    const int64_t most = std::max<int64_t>(1, caches.slice / cost->widestBytes);
    const int64_t slices = (batch + most - 1) / most;
    return (batch + slices - 1) / slices;
}

std::vector<Extents> withRows(std::vector<Extents> extents, int64_t rows) {
    for (Extents& each : extents)
        each[0] = rows;
    return extents;
}
/// Kernels are promised 64-byte aligned memory, which a row in the middle need not have.
Result<Tensor> alignedRows(const Tensor& feed, int64_t first, int64_t rows) {
    Tensor part = feed.rows(first, rows);
    if (reinterpret_cast<uintptr_t>(part.bytes()) % kBufferAlignment == 0) return part;
    auto copy = Tensor::create(part.dtype(), part.extents(), Fill::Unset);
    if (copy) std::memcpy(copy->bytes(), part.bytes(), part.sizeBytes());
    return copy;
}
} // namespace

Result<RowSlices> RowSlices::make(Session& session, const std::vector<Extents>& feeds, CacheSizes caches) {
    RowSlices slices(session);
    slices.m_extents = feeds;
    slices.m_batch = feeds.empty() || feeds[0].empty() ? 0 : feeds[0][0];
    TD_TRY(slices.planSlices(rowsAtOnce(session.graph(), slices.m_batch, caches)));
    return slices;
}

Result<void> RowSlices::planSlices(int64_t rows) {
    m_rows = rows;
    auto plan = m_session->plan(rows == m_batch ? m_extents : withRows(m_extents, rows));
    if (!plan) return failure(plan.error());
    m_plan = *plan;
    if (rows == m_batch) return {};
    if (const int64_t rest = m_batch % rows; rest > 0) {
        auto last = m_session->plan(withRows(m_extents, rest));
        if (!last) return failure(last.error());
        m_lastPlan = *last;
    }
    for (const graph::Output& output : m_plan->graph().outputs()) {
        const TensorType& type = m_plan->graph().type(output.value);
        auto whole = Tensor::create(type.dtype, withRows({*type.shape.extents()}, m_batch)[0], Fill::Unset);
        if (!whole) return failure(whole.error());
        m_outputs.push_back(*std::move(whole));
    }
    return {};
}

Result<void> RowSlices::runSlice(Plan& plan, const std::vector<Tensor>& feeds, int64_t first, int64_t rows) {
    std::vector<Tensor> parts;
    for (const Tensor& feed : feeds) {
        auto part = alignedRows(feed, first, rows);
        if (!part) return failure(part.error());
        parts.push_back(*std::move(part));
    }
    TD_TRY(first == 0 ? m_session->run(plan, parts) : m_session->runOn(plan, parts));
    for (size_t i = 0; i < m_outputs.size(); ++i) {
        const size_t rowBytes = m_outputs[i].sizeBytes() / static_cast<size_t>(m_batch);
        std::memcpy(m_outputs[i].bytes() + static_cast<size_t>(first) * rowBytes, plan.output(i),
                    static_cast<size_t>(rows) * rowBytes);
    }
    return {};
}

Result<void> RowSlices::run(const std::vector<Tensor>& feeds) {
    for (size_t i = 0; i < m_extents.size(); ++i)
        if (i >= feeds.size() || feeds[i].extents() != m_extents[i])
            return failure(ErrorCode::ShapeMismatch,
                           {{"expected", toString(m_extents[i])},
                            {"found", i < feeds.size() ? toString(feeds[i].extents()) : std::string("nothing")}});
    if (m_outputs.empty()) return m_session->run(*m_plan, feeds);
    for (int64_t first = 0; first < m_batch; first += m_rows) {
        const int64_t rows = std::min(m_rows, m_batch - first);
        TD_TRY(runSlice(rows == m_rows ? *m_plan : *m_lastPlan, feeds, first, rows));
    }
    return {};
}

const std::byte* RowSlices::output(size_t i) const {
    return m_outputs.empty() ? m_plan->output(i) : m_outputs[i].bytes();
}

Result<Tensor> RowSlices::copy(size_t i) const {
    if (m_outputs.empty()) return m_session->output(*m_plan, i);
    auto made = Tensor::create(m_outputs[i].dtype(), m_outputs[i].extents(), Fill::Unset);
    if (made) std::memcpy(made->bytes(), m_outputs[i].bytes(), m_outputs[i].sizeBytes());
    return made;
}

} // namespace td::runtime
