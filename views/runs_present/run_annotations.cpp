#include "views/runs_present/run_annotations.h"

#include "engine/base/file.h"
#include "engine/runlog/json_text.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <unordered_set>

namespace td::runs {
namespace {

constexpr const char* kFormat = "tensordesk-run-annotations";
constexpr int kVersion = 1;
constexpr int kUndashedSlots = 10; ///< colours of the theme; behind them they come again with a dash

/// FNV-1a: stable over versions and machines, unlike std::hash.
uint64_t hashOf(const std::string& text) {
    uint64_t hash = 0xcbf29ce484222325ull;
    for (const unsigned char c : text)
        hash = (hash ^ c) * 0x100000001b3ull;
    return hash;
}

} // namespace

std::filesystem::path RunAnnotations::pathFor(const std::vector<std::filesystem::path>& roots) {
    std::string key;
    for (const auto& root : roots) {
        std::error_code error;
        const auto absolute = std::filesystem::absolute(root, error).lexically_normal();
        key += (error ? root : absolute).string() + '\n';
    }
    char name[32];
    std::snprintf(name, sizeof name, "%016llx.json", static_cast<unsigned long long>(hashOf(key)));
    return dataDirectory() / "runs" / name;
}

Result<RunAnnotations> RunAnnotations::fromJson(const std::string& text) {
    auto json = runlog::parseForeignJson(text);
    if (!json.is_object() || json.value("format", nlohmann::json()) != kFormat)
        return failure(ErrorCode::Corrupt, {{"expected", kFormat}});
    if (const auto version = json.value("version", nlohmann::json());
        !version.is_number_integer() || version != kVersion)
        return failure(ErrorCode::Unsupported, {{"format", kFormat}, {"version", version.dump()}});
    RunAnnotations result;
    const auto aliases = json.value("aliases", nlohmann::json()), slots = json.value("slots", nlohmann::json());
    for (const auto& [run, alias] : aliases.items())
        if (alias.is_string()) result.m_aliases[run] = alias;
    for (const auto& [run, slot] : slots.items())
        if (slot.is_number_integer() && slot >= 0 && slot < 1'000'000'000) result.m_slots[run] = slot;
    const auto hidden = json.value("hidden", nlohmann::json());
    for (const auto& run : hidden)
        if (run.is_string()) result.m_hidden.insert(run.get<std::string>());
    for (const char* known : {"format", "version", "aliases", "slots", "hidden"})
        json.erase(known);
    result.m_otherKeys = json.dump();
    return result;
}

RunAnnotations RunAnnotations::keptOf(const std::vector<std::filesystem::path>& roots,
                                      const std::vector<std::string>& runs) {
    constexpr uint64_t kLimitBytes = 64 << 20;
    auto read = readWholeFile(pathFor(roots), kLimitBytes).and_then(fromJson);
    RunAnnotations kept = read ? std::move(*read) : RunAnnotations();
    kept.giveSlots(runs);
    return kept;
}

std::string RunAnnotations::toJson() const {
    auto json = nlohmann::json::parse(m_otherKeys);
    json["format"] = kFormat;
    json["version"] = kVersion;
    json["aliases"] = m_aliases;
    json["slots"] = m_slots;
    json["hidden"] = m_hidden;
    return json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string RunAnnotations::alias(const std::string& run) const {
    const auto it = m_aliases.find(run);
    return it == m_aliases.end() ? std::string() : it->second;
}

void RunAnnotations::setAlias(const std::string& run, const std::string& alias) {
    if (alias.empty())
        m_aliases.erase(run);
    else
        m_aliases[run] = alias;
    m_changed = true;
}

void RunAnnotations::setHidden(const std::string& run, bool hidden) {
    if (hidden)
        m_hidden.insert(run);
    else
        m_hidden.erase(run);
    m_changed = true;
}

void RunAnnotations::setHidden(std::set<std::string> hidden) {
    m_hidden = std::move(hidden);
    m_changed = true;
}

void RunAnnotations::giveSlots(const std::vector<std::string>& present) {
    std::vector<const std::string*> fresh;
    std::unordered_set<int> shown, taken;
    for (const std::string& run : present)
        if (const auto it = m_slots.find(run); it != m_slots.end())
            shown.insert(it->second);
        else
            fresh.push_back(&run);
    if (fresh.empty()) return;
    for (const auto& [run, slot] : m_slots)
        taken.insert(slot);
    int unused = 0, unseen = 0; // rise only: what was given stays taken
    for (const std::string* run : fresh) {
        while (taken.contains(unused))
            ++unused;
        while (shown.contains(unseen))
            ++unseen;
        const int slot = unused < kUndashedSlots ? unused : unseen;
        m_slots[*run] = slot;
        taken.insert(slot);
        shown.insert(slot);
    }
    m_changed = true;
}

int RunAnnotations::slot(const std::string& run) const {
    const auto it = m_slots.find(run);
    return it == m_slots.end() ? 0 : it->second;
}

void RunAnnotations::setSlot(const std::string& run, int slot) {
    m_slots[run] = std::max(0, slot);
    m_changed = true;
}

} // namespace td::runs
