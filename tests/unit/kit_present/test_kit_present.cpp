#include "tests/support/run_builder.h"
#include "views/kit_present/name_order.h"
#include "views/kit_present/run_label.h"
#include "views/kit_present/tag_catalog.h"
#include "views/kit_present/text_filter.h"

#include <gtest/gtest.h>

using namespace td;
using runlog::TagKind;

// The pairs follow from the published rules of TensorBoard's tag order: numbers by value, '/' and digits before the
// rest.
TEST(NameOrder, comparesRunsOfDigitsAsNumbers) {
    EXPECT_LT(kit::compareNames("a2", "a10"), 0);
    EXPECT_LT(kit::compareNames("a1.5e-3", "a2e-3"), 0);
    EXPECT_GT(kit::compareNames("lr1e3", "lr999"), 0);
    EXPECT_EQ(kit::compareNames("step007", "step7"), 0);
    EXPECT_LT(kit::compareNames("9", "10"), 0);
}

TEST(NameOrder, putsSlashAndDigitsBeforeOtherCharacters) {
    EXPECT_LT(kit::compareNames("a/b", "a b"), 0);
    EXPECT_LT(kit::compareNames("a1", "a!"), 0);
    EXPECT_LT(kit::compareNames("loss/x", "loss_total"), 0);
    EXPECT_EQ(kit::compareNames("a/b", "a1b"), 0);
    EXPECT_LT(kit::compareNames("a", "ab"), 0);
}

TEST(NameOrder, isAStrictOrderEvenWhereTensorBoardTies) {
    EXPECT_TRUE(kit::nameLess("a/b", "a1b"));
    EXPECT_FALSE(kit::nameLess("a1b", "a/b"));
    EXPECT_FALSE(kit::nameLess("x", "x"));
}

TEST(NameOrder, splitsAtTheFirstSlash) {
    EXPECT_EQ(kit::namePrefix("a/b/c"), "a");
    EXPECT_EQ(kit::nameLeaf("a/b/c"), "b/c");
    EXPECT_EQ(kit::namePrefix("loss"), "");
    EXPECT_EQ(kit::nameLeaf("loss"), "loss");
    EXPECT_EQ(kit::nameLeaf("a/"), "a/");
}

TEST(TextFilter, findsAnywhereWithoutCase) {
    kit::TextFilter filter;
    EXPECT_TRUE(filter.matches("anything"));
    EXPECT_TRUE(filter.setPattern("lo.s$"));
    EXPECT_TRUE(filter.matches("val/LOSS"));
    EXPECT_FALSE(filter.matches("loss/x"));
}

TEST(TextFilter, keepsTheLastGoodPatternWhileOneIsBroken) {
    kit::TextFilter filter;
    ASSERT_TRUE(filter.setPattern("abc"));
    EXPECT_FALSE(filter.setPattern("abc("));
    EXPECT_FALSE(filter.error().empty());
    EXPECT_TRUE(filter.matches("xabcx"));
    EXPECT_FALSE(filter.matches("x"));
    EXPECT_TRUE(filter.setPattern(""));
    EXPECT_TRUE(filter.error().empty());
    EXPECT_TRUE(filter.matches("x"));
}

TEST(TagCatalog, countsRunsByKindAndFollowsChanges) {
    const auto a = test::RunBuilder("a", 0).scalars("loss", {{0, 1}}).tag("img", TagKind::Images).build();
    const auto b = test::RunBuilder("b", 1).scalars("loss", {{0, 1}}).scalars("acc", {{0, 1}}).build();
    kit::TagCatalog catalog;
    EXPECT_TRUE(catalog.update(*test::storeOf({a, b})));
    ASSERT_EQ(catalog.entries().size(), 3u);
    EXPECT_EQ(catalog.entries()[0]->name, "acc");
    EXPECT_EQ(catalog.find("loss")->runs(), 2u);
    EXPECT_EQ(catalog.tagsOfKind(TagKind::Scalars), 2u);
    EXPECT_FALSE(catalog.update(*test::storeOf({a, b}))) << "nothing changed";

    EXPECT_TRUE(catalog.update(*test::storeOf({a}))) << "a run went";
    EXPECT_EQ(catalog.entries().size(), 2u);
    EXPECT_EQ(catalog.find("loss")->runs(), 1u);
    EXPECT_EQ(catalog.find("acc")->kind(), TagKind::Empty);

    const auto grown = test::RunBuilder("a", 0).scalars("loss", {{0, 1}, {1, 2}}).tag("img", TagKind::Images).build();
    const uint64_t before = catalog.generation();
    EXPECT_FALSE(catalog.update(*test::storeOf({grown}))) << "points came, tags did not";
    EXPECT_EQ(catalog.generation(), before);
}

TEST(RunLabel, aRootThatIsARunIsCalledAsItsFolder) {
    runlog::RunSnapshot run;
    run.name = ".";
    for (const char* folder : {"/data/first", "/data/first/", "/data/x/../first", "/data/first/."}) {
        run.directory = folder;
        EXPECT_EQ(kit::runLabel(run), "first") << folder;
    }
    run.directory = "/";
    EXPECT_EQ(kit::runLabel(run), ".");
    run.name = "a/b";
    EXPECT_EQ(kit::runLabel(run), "a/b");
}
