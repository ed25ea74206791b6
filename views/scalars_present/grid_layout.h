#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace td::scalars {

/// A group of cards as the layout sees it.
struct LayoutSection {
    std::vector<int> spans; ///< one a card: 1 or 2 columns, 0 = let the layout decide
    bool collapsed = false;
    bool pinned = false;                  ///< taller cards
    std::optional<size_t> withTable = {}; ///< the card that shows a table below its plot
};

/// A header or a card with its place in the grid's content, logical px.
struct LayoutItem {
    enum class Kind : unsigned char { Header, Card } kind = Kind::Card;
    size_t section = 0;
    size_t card = 0; ///< index within the section
    double x = 0, y = 0, width = 0, height = 0;
    bool operator==(const LayoutItem&) const = default;
};

/// Where every header and card of the grid stands: columns of at least 236 px, the rows of a section of equal height,
/// 12 px apart. A card with a table is taller by kTableHeight, and with it all of its row.
///
/// Fewer cards than columns share their row equally, each at most 960 px wide; where the span of one was chosen, the
/// first of the others widen to fill the row.
/// Cost:    built once per change in O(cards); visible() in O(log cards).
/// Threads: immutable after build().
class GridLayout {
public:
    static constexpr double kTableHeight = 144;
    [[nodiscard]] static int columnsFor(double width);
    [[nodiscard]] static GridLayout build(const std::vector<LayoutSection>& sections, double width);

    [[nodiscard]] double height() const { return m_height; }
    [[nodiscard]] int columns() const { return m_columns; }
    /// Items that touch top..bottom, in order from the top.
    [[nodiscard]] std::span<const LayoutItem> visible(double top, double bottom) const;
    [[nodiscard]] std::span<const LayoutItem> items() const { return m_items; }
    [[nodiscard]] std::optional<LayoutItem> card(size_t section, size_t card) const;
    [[nodiscard]] std::optional<LayoutItem> header(size_t section) const;

private:
    struct Row {
        double y = 0, height = 0;
        size_t firstItem = 0, items = 0;
    };
    void appendHeader(size_t section);
    void appendCards(size_t section, const LayoutSection& cards, double columnWidth);
    void appendShared(size_t section, const LayoutSection& cards);
    void appendRow(double height, std::span<const LayoutItem> items);

    std::vector<LayoutItem> m_items; ///< from the top, from the left
    std::vector<Row> m_rows;         ///< rising y
    std::vector<size_t> m_headers;   ///< item of each section's header
    double m_height = 0, m_width = 0;
    int m_columns = 1;
};

} // namespace td::scalars
