#include "engine/graph/op_registry.h"
#include "engine/graph/text.h"
#include "tests/support/net_session.h"
#include "tests/support/same_graph.h"

#include <array>
#include <gtest/gtest.h>
#include <random>

/// Whatever stands in a text, reading it ends with a graph that keeps its promises or with an error.
namespace td::test {
namespace {

using namespace graph;

/// Reads a text and, if that is a graph, uses it as programs do. Whether it was one.
bool read(std::string_view text) {
    const auto graph = parseText(text, builtinOps());
    if (!graph) return false;
    const auto verified = graph->verify();
    EXPECT_TRUE(verified) << describe(verified.error());
    EXPECT_FALSE(toText(*graph).empty() && !graph->order().empty());
    return true;
}

std::string netText(std::string_view name) {
    return toText(trainingNet(name, Rewriting::None)->graph);
}

TEST(HostileText, randomBytes) {
    std::mt19937 random(1);
    for (int i = 0; i < 2000; ++i) {
        std::string text(random() % 200, ' ');
        for (char& c : text)
            c = static_cast<char>(random());
        read(text);
    }
}

TEST(HostileText, netsCutOffAnywhere) {
    const std::string text = netText("mlp");
    for (size_t length = 0; length < text.size(); ++length)
        read(std::string_view(text).substr(0, length));
}

TEST(HostileText, netsWithBytesChanged) {
    std::mt19937 random(2);
    for (const char* name : {"mlp", "lenet", "wide_deep", "lstm"}) {
        const std::string whole = netText(name);
        for (int i = 0; i < 150; ++i) {
            std::string text = whole;
            for (unsigned k = 0; k < 1 + random() % 3; ++k)
                text[random() % text.size()] = "0123456789%#()[]{}\",.:@-_=xB \n"[random() % 31];
            read(text);
        }
    }
}

/// Replaces the number that starts at or after a random place.
std::string withNumberChanged(std::string text, std::mt19937& random) {
    constexpr std::array<const char*, 12> kNumbers = {"0",
                                                      "-1",
                                                      "1",
                                                      "2",
                                                      "3",
                                                      "7",
                                                      "64",
                                                      "2147483648",
                                                      "4294967296",
                                                      "9223372036854775807",
                                                      "-9223372036854775808",
                                                      "99999999999999999999"};
    const size_t from = text.find_first_of("0123456789", random() % text.size());
    if (from == std::string::npos) return text;
    const size_t to = std::min(text.find_first_not_of("0123456789", from), text.size());
    return text.replace(from, to - from, kNumbers[random() % kNumbers.size()]);
}

TEST(HostileText, netsWithNumbersChanged) {
    std::mt19937 random(3);
    for (const char* name : {"lenet", "encoder", "lstm", "wide_deep"}) {
        const std::string whole = netText(name);
        std::vector<std::string> lines;
        for (size_t at = 0; at < whole.size(); at = whole.find('\n', at) + 1)
            lines.push_back(whole.substr(at, whole.find('\n', at) + 1 - at));
        for (int i = 0; i < 250; ++i) {
            const size_t changed = random() % lines.size();
            std::string text;
            for (size_t k = 0; k < lines.size(); ++k) {
                std::string line = lines[k];
                if (const size_t types = line.find(" : "); types != std::string::npos && k >= changed)
                    line = line.substr(0, types) + "\n"; // so that the line is judged by the operation
                text += k == changed ? withNumberChanged(line, random) : line;
            }
            read(text);
        }
    }
}

TEST(HostileText, deepNestingAndLongLines) {
    const std::string deep(100000, '(');
    EXPECT_FALSE(read("%0 = input \"x\" float32" + deep));
    EXPECT_FALSE(read("%0 = input \"x\" float32(" + deep + std::string(100000, ')') + ")"));
    std::string floors, ends;
    for (int i = 0; i < 20000; ++i) {
        floors += "floor((";
        ends += ")/2)";
    }
    EXPECT_FALSE(read("%0 = input \"x\" float32(" + floors + "T" + ends + ")"));
    EXPECT_FALSE(read("%0 = input \"x\" float32() @" + std::string(1000000, '"')));
    EXPECT_FALSE(read("%0 = fill() shape=shape(2) value=1.0 dtype=" + std::string(100000, 'a')));
    EXPECT_TRUE(read("%0 = input \"" + std::string(1000000, 'x') + "\" float32()"));
}

TEST(HostileText, hugeSizes) {
    const char* kLargest = "9223372036854775807";
    const std::string square = std::string("(") + kLargest + "," + kLargest + ")";
    read("%0 = input \"x\" float32" + square + "\n%1 = relu(%0)\n%2 = sum(%1)\n%3 = reshape(%0) shape=shape(-1)\n");
    read("%0 = input \"x\" float32" + square +
         "\n%1 = matmul(%0, %0)\n%2 = add(%1, %0)\n%3 = transpose(%2) perm=[1,0]\n");
    read(std::string("%0 = input \"x\" float32(") + kLargest + "*" + kLargest + "*B+" + kLargest +
         "*B)\n%1 = relu(%0)\n");
    read(std::string("%0 = input \"x\" float32(2)\n%1 = pad(%0) pads=[") + kLargest + "," + kLargest + "]\n");
    read(std::string("%0 = input \"x\" float32(2)\n%1 = tile(%0) multiples=[") + kLargest + "]\n");
    read(std::string("%0 = input \"x\" float32(2)\n%1 = concat(%0, %0) axis=") + kLargest + "\n");
    for (const char* huge : {"4611686018427387905", kLargest, "1099511627776"}) // 2^62 + 1 and 2^40
        for (const std::string attribute : {"dilations=[", "strides=[", "padding=\"explicit\" pads=[1,"}) {
            const std::string conv =
                "%0 = input \"x\" float32(B,9,1)\n%1 = input \"w\" float32(3,1,1)\n%2 = conv(%0, %1, _) ";
            EXPECT_FALSE(read(conv + attribute + huge + "]\n")) << attribute << huge;
            EXPECT_FALSE(read(conv + "padding=\"same\" dilations=[" + huge + "]\n")) << huge;
        }
    EXPECT_FALSE(read("%0 = constant tensor float32(9999999999){1.0}"));
    EXPECT_FALSE(read("%0 = constant tensor float32(8,8,8){1.0}"));
    EXPECT_FALSE(read("%99999999999999999999 = input \"x\" float32()"));
    EXPECT_TRUE(read(std::string("%") + kLargest + " = input \"x\" float32()\noutput \"x\" %" + kLargest));
    EXPECT_FALSE(read("%0 = constant tensor float32(0,-1){}"));
    EXPECT_FALSE(read("%0 = constant tensor float32(2305843009213693952)base64{AAAA}"));
}

TEST(HostileText, constantsThatDoNotFitTheirType) {
    for (const char* value : {"1e300", "-1e300", "nan", "inf", "-inf", "9223372036854775807", "-1", "0.5"})
        for (int d = 0; d < kDTypes; ++d)
            read("%0 = constant tensor " + std::string(name(static_cast<DType>(d))) + "(1){" + value + "}");
}

} // namespace
} // namespace td::test
