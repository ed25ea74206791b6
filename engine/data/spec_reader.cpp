#include "engine/data/spec_reader.h"

#include <algorithm>
#include <cmath>

namespace td::data {

SpecReader::SpecReader(const Json& object, std::string file, std::string path, Problems& problems)
    : m_object(object)
    , m_file(std::move(file))
    , m_path(std::move(path))
    , m_problems(problems) {}

void SpecReader::fail(const std::string& key, std::string expected) {
    if (m_error) return;
    m_error = fileError(ErrorCode::InvalidArgument, "BadSpecification", m_file,
                        {{"key", m_path + key}, {"expected", std::move(expected)}});
    if (m_object.contains(key)) {
        std::string found = m_object[key].dump(-1, ' ', true, Json::error_handler_t::replace);
        if (found.size() > 80) found = found.substr(0, 77) + "...";
        m_error->facts.push_back({"found", std::move(found)});
    }
}

const SpecReader::Json* SpecReader::find(const std::string& key) {
    m_asked.insert(key);
    const auto at = m_object.find(key);
    return at == m_object.end() ? nullptr : &*at;
}

std::string SpecReader::text(const std::string& key) {
    const Json* value = find(key);
    if (!value) return {};
    if (value->is_string()) return value->get<std::string>();
    fail(key, "a text");
    return {};
}

std::string SpecReader::choice(const std::string& key, const std::vector<std::string>& among) {
    std::string value = text(key);
    if (std::ranges::find(among, value) != among.end()) return value;
    std::string expected = "one of";
    for (const std::string& each : among)
        if (!each.empty()) expected += " " + each;
    fail(key, std::move(expected));
    return among.front();
}

std::vector<std::string> SpecReader::texts(const std::string& key) {
    const Json* value = find(key);
    if (!value) return {};
    if (value->is_string()) return {value->get<std::string>()};
    std::vector<std::string> list;
    bool isFine = value->is_array();
    for (size_t i = 0; isFine && i < value->size(); ++i) {
        isFine = (*value)[i].is_string();
        if (isFine) list.push_back((*value)[i].get<std::string>());
    }
    if (isFine) return list;
    fail(key, "a text or an array of texts");
    return {};
}

std::vector<double> SpecReader::numbers(const std::string& key) {
    const Json* value = find(key);
    if (!value) return {};
    std::vector<double> list;
    bool isFine = value->is_array();
    for (size_t i = 0; isFine && i < value->size(); ++i) {
        isFine = (*value)[i].is_number();
        if (isFine) list.push_back((*value)[i].get<double>());
    }
    if (isFine) return list;
    fail(key, "an array of numbers");
    return {};
}

std::optional<bool> SpecReader::flag(const std::string& key) {
    const Json* value = find(key);
    if (!value) return std::nullopt;
    if (value->is_boolean()) return value->get<bool>();
    fail(key, "true or false");
    return std::nullopt;
}

double SpecReader::number(const std::string& key, double fallback, double least, double most) {
    const Json* value = find(key);
    if (!value) return fallback;
    const double found = value->is_number() ? value->get<double>() : std::nan("");
    if (found >= least && found <= most) return found;
    fail(key, "a number from " + std::to_string(least) + " to " + std::to_string(most));
    return fallback;
}

int64_t SpecReader::whole(const std::string& key, int64_t fallback, int64_t least, int64_t most) {
    const double found =
        number(key, static_cast<double>(fallback), static_cast<double>(least), static_cast<double>(most));
    if (found != std::floor(found)) fail(key, "a whole number");
    return static_cast<int64_t>(found);
}

void SpecReader::take(SpecReader& child) {
    child.finish();
    if (!m_error) m_error = child.m_error;
}

void SpecReader::object(const std::string& key, const std::function<void(SpecReader&)>& read) {
    const Json* value = find(key);
    if (!value) return;
    if (!value->is_object()) return fail(key, "an object");
    SpecReader child(*value, m_file, m_path + key + ".", m_problems);
    read(child);
    take(child);
}

void SpecReader::eachOf(const std::string& key, const std::function<void(const std::string&, SpecReader&)>& read) {
    object(key, [&](SpecReader& all) {
        for (const auto& [name, ignored] : all.m_object.items())
            all.object(name, [&, member = name](SpecReader& each) { read(member, each); });
    });
}

void SpecReader::eachListOf(const std::string& key,
                            const std::function<void(const std::string&, std::vector<std::string>)>& read) {
    object(key, [&](SpecReader& all) {
        for (const auto& [name, ignored] : all.m_object.items())
            read(name, all.texts(name));
    });
}

void SpecReader::finish() {
    if (m_knowsAll) return;
    for (const auto& [name, ignored] : m_object.items())
        if (!m_asked.contains(name)) m_problems.add({ProblemKind::UnknownKey, m_file, 0, 0, "", m_path + name});
}

} // namespace td::data
