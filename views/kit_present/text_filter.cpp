#include "views/kit_present/text_filter.h"

#include <re2/re2.h>

namespace td::kit {

bool TextFilter::setPattern(std::string_view pattern) {
    m_typed = std::string(pattern);
    m_error.clear();
    if (pattern.empty()) {
        m_expression.reset();
        return true;
    }
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_log_errors(false);
    options.set_max_mem(8 << 20);
    auto expression = std::make_shared<const re2::RE2>(m_typed, options);
    if (!expression->ok()) {
        m_error = expression->error();
        return false;
    }
    m_expression = std::move(expression);
    return true;
}

bool TextFilter::matches(std::string_view text) const {
    return !m_expression || re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *m_expression);
}

} // namespace td::kit
