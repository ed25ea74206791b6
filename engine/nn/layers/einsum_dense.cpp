#include "engine/nn/layers/einsum_dense.h"

#include "engine/nn/layers/low_rank.h"
#include "engine/nn/layers/shaping.h"

#include "engine/graph/op_registry.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace td::nn {

void registerEinsumDense(Catalogues& catalogues);

namespace {
/// "ab...,bc->ac..." taken apart.
struct Equation {
    std::string input, weight, output;
    bool isLeftElided = false, isRightElided = false;
};

bool isLetters(const std::string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

/// Takes "..." off one end.
bool takeDots(std::string& text, bool fromLeft) {
    const bool has = fromLeft ? text.starts_with("...") : text.ends_with("...");
    if (has) text = fromLeft ? text.substr(3) : text.substr(0, text.size() - 3);
    return has;
}

std::optional<Equation> parsed(std::string text) {
    std::erase(text, ' ');
    const size_t comma = text.find(','), arrow = text.find("->");
    if (comma == std::string::npos || arrow == std::string::npos || arrow < comma) return std::nullopt;
    Equation equation{text.substr(0, comma), text.substr(comma + 1, arrow - comma - 1), text.substr(arrow + 2)};
    equation.isLeftElided = takeDots(equation.input, true);
    equation.isRightElided = !equation.isLeftElided && takeDots(equation.input, false);
    const bool isSame = takeDots(equation.output, true) == equation.isLeftElided &&
                        (equation.isLeftElided || takeDots(equation.output, false) == equation.isRightElided);
    if (!isSame || !isLetters(equation.input) || !isLetters(equation.weight) || !isLetters(equation.output))
        return std::nullopt;
    return equation;
}

/// What the weights look like.
struct Plan {
    Extents kernel, bias;
    Ints inputAxes, outputAxes; ///< of the kernel
};

class Planner {
public:
    Planner(Call& call, Expr x, const Equation& equation)
        : m_call(call)
        , m_x(x)
        , m_equation(equation) {}

    /// Nothing after failing.
    std::optional<Plan> plan() {
        m_elided = m_x.rank() - static_cast<int>(m_equation.input.size());
        const bool hasDots = m_equation.isLeftElided || m_equation.isRightElided;
        if (m_elided < 0 || (m_elided > 0 && !hasDots)) return wrong("equation", "letters for the axes of the input");
        if (!readOutput() || !planKernel() || !planBias()) return std::nullopt;
        return m_plan;
    }

private:
    std::optional<Plan> wrong(std::string_view argument, std::string expected) {
        failArgument(m_call, argument, std::move(expected));
        return std::nullopt;
    }

    /// The output's sizes: batch, elided axes in front, the argument's, elided axes behind.
    bool readOutput() {
        for (int axis = 0; axis < (m_equation.isLeftElided ? std::max(m_elided, 1) : 1); ++axis)
            m_output.push_back(sizeAt(m_x, axis));
        const Json& given = m_call.config().json("output_shape");
        for (const auto& size : given.is_array() ? given : Json::array({given}))
            m_output.push_back(size.is_number() ? Dim(size.get<int64_t>()) : Dim(kFree));
        if (m_equation.isRightElided)
            for (int axis = m_x.rank() - m_elided; axis < m_x.rank(); ++axis)
                m_output.push_back(sizeAt(m_x, axis));
        const size_t letters = m_equation.output.size() + static_cast<size_t>(m_elided);
        // More than there are letters is fine: Keras counts elided axes twice where the argument names them too.
        if (m_output.size() >= letters) return true;
        wrong("output_shape", "the sizes of the output's axes behind the batch");
        return false;
    }

    /// The size that a letter has in the output; of an axis that the argument leaves free, that of the input.
    std::optional<Dim> outputSize(char letter) const {
        const size_t at = m_equation.output.find(letter);
        if (at == std::string::npos) return std::nullopt;
        const Dim size = m_output[at + (m_equation.isLeftElided ? static_cast<size_t>(m_elided) : 0)];
        return size.is(kFree) ? inputSize(letter) : size;
    }
    std::optional<Dim> inputSize(char letter) const {
        const size_t at = m_equation.input.find(letter);
        if (at == std::string::npos) return std::nullopt;
        return sizeAt(m_x, static_cast<int>(at) + (m_equation.isLeftElided ? m_elided : 0));
    }

    bool planKernel() {
        for (size_t i = 0; i < m_equation.weight.size(); ++i) {
            const char letter = m_equation.weight[i];
            const bool isOut = m_equation.output.find(letter) != std::string::npos;
            const auto size = isOut ? outputSize(letter) : inputSize(letter);
            if (!size || !size->isKnown()) {
                wrong("equation", "a known size for each letter of the weight, from the input or the output");
                return false;
            }
            m_plan.kernel.push_back(size->value());
            (isOut ? m_plan.outputAxes : m_plan.inputAxes).push_back(static_cast<int64_t>(i));
        }
        return true;
    }

    /// From the first of the bias' letters in the output on; 1 for letters that are not among them.
    bool planBias() {
        const std::string letters = m_call.config().text("bias_axes");
        size_t first = m_equation.output.size();
        for (const char letter : letters)
            first = std::min(first, m_equation.output.find(letter));
        for (size_t i = first; i < m_equation.output.size(); ++i) {
            const char letter = m_equation.output[i];
            const auto size = letters.find(letter) == std::string::npos ? Dim(1) : outputSize(letter);
            if (!size || !size->isKnown()) {
                wrong("bias_axes", "letters of the output whose sizes are known");
                return false;
            }
            m_plan.bias.push_back(size->value());
        }
        if (!m_plan.bias.empty() && !m_equation.isLeftElided)
            m_plan.bias.insert(m_plan.bias.end(), static_cast<size_t>(m_elided), 1);
        return true;
    }

    static constexpr int64_t kFree = -1;
    Call& m_call;
    Expr m_x;
    const Equation& m_equation;
    int m_elided = 0;
    std::vector<Dim> m_output;
    Plan m_plan;
};

/// The equation with letters of their own for the elided axes.
std::string lettered(const Equation& equation, int rank) {
    std::string unused;
    std::string taken = equation.input;
    taken.append(equation.weight).append(equation.output);
    for (char c = 'A'; c <= 'z'; ++c)
        if (std::isalpha(c) && taken.find(c) == std::string::npos) unused += c;
    const size_t elided = static_cast<size_t>(rank) - equation.input.size();
    const std::string more = unused.substr(0, elided);
    const auto widened = [&](const std::string& term) { return equation.isLeftElided ? more + term : term + more; };
    return widened(equation.input) + "," + equation.weight + "->" + widened(equation.output);
}

/// A sum over the input's last axis alone is a matrix product.
bool isPlainProduct(const Equation& equation) {
    const std::string head = equation.input.substr(0, equation.input.size() - 1);
    const char last = equation.input.back();
    return !equation.isRightElided && equation.weight.front() == last &&
           equation.output.find(last) == std::string::npos && equation.output == head + equation.weight.substr(1) &&
           head.find_first_of(equation.weight) == std::string::npos;
}

/// Keras on TensorFlow adds a bias with one axis that is not 1 along the last axis of y wherever sizes are equal, also
/// where numpy's rules would put it elsewhere. Models trained there mean that.
Expr biased(Expr y, Expr bias) {
    Dim only = 1;
    int wide = 0;
    for (int axis = 0; axis < bias.rank(); ++axis)
        if (!bias.shape()[axis].is(1)) {
            only = bias.shape()[axis];
            ++wide;
        }
    return y + (wide == 1 && sizeAt(y, -1) == only ? reshape(bias, Shape{only}) : bias);
}

Flows callEinsumDense(Call& call) {
    const Expr x = asReal(call.input());
    const std::string text = call.config().text("equation");
    const auto equation = parsed(text);
    if (!x) return nothing(call);
    if (!equation) {
        failArgument(call, "equation", "X,Y->Z, ...X,Y->...Z or X...,Y->Z...");
        return nothing(call);
    }
    const auto plan = Planner(call, x, *equation).plan();
    if (!plan) return nothing(call);
    WeightSpec spec{"kernel", plan->kernel};
    spec.initializer = withFanAxes(call, call.config().json("kernel_initializer"), plan->inputAxes, plan->outputAxes);
    spec.regularizer = call.config().json("kernel_regularizer");
    spec.constraint = call.config().json("kernel_constraint");
    spec.isTrainable = call.config().isNull("lora_rank");
    Expr kernel = call.weight(spec);
    const Expr bias = plan->bias.empty() ? Expr{} : call.weight("bias", plan->bias);
    kernel = whole(adapted(call, kernel, "kernel"));
    if (isPlainProduct(*equation)) return {Flow{call.activated(productWith(x, kernel, 1, bias)), {}}};
    Expr y = einsum({x, kernel}, lettered(*equation, x.rank()));
    if (bias) y = biased(y, bias);
    return {Flow{call.activated(y), {}}};
}
} // namespace

Json withFanAxes(Call& call, const Json& initializer, const Ints& inputAxes, const Ints& outputAxes) {
    auto spec = readSpec(initializer);
    const InitializerDef* def = spec ? call.emission().catalogues().initializers.find(spec->name) : nullptr;
    if (!def) return initializer;
    const auto asks = [](const Parameter& parameter) { return parameter.name == "input_axes"; };
    if (std::none_of(def->parameters.begin(), def->parameters.end(), asks)) return initializer;
    const auto isNull = [&](const char* name) { return !spec->config.contains(name) || spec->config[name].is_null(); };
    if (!isNull("input_axes") && !isNull("output_axes")) return initializer;
    spec->config["input_axes"] = inputAxes;
    spec->config["output_axes"] = outputAxes;
    return {{"class_name", spec->name}, {"config", spec->config}};
}

Expr einsum(std::vector<Expr> inputs, const std::string& equation) {
    Builder& builder = *inputs.front().builder;
    graph::Attributes attributes{{"equation", equation}};
    const graph::OpDef* def = builder.graph().ops().find("einsum");
    // Emitted as one node first, which checks the equation against the shapes, and taken out again.
    const Expr whole = builder.emit("einsum", inputs, attributes);
    if (!whole || !def) return whole;
    builder.graph().erase({builder.graph().value(whole.id).producer});
    return def->decompose(builder, inputs, attributes).front();
}

Expr productWith(Expr x, Expr kernel, int summed, Expr bias) {
    if (!x || !kernel) return x.builder->wrap(graph::ValueId::None);
    Shape rows, out;
    Dim in = 1, columns = 1;
    for (int axis = 0; axis + summed < x.rank(); ++axis)
        rows.append(x.shape()[axis]);
    out = rows;
    for (int axis = 0; axis < kernel.rank(); ++axis) {
        (axis < summed ? in : columns) = (axis < summed ? in : columns) * kernel.shape()[axis];
        if (axis >= summed) out.append(kernel.shape()[axis]);
    }
    rows.append(in);
    const Expr flat = matmul(reshape(x, rows), reshape(kernel, Shape{in, columns}));
    const bool isWhole = bias && bias.rank() + summed == kernel.rank() && bias.shape().elements() == columns;
    if (isWhole) return reshape(flat + reshape(bias, Shape{columns}), out);
    const Expr y = reshape(flat, out);
    return bias ? y + bias : y;
}

void registerEinsumDense(Catalogues& catalogues) {
    catalogues.layers.add(layerDef(
        "EinsumDense", "core", MaskRule::Drop,
        "activation(einsum(equation, x, kernel) + bias): a dense layer over any axes.",
        joined({{required(textParameter("equation", nullptr, {}, "as of einsum: abc,cd->abd; dots stand for axes")),
                 required(jsonParameter("output_shape", nullptr,
                                        "sizes of the output behind the batch; none for those of the input")),
                 activationParameter(),
                 textParameter("bias_axes", nullptr, {}, "letters of the output that the bias has; none: no bias")},
                weightParameters({{"kernel", "glorot_uniform"}, {"bias", "zeros"}}),
                lowRankParameters()}),
        callEinsumDense));
}

} // namespace td::nn
