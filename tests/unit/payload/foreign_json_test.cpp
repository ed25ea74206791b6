#include "engine/runlog/json_text.h"

#include <gtest/gtest.h>

namespace td::runlog {
namespace {

std::string lists(size_t depth) {
    return R"({"a": 1, "deep": )" + std::string(depth, '[') + std::string(depth, ']') + "}";
}

TEST(ForeignJson, whatIsNestedAsFarAsAnybodyNestsIsRead) {
    const auto json = parseForeignJson(lists(kDeepestJson - 2));
    ASSERT_TRUE(json.is_object());
    EXPECT_EQ(json["a"], 1);
    EXPECT_EQ(json.dump().size(), std::string(R"({"a":1,"deep":})").size() + 2 * (kDeepestJson - 2));
}

TEST(ForeignJson, aMillionListsInEachOtherAreNoJson) {
    EXPECT_TRUE(parseForeignJson(lists(1'000'000)).is_discarded());
    EXPECT_TRUE(parseForeignJson(lists(kDeepestJson + 1)).is_discarded());
}

TEST(ForeignJson, whatIsNoJsonIsDiscarded) {
    for (const char* text : {"", "{", "[1,]", "{\"a\": nul}", "\"\xff\""})
        EXPECT_TRUE(parseForeignJson(text).is_discarded()) << text;
}

} // namespace
} // namespace td::runlog
