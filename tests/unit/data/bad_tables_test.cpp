// What bad/EXPECTED.md says of csv/. Where ours decides otherwise, the case says so.
#include "engine/data/csv_table.h"
#include "tests/unit/data/data_files.h"

#include <cmath>

namespace td::data {
namespace {

struct Read {
    CsvTable table;
    Problems problems;
    std::string refusal, found;
    [[nodiscard]] const CsvColumn& column(const std::string& name) const {
        static const CsvColumn kNone;
        const auto index = table.column(name);
        EXPECT_TRUE(index) << name;
        return index ? table.columns[*index] : kNone;
    }
    [[nodiscard]] std::string text(const std::string& name, size_t row) const {
        const CsvColumn& values = column(name);
        return values.classes.at(static_cast<size_t>(values.values.at(row)));
    }
};

Read readText(std::string bytes, const std::map<std::string, CsvColumnHint>& hints = {}) {
    Read result;
    auto table = readCsv(std::move(bytes), "t.csv", {}, hints, 1 << 26, result.problems);
    if (table) {
        result.table = *std::move(table);
    } else {
        result.refusal = table.error().fact("problem");
        result.found = table.error().fact("found");
    }
    return result;
}

/// Texts are looked at as categories, which keep them.
Read read(const std::string& name, const std::vector<std::string>& categories = {}) {
    std::map<std::string, CsvColumnHint> hints;
    for (const std::string& each : categories)
        hints[each].kind = CsvKind::Category;
    return readText(bytesOf("bad/csv/" + name + ".csv"), hints);
}

using Values = std::vector<double>;

/// Missing values as -1, for comparing.
Values plain(Values values) {
    for (double& value : values)
        value = std::isnan(value) ? -1 : value;
    return values;
}

TEST(BadTables, raggedRowsNeverShift) {
    const Read ragged = read("ragged_rows");
    EXPECT_EQ(ragged.table.rows(), 4);
    EXPECT_EQ(textOf(ragged.problems), "missing-field line 3 field 3, surplus-field line 4 field 4");
    EXPECT_EQ(ragged.problems.list()[1].found, "9");
    EXPECT_EQ(plain(ragged.column("c").values), Values({3, -1, 8, 12}));
    const Read mixed = read("mixed_separators");
    EXPECT_EQ(mixed.table.delimiter, ',');
    EXPECT_EQ(textOf(mixed.problems), "missing-field line 3 field 2, missing-field line 4 field 2");
    EXPECT_EQ(mixed.column("b").values, Values({2, 11}));
}

TEST(BadTables, numbersOfOtherCountriesAreRead) {
    const Read comma = read("semicolon_decimal_comma");
    EXPECT_EQ(comma.table.delimiter, ';');
    EXPECT_EQ(comma.table.decimal, ',');
    EXPECT_EQ(comma.column("width").values, Values({1.5, 2.25, 0.75}));
    EXPECT_EQ(comma.column("price").values, Values({1234.5, 99.9, 12000}));
    EXPECT_EQ(comma.problems.total(), 0);
    EXPECT_EQ(read("thousands_separators").column("people").values, Values({1234, 12345678, 999}));
}

TEST(BadTables, encodingsAreFoundAndTold) {
    const Read mark = read("utf8_bom", {"name"});
    EXPECT_EQ(mark.table.columns[0].name, "id");
    EXPECT_EQ(mark.text("name", 0), "Åsa");
    const Read wide = read("utf16le_bom", {"name"});
    EXPECT_EQ(wide.text("name", 1), "李雷");
    EXPECT_EQ(wide.problems.total(), 0);
    const Read bare = read("utf16be_no_bom");
    EXPECT_EQ(bare.refusal, "");
    EXPECT_EQ(bare.table.columns[0].name.find('\0'), std::string::npos);
    const Read latin = read("latin1_bytes", {"name"});
    EXPECT_EQ(latin.text("name", 0), "Åsa");
    EXPECT_EQ(latin.text("name", 1), "Jürgen");
    ASSERT_EQ(latin.problems.total(), 1);
    EXPECT_EQ(latin.problems.list()[0].found, "another byte at offset 10, read as Windows-1252");
    const Read broken = readText(bytesOf("bad/csv/invalid_utf8_one_byte.csv"), {{"name", {CsvKind::Category, {}}}});
    EXPECT_EQ(textOf(broken.problems), "encoding line 3");
    const Read chinese = read("gb18030");
    EXPECT_EQ(chinese.table.columns[0].name, "编号");
    EXPECT_EQ(chinese.table.columns[1].name, "城市");
    EXPECT_EQ(chinese.problems.total(), 1);
}

TEST(BadTables, quotesHoldAnythingAndMayBeLeftOpen) {
    const Read quoted = read("quoted_newlines", {"note"});
    EXPECT_EQ(quoted.table.rows(), 3);
    EXPECT_EQ(quoted.column("x").values, Values({5, 6, 7}));
    EXPECT_EQ(quoted.text("note", 0), "two\nlines");
    EXPECT_EQ(quoted.text("note", 1), "say \"hi\", ok");
    EXPECT_EQ(quoted.table.lines, (std::vector<int64_t>{2, 4, 5}));
    const Read open = read("unclosed_quote", {"note"});
    EXPECT_EQ(textOf(open.problems), "unclosed-quote line 2 field 2");
    EXPECT_EQ(open.table.rows(), 3);
    EXPECT_EQ(open.text("note", 2), "c");
}

TEST(BadTables, wordsAmongNumbersAreReported) {
    const Read stray = read("stray_text_in_numbers");
    const CsvColumn& value = stray.column("value");
    EXPECT_EQ(value.kind, CsvKind::Number);
    EXPECT_EQ(plain(value.values), Values({3.5, 4.1, -1, 5, -1, 6.2, -1, 7.7, 1000, -1, -1, -1}));
    EXPECT_EQ(textOf(stray.problems),
              "not-a-number line 6 field 2, not-finite line 11 field 2, not-a-number line 13 field 2");
    const Read late = read("late_text");
    EXPECT_EQ(late.table.rows(), 5001);
    EXPECT_EQ(textOf(late.problems), "not-a-number line 5002 field 1");
    EXPECT_EQ(read("leading_zeros").column("zip").kind, CsvKind::Category);
    const Read big = read("big_integers");
    EXPECT_EQ(textOf(big.problems), "overflow line 4 field 1");
}

TEST(BadTables, emptyOnesAreRefused) {
    EXPECT_EQ(load(dataFile("bad/csv/empty.csv")).error().fact("problem"), "EmptyFile");
    EXPECT_EQ(read("only_whitespace").refusal, "EmptyFile");
    const Read header = read("header_only");
    EXPECT_EQ(header.table.rows(), 0);
    EXPECT_EQ(header.table.columns.size(), 3u);
}

TEST(BadTables, headersAndLineEndsAreFound) {
    const Read bare = read("no_header");
    EXPECT_EQ(bare.table.rows(), 3);
    EXPECT_EQ(bare.table.columns[2].name, "column 3");
    EXPECT_EQ(read("no_final_newline").table.rows(), 2);
    const Read mac = read("cr_only");
    EXPECT_EQ(mac.table.rows(), 2);
    EXPECT_EQ(mac.table.columns.size(), 2u);
    EXPECT_EQ(read("mixed_line_ends").table.rows(), 3);
    EXPECT_EQ(read("one_row").table.rows(), 1);
    const Read comments = read("comment_lines");
    EXPECT_EQ(comments.table.rows(), 2);
    EXPECT_EQ(comments.table.columns[0].name, "a");
    EXPECT_EQ(textOf(comments.problems), "comment-lines line 1");
}

TEST(BadTables, namesAreMadeUnique) {
    const Read twice = read("duplicate_columns");
    std::vector<std::string> names;
    for (const CsvColumn& column : twice.table.columns)
        names.push_back(column.name);
    EXPECT_EQ(names, (std::vector<std::string>{"x", "y", "x (2)", "column 4", "x (3)"}));
    EXPECT_EQ(twice.problems.total(), 2);
}

TEST(BadTables, oddContentIsToldOnce) {
    EXPECT_EQ(read("nul_bytes").table.rows(), 3);
    EXPECT_EQ(textOf(read("nul_bytes").problems), "odd-character line 3 field 2");
    EXPECT_EQ(textOf(read("constant_and_missing_columns").problems), "constant-column field 1, empty-column field 2");
    const Read labels = read("label_variants");
    EXPECT_EQ(labels.table.rows(), 6);
    EXPECT_EQ(textOf(labels.problems), "label-variants field 2");
    EXPECT_EQ(read("long_field_100k").table.rows(), 2);
    const Read many = read("many_columns");
    EXPECT_EQ(many.table.columns.size(), 5000u);
    EXPECT_EQ(many.table.rows(), 1);
    EXPECT_EQ(read("formula_injection", {"cmd"}).text("cmd", 1), "=HYPERLINK(\"x\")");
    EXPECT_EQ(read("dates").table.rows(), 3); // dates stay text: ours has no kind for them
}

TEST(BadTables, whatIsNoTextIsRefused) {
    EXPECT_EQ(read("binary").refusal, "NotText");
    EXPECT_EQ(read("actually_xlsx").refusal, "Spreadsheet");
}

TEST(Tables, memoryIsBounded) {
    Problems problems;
    std::string text = "a,b\n";
    for (int i = 0; i < 1000; ++i)
        text += "1,2\n";
    const auto table = readCsv(text, "t.csv", {}, {}, 8000, problems);
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().code, ErrorCode::TooLarge);
    EXPECT_EQ(table.error().fact("line"), "502");
}

} // namespace
} // namespace td::data
