#include "app/cli/arguments.h"

#include <algorithm>

namespace td::cli {

namespace {
/// "-2,-2,0" and "-.5" are rows of numbers, no options.
bool isNumber(const std::string& word) {
    return word.size() > 1 && word[0] == '-' && (word[1] == '.' || (word[1] >= '0' && word[1] <= '9'));
}
} // namespace

Arguments::Arguments(const std::vector<std::string>& words, std::span<const Option> options) {
    bool optionsEnded = false;
    for (size_t at = 0; at < words.size() && !m_problem; ++at) {
        const std::string& word = words[at];
        if (optionsEnded || word.size() < 2 || word[0] != '-' || isNumber(word))
            m_operands.push_back(word);
        else if (word == "--")
            optionsEnded = true;
        else if (word == "-h" || word == "--help")
            m_values["help"];
        else
            take(word, words, at, options);
    }
}

void Arguments::take(const std::string& word, const std::vector<std::string>& words, size_t& at,
                     std::span<const Option> options) {
    const size_t equals = std::min(word.find('='), word.size());
    const std::string name = word.starts_with("--") ? word.substr(2, equals - 2) : std::string();
    const auto known = std::find_if(options.begin(), options.end(), [&](const Option& o) { return name == o.name; });
    if (known == options.end()) {
        m_problem = "There is no option '" + word.substr(0, equals) + "'.";
        return;
    }
    const bool isFlag = known->kind == Option::Kind::Flag, hasValue = equals < word.size();
    auto& values = m_values[name];
    if (isFlag && hasValue)
        m_problem = "The option '--" + name + "' takes no value.";
    else if (!isFlag && !hasValue && at + 1 >= words.size())
        m_problem = "The option '--" + name + "' needs a value.";
    else if (known->kind == Option::Kind::Value && !values.empty())
        m_problem = "The option '--" + name + "' may be given once only.";
    else if (!isFlag)
        values.push_back(hasValue ? word.substr(equals + 1) : words[++at]);
}

std::string Arguments::value(std::string_view name) const {
    const auto at = m_values.find(name);
    return at == m_values.end() || at->second.empty() ? std::string() : at->second.front();
}

std::vector<std::string> Arguments::values(std::string_view name) const {
    const auto at = m_values.find(name);
    return at == m_values.end() ? std::vector<std::string>() : at->second;
}

} // namespace td::cli
