#pragma once

#include "engine/nn/catalogue.h"

namespace td::train {

struct Catalogues;

/// A learning rate as a function of the step, computed on the host before each step.
struct ScheduleDef : nn::ObjectDef {
    /// `step` counts from 0.
    double (*value)(const nn::Config& config, int64_t step) = nullptr;
    /// What the schema cannot say. Errors: InvalidArgument with "argument", "value", "expected".
    Result<void> (*check)(const nn::Config& config) = nullptr;
};
using Schedule = nn::Object<ScheduleDef>;

/// The learning rate at a step: the argument "learning_rate" is a number or a schedule.
/// Errors: NotFound for an unknown schedule; InvalidArgument naming the argument.
[[nodiscard]] TD_API Result<double> learningRate(const nn::Json& argument, int64_t step, const Catalogues& catalogues);
[[nodiscard]] TD_API Result<double> learningRate(const nn::Json& argument, int64_t step);

} // namespace td::train
