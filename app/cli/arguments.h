#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace td::cli {

/// An option that a verb knows: `--name`, or `--name VALUE` and `--name=VALUE`.
struct Option {
    const char* name;
    enum class Kind { Flag, Value, Values } kind; ///< Values may come several times
};

/// A parsed command line: options anywhere, `--` ends them, the rest are operands, those too that begin as a negative number does. `--help` is always known.
class Arguments {
public:
    Arguments(const std::vector<std::string>& words, std::span<const Option> options);

    /// The sentence that says what is wrong, if something is.
    [[nodiscard]] const std::optional<std::string>& problem() const { return m_problem; }
    [[nodiscard]] bool has(std::string_view name) const { return m_values.contains(name); }
    /// The option's value, empty where it was not given.
    [[nodiscard]] std::string value(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> values(std::string_view name) const;
    [[nodiscard]] const std::vector<std::string>& operands() const { return m_operands; }

private:
    void take(const std::string& word, const std::vector<std::string>& words, size_t& at,
              std::span<const Option> options);
    std::map<std::string, std::vector<std::string>, std::less<>> m_values;
    std::vector<std::string> m_operands;
    std::optional<std::string> m_problem;
};

} // namespace td::cli
