#include "engine/data/spec.h"
#include "tests/unit/data/data_files.h"

namespace td::data {
namespace {

std::string refusedKey(const std::string& rest) {
    Problems problems;
    const auto spec =
        readSpec(R"({"format": "tensordesk-dataset", "version": 1, )" + rest + "}", "/d", "s.json", problems);
    return spec ? "read" : std::string(spec.error().fact("key"));
}

TEST(Spec, theGoldenFileIsReadWhole) {
    Problems problems;
    const auto text = readWholeFile(std::string(TD_SOURCE_DIR) + "/tests/golden/dataset-1.json");
    ASSERT_TRUE(text);
    const auto spec = readSpec(*text, "/d", "dataset-1.json", problems);
    ASSERT_TRUE(spec) << describe(spec.error());
    EXPECT_EQ(spec->path, "/d/data.csv");
    EXPECT_EQ(spec->test, "/d/test.csv");
    EXPECT_EQ(spec->kind, "csv");
    EXPECT_EQ(spec->csv, (CsvOptions{';', true, ',', "utf-8"}));
    EXPECT_EQ(spec->columns.at("age").missing, Missing::Drop);
    EXPECT_EQ(spec->columns.at("city").hint.classes, (std::vector<std::string>{"north", "south"}));
    EXPECT_TRUE(spec->columns.at("id").isIgnored);
    EXPECT_EQ(spec->inputs.at("person"), (std::vector<std::string>{"age", "city"}));
    EXPECT_EQ(spec->labels, std::vector<std::string>{"bought"});
    EXPECT_EQ(spec->weight, "times");
    EXPECT_EQ(spec->classes, (std::vector<std::string>{"no", "yes"}));
    EXPECT_EQ(spec->split.rule, "random");
    EXPECT_EQ(spec->split.validation, 0.1);
    EXPECT_NEAR(spec->split.train, 0.8, 1e-12);
    EXPECT_EQ(spec->split.seed, 7u);
    EXPECT_TRUE(spec->split.isStratified);
    ASSERT_TRUE(spec->preprocess);
    EXPECT_EQ(spec->preprocess->size(), 2u);
    ASSERT_EQ(problems.total(), 1); // one member is of a later time
    EXPECT_EQ(problems.list()[0].kind, ProblemKind::UnknownKey);
    EXPECT_EQ(problems.list()[0].found, "source.colour");
}

TEST(Spec, namesTheMemberThatDoesNotFit) {
    EXPECT_EQ(refusedKey(R"("source": {"path": "a"})"), "read");
    EXPECT_EQ(refusedKey(R"("source": "a")"), "source");
    EXPECT_EQ(refusedKey(R"("name": "x")"), "source");
    EXPECT_EQ(refusedKey(R"("source": {"path": 3})"), "source.path");
    EXPECT_EQ(refusedKey(R"("source": {"path": "a", "kind": "xls"})"), "source.kind");
    EXPECT_EQ(refusedKey(R"("source": {"path": "a", "delimiter": "ab"})"), "source.delimiter");
    EXPECT_EQ(refusedKey(R"("source": {"path": "a", "size": [3]})"), "source.size");
    EXPECT_EQ(refusedKey(R"("source": {"path": "a", "window": 1.5})"), "source.window");
    EXPECT_EQ(refusedKey(R"("source": {"path": "a"}, "split": {"train": 0.9, "test": 0.2})"), "split.train");
    EXPECT_EQ(refusedKey(R"("source": {"path": "a"}, "split": {"test": 2})"), "split.test");
    EXPECT_EQ(refusedKey(R"("source": {"path": "a"}, "columns": {"x": {"type": "colour"}})"), "columns.x.type");
    EXPECT_EQ(refusedKey(R"("source": {"path": "a"}, "label": [1])"), "label");
    EXPECT_EQ(refusedKey(R"("source": {"path": "a"}, "preprocess": {})"), "preprocess");
}

TEST(Spec, otherFormatsAndLaterVersionsAreRefused) {
    Problems problems;
    EXPECT_EQ(readSpec("{", "/", "s", problems).error().fact("problem"), "BadJson");
    const Error broken = readSpec("{\n \"name\": \"\u00e4\", ?}", "/", "s", problems).error();
    EXPECT_EQ(broken.fact("line"), "2");
    EXPECT_EQ(broken.fact("column"), "15");
    EXPECT_EQ(readSpec("[]", "/", "s", problems).error().fact("problem"), "BadJson");
    EXPECT_EQ(readSpec("{}", "/", "s", problems).error().fact("problem"), "UnknownFormat");
    EXPECT_EQ(readSpec(R"({"format": "else"})", "/", "s", problems).error().fact("problem"), "UnknownFormat");
    const auto later = readSpec(R"({"format": "tensordesk-dataset", "version": 2})", "/", "s", problems);
    EXPECT_EQ(later.error().code, ErrorCode::Unsupported);
}

} // namespace
} // namespace td::data
