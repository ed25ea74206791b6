#pragma once

#include "engine/base/result.h"

#include <string_view>
#include <vector>

namespace td::data {

/// The way back from what a model says to the units that its labels had in the data: what `rescale` and `standardize` did to them is
/// undone, the last first. A label that something else was done to, and one of classes, stays as it is.
///
/// Formula:  rescale y = scale * x + offset -> x = (y - offset) / scale; standardize y = (x - mean) / deviation -> x = y * deviation + mean
/// Threads:  immutable.
class TD_API LabelUnits {
public:
    LabelUnits() = default;
    /// From a preparation (LoadedData::preparation). Errors: Corrupt for one that is none.
    static Result<LabelUnits> of(std::string_view preparation);

    /// Whether anything is undone for this label, counted from 0 in the order of the columns.
    [[nodiscard]] bool changes(size_t label) const { return label < m_labels.size() && !m_labels[label].empty(); }
    /// Element `element` of an example's label, counted along its last axis.
    [[nodiscard]] double undone(size_t label, size_t element, double value) const;

private:
    /// x = y * factor + shift, for each element or with one pair for all.
    struct Step {
        std::vector<double> factors, shifts;
    };
    std::vector<std::vector<Step>> m_labels; ///< in the order in which they are undone
};

} // namespace td::data
