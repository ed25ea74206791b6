// The rules, asked of this very source tree.
#include "tests/architecture/rules.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace td::architecture {
namespace {

class Architecture : public ::testing::Test {
protected:
    static void SetUpTestSuite() { s_tree = readSourceTree(TD_SOURCE_DIR); }
    static void expectNone(const Breaches& breaches) {
        for (const auto& breach : breaches)
            ADD_FAILURE() << breach;
    }
    static inline SourceTree s_tree;
};

TEST_F(Architecture, theTreeWasRead) {
    EXPECT_TRUE(s_tree.contains("engine/base/error.h"));
    EXPECT_GT(s_tree.size(), 100u);
}
TEST_F(Architecture, includesPointOnlyDownward) {
    expectNone(upwardIncludes(s_tree, IncludeTable(s_tree.at("tests/architecture/include_table.txt").text)));
}
TEST_F(Architecture, includesNeverGoInACircle) {
    expectNone(circularIncludes(s_tree));
}
TEST_F(Architecture, qtAppearsOnlyInViewsAndTheWindow) {
    expectNone(misplacedQt(s_tree));
}
TEST_F(Architecture, headersAreIncludedByTheirFullPath) {
    expectNone(relativeIncludes(s_tree));
}
TEST_F(Architecture, everySourceIsListed) {
    expectNone(unlistedSources(s_tree));
}
TEST_F(Architecture, everyCMakeListsSaysItsPurpose) {
    expectNone(silentCMakeLists(s_tree));
}
TEST_F(Architecture, filesAreNamedAndGuarded) {
    expectNone(oddFiles(s_tree));
}
TEST_F(Architecture, noFileNamesAPlaceOfOneMachine) {
    expectNone(machinePaths(s_tree));
}

} // namespace
} // namespace td::architecture
