#pragma once

#include "engine/data/dataset.h"

namespace td::data {

/// Data sets of equal columns, one after another. Threads: immutable.
class JoinedSource : public Source {
public:
    /// Errors: InvalidArgument for none; TypeMismatch where columns differ in name, type or role.
    static Result<std::shared_ptr<const Source>> create(std::vector<Dataset> parts);
    [[nodiscard]] const std::vector<Column>& columns() const override { return m_parts.front().columns(); }
    [[nodiscard]] int64_t rows() const override { return m_starts.back(); }
    [[nodiscard]] Result<void> read(std::span<const int64_t> rows, int64_t epoch,
                                    std::span<Tensor> into) const override;

private:
    explicit JoinedSource(std::vector<Dataset> parts);
    std::vector<Dataset> m_parts;
    std::vector<int64_t> m_starts; ///< of each part, and the end of the last
};

} // namespace td::data
