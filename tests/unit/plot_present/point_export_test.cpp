#include "views/plot_present/point_export.h"

#include "tests/unit/plot_present/test_series.h"

#include <cmath>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace td::plot {
namespace {

std::vector<Line> oneLine() {
    auto series = test::makeSeries({.1, std::nan(""), 1.0 / 3}, {1, 2, (int64_t{1} << 60) + 1});
    series->walls = {1.5, 2.25, 3};
    Line line;
    line.id = "run\ntag";
    line.label = "a, \"quoted\" run";
    line.points = PlotSeries::build(series, XMode::Step, {Smoothing::None, 0});
    return {line};
}

TextSink into(std::string& text) {
    return [&text](std::string_view part) -> Result<void> {
        text += part;
        return {};
    };
}

TEST(PointExport, csvHoldsExactStepsAndValues) {
    std::string text;
    ASSERT_TRUE(writeCsv(oneLine(), into(text)));
    EXPECT_EQ(text, "line,step,wall_time,value\r\n"
                    "\"a, \"\"quoted\"\" run\",1,1.5,0.1\r\n"
                    "\"a, \"\"quoted\"\" run\",2,2.25,NaN\r\n"
                    "\"a, \"\"quoted\"\" run\",1152921504606846977,3,0.3333333333333333\r\n");
}

TEST(PointExport, jsonReadsBack) {
    std::string text;
    ASSERT_TRUE(writeJson("val/loss", oneLine(), into(text)));
    const auto json = nlohmann::json::parse(text);
    EXPECT_EQ(json["title"], "val/loss");
    EXPECT_EQ(json["lines"][0]["id"], "run\ntag");
    EXPECT_EQ(json["lines"][0]["points"]["step"][2].get<int64_t>(), (int64_t{1} << 60) + 1);
    EXPECT_EQ(json["lines"][0]["points"]["value"][1], "NaN");
    EXPECT_EQ(json["lines"][0]["points"]["value"][2].get<double>(), 1.0 / 3);
}

TEST(PointExport, endsWithTheErrorOfItsSink) {
    const auto result =
        writeCsv(oneLine(), [](std::string_view) -> Result<void> { return failure(ErrorCode::DiskFull); });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::DiskFull);
}

} // namespace
} // namespace td::plot
