#pragma once

#include "views/kit/theme.h"
#include "views/runs_present/run_list_presenter.h"

#include <QString>

namespace td::runs {

/// How the state of a run looks and reads, wherever it is shown. What ends in NaN or infinity did not end well.
struct StateLook {
    QString icon; ///< empty where the state is unknown
    kit::ColorId tint = kit::ColorId::SecondaryText;
    QString words; ///< in the user's language
    bool operator==(const StateLook&) const = default;
};
[[nodiscard]] StateLook stateLook(const RunRow& run);

} // namespace td::runs
