#pragma once

#include "engine/nn/catalogues.h"
#include "engine/train/metric.h"
#include "engine/train/optimizer.h"

namespace td::train {

/// What training is configured with, beside the model's own parts.
struct Catalogues {
    nn::Catalogue<LossDef> losses{"loss"};
    nn::Catalogue<MetricDef> metrics{"metric"};
    nn::Catalogue<OptimizerDef> optimizers{"optimizer"};
    nn::Catalogue<ScheduleDef> schedules{"schedule"};
};

/// The built-in ones, made at the first call.
[[nodiscard]] TD_API const Catalogues& builtins();

} // namespace td::train
