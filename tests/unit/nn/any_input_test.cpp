#include "engine/graph/op_registry.h"
#include "engine/nn/emission.h"

#include <gtest/gtest.h>

/// Whatever a person connects to a layer gives a graph or an error, never a crash.
namespace td::nn {

namespace {
Json valueFor(const Parameter& parameter) {
    if (parameter.name == "dims") return {1};
    if (parameter.name == "target_shape") return {2, -1};
    switch (parameter.kind) {
    case ParameterKind::Bool:
        return true;
    case ParameterKind::Int:
        return 2;
    case ParameterKind::Real:
        return 0.5;
    case ParameterKind::Text:
        return parameter.choices.empty() ? Json("ab,bc->ac") : Json(parameter.choices.front());
    case ParameterKind::Sizes:
        return parameter.count == 0 ? Json(std::vector<int>{2}) : Json(2);
    case ParameterKind::Object:
        return parameter.name == "layer" ? Json{{"class_name", "LSTM"}, {"config", {{"units", 2}}}} : Json("relu");
    case ParameterKind::Any:
        return 1;
    }
    return nullptr;
}

Json leastConfig(const LayerDef& def) {
    Json config = Json::object();
    for (const auto& parameter : def.parameters)
        if (parameter.isRequired) config[parameter.name] = valueFor(parameter);
    return config;
}

struct Attempt {
    std::string shape; ///< empty: nothing comes in
    DType dtype = DType::F32;
    std::string mask = {};
};

/// Whether it gave a graph.
bool attempt(const LayerDef& def, const Attempt& what, bool isTraining) {
    const auto layer = createLayer({{"class_name", def.className}, {"config", leastConfig(def)}}, builtins());
    EXPECT_TRUE(layer) << describe(layer.error());
    if (!layer) return false;
    graph::Graph graph(graph::builtinOps());
    Builder builder(graph);
    Weights weights;
    Emission emission(builder, weights, builtins(), {isTraining, 1});
    Flow flow;
    if (!what.shape.empty()) flow.value = builder.input("x", {what.dtype, *Shape::parse(what.shape)});
    if (!what.mask.empty()) flow.mask = builder.input("mask", {DType::Bool, *Shape::parse(what.mask)});
    const Flows flows = emission.run(**layer, Flows(static_cast<size_t>(std::max(1, def.minInputs)), flow));
    emission.finish();
    EXPECT_FALSE(flows.empty());
    if (builder.error()) return false;
    for (const Flow& output : flows)
        EXPECT_TRUE(output.value || what.shape.empty()) << def.className << " " << what.shape;
    EXPECT_TRUE(graph.verify()) << def.className << " " << what.shape;
    return !what.shape.empty();
}
} // namespace

TEST(AnyInput, givesAGraphOrAnError) {
    const Attempt attempts[] = {{""},
                                {"()"},
                                {"(B)"},
                                {"(B,4)"},
                                {"(B,T,4)"},
                                {"(B,T,4)", DType::F32, "(B,T)"},
                                {"(2,4,4)", DType::F32, "(2,4)"},
                                {"(B,0,4)"},
                                {"(B,6,6,4)"},
                                {"(B,T,T,4)"},
                                {"(B,8,32)"},
                                {"(B,5,5,5,4)"},
                                {"(B,4)", DType::I32},
                                {"(B,T,4)", DType::I64},
                                {"(B,6,6,4)", DType::U8}};
    for (const auto& [name, def] : builtins().layers.all()) {
        if (!def.call) continue; // a model as a layer has its own tests
        int graphs = 0;
        for (const Attempt& what : attempts)
            for (const bool isTraining : {false, true}) {
                SCOPED_TRACE(name + " over " + what.shape);
                graphs += attempt(def, what, isTraining) ? 1 : 0;
            }
        EXPECT_GT(graphs, 0) << name << " takes none of them";
    }
}

} // namespace td::nn
