#include "tests/support/run_builder.h"
#include "views/runs_present/tag_tree_presenter.h"

#include <gtest/gtest.h>

using namespace td;
using runs::TagLine;
using runs::TagTreePresenter;

namespace {

std::string print(const TagTreePresenter& tree) {
    std::string text;
    for (const auto& line : tree.lines()) {
        if (line.kind == TagLine::Kind::Group)
            text += '[' + line.label + ' ' + std::to_string(line.count) + "] ";
        else
            text += line.label + (line.pinned ? "! " : " ");
    }
    return text;
}

kit::TagCatalog catalogOf(const std::vector<std::string>& tags) {
    test::RunBuilder run("r", 0);
    for (const auto& tag : tags)
        run.tag(tag, runlog::TagKind::Scalars);
    kit::TagCatalog catalog;
    catalog.update(*test::storeOf({run.build()}));
    return catalog;
}

} // namespace

TEST(TagTree, groupsByPrefixInTensorBoardsOrder) {
    TagTreePresenter tree;
    EXPECT_TRUE(tree.update(catalogOf({"layer10/w", "layer2/w", "loss", "layer2/b"})));
    EXPECT_EQ(print(tree), "loss [layer2 2] [layer10 1] ");
    tree.setExpanded("layer2", true);
    EXPECT_EQ(print(tree), "loss [layer2 2] b w [layer10 1] ");
}

TEST(TagTree, aFilterOpensWhatItFound) {
    TagTreePresenter tree;
    tree.update(catalogOf({"a/x", "a/y", "b/x"}));
    EXPECT_TRUE(tree.setFilter("/x"));
    EXPECT_EQ(print(tree), "[a 1] x [b 1] x ");
    EXPECT_FALSE(tree.setFilter("("));
    EXPECT_EQ(print(tree), "[a 1] x [b 1] x ");
    tree.setFilter("");
    EXPECT_EQ(print(tree), "[a 2] [b 1] ");
}

TEST(TagTree, keepsPinsInTheirOrder) {
    TagTreePresenter tree;
    tree.update(catalogOf({"a", "b"}));
    tree.setPinned("b", true);
    tree.setPinned("a", true);
    EXPECT_EQ(print(tree), "a! b! ");
    EXPECT_EQ(tree.pins(), (std::vector<std::string>{"b", "a"}));
    tree.setPinned("b", false);
    EXPECT_EQ(print(tree), "a! b ");
}
