#include "app/cli/learning.h"

#include "app/cli/output.h"

#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <thread>

namespace td::cli {

std::optional<int64_t> wholeNumber(const std::string& text, int64_t least) {
    int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size() || value < least) return std::nullopt;
    return value;
}

std::optional<double> positiveNumber(const std::string& text) {
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isWhole = problem == std::errc() && end == text.data() + text.size();
    return isWhole && std::isfinite(value) && value > 0 ? std::optional(value) : std::nullopt;
}

std::optional<int64_t> threadsOf(const std::string& option) {
    if (option.empty()) return std::max<int64_t>(1, std::thread::hardware_concurrency());
    const auto threads = wholeNumber(option, 1);
    return threads && *threads <= kMostThreads ? threads : std::nullopt;
}

std::optional<uint64_t> byteCount(const std::string& text) {
    constexpr std::string_view kUnits = "KMGT";
    double value = 0;
    const char* const textEnd = text.data() + text.size();
    const auto [end, problem] = std::from_chars(text.data(), textEnd, value, std::chars_format::fixed);
    if (problem != std::errc() || !(value > 0)) return std::nullopt;
    std::string_view unit(end, static_cast<size_t>(textEnd - end));
    const size_t power = unit.empty() ? kUnits.npos : kUnits.find(static_cast<char>(std::toupper(unit.front())));
    if (power != kUnits.npos) {
        value *= std::pow(1024.0, static_cast<double>(power + 1));
        unit.remove_prefix(1);
    }
    if (!unit.empty() && unit != "B" && unit != "iB") return std::nullopt;
    constexpr double kMost = 1e18;
    return value >= 1 && value <= kMost ? std::optional(static_cast<uint64_t>(value)) : std::nullopt;
}

std::string byteText(uint64_t bytes) {
    constexpr std::array kUnits = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    auto value = static_cast<double>(bytes);
    size_t unit = 0;
    for (; value >= 1024 && unit + 1 < kUnits.size(); ++unit)
        value /= 1024;
    std::array<char, 96> text{};
    if (unit == 0)
        std::snprintf(text.data(), text.size(), "%llu bytes", static_cast<unsigned long long>(bytes));
    else
        std::snprintf(text.data(), text.size(), "%.*f %s (%llu bytes)", value < 100 ? 1 : 0, value, kUnits[unit],
                      static_cast<unsigned long long>(bytes));
    return text.data();
}

std::filesystem::path checkpointAt(const std::filesystem::path& path) {
    if (!std::filesystem::is_directory(path)) return path;
    for (const char* name : {"best.tdck", "latest.tdck"})
        if (const auto file = path / "checkpoints" / name; std::filesystem::exists(file)) return file;
    return path / "checkpoints" / "latest.tdck";
}

std::optional<Trained> openTrained(const std::string& path, int threads) {
    const auto file = checkpointAt(path);
    auto checkpoint = train::readCheckpoint(file);
    if (!checkpoint) return complain(describe(checkpoint.error())), std::nullopt;
    auto loaded = train::modelFromCheckpoint(*checkpoint);
    if (!loaded) return complain(describe(loaded.error())), std::nullopt;
    nn::Json training = loaded->model.extra.value("training", nn::Json::object());
    if (training.is_null()) training = nn::Json::object();
    auto setup = train::setupFromJson(training);
    if (!setup) return complain(describe(setup.error())), std::nullopt;
    train::TrainerOptions options;
    options.threads = threads;
    auto trainer = train::Trainer::create(std::move(loaded->model), *std::move(setup), std::move(options));
    if (!trainer) return complain(describe(trainer.error())), std::nullopt;
    if (auto filled = (*trainer)->setWeights(checkpoint->tensors); !filled)
        return complain(describe(filled.error())), std::nullopt;
    const bool hasEpoch = checkpoint->training.is_object() && checkpoint->training.contains("epoch");
    return Trained{*std::move(trainer), training, file,
                   hasEpoch ? std::optional(checkpoint->training.value("epoch", int64_t{0})) : std::nullopt};
}

void printLine(const nn::Json& json) {
    print(json.dump(-1, ' ', false, nn::Json::error_handler_t::replace) + "\n");
}

nn::Json errorLine(const Error& error) {
    nn::Json line = {{"event", "error"}, {"code", name(error.code)}, {"facts", nn::Json::object()}};
    for (const Fact& fact : error.facts)
        line["facts"][fact.name] = fact.value;
    return line;
}

std::string problemText(const data::Problem& problem) {
    std::string text = problem.file;
    for (const int64_t place : {problem.line, problem.line > 0 ? problem.column : 0})
        if (place > 0) text.append(":").append(std::to_string(place));
    if (!problem.name.empty())
        text.append(", column \"").append(problem.name).append("\"");
    else if (problem.line == 0 && problem.column > 0)
        text.append(", column ").append(std::to_string(problem.column));
    if (problem.kind == data::ProblemKind::TextColumn)
        return text + ": text-column, \"" + problem.found +
               "\" is text and is left out; columns.NAME.type \"category\" in a specification makes classes of it";
    text += ": " + std::string(data::name(problem.kind));
    if (!problem.expected.empty()) text += ", expected " + problem.expected;
    if (!problem.found.empty()) text += ", found " + problem.found;
    return text;
}

void printProblems(const data::Problems& problems) {
    constexpr size_t kShown = 10;
    for (size_t i = 0; i < std::min(kShown, problems.list().size()); ++i)
        complain(problemText(problems.list()[i]));
    const int64_t more = problems.total() - static_cast<int64_t>(std::min(kShown, problems.list().size()));
    if (more > 0) complain(std::to_string(more) + " more such places; 'tensordesk data' lists them");
}

void printUnknownKeys(const std::vector<nn::UnknownKey>& keys) {
    constexpr size_t kShown = 20;
    size_t shown = 0, unknown = 0;
    std::string precisions; // the same in every layer, as a rule: told once
    for (const auto& key : keys) {
        if (!key.precision.empty()) {
            const std::string text = "\"" + key.precision + "\"";
            if (precisions.find(text) == std::string::npos)
                precisions.append(precisions.empty() ? "" : ", ").append(text);
            continue;
        }
        if (++unknown > kShown) continue;
        ++shown;
        complain("Nothing is known by the name of " + key.path + "; it has no effect." +
                 (key.nearest.empty() ? std::string() : " Did you mean \"" + key.nearest + "\"?"));
    }
    if (unknown > shown) complain("and " + std::to_string(unknown - shown) + " more such keys");
    if (!precisions.empty()) complain("The model asks for " + precisions + "; everything is computed in float32.");
}

std::string shortNumber(double value) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.4g", value);
    return text.data();
}

} // namespace td::cli
