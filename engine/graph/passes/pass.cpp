#include "engine/graph/passes/pass.h"

#include "engine/graph/passes/pass_list.h"
#include "engine/graph/text.h"

#include <array>

namespace td::graph {

namespace {
std::vector<Pass> named(std::initializer_list<std::string_view> names) {
    std::vector<Pass> passes;
    for (const std::string_view name : names)
        passes.push_back(*findPass(name));
    return passes;
}
} // namespace

std::span<const Pass> allPasses() {
    static const std::array kPasses = {
        Pass{"shapes", "infers every shape and type again from those of inputs and variables", inferShapes},
        Pass{"dead-code", "takes out nodes that no output and no update needs", removeDeadCode},
        Pass{"common", "computes what is computed twice once", joinEqual},
        Pass{"algebra", "takes out nodes that change nothing: x+0, x*1, reshapes of reshapes, double transposes",
             simplifyAlgebra},
        Pass{"dense", "joins matmul, bias and activation", fuseDense},
        Pass{"conv", "joins convolution, bias and activation", fuseConv},
        Pass{"batch-norm", "joins batch normalization, residual and activation", fuseBatchNorms},
        Pass{"softmax-loss", "joins softmax, logarithm and cross-entropy", fuseSoftmaxLosses},
        Pass{"fold-batch-norm", "moves batch normalization into the convolution before it (inference)", foldBatchNorms},
        Pass{"pool-gradients", "masks and sums the gradient of a max-pooling before it is spread", usePooledGradients},
        Pass{"sparse-updates", "updates only the rows of a table that the batch touched", useSparseUpdates},
        Pass{"layout", "keeps what a convolution over one channel starts in blocks of 16 channels", makeLayoutIslands},
        Pass{"elementwise", "joins chains of elementwise nodes", fuseElementwise},
        Pass{"recompute", "computes large cheap values again for the backward part (an option)", recomputeAll},
    };
    return kPasses;
}

const Pass* findPass(std::string_view name) {
    for (const Pass& pass : allPasses())
        if (pass.name == name) return &pass;
    return nullptr;
}

std::vector<Pass> forwardPasses() {
    return named({"algebra", "dense", "conv", "batch-norm", "softmax-loss", "dead-code"});
}
std::vector<Pass> trainingPasses() {
    return named(
        {"dead-code", "algebra", "common", "pool-gradients", "sparse-updates", "elementwise", "dead-code", "layout"});
}
std::vector<Pass> inferencePasses() {
    return named({"dead-code", "algebra", "fold-batch-norm", "common", "dense", "conv", "softmax-loss", "elementwise",
                  "dead-code", "layout"});
}

Result<void> runPasses(Graph& graph, std::span<const Pass> passes, const PassObserver& observer) {
    if (observer) observer({}, graph);
    for (const Pass& pass : passes) {
        const std::string before = observer ? toText(graph) : std::string();
        TD_TRY(pass.run(graph));
        if (auto checked = graph.verify(); !checked) {
            Error error = checked.error();
            error.facts.push_back({"pass", std::string(pass.name)});
            return failure(std::move(error));
        }
        if (observer && toText(graph) != before) observer(pass.name, graph);
    }
    return {};
}

} // namespace td::graph
