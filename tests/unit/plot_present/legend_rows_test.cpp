#include "tests/unit/plot_present/test_series.h"
#include "views/plot_present/legend_rows.h"

#include <cmath>
#include <gtest/gtest.h>

namespace td::plot {
namespace {

Line lineOf(const std::string& name, std::vector<double> values) {
    Line line;
    line.id = line.label = name;
    line.points = test::makePlot(std::move(values));
    return line;
}

/// "name value, name value …" as the table lists them, values (whole ones, here) without their zeros.
std::string print(const LegendTable& table, const std::vector<Line>& lines) {
    std::string text;
    for (const LegendRow& row : table.rows)
        text += (text.empty() ? "" : ", ") + lines[row.line].label +
                (row.value.empty() ? "" : ' ' + row.value.substr(0, row.value.find('.')));
    return text;
}

const std::vector<Line>& fourLines() {
    static const std::vector<Line> lines = {lineOf("low", {1, 1, 1}), lineOf("high", {4, 4, 4}),
                                            lineOf("middle", {2, 2, 2}), lineOf("short", {9, 9})};
    return lines;
}

LegendRequest at(double x, TooltipOrder order, std::optional<double> y = {}, size_t most = 12) {
    return {x, y, order, {ScaleKind::Linear, {0, 10}, 1}, most};
}

TEST(LegendRows, standInTheOrderAskedFor) {
    const auto& lines = fourLines();
    EXPECT_EQ(print(legendTable(lines, at(2, TooltipOrder::Nearest, 2.2)), lines), "middle 2, low 1, high 4, short");
    EXPECT_EQ(print(legendTable(lines, at(2, TooltipOrder::Descending)), lines), "high 4, middle 2, low 1, short");
    EXPECT_EQ(print(legendTable(lines, at(2, TooltipOrder::Ascending)), lines), "low 1, middle 2, high 4, short");
    EXPECT_EQ(print(legendTable(lines, at(1, TooltipOrder::Name)), lines), "high 4, low 1, middle 2, short 9");
}

TEST(LegendRows, tellHowManyThereWasNoRoomFor) {
    const auto& lines = fourLines();
    const auto table = legendTable(lines, at(1, TooltipOrder::Ascending, {}, 2));
    EXPECT_EQ(print(table, lines), "low 1, middle 2");
    EXPECT_EQ(table.left, 2u);
}

TEST(LegendRows, linesOfEqualValueKeepTheirOrder) {
    std::vector<Line> lines;
    for (int i = 0; i < 40; ++i)
        lines.push_back(lineOf("line " + std::to_string(i), {5, 5}));
    const auto table = legendTable(lines, at(1, TooltipOrder::Nearest, 3, 5));
    EXPECT_EQ(print(table, lines), "line 0 5, line 1 5, line 2 5, line 3 5, line 4 5");
}

TEST(LegendRows, whatIsNoNumberStandsLastAndBreaksNoOrder) {
    std::vector<Line> lines;
    for (int i = 0; i < 100; ++i)
        lines.push_back(lineOf("line " + std::to_string(i), {1, i % 3 ? std::nan("") : double(i)}));
    LegendRequest request = at(1, TooltipOrder::Nearest, 30, 100);
    request.yScale = {ScaleKind::Log, {.1, 100}, 1}; // zero is nowhere on it
    const auto table = legendTable(lines, request);
    ASSERT_EQ(table.rows.size(), 100u);
    EXPECT_EQ(lines[table.rows[0].line].label, "line 30");
    for (size_t i = 0; i < 100; ++i)
        EXPECT_EQ(table.rows[i].state == LegendRow::State::NotFinite, i >= 34) << i;
}

} // namespace
} // namespace td::plot
