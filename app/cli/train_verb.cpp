#include "app/cli/arguments.h"
#include "app/cli/interruption.h"
#include "app/cli/learning.h"
#include "app/cli/output.h"
#include "app/cli/train_progress.h"
#include "app/cli/verbs.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace td::cli {
namespace {

constexpr Option kOptions[] = {
    {"data", Option::Kind::Value},   {"logdir", Option::Kind::Value},    {"epochs", Option::Kind::Value},
    {"batch", Option::Kind::Value},  {"optimizer", Option::Kind::Value}, {"loss", Option::Kind::Value},
    {"lr", Option::Kind::Value},     {"seed", Option::Kind::Value},      {"threads", Option::Kind::Value},
    {"resume", Option::Kind::Value}, {"set", Option::Kind::Values},      {"memory-limit", Option::Kind::Value},
    {"json", Option::Kind::Flag}};

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
    for (auto [name, least, place] : {std::tuple{"epochs", 1, &into.epochs}, std::tuple{"batch", 1, &into.batch}}) {
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
        into.learningRate = positiveNumber(arguments.value("lr"));
        if (!into.learningRate) return "--lr takes a number above 0, such as 0.001 or 1e-3.";
    }
    const auto threads = threadsOf(arguments.value("threads"));
    if (!threads) return std::string(kThreadsExpected);
    into.threads = static_cast<int>(*threads);
    if (arguments.has("memory-limit")) {
        const auto limit = byteCount(arguments.value("memory-limit"));
        if (!limit) return "--memory-limit takes a number of bytes, or one with K, M, G or T behind it.";
        into.memoryLimitBytes = *limit;
    }
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
        printLine({{"event", "begin"},
                   {"run", job.folder().string()},
                   {"model", job.trainer().model().name},
                   {"parameters", count.total()},
                   {"rows", job.data().train.rows()},
                   {"epochs", job.epochs()},
                   {"steps_per_epoch", job.stepsPerEpoch()}});
        return;
    }
    print("Training \"" + job.trainer().model().name + "\" (" + std::to_string(count.total()) + " parameters) on " +
          std::to_string(job.data().train.rows()) + " examples; the run is " + job.folder().string() + "\n");
}

/// A word as a shell takes it.
std::string quoted(const std::string& word) {
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./+=:@%,-";
    if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
    std::string text = "'";
    for (const char c : word)
        text.append(c == '\'' ? std::string_view("'\\''") : std::string_view(&c, 1));
    return text + "'";
}

/// The command line that goes on from the run's last checkpoint, bit for bit: with as many threads as now.
std::string resumeCommand(const train::Job& job, const Arguments& arguments) {
    std::string command = "tensordesk train --resume " + quoted(job.folder().string());
    for (const char* option : {"threads", "memory-limit"})
        if (arguments.has(option)) command.append(" --").append(option).append(" ").append(arguments.value(option));
    return command;
}

/// What may help where memory is out.
void complainOfMemory(const Error& error) {
    const std::string needed(error.fact("memory")), limit(error.fact("limit"));
    const auto neededBytes = byteCount(needed), limitBytes = byteCount(limit);
    if (neededBytes && limitBytes)
        complain("This needs " + byteText(*neededBytes) + " of memory; the limit is " + byteText(*limitBytes) + ".");
    else
        complain("The system gives no more memory" +
                 (neededBytes ? "; " + byteText(*neededBytes) + " more were asked for." : std::string(".")));
    complain("Smaller batches (--batch) need less, and so do values that are computed again instead of kept (--set "
             "training.recompute=true).");
}

/// "Class 4 of the label \"kind\" is none that the model tells apart, which are 0 … 2"
std::string classSentence(const Error& error) {
    std::string text = "Class " + std::string(error.fact("found"));
    if (!error.fact("column").empty()) text.append(" of the label \"").append(error.fact("column")).append("\"");
    text.append(" is none that the model tells apart, which are ").append(error.fact("expected"));
    return text.append(": its last layer needs more units, or the data fewer classes.");
}

void complainOf(const Error& error) {
    if (const std::string folder(error.fact("existing training")); !folder.empty())
        return complain("'" + folder + "' holds a training that is there already. Go on with it by --resume " +
                        quoted(folder) + ", or begin this one in another --logdir.");
    const bool isMemory = error.code == ErrorCode::TooLarge && !error.fact("memory").empty();
    if (isMemory) return complainOfMemory(error);
    const bool isClass =
        error.fact("op").find("cross_entropy") != std::string_view::npos && !error.fact("found").empty();
    if (isClass) complain(classSentence(error));
    complain(describe(error));
}

/// Ends a training that failed: with what went wrong, and how to go on from the last checkpoint, where there is one.
int giveUp(const train::Job& job, const Error& error, bool hasCheckpoint, const Arguments& arguments) {
    const std::string resume = hasCheckpoint ? resumeCommand(job, arguments) : std::string();
    if (arguments.has("json")) {
        nn::Json line = errorLine(error);
        line["run"] = job.folder().string();
        if (hasCheckpoint) line["resume"] = resume;
        printLine(line);
    }
    complainOf(error);
    if (hasCheckpoint) complain("The last checkpoint is whole. Go on with: " + resume);
    return kUnusableInput;
}

/// The same before there is a run.
int giveUp(const Error& error, const Arguments& arguments) {
    if (arguments.has("json")) printLine(errorLine(error));
    complainOf(error);
    return kUnusableInput;
}

/// Ends an interrupted training; nobody who interrupts wants to wait for a test.
int finishInterrupted(const train::Job& job, const Arguments& arguments) {
    const std::string resume = resumeCommand(job, arguments);
    if (arguments.has("json"))
        printLine({{"event", "end"},
                   {"run", job.folder().string()},
                   {"stopped", true},
                   {"reason", "interrupted"},
                   {"resume", resume}});
    else
        print("Interrupted. Everything is saved. Go on with: " + resume + "\n");
    return 128 + interruption();
}

/// What the test says of the weights that the training ended with, and of the best ones where those are others.
struct Measured {
    train::Logs last;
    std::optional<train::BestResult> best;
};

Result<Measured> measured(train::Job& job) {
    auto last = job.test();
    if (!last) return failure(last.error());
    if (last->empty()) return Measured{};
    auto best = job.testBest(*last);
    if (!best) return failure(best.error());
    return Measured{*std::move(last), *std::move(best)};
}

std::string toText(const Measured& test, const train::Job& job) {
    if (test.last.empty()) return {};
    const std::string epoch = std::to_string(job.epoch());
    const std::string_view what = job.tested() == "test" ? "Test" : "Validation";
    const auto ofLast = [&] { return std::string(what).append(" of the last weights"); };
    if (!test.best) return ofLast().append(" (epoch " + epoch + "): " + logsText(test.last) + "\n");
    const std::string best = "epoch " + std::to_string(test.best->epoch) + ", by " + job.watched();
    if (test.best->isPresent)
        return ofLast().append(", which are the best (" + best + "): " + logsText(test.last) + "\n");
    return ofLast()
        .append(" (epoch " + epoch + "): " + logsText(test.last) + "\n")
        .append(what)
        .append(" of the best weights (" + best + "), which evaluate and predict take: ")
        .append(logsText(test.best->logs) + "\n");
}

nn::Json toJson(const Measured& test, const train::Job& job) {
    nn::Json json = nn::Json::object();
    for (const auto& [name, value] : test.last)
        json["test"][name] = value;
    if (!test.last.empty()) json["part"] = job.tested();
    if (!test.best) return json;
    json["best"] = {{"epoch", test.best->epoch}, {"watched", job.watched()}, {"is_last", test.best->isPresent}};
    for (const auto& [name, value] : test.best->logs)
        json["best"]["test"][name] = value;
    return json;
}

/// Ends with what was reached. Whoever interrupts the test has a training that is saved.
int finish(train::Job& job, const train::FitResult& result, const Arguments& arguments) {
    auto test = measured(job);
    const bool isInterrupted = !test && test.error().code == ErrorCode::Cancelled && interruption() != 0;
    if (!test && !isInterrupted) return giveUp(job, test.error(), true, arguments);
    if (arguments.has("json")) {
        nn::Json line = {
            {"event", "end"}, {"run", job.folder().string()}, {"stopped", result.isStopped}, {"reason", result.reason}};
        if (test) line.update(toJson(*test, job));
        printLine(line);
    } else {
        print(test ? toText(*test, job)
                   : "The test was interrupted; the training is saved. Test it with: tensordesk evaluate " +
                         quoted(job.folder().string()) + "\n");
        if (result.isStopped) print("Stopped: " + result.reason + ".\n");
    }
    return isInterrupted ? 128 + interruption() : kFine;
}

/// A run that came to its number of epochs has nothing left to train.
int finishAgain(train::Job& job, const Arguments& arguments) {
    const std::string more = resumeCommand(job, arguments) + " --epochs " + std::to_string(2 * job.epochs());
    if (!arguments.has("json"))
        print("This training is finished: all " + std::to_string(job.epochs()) +
              " epochs are done. To train further, give more epochs: " + more + "\n");
    train::FitResult nothing;
    nothing.reason = "all epochs were done before";
    return finish(job, nothing, arguments);
}

/// When the run's last checkpoint was written; nothing where there is none.
std::optional<std::filesystem::file_time_type> savedAt(const train::Job& job) {
    std::error_code missing;
    const auto time = std::filesystem::last_write_time(job.latest(), missing);
    return missing ? std::nullopt : std::optional(time);
}

} // namespace

int runTrain(const std::vector<std::string>& words) {
    const Verb& verb = *findVerb("train");
    const Arguments arguments(words, kOptions);
    if (arguments.problem()) return wrongUsage(verb, *arguments.problem());
    if (arguments.has("help")) return print(verb.usage) ? kFine : kUnusableInput;
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ); // whoever reads along gets each line when it is said
    train::JobOptions options;
    if (auto problem = read(arguments, options)) return wrongUsage(verb, *problem);
    auto job = train::Job::prepare(options);
    if (!job) return giveUp(job.error(), arguments);
    printUnknownKeys((*job)->unknown());
    printProblems((*job)->data().problems);
    const bool isJson = arguments.has("json");
    const Interruptions interruptions((*job)->trainer().control());
    if (!options.resume.empty() && (*job)->epoch() >= (*job)->epochs()) return finishAgain(**job, arguments);
    printHead(**job, isJson);
    const auto savedBefore = savedAt(**job);
    auto result = (*job)->run({std::make_shared<TrainProgress>(**job, isJson)});
    // A file that another training left in this folder is no way to go on with this one.
    const bool hasCheckpoint = savedAt(**job) && (!options.resume.empty() || savedAt(**job) != savedBefore);
    if (!result) return giveUp(**job, result.error(), hasCheckpoint, arguments);
    return interruption() != 0 && result->isStopped ? finishInterrupted(**job, arguments)
                                                    : finish(**job, *result, arguments);
}

} // namespace td::cli
