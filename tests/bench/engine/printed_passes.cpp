#include "tests/bench/engine/printed_passes.h"

#include "engine/graph/text.h"

#include <cstdio>

namespace td::bench {

namespace {
void printGraph(std::string_view pass, const graph::Graph& graph) {
    const std::string title = pass.empty() ? "before" : std::string("after ").append(pass);
    std::printf("== %s\n%s\n", title.c_str(), toText(graph).c_str());
}

Result<void> printPlaces(const graph::Graph& graph, runtime::SessionOptions options,
                         const std::vector<Extents>& extents) {
    for (const bool worksInPlace : {false, true}) {
        options.worksInPlace = worksInPlace;
        options.observer = worksInPlace ? graph::PassObserver{} : printGraph;
        auto session = runtime::Session::create(graph, options, kernels::builtinKernels());
        if (!session) return failure(session.error());
        const auto plan = (*session)->draft(extents);
        if (!plan) return failure(plan.error());
        std::printf("== %s in-place\n%s\n", worksInPlace ? "after" : "before", (*plan)->toText().c_str());
    }
    return {};
}
} // namespace

Result<void> printPasses(const BenchOptions& options, Purpose purpose) {
    const auto net = wholeGraph(options, purpose, printGraph);
    if (!net) return failure(net.error());
    runtime::SessionOptions session;
    session.threads = options.threads;
    session.isFrozen = purpose == Purpose::Inference;
    session.lowering = loweringOf(purpose, options);
    return printPlaces(net->graph, session, extentsOf(options, purpose));
}

} // namespace td::bench
