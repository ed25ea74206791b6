#include "views/scalars_present/grid_layout.h"

#include <algorithm>
#include <cmath>

namespace td::scalars {
namespace {

constexpr double kPadding = 12, kGap = 12, kColumn = 236, kWidest = 960;
constexpr double kHeaderHeight = 28, kHeaderAbove = 4;
constexpr double kPinnedHeight = 264, kWideHeight = 204, kCardHeight = 176;

/// Few cards share the row equally, as long as nobody chose otherwise.
bool sharesRow(const LayoutSection& section, int columns) {
    const auto n = static_cast<int>(section.spans.size());
    const auto isOpen = [](int span) { return span == 0; };
    return columns > 2 && n < columns && std::all_of(section.spans.begin(), section.spans.end(), isOpen);
}

/// Spans with the undecided ones settled: a short section fills its row from the first card on.
std::vector<int> settledSpans(const LayoutSection& section, int columns) {
    std::vector<int> spans = section.spans;
    const auto n = static_cast<int>(spans.size());
    int spare = n < columns ? columns - n : 0;
    for (const int span : spans)
        if (span == 2) --spare;
    for (int& span : spans) {
        if (span == 0) span = spare-- > 0 ? 2 : 1;
        span = std::clamp(span, 1, columns);
    }
    return spans;
}

} // namespace

int GridLayout::columnsFor(double width) {
    return std::max(1, static_cast<int>(std::floor((width - 2 * kPadding + kGap) / (kColumn + kGap))));
}

GridLayout GridLayout::build(const std::vector<LayoutSection>& sections, double width) {
    GridLayout layout;
    layout.m_width = width;
    layout.m_columns = columnsFor(width);
    const double inner = std::max(80.0, width - 2 * kPadding);
    const double columnWidth = (inner - kGap * (layout.m_columns - 1)) / layout.m_columns;
    for (size_t i = 0; i < sections.size(); ++i) {
        layout.appendHeader(i);
        if (!sections[i].collapsed) layout.appendCards(i, sections[i], columnWidth);
    }
    layout.m_height += kPadding;
    return layout;
}

void GridLayout::appendHeader(size_t section) {
    m_height += kHeaderAbove;
    m_headers.push_back(m_items.size());
    const LayoutItem item{LayoutItem::Kind::Header,
                          section,
                          0,
                          kPadding,
                          m_height,
                          std::max(80.0, m_width - 2 * kPadding),
                          kHeaderHeight};
    appendRow(kHeaderHeight, {&item, 1});
}

void GridLayout::appendCards(size_t section, const LayoutSection& cards, double columnWidth) {
    if (sharesRow(cards, m_columns)) return appendShared(section, cards);
    const auto spans = settledSpans(cards, m_columns);
    const bool wide = std::find(spans.begin(), spans.end(), 2) != spans.end();
    const double height = cards.pinned ? kPinnedHeight : wide ? kWideHeight : kCardHeight;
    std::vector<LayoutItem> row;
    const auto finishRow = [&] {
        if (row.empty()) return;
        double tallest = height;
        for (const LayoutItem& item : row)
            tallest = std::max(tallest, item.height);
        for (LayoutItem& item : row)
            item.height = tallest;
        appendRow(tallest, row);
        m_height += kGap;
        row.clear();
    };
    int column = 0;
    for (size_t i = 0; i < spans.size(); ++i) {
        if (column + spans[i] > m_columns) {
            finishRow();
            column = 0;
        }
        const double x = kPadding + column * (columnWidth + kGap);
        row.push_back({LayoutItem::Kind::Card, section, i, x, m_height, columnWidth * spans[i] + kGap * (spans[i] - 1),
                       height + (cards.withTable == i ? kTableHeight : 0)});
        column += spans[i];
    }
    finishRow();
    if (!spans.empty()) m_height -= kHeaderAbove; // the next header brings its own space
}

void GridLayout::appendShared(size_t section, const LayoutSection& cards) {
    const auto n = static_cast<double>(cards.spans.size());
    const double width = std::min(kWidest, (std::max(80.0, m_width - 2 * kPadding) - kGap * (n - 1)) / n);
    const double height = (cards.pinned ? kPinnedHeight : kWideHeight) + (cards.withTable ? kTableHeight : 0);
    std::vector<LayoutItem> row;
    for (size_t i = 0; i < cards.spans.size(); ++i) {
        const double x = kPadding + static_cast<double>(i) * (width + kGap);
        row.push_back({LayoutItem::Kind::Card, section, i, x, m_height, width, height});
    }
    appendRow(height, row);
    m_height += kGap - kHeaderAbove; // the next header brings its own space
}

void GridLayout::appendRow(double height, std::span<const LayoutItem> items) {
    m_rows.push_back({m_height, height, m_items.size(), items.size()});
    m_items.insert(m_items.end(), items.begin(), items.end());
    m_height += height;
}

std::span<const LayoutItem> GridLayout::visible(double top, double bottom) const {
    const auto first =
        std::partition_point(m_rows.begin(), m_rows.end(), [&](const Row& r) { return r.y + r.height <= top; });
    const auto last = std::partition_point(first, m_rows.end(), [&](const Row& r) { return r.y < bottom; });
    if (first == last) return {};
    const size_t begin = first->firstItem, end = (last - 1)->firstItem + (last - 1)->items;
    return std::span(m_items).subspan(begin, end - begin);
}

std::optional<LayoutItem> GridLayout::card(size_t section, size_t card) const {
    if (section >= m_headers.size()) return {};
    const size_t index = m_headers[section] + 1 + card;
    const size_t end = section + 1 < m_headers.size() ? m_headers[section + 1] : m_items.size();
    if (index >= end) return {};
    return m_items[index];
}

std::optional<LayoutItem> GridLayout::header(size_t section) const {
    if (section >= m_headers.size()) return {};
    return m_items[m_headers[section]];
}

} // namespace td::scalars
