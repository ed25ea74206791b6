#include "engine/runlog/json_text.h"

namespace td::runlog {

nlohmann::json parseForeignJson(std::string_view text) {
    bool tooDeep = false;
    const auto watch = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        tooDeep = tooDeep || depth > kDeepestJson;
        return !tooDeep; // what lies deeper is read over, not kept
    };
    auto json = nlohmann::json::parse(text, watch, false);
    return tooDeep ? nlohmann::json(nlohmann::json::value_t::discarded) : json;
}

} // namespace td::runlog
