#include "app/cli/arguments.h"
#include "app/cli/learning.h"
#include "app/cli/output.h"
#include "app/cli/train_progress.h"
#include "app/cli/verbs.h"

#include <csignal>
#include <cstdlib>

namespace td::cli {
namespace {

constexpr Option kOptions[] = {
    {"data", Option::Kind::Value},   {"logdir", Option::Kind::Value},    {"epochs", Option::Kind::Value},
    {"batch", Option::Kind::Value},  {"optimizer", Option::Kind::Value}, {"loss", Option::Kind::Value},
    {"lr", Option::Kind::Value},     {"seed", Option::Kind::Value},      {"threads", Option::Kind::Value},
    {"resume", Option::Kind::Value}, {"set", Option::Kind::Values},      {"json", Option::Kind::Flag}};

volatile std::sig_atomic_t interrupts = 0;
void noteInterrupt(int) {
    interrupts = interrupts + 1;
    // The second one does not wait for the step to end.
    if (interrupts > 1) std::_Exit(130);
}
bool isInterrupted() {
    return interrupts != 0;
}

/// The options as a job's; the sentence that says what is wrong, if something is.
std::optional<std::string> read(const Arguments& arguments, train::JobOptions& into) {
    if (arguments.operands().size() > 1) return "One model at a time.";
    if (arguments.operands().empty() && !arguments.has("resume")) return "Which model? MODEL.json is missing.";
    if (!arguments.operands().empty()) into.model = arguments.operands()[0];
    into.resume = arguments.value("resume");
    into.data = arguments.value("data");
    if (into.data.empty() && into.resume.empty()) return "Which data? --data SPEC is missing.";
    into.folder = arguments.value("logdir");
    into.optimizer = arguments.value("optimizer");
    into.loss = arguments.value("loss");
    for (auto [name, least, place] : {std::tuple{"epochs", 0, &into.epochs}, std::tuple{"batch", 1, &into.batch}}) {
        if (!arguments.has(name)) continue;
        *place = wholeNumber(arguments.value(name), least);
        if (!*place)
            return "--" + std::string(name) + " takes a whole number of at least " + std::to_string(least) + ".";
    }
    if (arguments.has("seed")) {
        const auto seed = wholeNumber(arguments.value("seed"), 0);
        if (!seed) return "--seed takes a whole number of at least 0.";
        into.seed = static_cast<uint64_t>(*seed);
    }
    if (arguments.has("lr")) {
        char* end = nullptr;
        const std::string text = arguments.value("lr");
        into.learningRate = std::strtod(text.c_str(), &end);
        if (text.empty() || *end != '\0') return "--lr takes a number.";
    }
    const auto threads = threadsOf(arguments.value("threads"));
    if (!threads) return "--threads takes a whole number of at least 1.";
    into.threads = static_cast<int>(*threads);
    for (const std::string& change : arguments.values("set")) {
        const auto equals = change.find('=');
        if (equals == std::string::npos || equals == 0) return "--set takes KEY=VALUE.";
        into.changes.emplace_back(change.substr(0, equals), change.substr(equals + 1));
    }
    return std::nullopt;
}

void printHead(train::Job& job, bool isJson) {
    const auto count = job.trainer().weights().count();
    if (isJson) {
        print(nn::Json{{"event", "begin"},
                       {"run", job.folder().string()},
                       {"model", job.trainer().model().name},
                       {"parameters", count.total()},
                       {"rows", job.data().train.rows()},
                       {"epochs", job.epochs()},
                       {"steps_per_epoch", job.stepsPerEpoch()}}
                  .dump() +
              "\n");
        return;
    }
    print("Training \"" + job.trainer().model().name + "\" (" + std::to_string(count.total()) + " parameters) on " +
          std::to_string(job.data().train.rows()) + " examples; the run is " + job.folder().string() + "\n");
}

/// Ends with what was reached and how to go on.
int finish(train::Job& job, const train::FitResult& result, bool isJson) {
    auto test = job.test();
    if (!test) return complain(describe(test.error())), kUnusableInput;
    if (isJson) {
        nn::Json line = {
            {"event", "end"}, {"run", job.folder().string()}, {"stopped", result.isStopped}, {"reason", result.reason}};
        for (const auto& [name, value] : *test)
            line["test"][name] = value;
        print(line.dump() + "\n");
    } else if (!test->empty()) {
        print("Test: " + logsText(*test) + "\n");
    }
    if (result.isStopped && !isJson) print("Stopped: " + result.reason + ".\n");
    if (isInterrupted() && !isJson)
        print("Everything is saved. Go on with: tensordesk train --resume " + job.folder().string() + "\n");
    return kFine;
}

} // namespace

int runTrain(const std::vector<std::string>& words) {
    const Verb& verb = *findVerb("train");
    const Arguments arguments(words, kOptions);
    if (arguments.problem()) return wrongUsage(verb, *arguments.problem());
    if (arguments.has("help")) return print(verb.usage) ? kFine : kUnusableInput;
    train::JobOptions options;
    if (auto problem = read(arguments, options)) return wrongUsage(verb, *problem);
    auto job = train::Job::prepare(options);
    if (!job) return complain(describe(job.error())), kUnusableInput;
    printProblems((*job)->data().problems);
    const bool isJson = arguments.has("json");
    printHead(**job, isJson);
    std::signal(SIGINT, noteInterrupt);
    std::signal(SIGTERM, noteInterrupt);
    auto result = (*job)->run({std::make_shared<TrainProgress>(**job, isJson, isInterrupted)});
    if (!result) {
        complain(describe(result.error()));
        return kUnusableInput;
    }
    return finish(**job, *result, isJson);
}

} // namespace td::cli
