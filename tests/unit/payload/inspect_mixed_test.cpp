// Tags that hold more than one kind of value: what inspect says goes by the first of them.
#include "engine/runlog/inspect.h"
#include "tests/unit/runlog/scratch.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace td::runlog {
namespace {

using namespace td::test;

/// HistogramProto: min 0, max 1, num 1, sum 1, one bucket of one up to 1.
std::string histogram() {
    const std::string one = raw(1.0);
    return field(1,
                 field(1, "t") + field(5, "\x11" + one + "\x19" + one + "\x21" + one + field(6, one) + field(7, one)));
}
std::string image() {
    return field(1, field(1, "t") + field(4, "\x08\x01\x10\x01\x18\x01" + field(4, "no picture")));
}
std::string noneOfHparams() {
    return field(1, field(1, "t") + field(9, field(1, field(1, "hparams"))));
}

nlohmann::json tagOf(const std::vector<std::string>& files) {
    const Scratch scratch;
    for (size_t i = 0; i < files.size(); ++i)
        append(scratch / ("events.out.tfevents." + std::to_string(i)), version() + files[i]);
    StoreOptions options;
    options.follow = options.useIndex = false;
    auto store = RunStore::open({{"", scratch.path()}}, options);
    if (!store) return {};
    (*store)->waitUntilLoaded();
    return nlohmann::json::parse(inspectRunJson(*(*store)->snapshot()->runs.at(0)), nullptr, false)["tags"]["t"];
}

std::string values(int64_t step, const std::string& summaryValues) {
    return record(event(1e9 + static_cast<double>(step), step, summaryValues));
}

TEST(InspectMixed, aHistogramFirstMakesHistogramsOfAllAndAScalarLastIsShownAsItself) {
    const auto tag =
        tagOf({values(1, histogram() + simple("t", 0.5f)) + values(2, histogram()) + values(3, simple("t", 0.25f))});
    EXPECT_EQ(tag["value"], "histo+simple_value");
    EXPECT_EQ(tag["points"], 4);
    EXPECT_EQ(tag["last_step"], 3);
    EXPECT_EQ(tag["first"]["num"], 1);
    EXPECT_EQ(tag["first_as_tensorboard_shows"], nlohmann::json::parse("[[0, 1, 1]]"));
    EXPECT_EQ(tag["last"]["num"], 0);
    EXPECT_EQ(tag["last_as_tensorboard_shows"], 0.25);
    EXPECT_FALSE(tag.contains("sum"));
}

TEST(InspectMixed, theLastValueIsTheLastOfTheFileWhateverItsKindOrTime) {
    const auto younger = tagOf({values(9, simple("t", 2)) + values(1, image())});
    EXPECT_EQ(younger["first_step"], 9);
    EXPECT_EQ(younger["last_step"], 1) << "its wall time is before that of the scalar";
    const auto twoFiles =
        tagOf({values(1, histogram()) + values(5, histogram()), values(3, image()) + values(2, image())});
    EXPECT_EQ(twoFiles["last_step"], 2);
    EXPECT_EQ(twoFiles["last_as_tensorboard_shows"][0], "1");
    EXPECT_EQ(twoFiles["last_as_tensorboard_shows"][2]["bytes"], 10);
}

TEST(InspectMixed, aHistogramInTwoPiecesIsOne) {
    const std::string one = raw(1.0), six = raw(6.0);
    const std::string pieces =
        field(5, "\x09" + one + field(6, one) + field(7, one)) + field(5, "\x11" + six + field(6, six) + field(7, one));
    const auto tag = tagOf({values(1, field(1, field(1, "t") + pieces))});
    EXPECT_EQ(tag["first"]["min"], 1);
    EXPECT_EQ(tag["first"]["max"], 6);
    EXPECT_EQ(tag["first"]["bucket_limit"], nlohmann::json::parse("[1, 6]"));
}

TEST(InspectMixed, aFirstRecordWithoutAValueLeavesItsMetadata) {
    const auto tag = tagOf({values(1, noneOfHparams() + simple("t", 1)) + values(2, simple("t", 3))});
    EXPECT_EQ(tag["value"], "none+simple_value");
    EXPECT_TRUE(tag.contains("content"));
    EXPECT_FALSE(tag.contains("first"));
}

} // namespace
} // namespace td::runlog
