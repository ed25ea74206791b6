#include "app/cli/arguments.h"
#include "app/cli/learning.h"
#include "app/cli/output.h"
#include "app/cli/verbs.h"

#include <algorithm>

namespace td::cli {
namespace {

constexpr Option kOptions[] = {{"json", Option::Kind::Flag}};

nn::Json columnJson(const data::FoundColumn& column) {
    nn::Json json = {{"name", column.name}, {"kind", column.kind}, {"use", column.use}, {"missing", column.missing}};
    if (column.kind == "number" || column.kind == "integer")
        json.update({{"min", column.min}, {"max", column.max}, {"mean", column.mean}, {"deviation", column.deviation}});
    for (const auto& [name, rows] : column.classes)
        json["classes"].push_back({{"name", name}, {"rows", rows}});
    return json;
}

nn::Json partJson(const data::Dataset& data) {
    nn::Json json = {{"rows", data.rows()}, {"columns", nn::Json::array()}};
    for (const auto& column : data.columns())
        json["columns"].push_back({{"name", column.name},
                                   {"type", toString(column.type)},
                                   {"role", column.role == data::Role::Feature ? "feature"
                                            : column.role == data::Role::Label ? "label"
                                                                               : "weight"}});
    return json;
}

/// Of a problem of a whole file or column there is no "line".
nn::Json problemJson(const data::Problem& problem) {
    nn::Json json = {{"kind", data::name(problem.kind)},
                     {"file", problem.file},
                     {"expected", problem.expected},
                     {"found", problem.found}};
    if (problem.line > 0) json["line"] = problem.line;
    if (problem.column > 0) json["column"] = problem.column;
    if (!problem.name.empty()) json["name"] = problem.name;
    return json;
}

std::string toJson(const data::LoadedData& data) {
    nn::Json json = {{"name", data.name},
                     {"kind", data.kind},
                     {"licence", data.licence},
                     {"preprocess", data.preprocess},
                     {"train", partJson(data.train)}};
    if (data.validation) json["validation"] = partJson(*data.validation);
    if (data.test) json["test"] = partJson(*data.test);
    if (!data.timeColumn.empty()) json["time_column"] = data.timeColumn;
    json["found"] = nn::Json::array();
    for (const auto& column : data.found)
        json["found"].push_back(columnJson(column));
    json["problems"] = nn::Json::array();
    for (const auto& problem : data.problems.list())
        json["problems"].push_back(problemJson(problem));
    json["problem_count"] = data.problems.total();
    return json.dump(1, ' ', false, nn::Json::error_handler_t::replace) + "\n";
}

std::string columnText(const data::FoundColumn& column) {
    std::string text = "  " + column.name + "  " + column.kind + ", " + column.use;
    if (column.kind == "number" || column.kind == "integer")
        text +=
            ", " + shortNumber(column.min) + " to " + shortNumber(column.max) + ", mean " + shortNumber(column.mean);
    if (column.missing > 0) text += ", " + std::to_string(column.missing) + " missing";
    constexpr size_t kShown = 12;
    for (size_t i = 0; i < std::min(kShown, column.classes.size()); ++i)
        text += (i == 0 ? "\n    " : ", ") + column.classes[i].first + " (" + std::to_string(column.classes[i].second) +
                ")";
    if (column.classes.size() > kShown) text += ", and " + std::to_string(column.classes.size() - kShown) + " more";
    return text + "\n";
}

/// Whether anything is wrong with the data: what is only told of them, such as a column that is the same everywhere, is no issue.
bool hasIssues(const data::Problems& problems) {
    const auto isNote = [](const data::Problem& problem) {
        switch (problem.kind) {
        case data::ProblemKind::CommentLines:
        case data::ProblemKind::ConstantColumn:
        case data::ProblemKind::TextColumn:
        case data::ProblemKind::MixedChannels:
        case data::ProblemKind::MixedSizes:
            return true;
        default:
            return false;
        }
    };
    const auto& list = problems.list();
    return problems.total() > static_cast<int64_t>(list.size()) || !std::all_of(list.begin(), list.end(), isNote);
}

std::string toText(const data::LoadedData& data) {
    std::string text = data.name + (data.title.empty() ? "" : ": " + data.title) + " (" + data.kind + ")\n";
    if (!data.licence.empty()) text += "Licence: " + data.licence + "\n";
    text += "Rows: " + std::to_string(data.train.rows()) + " to train on";
    if (data.validation) text += ", " + std::to_string(data.validation->rows()) + " for validation";
    if (data.test) text += ", " + std::to_string(data.test->rows()) + " for the test";
    text += "\n\nFound:\n";
    for (const auto& column : data.found)
        text += columnText(column);
    text += "\nA model sees:\n";
    for (const auto& column : data.train.columns())
        text += "  " + column.name + "  " + toString(column.type) +
                (column.role == data::Role::Label ? "  label" : "") + "\n";
    for (const auto& step : data.preprocess)
        text += "  after: " + step + "\n";
    if (!data.timeColumn.empty())
        text += "\nThe rows follow each other in time (" + data.timeColumn +
                "). To tell what comes next from what came before, describe them as a series: a JSON file with\n"
                R"(  {"format": "tensordesk-dataset", "version": 1, "source": {"path": "...", "kind": "series", )"
                R"("column": "...", "window": 12}})"
                "\n";
    if (data.problems.total() > 0)
        text += "\n" + (data.problems.total() == 1 ? std::string("1 place is not as it should be; the rest is used:\n")
                                                   : std::to_string(data.problems.total()) +
                                                         " places are not as they should be; the rest is used:\n");
    for (const auto& problem : data.problems.list())
        text += "  " + problemText(problem) + "\n";
    return text;
}

} // namespace

int runData(const std::vector<std::string>& words) {
    const Verb& verb = *findVerb("data");
    const Arguments arguments(words, kOptions);
    if (arguments.problem()) return wrongUsage(verb, *arguments.problem());
    if (arguments.has("help")) return print(verb.usage) ? kFine : kUnusableInput;
    if (arguments.operands().size() != 1) return wrongUsage(verb, "One file, folder or specification, please.");
    auto data = data::load(arguments.operands()[0]);
    if (!data) return complain(describe(data.error())), kUnusableInput;
    if (!print(arguments.has("json") ? toJson(*data) : toText(*data))) return kUnusableInput;
    const auto rowsOf = [](const std::optional<data::Dataset>& part) { return part ? part->rows() : 0; };
    if (data->train.rows() + rowsOf(data->validation) + rowsOf(data->test) == 0) {
        complain(arguments.operands()[0] + " holds no row: nothing can be learnt from it or predicted.");
        return kUnusableInput;
    }
    return hasIssues(data->problems) ? kIssuesFound : kFine;
}

} // namespace td::cli
