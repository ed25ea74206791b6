// Each rule, asked of small trees that break it.
#include "tests/architecture/rules.h"

#include <gtest/gtest.h>

namespace td::architecture {
namespace {

SourceTree treeOf(const std::map<std::string, std::string>& files) {
    SourceTree tree;
    for (const auto& [path, text] : files)
        tree.emplace(path, makeSourceFile(path, text));
    return tree;
}

IncludeTable tableOf(const std::string& text) {
    return IncludeTable(text);
}

const IncludeTable kTable =
    tableOf("engine/base :\nengine/runlog : engine/base\nengine : engine/runlog\nviews/kit_present : engine\n"
            "views/kit : views/kit_present\nviews/<view>_present : views/kit_present\n"
            "views/<view> : views/<view>_present views/kit\napp/window : views engine\n");

size_t breachesOf(const std::string& from, const std::string& to) {
    return upwardIncludes(treeOf({{from, "#include \"" + to + "\"\n"}}), kTable).size();
}

TEST(IncludeRules, downwardIncludesAreAllowed) {
    EXPECT_EQ(breachesOf("engine/runlog/a.cpp", "engine/base/b.h"), 0u);
    EXPECT_EQ(breachesOf("views/images/a.cpp", "views/images_present/b.h"), 0u);
    EXPECT_EQ(breachesOf("views/images/a.cpp", "views/kit/b.h"), 0u);
    EXPECT_EQ(breachesOf("views/images_present/a.cpp", "engine/runlog/b.h"), 0u);
    EXPECT_EQ(breachesOf("app/window/a.cpp", "views/images/b.h"), 0u);
    EXPECT_EQ(breachesOf("app/window/a.cpp", "engine/base/b.h"), 0u);
}

TEST(IncludeRules, upwardAndSidewardIncludesAreBreaches) {
    EXPECT_EQ(breachesOf("engine/base/a.h", "engine/runlog/b.h"), 1u);
    EXPECT_EQ(breachesOf("engine/runlog/a.h", "views/kit/b.h"), 1u);
    EXPECT_EQ(breachesOf("views/images/a.h", "views/audio/b.h"), 1u);
    EXPECT_EQ(breachesOf("views/images/a.h", "views/audio_present/b.h"), 1u);
    EXPECT_EQ(breachesOf("views/images_present/a.h", "views/images/b.h"), 1u);
    EXPECT_EQ(breachesOf("views/images_present/a.h", "views/audio_present/b.h"), 1u);
    EXPECT_EQ(breachesOf("views/kit/a.h", "views/images/b.h"), 1u);
    EXPECT_EQ(breachesOf("views/images/a.h", "app/window/b.h"), 1u);
}

TEST(IncludeRules, aFolderWithoutARowIsABreach) {
    EXPECT_EQ(upwardIncludes(treeOf({{"profiler/a.cpp", ""}}), kTable).size(), 1u);
}

TEST(IncludeRules, aCircleInTheTableIsToldOfEachFolder) {
    EXPECT_FALSE(tableOf("engine/a : engine/b\nengine/b : engine/a\n").problems().empty());
    EXPECT_FALSE(tableOf("engine/a engine/b\n").problems().empty());
    EXPECT_TRUE(kTable.problems().empty());
}

TEST(IncludeRules, aCircleOfFilesIsNamed) {
    const auto breaches = circularIncludes(treeOf(
        {{"engine/base/a.h", "#include \"engine/base/b.h\""}, {"engine/base/b.h", "#include \"engine/base/a.h\""}}));
    ASSERT_EQ(breaches.size(), 1u);
    EXPECT_EQ(breaches[0], "engine/base/a.h -> engine/base/b.h -> engine/base/a.h");
}

TEST(QtRules, qtOutsideViewsAndTheWindowIsABreach) {
    const std::string qt = "#include <QString>\n";
    EXPECT_EQ(misplacedQt(treeOf({{"engine/base/a.h", qt}})).size(), 1u);
    EXPECT_EQ(misplacedQt(treeOf({{"views/images_present/a.h", "#  include <QtCore/qglobal.h>\n"}})).size(), 1u);
    EXPECT_EQ(misplacedQt(treeOf({{"app/cli/a.cpp", qt}})).size(), 1u);
    EXPECT_EQ(misplacedQt(treeOf({{"views/images/a.h", qt}, {"app/window/a.h", qt}, {"tests/ui/x/a.cpp", qt}})).size(),
              0u);
}

TEST(PathRules, climbingAndShortIncludesAreBreaches) {
    EXPECT_EQ(relativeIncludes(treeOf({{"engine/base/a.cpp", "#include \"../x.h\"\n"}})).size(), 1u);
    EXPECT_EQ(relativeIncludes(treeOf({{"engine/base/a.cpp", "#include \"a.h\"\n"}, {"engine/base/a.h", ""}})).size(),
              1u);
    EXPECT_EQ(relativeIncludes(treeOf({{"engine/base/a.cpp", "#include \"engine/base/a.h\"\n#include \"a.moc\"\n"},
                                       {"engine/base/a.h", ""}}))
                  .size(),
              0u);
}

TEST(ListRules, sourcesMustBeInACMakeLists) {
    const std::map<std::string, std::string> listed{
        {"engine/base/CMakeLists.txt", "# Base.\nadd_library(b\n  a.cpp a.h)"},
        {"engine/base/a.cpp", ""},
        {"engine/base/a.h", ""}};
    EXPECT_EQ(unlistedSources(treeOf(listed)).size(), 0u);
    auto more = listed;
    more["engine/base/aa.cpp"] = "";
    EXPECT_EQ(unlistedSources(treeOf(more)).size(), 1u);
    EXPECT_EQ(silentCMakeLists(treeOf({{"engine/CMakeLists.txt", "add_subdirectory(base)"}})).size(), 1u);
}

TEST(FileRules, namesAndGuards) {
    EXPECT_EQ(oddFiles(treeOf({{"engine/base/MyFile.cpp", ""}})).size(), 1u);
    EXPECT_EQ(oddFiles(treeOf({{"engine/base/my_file.h", "int x;"}})).size(), 1u);
    EXPECT_EQ(oddFiles(treeOf({{"engine/base/my_file.h", "#pragma once\n"}})).size(), 0u);
}

TEST(FileRules, machinePathsAreBreaches) {
    EXPECT_EQ(machinePaths(treeOf({{"README.md", std::string("see /wo") + "rk/main"}})).size(), 1u);
    EXPECT_EQ(machinePaths(treeOf({{"README.md", "see docs/formats"}})).size(), 0u);
}

} // namespace
} // namespace td::architecture
