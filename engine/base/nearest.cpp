#include "engine/base/nearest.h"

#include <algorithm>
#include <array>
#include <vector>

namespace td {

namespace {
constexpr size_t kLongest = 128; // the work grows with the product of the lengths

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Optimal string alignment: the last three rows of its table are enough.
size_t distance(std::string_view a, std::string_view b) {
    std::array<std::vector<size_t>, 3> rows;
    for (auto& row : rows)
        row.resize(b.size() + 1);
    for (size_t k = 0; k <= b.size(); ++k)
        rows[0][k] = k;
    for (size_t i = 1; i <= a.size(); ++i) {
        const auto& above = rows[(i - 1) % 3];
        auto& row = rows[i % 3];
        row[0] = i;
        for (size_t k = 1; k <= b.size(); ++k) {
            const bool isSame = lower(a[i - 1]) == lower(b[k - 1]);
            row[k] = std::min({above[k] + 1, row[k - 1] + 1, above[k - 1] + (isSame ? 0 : 1)});
            const bool isSwapped =
                i > 1 && k > 1 && lower(a[i - 1]) == lower(b[k - 2]) && lower(a[i - 2]) == lower(b[k - 1]);
            if (isSwapped) row[k] = std::min(row[k], rows[(i - 2) % 3][k - 2] + 1);
        }
    }
    return rows[a.size() % 3][b.size()];
}
} // namespace

std::string nearestName(std::string_view word, std::span<const std::string> names) {
    std::string nearest;
    size_t least = kLongest;
    for (const std::string& name : names) {
        const size_t longer = std::max(word.size(), name.size());
        if (longer > kLongest) continue;
        const size_t found = distance(word, name);
        if (found >= least || found > std::max<size_t>(longer * 2 / 5, 1) || found >= longer) continue;
        least = found;
        nearest = name;
    }
    return nearest;
}

} // namespace td
