#include "engine/runlog/graph_facts.h"
#include "engine/runlog/graph_summary.h"
#include "engine/runlog/plugin_messages.h"
#include "engine/runlog/proto_writer.h"
#include "engine/runlog/text_message.h"

#include <gtest/gtest.h>

namespace td::runlog {
namespace {

std::string json(const ProtoWriter& message, const MessageSchema& schema) {
    const auto out = messageToJson(asBytes(message.data()), schema);
    return out ? out->dump() : "error: " + describe(out.error());
}

ProtoWriter sub(int field, const ProtoWriter& inner) {
    ProtoWriter out;
    out.message(field, inner);
    return out;
}

TEST(MessageJson, leavesDefaultsOutAndKeepsEmptyMessages) {
    ProtoWriter end;
    end.varint(1, 0);
    end.float64(2, 0);
    EXPECT_EQ(json(sub(4, end), kHParamsPluginData), R"({"sessionEndInfo":{}})");
}

TEST(MessageJson, namesEnumsAndKeepsUnknownOnesAsNumbers) {
    ProtoWriter known, unknown;
    known.varint(1, 2);
    unknown.varint(1, 77);
    EXPECT_EQ(json(sub(4, known), kHParamsPluginData), R"({"sessionEndInfo":{"status":"STATUS_FAILURE"}})");
    EXPECT_EQ(json(sub(4, unknown), kHParamsPluginData), R"({"sessionEndInfo":{"status":77}})");
}

TEST(MessageJson, theLastOfAOneofWins) {
    ProtoWriter both;
    both.message(2, {});
    both.message(4, {});
    EXPECT_EQ(json(both, kHParamsPluginData), R"({"sessionEndInfo":{}})");
}

TEST(MessageJson, hyperparametersOfEveryKind) {
    const auto entry = [](const char* name, const ProtoWriter& value) {
        ProtoWriter out;
        out.bytes(1, name);
        out.message(2, value);
        return out;
    };
    ProtoWriter number, text, flag, null, start;
    number.float64(2, 0.5);
    text.bytes(3, "adam");
    flag.varint(4, 0);
    null.varint(1, 0);
    for (const auto& [name, value] : std::initializer_list<std::pair<const char*, ProtoWriter*>>{
             {"n", &number}, {"t", &text}, {"f", &flag}, {"z", &null}})
        start.message(1, entry(name, *value));
    EXPECT_EQ(json(sub(3, start), kHParamsPluginData),
              R"({"sessionStartInfo":{"hparams":{"n":0.5,"t":"adam","f":false,"z":null}}})");
}

TEST(MessageJson, refusesWhatIsNoMessageAndWhatNestsWithoutEnd) {
    ProtoWriter broken;
    broken.bytes(2, "\x0a\xff");
    EXPECT_TRUE(json(broken, kHParamsPluginData).starts_with("error: "));
    ProtoWriter value;
    for (int i = 0; i < 300; ++i)
        value = sub(6, sub(1, value)); // Value{list_value{values{…}}}
    ProtoWriter hparam;
    hparam.message(2, value);
    EXPECT_TRUE(json(sub(3, sub(1, hparam)), kHParamsPluginData).starts_with("error: "));
}

TEST(TextMessage, readsAProjectorConfiguration) {
    const auto out = textToJson("# made by hand\nembeddings {\n  tensor_name: 'a' \"b\\n\"\n  tensor_shape: [3, "
                                "0x10]\n  tensor_shape: 4;\n  sprite < image_path: \"s.png\" >\n}\n"
                                "embeddings: {}\nmodel_checkpoint_path: \"\"",
                                kProjectorConfig);
    ASSERT_TRUE(out) << describe(out.error());
    EXPECT_EQ(out->dump(),
              R"({"embeddings":[{"tensorName":"ab\n","tensorShape":[3,16,4],"sprite":{"imagePath":"s.png"}},{}]})");
}

TEST(TextMessage, namesTheLineOfAFault) {
    const auto out = textToJson("embeddings {\n  tensor_nme: \"a\"\n}", kProjectorConfig);
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().code, ErrorCode::Corrupt);
    EXPECT_EQ(out.error().fact("line"), "2");
    for (const char* text : {"embeddings {", "embeddings", "tensor_path", "embeddings { tensor_name: \"",
                             "embeddings { tensor_shape: x }", "}"})
        EXPECT_FALSE(textToJson(text, kProjectorConfig)) << text;
}

TEST(GraphFacts, countNodesAndTheEightCommonestOperationsInOrderOfAppearance) {
    ProtoWriter graph;
    for (const char* op : {"A", "B", "C", "D", "E", "F", "G", "H", "I", "I"}) {
        ProtoWriter node;
        node.bytes(1, std::string("node_") + op);
        node.bytes(2, op);
        graph.message(1, node);
    }
    const auto facts = graphFacts(asBytes(graph.data()));
    ASSERT_TRUE(facts);
    EXPECT_EQ((*facts)["nodes"], 10);
    EXPECT_EQ((*facts)["first_nodes"].size(), 5u);
    EXPECT_EQ((*facts)["ops"].dump(), R"({"I":2,"A":1,"B":1,"C":1,"D":1,"E":1,"F":1,"G":1})");
    EXPECT_FALSE(graphFacts(asBytes("\x0a\x05")));
}

/// A GraphDef of nodes "name = op(inputs)".
ProtoWriter graphOf(const std::vector<std::vector<const char*>>& nodes) {
    ProtoWriter graph;
    for (const auto& each : nodes) {
        ProtoWriter node;
        node.bytes(1, each[0]);
        node.bytes(2, each[1]);
        for (size_t i = 2; i < each.size(); ++i)
            node.bytes(3, each[i]);
        graph.message(1, node);
    }
    return graph;
}

TEST(GraphSummary, namesWhatGoesInAndWhatComesOut) {
    ProtoWriter graph = graphOf({{"image", "Placeholder"},
                                 {"kernel", "Const"},
                                 {"dense", "MatMul", "image", "kernel:0"},
                                 {"probabilities", "Softmax", "dense"},
                                 {"loss", "MatMul", "dense:1"},
                                 {"init", "NoOp", "^loss"},
                                 {"unused", "Const"}});
    ProtoWriter versions;
    versions.varint(1, 987);
    graph.message(4, versions);
    const auto summary = graphSummary(asBytes(graph.data()));
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->nodes, 7u);
    EXPECT_EQ(summary->inputs, std::vector<std::string>{"image"});
    EXPECT_EQ(summary->outputs, (std::vector<std::string>{"probabilities", "loss"}));
    EXPECT_EQ(summary->producer, 987);
    EXPECT_EQ(summary->ops.front(), std::pair(std::string("Const"), uint64_t(2)));
    EXPECT_EQ(summary->ops.size(), 5u);
    EXPECT_FALSE(graphSummary(asBytes("\x0a\x05")));

    ProtoWriter about, meta;
    about.bytes(5, "2.4.1");
    meta.message(1, about);
    meta.message(2, graph);
    const auto inside = metaGraphSummary(asBytes(meta.data()));
    ASSERT_TRUE(inside);
    EXPECT_EQ(inside->writer, "2.4.1");
    EXPECT_EQ(inside->outputs, summary->outputs);
    EXPECT_FALSE(metaGraphSummary(asBytes("\x12\x05")));
}

TEST(GraphSummary, tellsApartTheEndsOfATracedNet) {
    const ProtoWriter graph =
        graphOf({{"input/x", "IO Node"}, {"net/mm", "aten::mm", "input/x"}, {"output/y", "IO Node", "net/mm"}});
    const auto summary = graphSummary(asBytes(graph.data()));
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->inputs, std::vector<std::string>{"input/x"});
    EXPECT_EQ(summary->outputs, std::vector<std::string>{"output/y"});
}

} // namespace
} // namespace td::runlog
