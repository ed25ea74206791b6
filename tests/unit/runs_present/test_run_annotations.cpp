#include "views/runs_present/run_annotations.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using td::runs::RunAnnotations;

TEST(RunAnnotations, comeBackFromJson) {
    RunAnnotations a;
    a.setAlias("x", "näme");
    a.setHidden("y", true);
    a.giveSlots({"x", "y"});
    EXPECT_EQ(a.slot("x"), 0);
    EXPECT_EQ(a.slot("y"), 1);
    a.setSlot("x", 7);
    auto b = RunAnnotations::fromJson(a.toJson());
    ASSERT_TRUE(b);
    EXPECT_EQ(b->alias("x"), "näme");
    EXPECT_TRUE(b->isHidden("y"));
    EXPECT_EQ(b->slot("x"), 7);
    b->giveSlots({"x", "y", "new", "newer"});
    EXPECT_EQ(b->slot("new"), 0) << "that nobody has any more";
    EXPECT_EQ(b->slot("newer"), 2) << "no colour is given twice";
}

TEST(RunAnnotations, dashOnlyWhenNoColourIsFree) {
    RunAnnotations a;
    std::vector<std::string> first, later;
    for (char name = 'a'; name < 'k'; ++name)
        first.emplace_back(1, name);
    a.giveSlots(first);
    EXPECT_EQ(a.slot("j"), 9);
    a.giveSlots({"b", "new"}); // the others are gone for now
    EXPECT_EQ(a.slot("new"), 0);
    first.emplace_back("eleventh");
    a.giveSlots(first);
    EXPECT_EQ(a.slot("eleventh"), 10) << "all ten colours are on the screen";
    EXPECT_EQ(a.slot("a"), 0) << "who has a colour keeps it";
    a.setSlot("b", 35);
    a.giveSlots({"b", "chosen by hand"});
    EXPECT_LT(a.slot("chosen by hand"), 10);
}

TEST(RunAnnotations, keepWhatALaterVersionWrote) {
    const auto read =
        RunAnnotations::fromJson(R"({"format":"tensordesk-run-annotations","version":1,"stars":{"x":5}})");
    ASSERT_TRUE(read);
    EXPECT_EQ(nlohmann::json::parse(read->toJson())["stars"]["x"], 5);
}

TEST(RunAnnotations, refuseWhatIsNotTheirs) {
    EXPECT_EQ(RunAnnotations::fromJson("{").error().code, td::ErrorCode::Corrupt);
    EXPECT_EQ(RunAnnotations::fromJson("[]").error().code, td::ErrorCode::Corrupt);
    const std::string head = R"({"format":"tensordesk-run-annotations","version":1,"x":)";
    EXPECT_EQ(RunAnnotations::fromJson(head + std::string(100'000, '[') + std::string(100'000, ']') + "}").error().code,
              td::ErrorCode::Corrupt);
    EXPECT_EQ(RunAnnotations::fromJson(R"({"format":7})").error().code, td::ErrorCode::Corrupt);
    EXPECT_EQ(RunAnnotations::fromJson(R"({"format":"tensordesk-run-annotations","version":9})").error().code,
              td::ErrorCode::Unsupported);
}

TEST(RunAnnotations, ignoreValuesOfTheWrongType) {
    auto read = RunAnnotations::fromJson(
        R"({"format":"tensordesk-run-annotations","version":1,"aliases":{"x":1},"slots":{"x":-4,"y":2},"hidden":[3,"z"]})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->alias("x"), "");
    read->giveSlots({"x", "y"});
    EXPECT_EQ(read->slot("y"), 2);
    EXPECT_EQ(read->slot("x"), 0);
    EXPECT_TRUE(read->isHidden("z"));
}
