#include "engine/data/loader.h"
#include "tests/unit/data/data_files.h"

#include <algorithm>
#include <set>

namespace td::data {
namespace {

/// A batch's values, kept beyond it.
struct Kept {
    std::vector<int64_t> rows{};
    std::vector<double> x{}, y{};
    int64_t epoch = 0, index = 0;
    bool isEnd = false;
    bool operator==(const Kept&) const = default;
};

Kept keep(Loader& loader) {
    const auto batch = loader.next();
    EXPECT_TRUE(batch) << (batch ? "" : describe(batch.error()));
    if (!batch || !*batch) return {.isEnd = true};
    const Batch& b = **batch;
    return {b.rows, valuesOf(b.features[0]), valuesOf(b.labels[0]), b.epoch, b.index, false};
}

std::vector<Kept> keepMany(Loader& loader, int count) {
    std::vector<Kept> kept;
    for (int i = 0; i < count; ++i)
        kept.push_back(keep(loader));
    return kept;
}

Loader loaderOf(const Dataset& data, LoaderOptions options) {
    auto loader = Loader::create(data, options);
    EXPECT_TRUE(loader);
    return *std::move(loader);
}

class LoaderTest : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Prefetch, LoaderTest, testing::Values(0, 1, 2, 5));

TEST_P(LoaderTest, givesBatchesInOrderAndAnEndAfterEachEpoch) {
    Loader loader = loaderOf(numbered(5, 1), {.batch = 2, .prefetch = GetParam()});
    EXPECT_EQ(loader.batchesPerEpoch(), 3);
    for (int epoch = 0; epoch < 3; ++epoch) {
        const auto kept = keepMany(loader, 4);
        EXPECT_EQ(kept[0].x, (std::vector<double>{0, 10}));
        EXPECT_EQ(kept[1].x, (std::vector<double>{20, 30}));
        EXPECT_EQ(kept[1].y, (std::vector<double>{0, 1}));
        EXPECT_EQ(kept[2].x, (std::vector<double>{40}));
        EXPECT_EQ(kept[2].index, 2);
        EXPECT_EQ(kept[2].epoch, epoch);
        EXPECT_TRUE(kept[3].isEnd);
    }
}

TEST_P(LoaderTest, leavesOutTheRemainderAndStopsAfterTheLastEpoch) {
    Loader loader = loaderOf(numbered(5, 1), {.batch = 2, .dropRemainder = true, .epochs = 2, .prefetch = GetParam()});
    EXPECT_EQ(loader.batchesPerEpoch(), 2);
    const auto kept = keepMany(loader, 8);
    std::vector<bool> ends;
    for (const Kept& each : kept)
        ends.push_back(each.isEnd);
    EXPECT_EQ(ends, (std::vector<bool>{false, false, true, false, false, true, true, true}));
}

TEST_P(LoaderTest, shufflesEveryEpochAnew) {
    Loader loader = loaderOf(numbered(50, 2), {.batch = 8, .isShuffled = true, .seed = 3, .prefetch = GetParam()});
    std::vector<int64_t> orders[2];
    for (auto& order : orders)
        for (Kept kept = keep(loader); !kept.isEnd; kept = keep(loader)) {
            order.insert(order.end(), kept.rows.begin(), kept.rows.end());
            for (size_t i = 0; i < kept.rows.size(); ++i)
                EXPECT_EQ(kept.x[2 * i + 1], static_cast<double>(kept.rows[i] * 10 + 1));
        }
    EXPECT_NE(orders[0], orders[1]);
    for (auto& order : orders) {
        EXPECT_FALSE(std::ranges::is_sorted(order));
        std::ranges::sort(order);
        EXPECT_EQ(order, firstRows(50));
    }
}

TEST_P(LoaderTest, goesOnAnywhereAsIfItHadNotBeenInterrupted) {
    const auto data = numbered(53, 2).map("x", gaussianNoise(1, 5));
    ASSERT_TRUE(data);
    const LoaderOptions options{.batch = 8, .isShuffled = true, .seed = 9, .prefetch = GetParam(), .threads = 2};
    Loader whole = loaderOf(*data, options);
    std::vector<Kept> expected;
    std::vector<Position> places;
    for (int i = 0; i < 24; ++i) {
        places.push_back(whole.position());
        expected.push_back(keep(whole));
    }
    for (size_t from = 0; from < places.size(); ++from) {
        Loader resumed = loaderOf(*data, options);
        (void)keepMany(resumed, static_cast<int>(from) % 5); // wherever it stood
        ASSERT_TRUE(resumed.seek(places[from]));
        EXPECT_EQ(resumed.position(), places[from]);
        for (size_t i = from; i < std::min(from + 9, expected.size()); ++i)
            EXPECT_EQ(keep(resumed), expected[i]) << from << " " << i;
    }
}

TEST_P(LoaderTest, changesTheSizeOfBatchesBetweenThem) {
    Loader loader = loaderOf(numbered(20, 1), {.batch = 4, .prefetch = GetParam()});
    EXPECT_EQ(keep(loader).rows, (std::vector<int64_t>{0, 1, 2, 3}));
    ASSERT_TRUE(loader.setBatch(7));
    EXPECT_EQ(keep(loader).rows, (std::vector<int64_t>{4, 5, 6, 7, 8, 9, 10}));
    EXPECT_EQ(loader.position(), (Position{0, 2, 11}));
    ASSERT_TRUE(loader.setBatch(1));
    EXPECT_EQ(keep(loader).rows, (std::vector<int64_t>{11}));
    EXPECT_FALSE(loader.setBatch(0));
    EXPECT_EQ(keep(loader).rows, (std::vector<int64_t>{12}));
}

TEST_P(LoaderTest, errorsOfItsThreadsArriveAtNext) {
    const auto data = numbered(10, 1, 10).map("y", oneHot(7));
    ASSERT_TRUE(data);
    Loader loader = loaderOf(*data, {.batch = 2, .prefetch = GetParam()});
    for (int i = 0; i < 3; ++i)
        EXPECT_FALSE(keep(loader).isEnd);
    for (int i = 0; i < 2; ++i) {
        const auto bad = loader.next();
        ASSERT_FALSE(bad);
        EXPECT_EQ(bad.error().fact("row"), "7");
    }
    EXPECT_EQ(loader.position(), (Position{0, 3, 6}));
    ASSERT_TRUE(loader.seek({0, 0, 0}));
    EXPECT_EQ(keep(loader).rows, (std::vector<int64_t>{0, 1}));
}

TEST_P(LoaderTest, reusesItsMemory) {
    Loader loader = loaderOf(numbered(64, 16), {.batch = 8, .isShuffled = true, .prefetch = GetParam()});
    std::set<const std::byte*> seen;
    for (int i = 0; i < 90; ++i) {
        const auto batch = loader.next();
        ASSERT_TRUE(batch);
        if (*batch) seen.insert((*batch)->features[0].bytes());
    }
    EXPECT_LE(seen.size(), static_cast<size_t>(GetParam()) + 1);
}

TEST(Loader, rowsInOrderAreNotCopied) {
    const Tensor x = Tensor::zeros(DType::U8, {10, 4});
    const Dataset data = Dataset::of(*MemorySource::create({{"x", {}, Role::Feature, {}, {}}}, {x}));
    Loader loader = loaderOf(data.skip(1), {.batch = 3, .prefetch = 0});
    EXPECT_EQ((*loader.next())->features[0].bytes(), x.bytes() + 4);
    const Tensor second = (*loader.next())->features[0];
    EXPECT_EQ(second.bytes(), x.bytes() + 16);
    EXPECT_EQ(second.extents(), (Extents{3, 4}));
    Loader copying = loaderOf(data, {.batch = 3, .prefetch = 0, .mayShareMemory = false});
    EXPECT_NE((*copying.next())->features[0].bytes(), x.bytes());
}

TEST(Loader, columnsAreSortedByRole) {
    const Tensor one = Tensor::zeros(DType::F32, {4, 1});
    const Dataset data = Dataset::of(*MemorySource::create({{"w", {}, Role::Weight, {}, {}},
                                                            {"a", {}, Role::Feature, {}, {}},
                                                            {"y", {}, Role::Label, {}, {}},
                                                            {"b", {}, Role::Feature, {}, {}}},
                                                           {one, one, one, one}));
    Loader loader = loaderOf(data, {.batch = 4, .isShuffled = true});
    const Batch& batch = **loader.next();
    EXPECT_EQ(batch.features.size(), 2u);
    EXPECT_EQ(batch.labels.size(), 1u);
    EXPECT_EQ(batch.weights.size(), 1u);
    EXPECT_EQ(batch.size(), 4);
}

TEST(Loader, refusesWhatGivesNoBatch) {
    const auto empty = Loader::create(numbered(5).take(0), {});
    ASSERT_FALSE(empty);
    EXPECT_EQ(empty.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(empty.error().fact("rows"), "0");
    EXPECT_FALSE(Loader::create(Dataset(), {}));
    EXPECT_FALSE(Loader::create(numbered(5), {.batch = 0}));
    EXPECT_FALSE(Loader::create(numbered(5), {.batch = 6, .dropRemainder = true}));
    EXPECT_FALSE(Loader::create(numbered(5), {.prefetch = -1}));
    Loader loader = loaderOf(numbered(5), {});
    EXPECT_FALSE(loader.seek({0, 0, 6}));
    EXPECT_FALSE(loader.seek({-1, 0, 0}));
    EXPECT_TRUE(loader.seek({7, 1, 5}));
    EXPECT_TRUE(keep(loader).isEnd);
}

} // namespace
} // namespace td::data
