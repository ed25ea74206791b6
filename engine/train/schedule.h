#pragma once

#include "engine/nn/catalogue.h"

namespace td::train {

/// A learning rate as a function of the step, computed on the host before each step.
struct ScheduleDef : nn::ObjectDef {
    /// `step` counts from 0.
    double (*value)(const nn::Config& config, int64_t step) = nullptr;
};
using Schedule = nn::Object<ScheduleDef>;

} // namespace td::train
