#include "engine/base/file.h"
#include "views/runs_present/run_annotations.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace td::runs {
namespace {

TEST(AnnotationsGolden, version1IsReadAndWrittenWithItsUnknownKeys) {
    const auto text = readWholeFile(TD_SOURCE_DIR "/tests/golden/annotations-1.json");
    ASSERT_TRUE(text);
    auto read = RunAnnotations::fromJson(*text);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->alias("adam"), "Adam, warm start");
    EXPECT_TRUE(read->isHidden("sgd"));
    EXPECT_EQ(read->slot("sgd"), 3);
    EXPECT_EQ(nlohmann::json::parse(read->toJson()), nlohmann::json::parse(*text));
}

} // namespace
} // namespace td::runs
