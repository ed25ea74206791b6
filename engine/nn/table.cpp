#include "engine/nn/table.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace td::nn {

std::string tableText(const std::vector<std::vector<std::string>>& rows, size_t firstNumber) {
    std::vector<size_t> widths;
    for (const auto& cells : rows)
        for (size_t i = 0; i < cells.size(); ++i) {
            if (i == widths.size()) widths.push_back(0);
            widths[i] = std::max(widths[i], cells[i].size());
        }
    std::string text;
    for (const auto& cells : rows) {
        for (size_t i = 0; i < cells.size(); ++i) {
            const std::string space(widths[i] - cells[i].size(), ' ');
            text += i < firstNumber ? cells[i] + space : space + cells[i];
            text += i + 1 < cells.size() ? "  " : "";
        }
        text.resize(text.find_last_not_of(' ') + 1);
        text += '\n';
    }
    return text;
}

std::string grouped(int64_t value) {
    const std::string digits = std::to_string(value);
    std::string text;
    for (size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
        text += digits[i];
    }
    return text;
}

std::string rounded(double value, const char* unit) {
    constexpr std::array kSteps = {"", "k", "M", "G", "T"};
    size_t step = 0;
    while (value >= 1000 && step + 1 < kSteps.size()) {
        value /= 1000;
        ++step;
    }
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), step == 0 ? "%.0f %s%s" : "%.2f %s%s", value, kSteps[step], unit);
    std::string result = text.data();
    while (!result.empty() && result.back() == ' ')
        result.pop_back();
    return result;
}

} // namespace td::nn
