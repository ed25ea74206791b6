#include "views/plot_present/median.h"

#include <algorithm>
#include <queue>

namespace td::plot {
namespace {

/// The points of a moving window in two heaps around their median. Points that left stay in the heaps until they reach
/// a top.
class MedianWindow {
public:
    explicit MedianWindow(std::span<const double> y)
        : m_y(y)
        , m_inLow(y.size()) {}

    void add(size_t i) {
        const bool low = m_lowCount == 0 || m_y[i] <= m_y[m_low.top().index];
        push(i, low);
        balance();
    }
    void dropFirst() {
        (m_inLow[m_begin] ? m_lowCount : m_highCount) -= 1;
        ++m_begin;
        balance();
    }
    [[nodiscard]] double median() const {
        const double a = m_low.top().value;
        return m_lowCount > m_highCount ? a : a + (m_high.top().value - a) / 2;
    }

private:
    struct Entry {
        double value;
        size_t index;
    };
    struct Less {
        bool operator()(const Entry& a, const Entry& b) const { return a.value < b.value; }
    };
    struct Greater {
        bool operator()(const Entry& a, const Entry& b) const { return a.value > b.value; }
    };

    void push(size_t i, bool low) {
        m_inLow[i] = low;
        if (low) {
            m_low.push({m_y[i], i});
            ++m_lowCount;
        } else {
            m_high.push({m_y[i], i});
            ++m_highCount;
        }
    }
    void prune() {
        while (!m_low.empty() && (m_low.top().index < m_begin))
            m_low.pop();
        while (!m_high.empty() && (m_high.top().index < m_begin))
            m_high.pop();
    }
    /// Keeps as many points below as above, or one more below.
    void balance() {
        prune();
        while (m_lowCount > m_highCount + 1) {
            const size_t i = m_low.top().index;
            m_low.pop();
            --m_lowCount;
            push(i, false);
            prune();
        }
        while (m_lowCount < m_highCount) {
            const size_t i = m_high.top().index;
            m_high.pop();
            --m_highCount;
            push(i, true);
            prune();
        }
    }

    std::span<const double> m_y;
    std::vector<bool> m_inLow;
    std::priority_queue<Entry, std::vector<Entry>, Less> m_low;
    std::priority_queue<Entry, std::vector<Entry>, Greater> m_high;
    size_t m_lowCount = 0, m_highCount = 0, m_begin = 0;
};

} // namespace

std::vector<double> runningMedian(std::span<const double> y, size_t window) {
    const size_t n = y.size(), half = std::min(window, 2 * n) / 2;
    std::vector<double> out(n);
    MedianWindow points(y);
    size_t added = 0;
    for (size_t i = 0; i < n; ++i) {
        while (added < std::min(n, i + half + 1))
            points.add(added++);
        if (i > half) points.dropFirst();
        out[i] = points.median();
    }
    return out;
}

} // namespace td::plot
