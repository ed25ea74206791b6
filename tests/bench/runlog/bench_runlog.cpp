// bench_runlog --json [--threads N] [--index] DIR: reads every event file below DIR and prints one JSON line of kind "load".
// wall_s and cpu_s cover opening, scanning, reading and the last commit; the sum of all values is taken afterwards.
#include "engine/runlog/run_store.h"

#include <chrono>
#include <cstdio>
#include <cstring>
#include <cmath>
#include <ctime>
#include <string>
#include <sys/resource.h>

namespace {

double cpuSeconds() {
    rusage r{};
    getrusage(RUSAGE_SELF, &r);
    return static_cast<double>(r.ru_utime.tv_sec + r.ru_stime.tv_sec) + static_cast<double>(r.ru_utime.tv_usec + r.ru_stime.tv_usec) * 1e-6;
}

double peakMb() {
    rusage r{};
    getrusage(RUSAGE_SELF, &r);
    return static_cast<double>(r.ru_maxrss) / 1024.0;
}

double sumOf(const td::runlog::StoreSnapshot& store) {
    double sum = 0;
    for (const auto& run : store.runs)
        for (const auto& tag : run->tags)
            for (const auto& part : tag.parts)
                part.column.forEachSpan([&](const td::runlog::ScalarSpan& span) {
                    for (size_t i = 0; i < span.size(); ++i)
                        if (const double v = span.value(i); std::isfinite(v)) sum += v;
                });
    return sum;
}

double loadAverage() {
    double load[1] = {};
    return getloadavg(load, 1) == 1 ? load[0] : -1;
}

} // namespace

int main(int argc, char** argv) {
    td::runlog::StoreOptions options;
    options.follow = false;
    options.useIndex = false;
    std::string directory;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--threads") == 0 && i + 1 < argc) options.threads = std::atoi(argv[++i]);
        else if (std::strcmp(argv[i], "--index") == 0) options.useIndex = options.follow = true;
        else if (std::strcmp(argv[i], "--json") != 0) directory = argv[i];
    }
    if (directory.empty()) {
        std::fprintf(stderr, "usage: bench_runlog [--json] [--threads N] [--index] DIR\n");
        return 64;
    }
    const double loadBefore = loadAverage();
    const auto start = std::chrono::steady_clock::now();
    const double cpuStart = cpuSeconds();
    auto store = td::runlog::RunStore::open({{"", directory}}, options);
    if (!store) {
        std::fprintf(stderr, "%s\n", td::describe(store.error()).c_str());
        return 2;
    }
    (*store)->waitUntilLoaded();
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const double cpu = cpuSeconds() - cpuStart, peak = peakMb();
    const auto snapshot = (*store)->snapshot();
    uint64_t tags = 0;
    for (const auto& run : snapshot->runs) tags += run->tags.size();
    char at[32];
    const time_t now = std::time(nullptr);
    std::strftime(at, sizeof at, "%FT%TZ", std::gmtime(&now));
    std::printf("{\"kind\": \"load\", \"framework\": \"tensordesk\", \"version\": \"0.1.0\", \"bytes\": %llu, \"runs\": %zu, \"series\": %llu, \"points\": %llu, \"wall_s\": %.4f, \"cpu_s\": %.4f, "
                "\"peak_rss_mb\": %.1f, \"sum\": %.17g, \"index\": %s, \"at\": \"%s\", \"load_before\": %.2f}\n",
                static_cast<unsigned long long>(snapshot->progress.bytesRead), snapshot->runs.size(), static_cast<unsigned long long>(tags),
                static_cast<unsigned long long>(snapshot->progress.points), wall, cpu, peak, sumOf(*snapshot), options.useIndex ? "true" : "false", at, loadBefore);
    (*store)->waitUntilIndexed(); // so that the next run finds it
    return 0;
}
