#include "engine/train/callbacks/callbacks.h"

namespace td::train {

using CallbackCatalogue = nn::Catalogue<CallbackDef>;
void registerEarlyStopping(CallbackCatalogue& catalogue);
void registerLearningRateCallbacks(CallbackCatalogue& catalogue);
void registerLoggingCallbacks(CallbackCatalogue& catalogue);
void registerSavingCallbacks(CallbackCatalogue& catalogue);
void registerWatchingCallbacks(CallbackCatalogue& catalogue);

const nn::Catalogue<CallbackDef>& builtinCallbacks() {
    static const CallbackCatalogue kCallbacks = [] {
        CallbackCatalogue catalogue("callback");
        registerEarlyStopping(catalogue);
        registerLearningRateCallbacks(catalogue);
        registerLoggingCallbacks(catalogue);
        registerSavingCallbacks(catalogue);
        registerWatchingCallbacks(catalogue);
        return catalogue;
    }();
    return kCallbacks;
}

} // namespace td::train
