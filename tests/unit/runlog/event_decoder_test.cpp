#include "engine/runlog/event_decoder.h"

#include "tests/unit/runlog/scratch.h"

#include <bit>
#include <cmath>
#include <gtest/gtest.h>

using namespace td::runlog;
using namespace td::test;

namespace {

struct Decoded {
    FileColumns columns;
    FileFacts facts;
    bool decode(const std::string& payload) { return EventDecoder(columns, facts).decode(asBytes(payload), 0); }
};

std::vector<double> values(const Column& column) {
    std::vector<double> out;
    column.view().forEachSpan([&](const ScalarSpan& s) {
        for (size_t i = 0; i < s.size(); ++i) out.push_back(s.value(i));
    });
    return out;
}
std::vector<int64_t> steps(const Column& column) {
    std::vector<int64_t> out;
    column.view().forEachSpan([&](const ScalarSpan& s) { out.insert(out.end(), s.steps.begin(), s.steps.end()); });
    return out;
}

/// A scalar tensor as tf.summary.scalar writes it.
std::string tensorValue(const std::string& tag, int dtype, const std::string& content) {
    const std::string tensor = "\x08" + varint(static_cast<uint64_t>(dtype)) + field(2, "") + field(4, content);
    return field(1, field(1, tag) + field(8, tensor) + field(9, field(1, field(1, "scalars"))));
}

TEST(EventDecoder, aRecordThatRepeatsThePatternIsTheSameAsOneThatIsParsed) {
    Decoded d;
    for (int64_t step : {1, 127, 128, 70000, 3})
        for (const char* tag : {"loss", "accuracy"}) ASSERT_TRUE(d.decode(event(1e9 + static_cast<double>(step), step, tensorValue(tag, 1, raw(0.5f * static_cast<float>(step))))));
    ASSERT_EQ(d.columns.columns().size(), 2u);
    for (const Column& c : d.columns.columns()) {
        EXPECT_EQ(steps(c), (std::vector<int64_t>{1, 127, 128, 70000, 3}));
        EXPECT_EQ(values(c), (std::vector<double>{0.5, 63.5, 64, 35000, 1.5}));
    }
    EXPECT_EQ(d.facts.eventCounts[5], 10u);
}

TEST(EventDecoder, twoValuesInOneEventAreNeverTakenForThePattern) {
    Decoded d;
    for (int i = 1; i <= 4; ++i) ASSERT_TRUE(d.decode(event(1e9, i, simple("a", static_cast<float>(i)) + simple("b", 7))));
    ASSERT_EQ(d.columns.columns().size(), 2u);
    EXPECT_EQ(values(d.columns.columns()[0]), (std::vector<double>{1, 2, 3, 4}));
    EXPECT_EQ(values(d.columns.columns()[1]), (std::vector<double>{7, 7, 7, 7}));
}

TEST(EventDecoder, whatStandsBehindTheValueBelongsToThePatternToo) {
    Decoded d;
    for (const char* tag : {"a", "a", "b", "a", "b"}) // the tag may come behind the value: fields have no order
        ASSERT_TRUE(d.decode(event(1e9, 1, field(1, "\x15" + raw(1.0f) + field(1, tag)))));
    ASSERT_EQ(d.columns.columns().size(), 2u);
    EXPECT_EQ(values(d.columns.columns()[0]).size(), 3u);
    EXPECT_EQ(values(d.columns.columns()[1]).size(), 2u);
}

TEST(EventDecoder, aTagTwiceInOneEventGivesTwoPoints) {
    Decoded d;
    for (int i = 1; i <= 2; ++i) ASSERT_TRUE(d.decode(event(1e9, i, simple("a", 1) + simple("a", 2))));
    EXPECT_EQ(values(d.columns.columns()[0]), (std::vector<double>{1, 2, 1, 2}));
}

TEST(EventDecoder, integersBeyondDoubleStayExact) {
    Decoded d;
    const int64_t big = (int64_t{1} << 53) + 1;
    ASSERT_TRUE(d.decode(event(1e9, INT64_MAX, tensorValue("i", 9, raw(big)))));
    ASSERT_TRUE(d.decode(event(1e9, -5, tensorValue("i", 9, raw(INT64_MIN)))));
    std::vector<int64_t> exact;
    d.columns.columns()[0].view().forEachSpan([&](const ScalarSpan& s) {
        for (size_t i = 0; i < s.size(); ++i) exact.push_back(s.asInt64(i));
    });
    EXPECT_EQ(exact, (std::vector<int64_t>{big, INT64_MIN}));
    EXPECT_EQ(steps(d.columns.columns()[0]), (std::vector<int64_t>{INT64_MAX, -5}));
}

TEST(EventDecoder, aTagMayChangeItsTypeInTheMiddle) {
    Decoded d;
    ASSERT_TRUE(d.decode(event(1, 1, simple("t", 1.5f))));
    ASSERT_TRUE(d.decode(event(2, 2, tensorValue("t", 2, raw(2.25)))));
    ASSERT_TRUE(d.decode(event(3, 3, simple("t", -1))));
    ASSERT_TRUE(d.decode(event(4, 4, simple("t", -2))));
    // a tensor without a plugin before: its first metadata is what the second record brought
    EXPECT_EQ(values(d.columns.columns()[0]), (std::vector<double>{1.5, 2.25, -1, -2}));
}

TEST(EventDecoder, halfAndBfloat16AndBool) {
    Decoded d;
    ASSERT_TRUE(d.decode(event(1, 1, tensorValue("half", 19, raw<uint16_t>(0x3555)))));      // 0.333251953125
    ASSERT_TRUE(d.decode(event(1, 1, tensorValue("subnormal", 19, raw<uint16_t>(0x0001))))); // 2^-24
    ASSERT_TRUE(d.decode(event(1, 1, tensorValue("bf16", 14, raw<uint16_t>(0x4049)))));      // 3.140625
    ASSERT_TRUE(d.decode(event(1, 1, tensorValue("bool", 10, std::string(1, '\1')))));
    const auto& c = d.columns.columns();
    EXPECT_EQ(values(c[0]).at(0), 0.333251953125);
    EXPECT_EQ(values(c[1]).at(0), 0x1p-24);
    EXPECT_EQ(values(c[2]).at(0), 3.140625);
    EXPECT_EQ(values(c[3]).at(0), 1);
}

TEST(EventDecoder, quantizedAndByteWideTypesAndReferences) {
    // Types as in types.proto. Values of the 8-bit floats: ml_dtypes 0.6 of the same bytes.
    const struct {
        const char* tag;
        int dtype;
        std::string content;
        double value;
    } cases[] = {
        {"qint8", 11, "\xfb", -5},
        {"quint8", 12, "\xfb", 251},
        {"qint32", 13, raw(-70000), -70000},
        {"qint16", 15, raw<int16_t>(-300), -300},
        {"quint16", 16, raw<uint16_t>(65535), 65535},
        {"e5m2", 24, "\x7b", 57344},
        {"e5m2 infinity", 24, "\xfc", -INFINITY},
        {"e5m2 subnormal", 24, "\x01", 0x1p-16},
        {"e4m3fn", 25, "\x7e", 448},
        {"e4m3fn negative", 25, "\xb8", -1},
        {"e4m3fn subnormal", 25, "\x03", 3 * 0x1p-9},
        {"e4m3fnuz", 26, "\x7f", 240},
        {"e4m3b11", 27, "\x7f", 30},
        {"e5m2fnuz", 28, "\x7f", 57344},
        {"int4", 29, "\x0b", -5},
        {"uint4", 30, "\x0b", 11},
        {"float reference", 101, raw(1.5f), 1.5},
    };
    Decoded d;
    for (const auto& c : cases)
        ASSERT_TRUE(d.decode(event(1, 1, tensorValue(c.tag, c.dtype, c.content))));
    ASSERT_EQ(d.columns.columns().size(), std::size(cases));
    for (size_t i = 0; i < std::size(cases); ++i) {
        ASSERT_EQ(values(d.columns.columns()[i]).size(), 1u) << cases[i].tag;
        EXPECT_EQ(values(d.columns.columns()[i])[0], cases[i].value) << cases[i].tag;
    }
    for (const int dtype : {25, 26, 27, 28}) // no infinities there: these are NaN
        ASSERT_TRUE(d.decode(event(1, 1, tensorValue("nan", dtype, dtype == 25 ? "\xff" : "\x80"))));
    for (const double v : values(d.columns.columns().back()))
        EXPECT_TRUE(std::isnan(v));
    ASSERT_TRUE(d.decode(event(1, 1, tensorValue("complex", 8, std::string(8, '\1')))));
    EXPECT_EQ(d.columns.columns().back().view().blobCount, 1u);
    EXPECT_EQ(d.columns.columns().back().info()->undecodable, "complex64");
}

TEST(EventDecoder, messagesThatComeTwiceAreMerged) {
    // What google.protobuf's own parser makes of the same bytes.
    Decoded d;
    ASSERT_TRUE(d.decode(event(1, 5, simple("a", 1)) + field(5, simple("b", 2))));
    ASSERT_EQ(d.columns.columns().size(), 2u);
    EXPECT_EQ(values(d.columns.columns()[0]), std::vector<double>{1});
    EXPECT_EQ(values(d.columns.columns()[1]), std::vector<double>{2});
    EXPECT_EQ(d.facts.eventCounts[5], 1u);

    const std::string type = field(8, "\x08\x01"), content = field(8, field(4, raw(4.0f)));
    const std::string plugin = field(9, field(1, field(1, "scalars"))),
                      words = field(9, field(2, "name") + field(3, "why"));
    ASSERT_TRUE(d.decode(event(1, 5, field(1, field(1, "split") + plugin + words + type + content))));
    ASSERT_TRUE(d.decode(event(2, 6, field(1, field(1, "split") + plugin + words + type + content))));
    const Column& split = d.columns.columns()[2];
    EXPECT_EQ(values(split), (std::vector<double>{4, 4}));
    EXPECT_EQ(split.info()->metadata.plugin, "scalars");
    EXPECT_EQ(split.info()->metadata.displayName, "name");
    EXPECT_EQ(split.info()->metadata.description, "why");

    ASSERT_TRUE(d.decode("\x10\x07" + field(7, "\x08\x09") + field(7, field(3, "m"))));
    ASSERT_EQ(d.facts.sessions.size(), 1u);
    EXPECT_EQ(static_cast<int>(d.facts.sessions[0].status), 9) << "not one that we know";
    EXPECT_EQ(d.facts.sessions[0].message, "m");
}

TEST(EventDecoder, bytesThatAreNoEventAreRefused) {
    Decoded d;
    EXPECT_FALSE(d.decode("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"));
    EXPECT_FALSE(d.decode("\x2a\x7f"));
    EXPECT_FALSE(d.decode(field(5, "\x0a\x50")));
}

TEST(EventDecoder, nanWallTimesAreKeptAndCounted) {
    Decoded d;
    ASSERT_TRUE(d.decode(event(std::nan(""), 1, simple("a", 1))));
    ASSERT_TRUE(d.decode(event(1e9, 2, simple("a", 2))));
    EXPECT_EQ(d.facts.nanWallTimes, 1u);
    EXPECT_EQ(values(d.columns.columns()[0]).size(), 2u);
}

} // namespace
