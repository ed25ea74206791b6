// Schedules: the learning rate at some steps.
#include "engine/train/catalogues.h"
#include "tests/numeric/families.h"

namespace td::fixtures {

namespace {
Outcome runSchedule(const Json& test) {
    auto expected = readTensor(test["values"]);
    if (!expected) return failed(describe(expected.error()));
    Tensor found = Tensor::zeros(DType::F32, expected->extents());
    for (size_t i = 0; i < test["steps"].size(); ++i) {
        const Json schedule{{"class_name", test["class"]}, {"config", test["config"]}};
        const auto value = train::learningRate(schedule, test["steps"][i].get<int64_t>());
        if (!value) return failed(describe(value.error()));
        found.set(static_cast<int64_t>(i), *value);
    }
    const auto text = difference("rate", found, *expected, {1e-5, true});
    return text.empty() ? passed() : failed(text);
}
} // namespace

void registerScheduleFixtures(Runners& runners) {
    runners["schedule"] = runSchedule;
}

} // namespace td::fixtures
