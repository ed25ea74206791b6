#include "engine/nn/layers/low_rank.h"
#include "engine/nn/layers/shaping.h"

namespace td::nn {

void registerEmbedding(Catalogues& catalogues);

namespace {
Expr rowsOf(Expr table, Expr indices) {
    return table.builder->emit("gather", {table, indices}, {{"axis", int64_t{0}}});
}

Flows callEmbedding(Call& call) {
    const Config& config = call.config();
    if (!needRankAtLeast(call, 0, 1) || !needAtLeast(call, "input_dim", 1) || !needAtLeast(call, "output_dim", 1))
        return nothing(call);
    const DType given = call.input().dtype();
    const Expr indices = given == DType::I64 ? call.input() : cast(call.input(), DType::I32);
    const Expr table = restingWeight(call, "embeddings", {config.integer("input_dim"), config.integer("output_dim")});
    const AdaptedWeight rows = adapted(call, table, "embeddings");
    Expr y = rowsOf(rows.weight, indices);
    if (rows.a) y = y + rows.factor * matmul(rowsOf(rows.a, indices), rows.b);
    Expr mask;
    if (config.flag("mask_zero")) mask = binary("not_equal", indices, call.builder().scalar(0, indices.dtype()));
    return {Flow{y, mask}};
}
} // namespace

void registerEmbedding(Catalogues& catalogues) {
    catalogues.layers.add(layerDef(
        "Embedding", "core", MaskRule::Own, "Each whole number becomes its row of a trained table.",
        joined({{required(intParameter("input_dim", nullptr, "rows: the largest number plus 1")),
                 required(intParameter("output_dim", nullptr, "size of a row")),
                 objectParameter("embeddings_initializer", "uniform", "how the table starts"),
                 objectParameter("embeddings_regularizer", nullptr, "added to the loss, from the table"),
                 objectParameter("embeddings_constraint", nullptr, "what the table is forced to after each update"),
                 boolParameter("mask_zero", false, "whether the number 0 means that a step does not count"),
                 jsonParameter("weights", nullptr, "not taken: weights come from a checkpoint")},
                lowRankParameters()}),
        callEmbedding));
}

} // namespace td::nn
