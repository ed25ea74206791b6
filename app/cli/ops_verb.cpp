#include "app/cli/arguments.h"
#include "app/cli/ops_text.h"
#include "app/cli/output.h"
#include "app/cli/verbs.h"

namespace td::cli {
namespace {

constexpr Option kOptions[] = {{"json", Option::Kind::Flag}};

} // namespace

int runOps(const std::vector<std::string>& words) {
    const Verb& verb = *findVerb("ops");
    const Arguments arguments(words, kOptions);
    if (arguments.problem()) return wrongUsage(verb, *arguments.problem());
    if (arguments.has("help")) return print(verb.usage) ? kFine : kUnusableInput;
    std::vector<const graph::OpDef*> ops;
    for (const std::string& name : arguments.operands()) {
        ops.push_back(graph::builtinOps().find(name));
        if (ops.back() == nullptr) return wrongUsage(verb, "There is no operation '" + name + "'.");
    }
    const bool areNamed = !ops.empty();
    if (!areNamed) ops = graph::builtinOps().all();
    const kernels::KernelRegistry& kernels = kernels::builtinKernels();
    std::string text;
    if (arguments.has("json"))
        text = opsJson(ops, kernels);
    else if (!areNamed)
        text = opsTable(ops, kernels);
    for (size_t i = 0; areNamed && !arguments.has("json") && i < ops.size(); ++i)
        text += (i > 0 ? "\n" : "") + opText(*ops[i], kernels);
    return print(text) ? kFine : kUnusableInput;
}

} // namespace td::cli
