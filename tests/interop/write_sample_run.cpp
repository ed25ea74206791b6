// Writes a run with every kind of value that EventWriter knows; tensorboard_reads_our_run.py knows the same numbers.
#include "engine/runlog/event_writer.h"

#include <cmath>
#include <cstdio>
#include <limits>
#include <numbers>

namespace {

using td::runlog::EventWriter;

constexpr int kSteps = 50;
constexpr double kWall = 1700000000.5;

// A valid picture of two grey pixels.
constexpr unsigned char kPng[] = {0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
                                  0x44, 0x52, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
                                  0x00, 0xd1, 0x49, 0x20, 0x56, 0x00, 0x00, 0x00, 0x0b, 0x49, 0x44, 0x41, 0x54, 0x78,
                                  0x9c, 0x63, 0x60, 0xf8, 0x0f, 0x00, 0x01, 0x02, 0x01, 0x00, 0x42, 0xbe, 0xbc, 0x68,
                                  0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

void writeScalars(EventWriter& writer) {
    for (int step = 0; step < kSteps; ++step)
        writer.addScalar("train/loss", step, 1.0f / static_cast<float>(step + 1));
    writer.addScalar("odd", 0, std::numeric_limits<float>::quiet_NaN());
    writer.addScalar("odd", (int64_t{1} << 53) + 1, std::numeric_limits<float>::infinity());
    writer.addScalar("损失/σ", -7, -0.0f);
}

void writeHistograms(EventWriter& writer) {
    const std::vector<double> rows{-1, 0, 3, 0, 1, 5, 1, 2.5, 2};
    writer.addHistogram("rows", 3, rows);
    std::vector<float> values;
    for (int i = 0; i < 300; ++i)
        values.push_back(static_cast<float>(i) / 10.0f);
    writer.addHistogramOf("values", 4, values);
    writer.addHistogramOf("empty", 0, {});
}

void writeMedia(EventWriter& writer) {
    const std::vector<std::string> two(2, std::string(reinterpret_cast<const char*>(kPng), sizeof kPng));
    writer.addImages("pictures", 1, 2, 1, two);
    std::vector<float> stereo;
    for (int frame = 0; frame < 400; ++frame)
        for (const float phase : {0.0f, 0.5f})
            stereo.push_back(0.5f * std::sin(2 * std::numbers::pi_v<float> *
                                             (440.0f * static_cast<float>(frame) / 8000.0f + phase)));
    writer.addAudio("tone", 2, stereo, 2, 8000);
    writer.addText("note", 0, "# Title\n\n| a | b |\n|---|---|\n| 1 | 损失 |\n");
}

void writePrCurve(EventWriter& writer) {
    const std::vector<float> sixRows{80, 40, 5,  90,    10,   1,     10,   90,   99,
                                     20, 60, 95, 0.47f, 0.8f, 0.83f, 0.8f, 0.4f, 0.05f};
    writer.addPrCurve("classes/cat", 5, sixRows, 3);
}

void writeGraphs(EventWriter& writer) {
    // GraphDef { node { name: "x" op: "Placeholder" } node { name: "y" op: "Relu" input: "x" } versions { producer: 27
    // } }
    const std::string graph("\n\x10\n\1x\x12\vPlaceholder\n\f\n\1y\x12\4Relu\x1a\1x\x22\2\b\x1b", 36);
    writer.addGraph(graph);
    writer.addKerasGraph(
        R"({"class_name": "Sequential", "config": {"name": "net", "layers": [{"class_name": "Dense", "name": "fc",)"
        R"( "config": {"name": "fc", "units": 4}, "inbound_nodes": []}]}})");
}

void writeDashboards(EventWriter& writer) {
    const std::vector<EventWriter::HParamValue> values{
        {"learning_rate", 0.05}, {"optimizer", std::string("sgd")}, {"nesterov", true}};
    const std::vector<std::string> metrics{"train/loss"};
    writer.addHParams(values, metrics, "trial-1");
    writer.addSessionEnd(EventWriter::Outcome::Success);
    const std::vector<EventWriter::ChartLayout> charts{
        {"losses", "all", {"train/.*", "val/.*"}}, {"other", "odd", {"odd"}}, {"losses", "one", {"train/loss"}}};
    writer.addCustomLayout(charts);
    writer.addSessionLog(1, 0);
    writer.addSessionLog(3, 40, "saved");
    writer.addSessionLog(2, kSteps);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) return std::fputs("usage: write_sample_run FOLDER\n", stderr), 64;
    EventWriter::Options options;
    options.wallTime = kWall;
    auto made = EventWriter::create(argv[1], options);
    if (!made) return std::fprintf(stderr, "%s\n", describe(made.error()).c_str()), 2;
    EventWriter& writer = **made;
    writeScalars(writer);
    writeHistograms(writer);
    writeMedia(writer);
    writePrCurve(writer);
    writeGraphs(writer);
    writeDashboards(writer);
    const std::vector<td::runlog::ProjectorEmbedding> embeddings{{"words", "vectors.tsv", "labels.tsv", {}}};
    const auto config = td::runlog::writeProjectorConfig(argv[1], embeddings);
    const auto flushed = writer.flush();
    return flushed && config ? 0 : 2;
}
