#include "views/scalars_present/grid_layout.h"

#include <gtest/gtest.h>

using namespace td::scalars;
using Kind = LayoutItem::Kind;

// Widths and places are those of the design: 768 px give three columns of 240.
TEST(GridLayout, hasThreeTwoAndOneColumn) {
    EXPECT_EQ(GridLayout::columnsFor(768), 3);
    EXPECT_EQ(GridLayout::columnsFor(755), 2);
    EXPECT_EQ(GridLayout::columnsFor(508), 2);
    EXPECT_EQ(GridLayout::columnsFor(507), 1);
    EXPECT_EQ(GridLayout::columnsFor(10), 1);
}

TEST(GridLayout, fewCardsShareTheirRowEqually) {
    const auto layout =
        GridLayout::build({{{0, 0}, false, true}, {{0, 0}, false, false}, {{0, 0, 0}, false, false}}, 768);
    EXPECT_EQ(layout.header(0)->y, 4);
    EXPECT_EQ(*layout.card(0, 0), (LayoutItem{Kind::Card, 0, 0, 12, 32, 366, 264}));
    EXPECT_EQ(*layout.card(0, 1), (LayoutItem{Kind::Card, 0, 1, 390, 32, 366, 264}));
    EXPECT_EQ(layout.header(1)->y, 32 + 264 + 12) << "no taller than a row of any other section";
    EXPECT_EQ(layout.card(1, 0)->height, 204);
    EXPECT_EQ(layout.card(2, 2)->width, 240);
    EXPECT_EQ(layout.card(2, 2)->height, 176);
    EXPECT_EQ(GridLayout::build({{{0}, false, false}}, 768).card(0, 0)->width, 744) << "one alone has the row";
    EXPECT_EQ(GridLayout::build({{{0}, false, false}}, 2400).card(0, 0)->width, 960) << "as far as a line is read";
}

TEST(GridLayout, obeysAChosenSpan) {
    const auto layout = GridLayout::build({{{2, 1, 1, 1}, false, false}}, 768);
    EXPECT_EQ(layout.card(0, 0)->width, 492);
    EXPECT_EQ(layout.card(0, 1)->y, layout.card(0, 0)->y);
    EXPECT_GT(layout.card(0, 2)->y, layout.card(0, 0)->y);
    const auto narrow = GridLayout::build({{{2, 1}, false, false}}, 400);
    EXPECT_EQ(narrow.card(0, 0)->width, 376) << "never wider than the grid";
}

TEST(GridLayout, aCollapsedSectionIsOneRow) {
    const auto layout = GridLayout::build({{std::vector<int>(500, 0), true, false}, {{0}, false, false}}, 768);
    EXPECT_EQ(layout.header(1)->y, 4 + 28 + 4);
    EXPECT_FALSE(layout.card(0, 0));
    EXPECT_FALSE(layout.card(9, 0));
}

TEST(GridLayout, visibleEqualsAFullScanForTenThousandCards) {
    std::vector<LayoutSection> sections;
    for (int s = 0; s < 100; ++s)
        sections.push_back({std::vector<int>(100, 0), s % 7 == 3, false});
    const auto layout = GridLayout::build(sections, 1000);
    for (double top = 0; top < layout.height(); top += 7919) {
        const double bottom = top + 850;
        std::vector<LayoutItem> expected;
        for (const auto& item : layout.items())
            if (item.y + item.height > top && item.y < bottom) expected.push_back(item);
        const auto found = layout.visible(top, bottom);
        ASSERT_EQ(std::vector<LayoutItem>(found.begin(), found.end()), expected) << "at " << top;
    }
    EXPECT_TRUE(layout.visible(layout.height() + 1, layout.height() + 900).empty());
}

TEST(GridLayout, nothingOverlaps) {
    const auto layout =
        GridLayout::build({{{0, 2, 0, 1, 0}, false, true}, {{0, 0, 2, 2}, false, false}, {{0}, false, false}}, 780);
    const auto items = layout.items();
    for (size_t i = 0; i < items.size(); ++i)
        for (size_t j = i + 1; j < items.size(); ++j) {
            const auto &a = items[i], &b = items[j];
            const bool apart =
                a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
            EXPECT_TRUE(apart) << i << " and " << j;
        }
}

TEST(GridLayout, aCardWithATableIsTallerAndSoIsItsRow) {
    LayoutSection section{{1, 1, 1}};
    const double columns2 = 12 + 236 + 12 + 236 + 12;
    const auto plain = GridLayout::build({section}, columns2);
    section.withTable = 1;
    const auto layout = GridLayout::build({section}, columns2);
    EXPECT_EQ(layout.card(0, 0)->height, layout.card(0, 1)->height) << "its neighbour leaves no hole";
    EXPECT_EQ(layout.card(0, 1)->height, plain.card(0, 1)->height + GridLayout::kTableHeight);
    EXPECT_EQ(layout.card(0, 2)->y, plain.card(0, 2)->y + GridLayout::kTableHeight);
    EXPECT_EQ(layout.height(), plain.height() + GridLayout::kTableHeight);
}
