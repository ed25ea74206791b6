#include "tests/fuzz/targets.h"

/// libFuzzer's door to one target, named by TD_FUZZ_ENTRY.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    td::fuzz::TD_FUZZ_ENTRY({data, size});
    return 0;
}
