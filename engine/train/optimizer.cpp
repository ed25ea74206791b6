#include "engine/train/optimizer.h"

#include "engine/train/arguments.h"
#include "engine/train/catalogues.h"
#include "engine/train/optimizer_writer.h"

namespace td::train {

Result<OptimizerVariables> emitOptimizer(const OptimizerRequest& request) {
    TD_TRY(checkArguments("optimizer", request.optimizer));
    if (request.optimizer.def->emit) return request.optimizer.def->emit(request);
    OptimizerWriter writer(request);
    return writer.write();
}

Result<OptimizerVariables> emitOptimizer(Builder& builder, const Optimizer& optimizer,
                                         const std::vector<Trained>& trained, const OptimizerInputs& inputs,
                                         const std::string& prefix) {
    return emitOptimizer(OptimizerRequest{builder, optimizer, trained, inputs.rate, prefix, builtins()});
}

Expr emitLossScale(Builder& builder, const Optimizer& optimizer, const std::string& prefix) {
    if (!optimizer) return {&builder};
    if (optimizer.def->lossScale) return optimizer.def->lossScale(builder, optimizer.config, prefix);
    if (optimizer.config.isNull("loss_scale_factor")) return {&builder};
    return builder.scalar(optimizer.config.real("loss_scale_factor"));
}

} // namespace td::train
