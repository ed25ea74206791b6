#include "engine/graph/ops/einsum.h"

#include "engine/graph/ops/infer.h"

#include <algorithm>
#include <map>
#include <numeric>

/// Sums of products by Einstein's notation, made of transposes, products of matrices and sums.
namespace td::graph {

namespace {
using Labels = std::vector<int>;

bool contains(const Labels& labels, int label) {
    return std::find(labels.begin(), labels.end(), label) != labels.end();
}

std::vector<int> ranksOf(const InferContext& context) {
    std::vector<int> ranks;
    for (int i = 0; i < context.inputs(); ++i)
        ranks.push_back(context.shape(i).rank());
    return ranks;
}

/// The size of every label. Errors: ShapeMismatch naming both operands.
Result<std::map<int, Dim>> sizesOf(const InferContext& context, const EinsumEquation& equation) {
    std::map<int, std::pair<Dim, int>> found;
    for (int i = 0; i < context.inputs(); ++i) {
        const Labels& labels = equation.inputs[static_cast<size_t>(i)];
        for (size_t axis = 0; axis < labels.size(); ++axis) {
            const Dim size = context.shape(i)[static_cast<int>(axis)];
            const auto [place, isNew] = found.try_emplace(labels[axis], size, i);
            const bool isHidden = labels[axis] < 0;
            if (isNew || place->second.first == size || (isHidden && size.is(1))) continue;
            if (!isHidden || !place->second.first.is(1)) return context.mismatch(place->second.second, i);
            place->second.first = size;
        }
    }
    std::map<int, Dim> sizes;
    for (const auto& [label, size] : found)
        sizes.emplace(label, size.first);
    return sizes;
}

Types inferEinsum(const InferContext& context) {
    TD_TRY(context.needSameDType());
    if (context.inputs() == 0)
        return failure(ErrorCode::InvalidArgument, {{"expected", "at least one input"}, {"found", "0"}});
    const auto equation = parseEinsum(context.attributes().text("equation"), ranksOf(context));
    if (!equation) return failure(equation.error());
    const auto sizes = sizesOf(context, *equation);
    if (!sizes) return failure(sizes.error());
    Shape shape;
    for (const int label : equation->output)
        shape.append(sizes->at(label));
    return std::vector{TensorType{context.dtype(0), std::move(shape)}};
}

/// As if all labels were looped over at once: an upper bound of what the decomposition does.
Cost costOfEinsum(const InferContext& context, std::span<const TensorType> outputs) {
    const auto equation = parseEinsum(context.attributes().text("equation"), ranksOf(context));
    if (!equation) return {0, bytesOf(context, outputs)};
    double terms = 1;
    if (const auto sizes = sizesOf(context, *equation))
        for (const auto& [label, size] : *sizes)
            terms *= size.isKnown() ? static_cast<double>(size.value()) : 0;
    return {2 * terms * std::max(context.inputs() - 1, 1), bytesOf(context, outputs)};
}

/// An operand with the names of its axes.
struct Operand {
    Expr value;
    Labels labels;

    [[nodiscard]] Dim size(int label) const {
        const auto place = std::find(labels.begin(), labels.end(), label);
        return value.shape()[static_cast<int>(place - labels.begin())];
    }
    [[nodiscard]] Dim product(const Labels& some) const {
        Dim total(1);
        for (const int label : some)
            total = total * size(label);
        return total;
    }
};

Operand ordered(const Operand& operand, const Labels& labels) {
    Ints perm;
    for (const int label : labels)
        perm.push_back(std::find(operand.labels.begin(), operand.labels.end(), label) - operand.labels.begin());
    const bool isInOrder = std::is_sorted(perm.begin(), perm.end());
    return {isInOrder ? operand.value : transpose(operand.value, perm), labels};
}

/// A label that stands twice leaves its diagonal: every (n+1)-th element of the two axes in one.
Operand withoutRepeats(Operand operand) {
    for (size_t i = 0; i < operand.labels.size(); ++i) {
        const auto again = std::find(operand.labels.begin() + static_cast<std::ptrdiff_t>(i) + 1, operand.labels.end(),
                                     operand.labels[i]);
        if (again == operand.labels.end()) continue;
        const auto second = static_cast<size_t>(again - operand.labels.begin());
        const Dim size = operand.value.shape()[static_cast<int>(i)];
        if (!size.isKnown()) {
            operand.value.builder->fail(
                Error(ErrorCode::Unsupported, {{"op", "einsum"}, {"reason", "the diagonal of a symbolic size"}}));
            return operand;
        }
        Ints perm = {static_cast<int64_t>(i), static_cast<int64_t>(second)};
        Shape flat = {size * size};
        Labels rest = {operand.labels[i]};
        for (size_t k = 0; k < operand.labels.size(); ++k) {
            if (k == i || k == second) continue;
            perm.push_back(static_cast<int64_t>(k));
            flat.append(operand.value.shape()[static_cast<int>(k)]);
            rest.push_back(operand.labels[k]);
        }
        Ints begin(rest.size(), 0), count(rest.size(), -1), strides(rest.size(), 1);
        count[0] = size.value();
        strides[0] = size.value() + 1;
        const Expr joined = reshape(transpose(operand.value, perm), flat);
        operand = {joined.builder->emit("slice", {joined}, {{"begin", begin}, {"size", count}, {"strides", strides}}),
                   rest};
        i = static_cast<size_t>(-1); // the order has changed: look again from the start
    }
    return operand;
}

/// Sums over the labels that nobody needs any more.
Operand reducedTo(const Operand& operand, const Labels& needed) {
    Ints axes;
    Labels left;
    for (size_t i = 0; i < operand.labels.size(); ++i) {
        if (contains(needed, operand.labels[i]))
            left.push_back(operand.labels[i]);
        else
            axes.push_back(static_cast<int64_t>(i));
    }
    return axes.empty() ? operand : Operand{sum(operand.value, axes), left};
}

/// a and b as one product of matrices: (shared and needed…, only a's, summed) x (…, summed, only b's).
Operand joined(const Operand& a, const Operand& b, const Labels& needed) {
    Labels shared, summed, ofA, ofB;
    for (const int label : a.labels)
        (!contains(b.labels, label) ? ofA : contains(needed, label) ? shared : summed).push_back(label);
    for (const int label : b.labels)
        if (!contains(a.labels, label)) ofB.push_back(label);
    const auto matrices = [&](const Operand& x, const Labels& rows, const Labels& columns) {
        Labels order = shared;
        order.insert(order.end(), rows.begin(), rows.end());
        order.insert(order.end(), columns.begin(), columns.end());
        Shape shape;
        for (const int label : shared)
            shape.append(x.size(label));
        shape.append(x.product(rows));
        shape.append(x.product(columns));
        return reshape(ordered(x, order).value, shape);
    };
    const Expr product = matmul(matrices(a, ofA, summed), matrices(b, summed, ofB));
    Shape shape;
    Labels labels = shared;
    for (size_t i = 0; i < shared.size(); ++i)
        shape.append(product.shape()[static_cast<int>(i)]);
    for (const auto& [from, some] : {std::pair{&a, &ofA}, std::pair{&b, &ofB}})
        for (const int label : *some) {
            shape.append(from->size(label));
            labels.push_back(label);
        }
    return {reshape(product, shape), labels};
}

std::vector<Expr> decomposedEinsum(Builder& builder, std::span<const Expr> inputs, const Attributes& attributes) {
    std::vector<int> ranks;
    for (const Expr& input : inputs)
        ranks.push_back(input.rank());
    const auto equation = parseEinsum(attributes.text("equation"), ranks);
    if (!equation) {
        builder.fail(equation.error());
        return {Expr{}};
    }
    std::vector<Operand> operands;
    for (size_t i = 0; i < inputs.size(); ++i)
        operands.push_back(withoutRepeats({inputs[i], equation->inputs[i]}));
    Operand total = operands.front();
    for (size_t i = 1; i < operands.size() && !builder.error(); ++i) {
        Labels later = equation->output; // what is needed once operand i has been taken in
        for (size_t k = i + 1; k < operands.size(); ++k)
            later.insert(later.end(), operands[k].labels.begin(), operands[k].labels.end());
        Labels needed = later;
        needed.insert(needed.end(), total.labels.begin(), total.labels.end());
        const Operand other = reducedTo(operands[i], needed);
        needed = later;
        needed.insert(needed.end(), other.labels.begin(), other.labels.end());
        total = joined(reducedTo(total, needed), other, later);
    }
    if (builder.error()) return {Expr{}};
    return {ordered(reducedTo(total, equation->output), equation->output).value};
}
} // namespace

void registerEinsumOps(OpRegistry& registry);
void registerEinsumOps(OpRegistry& registry) {
    OpDef op;
    op.name = "einsum";
    op.family = "linear";
    op.about = "y = sums of products over the labels that the output leaves out, as in \"bik,bkj->bij\"; an ellipsis "
               "stands for leading axes that broadcast";
    op.inputs = {{"x", kNumbers, Arity::Many}};
    op.attributes = {required("equation", AttributeKind::String, "a term for each input, ->, the output's labels")};
    op.infer = inferEinsum;
    op.cost = costOfEinsum;
    op.flops = "2 max(1, inputs - 1) times the product of the sizes of all labels";
    op.decompose = decomposedEinsum;
    define(registry, std::move(op));
}

} // namespace td::graph
