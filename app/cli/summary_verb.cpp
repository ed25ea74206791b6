#include "app/cli/arguments.h"
#include "app/cli/learning.h"
#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "engine/nn/model_json.h"
#include "engine/nn/summary.h"

namespace td::cli {
namespace {

constexpr Option kOptions[] = {{"json", Option::Kind::Flag}};

Result<nn::Model> openModel(const std::filesystem::path& path) {
    if (!std::filesystem::is_directory(path) && path.extension() != ".tdck") return nn::readModel(path);
    auto checkpoint = train::readCheckpoint(checkpointAt(path));
    if (!checkpoint) return failure(checkpoint.error());
    return nn::modelFromJson(checkpoint->model);
}

} // namespace

int runSummary(const std::vector<std::string>& words) {
    const Verb& verb = *findVerb("summary");
    const Arguments arguments(words, kOptions);
    if (arguments.problem()) return wrongUsage(verb, *arguments.problem());
    if (arguments.has("help")) return print(verb.usage) ? kFine : kUnusableInput;
    if (arguments.operands().size() != 1) return wrongUsage(verb, "One model, please.");
    auto model = openModel(arguments.operands()[0]);
    if (!model) return complain(describe(model.error())), kUnusableInput;
    auto summary = nn::summarize(*model);
    if (!summary) return complain(describe(summary.error())), kUnusableInput;
    const std::string text = arguments.has("json") ? nn::toJson(*summary).dump(1) + "\n" : nn::toText(*summary, *model);
    return print(text) ? kFine : kUnusableInput;
}

} // namespace td::cli
