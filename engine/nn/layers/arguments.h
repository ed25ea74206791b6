#pragma once

#include "engine/nn/emission.h"
#include "engine/nn/parts/parameters.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Arguments that many layers share, and checks of what was given.
namespace td::nn {

using LayerCallFunction = Flows (*)(Call&);
/// A layer of one input, without other names.
[[nodiscard]] LayerDef layerDef(std::string className, std::string category, MaskRule masks, std::string about,
                                std::vector<Parameter> parameters, LayerCallFunction call);

/// A weight's name in arguments ("kernel") and how it starts ("glorot_uniform").
struct WeightArgument {
    std::string prefix, initializer;
};
/// "<prefix>_initializer" of each, then all "_regularizer", then all "_constraint", as Keras orders them.
[[nodiscard]] std::vector<Parameter> weightParameters(std::vector<WeightArgument> weights);

[[nodiscard]] Parameter activationParameter(Json standard = nullptr);
[[nodiscard]] Parameter useBiasParameter();
[[nodiscard]] Parameter dataFormatParameter();
[[nodiscard]] bool isChannelsFirst(const Call& call);

/// What a layer gives that failed: nothing, which is passed on quietly.
[[nodiscard]] Flows nothing(Call& call);

/// Fails with the facts "argument", "value", "expected".
void failArgument(Call& call, std::string_view argument, std::string expected);
/// False, after failing, if the argument (or one of its sizes) is less.
bool needAtLeast(Call& call, std::string_view argument, int64_t least);
/// False, after failing, if it is not in 0 … 1.
bool needRate(Call& call, std::string_view argument);
/// False, after failing, if the input has another rank.
bool needRank(Call& call, size_t input, int rank);
bool needRankAtLeast(Call& call, size_t input, int rank);

/// Before and after, for each of `axes` axes: from one number, one for each axis, or a pair for each axis.
/// Empty, after failing, for anything else.
[[nodiscard]] std::vector<std::pair<int64_t, int64_t>> pairsOf(Call& call, std::string_view argument, size_t axes);

/// The axes of an argument that is one number or a list of them, counted from 0, in the order given.
/// Empty, after failing, if there is no such axis.
[[nodiscard]] std::vector<int> axesOf(Call& call, std::string_view argument, int rank);

} // namespace td::nn
