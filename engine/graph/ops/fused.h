#pragma once

#include "engine/graph/builder.h"
#include "engine/graph/op_def.h"

#include <string>
#include <vector>

namespace td::graph {

/// What `fused_elementwise` runs: elementwise operations in a row, written as
///
///     mul(i0,i1);leaky_relu[negative_slope=0.1](t0);add(t1,i2)|t2
///
/// Arguments are inputs i0 … and earlier results t0 …; attributes stand in brackets, separated by commas, numbers as
/// C++ reads them and true or false as 1 or 0; behind '|' the outputs, separated by commas.
struct FusedProgram {
    struct Argument {
        bool isInput = false;
        int index = 0;
        bool operator==(const Argument&) const = default;
    };
    struct Instruction {
        std::string op;
        std::vector<Argument> arguments;
        Attributes attributes;
    };
    std::vector<Instruction> instructions;
    std::vector<Argument> outputs;
};

/// Errors: InvalidArgument with what was found and expected; operations are looked up in `ops` and must be elementwise.
[[nodiscard]] Result<FusedProgram> parseFused(std::string_view text, int inputs, const OpRegistry& ops);

/// Writes the program's operations as nodes; every output has the common shape of the inputs.
[[nodiscard]] std::vector<Expr> emitFused(Builder& builder, const FusedProgram& program, std::span<const Expr> inputs);

} // namespace td::graph
