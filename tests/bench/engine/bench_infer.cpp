// bench_infer --net NAME --batch B --threads T --json: the inference speed of one net, as one JSON line of kind "infer".
#include "tests/bench/engine/engine_bench.h"

int main(int argc, char** argv) {
    return td::bench::runBench(argc, argv, td::bench::Purpose::Inference);
}
