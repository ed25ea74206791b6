#include "engine/runlog/run_tree.h"

#include "engine/runlog/run_store.h"
#include "tests/unit/runlog/scratch.h"

#include <gtest/gtest.h>

using namespace td::runlog;
using namespace td::test;

namespace {

TEST(RunTree, numbersInNamesSortAsNumbers) {
    EXPECT_TRUE(naturalLess("run-9", "run-10"));
    EXPECT_FALSE(naturalLess("run-10", "run-9"));
    EXPECT_TRUE(naturalLess("a", "a1"));
    EXPECT_TRUE(naturalLess("a01", "a1") != naturalLess("a1", "a01"));
    EXPECT_FALSE(naturalLess("x", "x"));
}

TEST(RunTree, eventFilesAreKnownByTensorBoardsRule) {
    EXPECT_TRUE(isEventFileName("events.out.tfevents.1.host"));
    EXPECT_FALSE(isEventFileName("events.out.tfevents.1.host.profile-empty"));
    EXPECT_FALSE(isEventFileName("notes.txt"));
}

TEST(RunTree, aLinkToAFolderAboveEndsTheWalk) {
    const Scratch dir;
    append(dir / "run/events.out.tfevents.1", version());
    std::filesystem::create_directory_symlink(dir.path(), dir / "run/again");
    int files = 0;
    TreeVisitor visitor;
    visitor.eventFile = [&](const auto&, const auto&) { ++files; };
    walkTree(dir.path(), visitor, {});
    EXPECT_EQ(files, 1);
}

TEST(RunTree, rootsMayHaveNames) {
    const Scratch dir;
    std::filesystem::create_directory(dir / "a:b");
    const auto roots = parseRoots({"mine:/somewhere", (dir / "a:b").string(), "/plain"});
    ASSERT_EQ(roots.size(), 3u);
    EXPECT_EQ(roots[0].name, "mine");
    EXPECT_EQ(roots[0].path, "/somewhere");
    EXPECT_EQ(roots[1].name, "");
    EXPECT_EQ(roots[1].path, dir / "a:b");
    EXPECT_EQ(roots[2].path, "/plain");
}

TEST(RunTree, aRootGivenTwiceOrInsideAnotherIsTakenOut) {
    const Scratch dir;
    std::filesystem::create_directories(dir / "runs/a");
    std::filesystem::create_directories(dir / "runs-2");
    std::filesystem::create_directory_symlink(dir / "runs", dir / "link");
    const std::string base = dir.path().string();
    std::vector<Root> roots{{"", base + "/runs/a"}, {"", base + "/runs"}, {"", base + "/runs/"}, {"", base + "/link/./a"}, {"", base + "/runs-2"}};
    const auto repeated = takeRepeatedRoots(roots);
    ASSERT_EQ(roots.size(), 2u); // a name that only begins alike is another folder
    EXPECT_EQ(roots[0].path, base + "/runs");
    EXPECT_EQ(roots[1].path, base + "/runs-2");
    ASSERT_EQ(repeated.size(), 3u);
    EXPECT_EQ(repeated[0].root.path, base + "/runs/a");
    EXPECT_EQ(repeated[0].shownBy.path, base + "/runs");
    EXPECT_FALSE(repeated[0].same);
    EXPECT_TRUE(repeated[1].same);
    EXPECT_FALSE(repeated[2].same);
}

TEST(RunTree, aRootWithANameOfItsOwnStays) {
    const Scratch dir;
    std::vector<Root> roots{{"one", dir.path()}, {"two", dir.path()}, {"", dir.path()}};
    EXPECT_TRUE(takeRepeatedRoots(roots).empty());
    EXPECT_EQ(roots.size(), 3u);
}

} // namespace
