#pragma once

#include "engine/graph/op_def.h"

#include <memory>
#include <string_view>
#include <vector>

namespace td::graph {

/// All operations by name. Filled once, then only read.
/// Threads: adding needs the only reference; any number of readers afterwards.
class TD_API OpRegistry {
public:
    /// Errors: InvalidArgument if the name is taken or the definition contradicts itself.
    Result<void> add(OpDef op);
    [[nodiscard]] const OpDef* find(std::string_view name) const;
    /// All, sorted by name.
    [[nodiscard]] std::vector<const OpDef*> all() const;

private:
    std::vector<std::unique_ptr<const OpDef>> m_ops; ///< sorted by name; addresses are stable
};

/// The operations that Tensordesk brings, made on first use.
[[nodiscard]] TD_API const OpRegistry& builtinOps();

} // namespace td::graph
