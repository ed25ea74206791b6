#include "tests/bench/engine/engine_bench.h"

#include "engine/graph/op_def.h"
#include "tests/bench/engine/bench_options.h"
#include "tests/bench/engine/printed_passes.h"

#include <algorithm>
#include <cstdio>
#include <map>

namespace td::bench {

using runtime::Plan;
using runtime::Session;

namespace {
constexpr int kBatches = 16;

Result<void> fillVariables(const Session& session, const std::vector<InitialValue>& initial) {
    uint64_t seed = 1;
    for (const InitialValue& how : initial) {
        auto variable = session.variable(how.variable);
        if (!variable) return failure(variable.error());
        fillInitial(how, *variable, seed++);
    }
    return {};
}

/// Kernel time by node, summed over the recorded spans, the dearest first.
void printProfile(const Session& session, const Plan& plan) {
    std::map<uint32_t, uint64_t> ticks;
    std::map<uint32_t, uint64_t> runs;
    uint64_t all = 0;
    for (const runtime::Span& span : session.spans()) {
        ticks[span.node] += span.end - span.begin;
        ++runs[span.node];
        all += span.end - span.begin;
    }
    std::vector<const runtime::StepFacts*> facts;
    for (const auto& fact : plan.facts())
        if (ticks.contains(graph::index(fact.node))) facts.push_back(&fact);
    std::sort(facts.begin(), facts.end(), [&](const auto* a, const auto* b) {
        return ticks[graph::index(a->node)] > ticks[graph::index(b->node)];
    });
    const double perSecond = runtime::ticksPerSecond();
    std::printf("%7s %9s %8s %8s  %-22s %-24s %s\n", "share", "us", "GF/s", "GB/s", "op", "layer", "kernel");
    for (const auto* fact : facts) {
        const uint32_t id = graph::index(fact->node);
        const double seconds = static_cast<double>(ticks[id]) / perSecond / static_cast<double>(runs[id]);
        const graph::Node& node = plan.graph().node(fact->node);
        std::printf("%6.2f%% %9.1f %8.1f %8.1f  %-22s %-24s %s\n",
                    100.0 * static_cast<double>(ticks[id]) / static_cast<double>(all), seconds * 1e6,
                    fact->cost.flops / seconds * 1e-9, fact->cost.bytes / seconds * 1e-9, node.op->name.c_str(),
                    node.source.layer.c_str(), fact->implementation.c_str());
    }
    const auto last = session.lastRunTime();
    std::printf("step %.1f us, in kernels %.1f us, overhead %.2f %%\n",
                static_cast<double>(last.total) / perSecond * 1e6, static_cast<double>(last.kernels) / perSecond * 1e6,
                100.0 * static_cast<double>(last.total - last.kernels) / static_cast<double>(last.total));
}

nlohmann::ordered_json headOf(const BenchOptions& options, Purpose purpose) {
    nlohmann::ordered_json head;
    head["kind"] = purpose == Purpose::Training ? "train" : "infer";
    head["framework"] = "tensordesk";
    head["version"] = TD_VERSION;
    head["net"] = options.net;
    head["batch"] = options.batch;
    head["threads"] = options.threads;
    head["mode"] = purpose == Purpose::Inference ? "infer" : options.areSpansOn ? "step_spans" : "step";
    head["steps_per_call"] = 1;
    head["pass"] = options.pass;
    if (options.isRecomputing) head["recompute"] = true;
    return head;
}

/// A failure is a line too, so that a table of many runs shows the hole.
int complain(const Error& error, const BenchOptions& options, Purpose purpose) {
    nlohmann::ordered_json line = headOf(options, purpose);
    line["error"] = describe(error);
    std::puts(line.dump().c_str());
    std::fprintf(stderr, "%s\n", describe(error).c_str());
    return 2;
}

} // namespace

std::vector<graph::Pass> loweringOf(Purpose purpose, const BenchOptions& options) {
    auto passes = purpose == Purpose::Training ? graph::trainingPasses() : graph::inferencePasses();
    if (options.isRecomputing) passes.push_back(*graph::findPass("recompute"));
    return passes;
}

Result<Net> wholeGraph(const BenchOptions& options, Purpose purpose, const graph::PassObserver& observer) {
    auto net = buildNet(options.net, purpose);
    if (!net || purpose == Purpose::Inference) return net;
    TD_TRY(runPasses(net->graph, graph::forwardPasses(), observer));
    net->loss = net->graph.outputs().front().value;
    TD_TRY(addTrainingStep(*net, options.net));
    if (observer) observer("gradients", net->graph);
    return net;
}

std::vector<Extents> extentsOf(const BenchOptions& options, Purpose purpose) {
    std::vector<Extents> extents;
    for (const Tensor& tensor : drawBatch(options.net, purpose, options.batch, 1))
        extents.push_back(tensor.extents());
    return extents;
}

Result<PreparedNet> prepareNet(const BenchOptions& options, Purpose purpose) {
    auto net = wholeGraph(options, purpose);
    if (!net) return failure(net.error());
    runtime::SessionOptions sessionOptions;
    sessionOptions.threads = options.threads;
    sessionOptions.lowering = loweringOf(purpose, options);
    sessionOptions.isFrozen = purpose == Purpose::Inference;
    const std::vector<InitialValue> initial = net->initial;
    auto session = Session::create(std::move(net->graph), std::move(sessionOptions), kernels::builtinKernels());
    if (!session) return failure(session.error());
    PreparedNet prepared{*std::move(session), nullptr, {}, {}, 0};
    if (purpose == Purpose::Inference)
        TD_TRY(fillVariables(*prepared.session, initial)); // weights are repacked when the plan is made
    const std::vector<Extents> extents = extentsOf(options, purpose);
    if (purpose == Purpose::Inference) {
        auto slices = runtime::RowSlices::make(*prepared.session, extents);
        if (!slices) return failure(slices.error());
        prepared.slices = *std::move(slices);
        prepared.plan = &prepared.slices->plan();
    } else {
        auto plan = prepared.session->plan(extents);
        if (!plan) return failure(plan.error());
        prepared.plan = *plan;
    }
    prepared.startToPlanSeconds = sinceProcessStart();
    if (purpose == Purpose::Training) TD_TRY(fillVariables(*prepared.session, initial));
    const int distinct = purpose == Purpose::Training ? kBatches : 1;
    for (int i = 0; i < distinct; ++i)
        prepared.batches.push_back(drawBatch(options.net, purpose, options.batch, 1 + static_cast<uint64_t>(i)));
    return prepared;
}

int runBench(int argc, char** argv, Purpose purpose) {
    const auto options = readOptions(argc, argv);
    if (!options) {
        std::fprintf(stderr, "%s: %s\n", argv[0], describe(options.error()).c_str());
        return 64;
    }
    if (options->isHelpWanted) {
        std::fputs(helpText().c_str(), stdout);
        return 0;
    }
    if (options->arePassesShown) {
        const auto printed = printPasses(*options, purpose);
        return printed ? 0 : complain(printed.error(), *options, purpose);
    }
    auto net = prepareNet(*options, purpose);
    if (!net) return complain(net.error(), *options, purpose);
    if (options->isPlanShown) {
        std::fputs(net->plan->toText().c_str(), stdout);
        return 0;
    }
    if (options->areSpansOn || options->isProfileShown) net->session->recordSpans(1 << 16);
    Meter meter(options->batch, options->meter);
    for (size_t i = 0;; ++i) {
        const std::vector<Tensor>& batch = net->batches[i % net->batches.size()];
        auto ran = net->slices ? net->slices->run(batch) : net->session->run(*net->plan, batch);
        if (!ran) return complain(ran.error(), *options, purpose);
        const auto loss = purpose == Purpose::Training
                              ? std::optional<double>(net->session->scalarOutput(*net->plan, 0))
                              : std::nullopt;
        if (!meter.tick(loss)) break;
    }
    if (options->isProfileShown) {
        printProfile(*net->session, *net->plan);
        return 0;
    }
    nlohmann::ordered_json line = headOf(*options, purpose);
    line.update(meter.record());
    line["start_to_plan_s"] = net->startToPlanSeconds;
    if (net->slices) line["rows_at_once"] = net->slices->rows();
    line["planned_mb"] = static_cast<double>(net->plan->need().total()) / 1048576.0;
    std::puts(line.dump().c_str());
    return 0;
}

} // namespace td::bench
