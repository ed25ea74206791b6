#pragma once

#include "engine/data/problem.h"

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

namespace td::data {

/// Takes members out of a JSON object: the first value that does not fit is an error, members that nobody asked for
/// are problems.
class SpecReader {
public:
    using Json = nlohmann::json;
    SpecReader(const Json& object, std::string file, std::string path, Problems& problems);

    [[nodiscard]] const Json* find(const std::string& key);
    [[nodiscard]] bool has(const std::string& key) const { return m_object.contains(key); }
    std::string text(const std::string& key);
    std::string choice(const std::string& key, const std::vector<std::string>& among);
    /// A text alone is a list of one.
    std::vector<std::string> texts(const std::string& key);
    std::vector<double> numbers(const std::string& key);
    std::optional<bool> flag(const std::string& key);
    double number(const std::string& key, double fallback, double least, double most);
    int64_t whole(const std::string& key, int64_t fallback, int64_t least, int64_t most);
    void object(const std::string& key, const std::function<void(SpecReader&)>& read);
    void eachOf(const std::string& key, const std::function<void(const std::string&, SpecReader&)>& read);
    void eachListOf(const std::string& key,
                    const std::function<void(const std::string&, std::vector<std::string>)>& read);

    void fail(const std::string& key, std::string expected);
    /// Other members than those that were asked for have their meaning elsewhere.
    void knowsAll() { m_knowsAll = true; }
    void finish();
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    void take(SpecReader& child);
    const Json& m_object;
    std::string m_file, m_path; ///< of this object: "source."
    Problems& m_problems;
    std::set<std::string> m_asked;
    bool m_knowsAll = false;
    std::optional<Error> m_error;
};

} // namespace td::data
