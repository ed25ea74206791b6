// bench_data: rows per second out of a loader over 60,000 rows of 784 numbers, one JSON line a case.
#include "engine/data/loader.h"
#include "engine/data/memory_source.h"

#include <chrono>
#include <cstdio>

namespace td::data {
namespace {

Dataset rowsOf(DType dtype, int64_t rows, int64_t width) {
    Tensor x = Tensor::zeros(dtype, {rows, width}), y = Tensor::zeros(DType::I32, {rows});
    for (int64_t i = 0; i < x.elements(); ++i)
        x.set(i, static_cast<double>(i % 251));
    return Dataset::of(
        *MemorySource::create({{"x", {}, Role::Feature, {}, {}}, {"y", {}, Role::Label, {}, {}}}, {x, y}));
}

/// Passes over the data for about a second; what came out is added up so that it is really made.
void measure(const char* name, const Dataset& data, LoaderOptions options) {
    using Clock = std::chrono::steady_clock;
    auto loader = Loader::create(data, options);
    if (!loader) return;
    int64_t rows = 0, batches = 0, epochs = 0;
    double sum = 0;
    Clock::time_point start = Clock::now();
    for (double seconds = 0; seconds < 1.5;) {
        const auto batch = loader->next();
        if (!batch) return;
        if (*batch) {
            rows += (*batch)->size();
            ++batches;
            sum += (*batch)->features[0].at(0);
            continue;
        }
        if (++epochs == 1) { // the first pass makes memory and threads
            rows = batches = 0;
            start = Clock::now();
        }
        seconds = std::chrono::duration<double>(Clock::now() - start).count();
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    std::printf("{\"kind\": \"data\", \"case\": \"%s\", \"batch\": %ld, \"prefetch\": %d, \"rows_per_s\": %.0f, "
                "\"us_per_batch\": %.3f, \"check\": %.0f}\n",
                name, static_cast<long>(options.batch), options.prefetch, static_cast<double>(rows) / seconds,
                seconds / static_cast<double>(batches) * 1e6, sum);
}

} // namespace
} // namespace td::data

int main() {
    using namespace td;
    using namespace td::data;
    const Dataset floats = rowsOf(DType::F32, 60000, 784), bytes = rowsOf(DType::U8, 60000, 784);
    const Dataset tiny = rowsOf(DType::F32, 6000, 4);
    const auto scaled = bytes.map("x", rescale(1.0 / 255));
    if (!scaled) return 1;
    for (const int prefetch : {0, 2})
        for (const int64_t batch : {32, 128}) {
            measure("float rows, gathered", floats, {.batch = batch, .isShuffled = true, .prefetch = prefetch});
            measure("bytes scaled to float", *scaled, {.batch = batch, .isShuffled = true, .prefetch = prefetch});
            measure("float rows in place", floats, {.batch = batch, .prefetch = prefetch});
            measure("4 numbers, gathered", tiny, {.batch = batch, .isShuffled = true, .prefetch = prefetch});
        }
    return 0;
}
