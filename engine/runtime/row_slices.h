#pragma once

#include "engine/runtime/session.h"

namespace td::runtime {

/// How much of what one operation reads and writes the caches hold.
///
/// Measured with MobileNetV2, ResNet-18 and LeNet on two cores with 2 MB of their own each: slices of 4 to 16 MB are alike,
/// and a batch of 32 MB gains nothing.
struct CacheSizes {
    int64_t whole = int64_t{32} << 20; ///< a batch up to this is one slice
    int64_t slice = int64_t{8} << 20;
};

/// Runs a session's graph over a batch a few rows at a time where rows are independent of each other, so that what lies
/// between two operations stays in the cache: MobileNetV2 at 224² makes 5 MB of it for each image.
///
/// Threads: as of Session.
class TD_API RowSlices {
public:
    /// Plans for feeds of these extents. Where rows depend on each other, or all of them are near enough, the batch is one
    /// slice. The session must keep both plans (SessionOptions::plansKept). Errors: as of Session::plan; TooLarge for the
    /// outputs.
    static Result<RowSlices> make(Session& session, const std::vector<Extents>& feeds, CacheSizes caches = {});

    /// Errors: ShapeMismatch for feeds of other extents; as of Session::run.
    Result<void> run(const std::vector<Tensor>& feeds);
    /// Output number `i` of the last run, all rows.
    [[nodiscard]] const std::byte* output(size_t i) const;
    /// A copy of it. Errors: TooLarge where memory is out.
    [[nodiscard]] Result<Tensor> copy(size_t i) const;
    /// Of the feeds.
    [[nodiscard]] const std::vector<Extents>& extents() const { return m_extents; }
    /// Rows at once; the last slice may have fewer.
    [[nodiscard]] int64_t rows() const { return m_rows; }
    /// The plan of a whole slice.
    [[nodiscard]] Plan& plan() const { return *m_plan; }

private:
    explicit RowSlices(Session& session)
        : m_session(&session) {}
    Result<void> planSlices(int64_t rows);
    Result<void> runSlice(Plan& plan, const std::vector<Tensor>& feeds, int64_t first, int64_t rows);

    Session* m_session;
    std::vector<Extents> m_extents; ///< of the feeds
    int64_t m_batch = 0, m_rows = 0;
    Plan* m_plan = nullptr;
    Plan* m_lastPlan = nullptr;    ///< of a shorter last slice
    std::vector<Tensor> m_outputs; ///< of all rows; empty where the batch is one slice
};

} // namespace td::runtime
