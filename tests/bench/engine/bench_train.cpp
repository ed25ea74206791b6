// bench_train --net NAME --batch B --threads T --json: the training speed of one net, as one JSON line of kind "train".
#include "tests/bench/engine/engine_bench.h"

int main(int argc, char** argv) {
    return td::bench::runBench(argc, argv, td::bench::Purpose::Training);
}
