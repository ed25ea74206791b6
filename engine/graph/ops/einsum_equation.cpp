#include "engine/graph/ops/einsum.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

/// Reading an equation of einsum.
namespace td::graph {

namespace {
tl::unexpected<Error> unreadable(std::string_view text, std::string expected) {
    return failure(ErrorCode::InvalidArgument,
                   {{"attribute", "equation"}, {"found", std::string(text)}, {"expected", std::move(expected)}});
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The labels of one term; `rank` nothing: of the output, whose ellipsis has `wide` axes.
Result<std::vector<int>> labelsOf(std::string_view term, std::optional<int> rank, int& wide) {
    const size_t dots = term.find("...");
    const auto letters = static_cast<int>(std::count_if(term.begin(), term.end(), isLetter));
    const bool hasEllipsis = dots != std::string_view::npos;
    if (static_cast<size_t>(letters) + (hasEllipsis ? 3 : 0) != term.size())
        return unreadable(term, "letters and at most one ellipsis (...)");
    const int hidden = rank ? *rank - letters : wide;
    if (rank && (hidden < 0 || (!hasEllipsis && hidden > 0)))
        return failure(ErrorCode::ShapeMismatch, {{"left", "rank " + std::to_string(*rank)},
                                                  {"right", std::string(term)},
                                                  {"expected", "a letter for each axis"}});
    std::vector<int> labels;
    for (size_t i = 0; i < term.size(); ++i) {
        if (i == dots) {
            for (int k = hidden; k > 0; --k)
                labels.push_back(-k);
            i += 2;
        } else {
            labels.push_back(term[i]);
        }
    }
    if (hasEllipsis) wide = std::max(wide, hidden);
    return labels;
}

/// All ellipsis axes, then all letters that stand exactly once.
std::vector<int> impliedOutput(const std::vector<std::vector<int>>& inputs, int wide) {
    std::map<int, int> times;
    for (const auto& labels : inputs)
        for (const int label : labels)
            ++times[label];
    std::vector<int> output;
    for (int k = wide; k > 0; --k)
        output.push_back(-k);
    for (const auto& [label, count] : times)
        if (label > 0 && count == 1) output.push_back(label);
    return output;
}

/// Every output label stands once there and somewhere among the inputs; ellipsis axes are kept.
bool isConsistent(const EinsumEquation& equation, int wide) {
    for (const int label : equation.output) {
        const bool isKnown = std::any_of(equation.inputs.begin(), equation.inputs.end(), [&](const auto& labels) {
            return std::find(labels.begin(), labels.end(), label) != labels.end();
        });
        if (!isKnown || std::count(equation.output.begin(), equation.output.end(), label) > 1) return false;
    }
    return wide == 0 || std::find(equation.output.begin(), equation.output.end(), -wide) != equation.output.end();
}
} // namespace

Result<EinsumEquation> parseEinsum(std::string_view text, std::span<const int> ranks) {
    std::string plain;
    std::copy_if(text.begin(), text.end(), std::back_inserter(plain), [](char c) { return c != ' '; });
    const size_t arrow = plain.find("->");
    std::string_view terms = std::string_view(plain).substr(0, arrow);
    EinsumEquation equation;
    int wide = 0;
    while (true) {
        const size_t end = terms.find(',');
        if (equation.inputs.size() >= ranks.size())
            return unreadable(text, "one term for each of " + std::to_string(ranks.size()) + " inputs");
        auto labels = labelsOf(terms.substr(0, end), ranks[equation.inputs.size()], wide);
        if (!labels) return failure(labels.error());
        equation.inputs.push_back(*std::move(labels));
        if (end == std::string_view::npos) break;
        terms.remove_prefix(end + 1);
    }
    if (equation.inputs.size() != ranks.size())
        return unreadable(text, "one term for each of " + std::to_string(ranks.size()) + " inputs");
    if (arrow == std::string::npos) {
        equation.output = impliedOutput(equation.inputs, wide);
    } else {
        auto labels = labelsOf(std::string_view(plain).substr(arrow + 2), std::nullopt, wide);
        if (!labels) return failure(labels.error());
        equation.output = *std::move(labels);
    }
    if (!isConsistent(equation, wide))
        return unreadable(text, "output labels that stand once and come from the inputs, the ellipsis included");
    return equation;
}

} // namespace td::graph
