#pragma once

#include "engine/graph/attribute.h"
#include "engine/graph/graph.h"

#include <span>
#include <string>
#include <vector>

namespace td::graph {

class InferContext;
class GradientContext;
class Builder;
struct Expr;

enum class Arity : uint8_t {
    One,
    Optional, ///< may be left out (ValueId::None)
    Many,     ///< any number, only as the last input
};

struct InputDef {
    std::string name;
    DTypeSet dtypes = kReals;
    Arity arity = Arity::One;
};

struct AttributeDef {
    std::string name;
    AttributeKind kind = AttributeKind::Int;
    bool isRequired = true;
    Attribute fallback; ///< the value where it is left out
    std::string about;  ///< one line: meaning, unit, allowed values
};

/// Work of one execution, for planning and for `summary`: multiply and add count as two operations.
struct Cost {
    double flops = 0;
    double bytes = 0;
};

/// Output `output` may share the memory of input `input`, which then dies here.
struct Alias {
    int output = 0;
    int input = 0;
};

/// Which element type an output has: that of an input, or an attribute's, or always the same.
struct OutputType {
    int input = 0;         ///< of the inputs in the schema, where nothing else is said
    std::string attribute; ///< names the type; then `dtypes` are those that it allows
    DTypeSet dtypes;       ///< without an attribute: the one type that it always is
};

/// What a pass may assume about an operation.
struct OpTraits {
    bool isElementwise = false; ///< each output element depends on the elements at its (broadcast) place only
    bool isCommutative = false;
    bool isView = false;   ///< same elements in the same order: moves nothing if input and output share memory
    bool isRandom = false; ///< same inputs, same output: the state of the generator is an input
    bool looksUp = false;  ///< goes to places that integers among its inputs name: one out of range ends the run
};

/// What an operation is. Kernels are registered beside it, per device (engine/kernels/kernel_registry.h).
///
/// Exactly one of `gradient`, `decompose` with a differentiable decomposition, and `notDifferentiable` says how
/// gradients flow.
struct OpDef {
    std::string name;   ///< snake_case, stable: it is in files
    std::string family; ///< "elementwise", "reduce", "tensor", "nn", "loss", "optimizer", "random", "rnn" …
    std::string about;  ///< formula and contract, one to three lines
    std::vector<InputDef> inputs;
    std::vector<std::string> outputs = {"y"};
    std::vector<OutputType> outputTypes; ///< one for each output, the last for all after it; empty: the first input's
    std::vector<AttributeDef> attributes;
    OpTraits traits;

    /// Types of the outputs. Errors name both sides; "op" and "layer" are added by the caller.
    Result<std::vector<TensorType>> (*infer)(const InferContext&) = nullptr;
    /// Emits the inputs' gradients; an Expr without value where none flows.
    std::vector<Expr> (*gradient)(GradientContext&) = nullptr;
    /// Emits the same function in simpler operations; one Expr per output. Its gradient stands in where `gradient` is
    /// missing.
    std::vector<Expr> (*decompose)(Builder&, std::span<const Expr> inputs, const Attributes&) = nullptr;
    std::string notDifferentiable; ///< the reason, where there is neither

    /// For known shapes. Null: one operation per output element, every input read and output written once.
    Cost (*cost)(const InferContext&, std::span<const TensorType> outputs) = nullptr;
    std::string flops;           ///< what `cost` counts, as a formula for reading; needed where there is one
    std::vector<Alias> mayAlias; ///< in place where the input dies here
    /// State: where the input is a variable and the output its next value, the output is the variable's memory, changed.
    /// Kernels must also be right where the two are apart.
    std::vector<Alias> mustAlias;

    /// Checks given attributes against `attributes` and adds what is missing. Errors: InvalidArgument naming
    /// "attribute".
    [[nodiscard]] Result<Attributes> completed(Attributes given) const;
    [[nodiscard]] TD_API OutputType typeOfOutput(size_t output) const;
    /// `flops`, or the formula of the default.
    [[nodiscard]] TD_API std::string flopsText() const;
    [[nodiscard]] TD_API bool isDifferentiable() const {
        return gradient != nullptr || (decompose != nullptr && notDifferentiable.empty());
    }
};

/// What `infer` sees: types of the inputs and complete attributes.
class TD_API InferContext {
public:
    InferContext(const OpDef& op, std::span<const TensorType> inputs, std::span<const bool> present,
                 const Attributes& attributes)
        : m_op(op)
        , m_inputs(inputs)
        , m_present(present)
        , m_attributes(attributes) {}

    [[nodiscard]] const OpDef& op() const { return m_op; }
    [[nodiscard]] const Attributes& attributes() const { return m_attributes; }
    [[nodiscard]] int inputs() const { return static_cast<int>(m_inputs.size()); }
    [[nodiscard]] bool has(int input) const { return input < inputs() && m_present[static_cast<size_t>(input)]; }
    [[nodiscard]] const TensorType& type(int input) const { return m_inputs[static_cast<size_t>(input)]; }
    [[nodiscard]] const Shape& shape(int input) const { return type(input).shape; }
    [[nodiscard]] DType dtype(int input) const { return type(input).dtype; }

    /// The rank of an input must be this. Errors: ShapeMismatch naming the input, its shape and what is expected.
    [[nodiscard]] Result<void> needRank(int input, int rank) const;
    [[nodiscard]] Result<void> needRankAtLeast(int input, int rank) const;
    /// All inputs from `first` on that are present have the type of input 0. Errors: TypeMismatch.
    [[nodiscard]] Result<void> needSameDType(int first = 0) const;
    /// Errors: ShapeMismatch naming both inputs with their shapes.
    [[nodiscard]] tl::unexpected<Error> mismatch(int left, int right) const;
    [[nodiscard]] tl::unexpected<Error> mismatch(int input, std::string expected) const;

private:
    const OpDef& m_op;
    std::span<const TensorType> m_inputs;
    std::span<const bool> m_present;
    const Attributes& m_attributes;
};

/// The work of one execution: what the operation says, or one operation per output element and every byte moved once.
[[nodiscard]] TD_API Cost costOf(const InferContext& context, std::span<const TensorType> outputs);

} // namespace td::graph
