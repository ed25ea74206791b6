#include "engine/train/kept.h"

namespace td::train {

using nn::Json;

namespace {
bool isCount(const Json& json) {
    return json.is_number_unsigned() || (json.is_number_integer() && json.get<int64_t>() >= 0);
}

/// Null where there is no such key.
Result<const Json*> memberOf(const Json& json, const char* key) {
    if (!json.is_object()) return badlyKept(key, json, "an object with this key");
    const auto found = json.find(key);
    return found == json.end() ? nullptr : &*found;
}

Result<void> checkPosition(const Json& training) {
    const auto position = training.find("position");
    if (position == training.end()) return {};
    for (const char* key : {"epoch", "batch", "row"})
        if (auto count = keptCount(*position, key, 0); !count)
            return badlyKept(std::string("position.").append(key), *position, "whole numbers of at least 0");
    return {};
}

Result<void> checkRunning(const Json& training) {
    const auto running = training.find("running");
    if (running == training.end() || running->is_null()) return {};
    if (!running->is_object()) return badlyKept("running", *running, "an object");
    if (running->contains("rows") && !(*running)["rows"].is_number())
        return badlyKept("running.rows", (*running)["rows"], "a number");
    const Json losses = running->value("losses", Json::array());
    if (!losses.is_array()) return badlyKept("running.losses", losses, "a list of numbers");
    for (const auto& loss : losses)
        if (!loss.is_number() && !loss.is_null()) return badlyKept("running.losses", losses, "a list of numbers");
    return {};
}
} // namespace

tl::unexpected<Error> badlyKept(const std::string& where, const Json& value, const std::string& expected) {
    return failure(ErrorCode::Corrupt, {{"where", where}, {"value", value.dump()}, {"expected", expected}});
}

Result<int64_t> keptCount(const Json& json, const char* key, int64_t standard) {
    const auto member = memberOf(json, key);
    if (!member) return failure(member.error());
    if (!*member) return standard;
    if (!isCount(**member)) return badlyKept(key, **member, "a whole number of at least 0");
    return (*member)->get<int64_t>();
}

Result<bool> keptFlag(const Json& json, const char* key, bool standard) {
    const auto member = memberOf(json, key);
    if (!member) return failure(member.error());
    if (!*member) return standard;
    if (!(*member)->is_boolean()) return badlyKept(key, **member, "true or false");
    return (*member)->get<bool>();
}

Result<std::vector<std::string>> keptTexts(const Json& json, const char* key) {
    const auto member = memberOf(json, key);
    if (!member) return failure(member.error());
    std::vector<std::string> texts;
    if (!*member) return texts;
    if (!(*member)->is_array()) return badlyKept(key, **member, "a list of texts");
    for (const auto& entry : **member) {
        if (!entry.is_string()) return badlyKept(key, **member, "a list of texts");
        texts.push_back(entry.get<std::string>());
    }
    return texts;
}

Result<void> checkKept(const Json& training) {
    if (training.is_null()) return {};
    if (!training.is_object()) return badlyKept("training", training, "an object");
    for (const char* key : {"epoch", "step", "seed"})
        if (auto count = keptCount(training, key, 0); !count) return failure(count.error());
    TD_TRY(checkPosition(training));
    TD_TRY(checkRunning(training));
    if (auto due = keptFlag(training, "validation_due", false); !due) return failure(due.error());
    const Json rate = training.value("learning_rate", Json());
    if (!rate.is_null() && !rate.is_number()) return badlyKept("learning_rate", rate, "a number, or null");
    const Json callbacks = training.value("callbacks", Json());
    if (!callbacks.is_null() && !callbacks.is_object()) return badlyKept("callbacks", callbacks, "an object");
    return {};
}

} // namespace td::train
