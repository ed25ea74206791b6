// What bad/EXPECTED.md says of arrays/.
#include "engine/data/file_bytes.h"
#include "engine/data/idx.h"
#include "engine/data/npy.h"
#include "tests/unit/data/data_files.h"

#include <cmath>

namespace td::data {
namespace {

struct Outcome {
    std::vector<NamedArray> arrays;
    Problems problems;
    std::string refusal; ///< the error's problem
    Error error;
    [[nodiscard]] std::vector<double> values(size_t index = 0) const {
        return index < arrays.size() ? valuesOf(arrays[index].values) : std::vector<double>();
    }
};

Outcome read(const std::string& name) {
    Outcome outcome;
    const std::string bytes = bytesOf("bad/arrays/" + name);
    EXPECT_FALSE(bytes.empty()) << name;
    auto arrays = name.ends_with(".npz") ? readNpz(bytes, name, 1 << 20, outcome.problems)
                                         : readNpy(bytes, name, "a", outcome.problems);
    if (arrays) {
        outcome.arrays = *arrays;
    } else {
        outcome.error = arrays.error();
        outcome.refusal = arrays.error().fact("problem");
    }
    return outcome;
}

Outcome readIdxFile(const std::string& name) {
    Outcome outcome;
    auto bytes = fileBytes(dataFile("bad/arrays/" + name), 1 << 20);
    auto values = bytes ? readIdx(*bytes, name, outcome.problems) : Result<Tensor>(failure(bytes.error()));
    if (values) {
        outcome.arrays.push_back({"a", *values, {}});
    } else {
        outcome.error = values.error();
        outcome.refusal = values.error().fact("problem");
    }
    return outcome;
}

using Values = std::vector<double>;

TEST(BadIdx, isRefusedByNameOrUsedWithAProblem) {
    EXPECT_EQ(readIdxFile("idx_ok-idx3-ubyte").arrays[0].values.extents(), (Extents{10, 4, 4}));
    const auto tooBig = readIdxFile("idx_count_too_big-idx3-ubyte");
    EXPECT_EQ(tooBig.refusal, "Truncated");
    EXPECT_EQ(tooBig.error.fact("announced"), "12");
    EXPECT_EQ(tooBig.error.fact("present"), "10");
    const auto tooSmall = readIdxFile("idx_count_too_small-idx3-ubyte");
    ASSERT_EQ(tooSmall.arrays.size(), 1u);
    EXPECT_EQ(tooSmall.arrays[0].values.extents()[0], 8);
    EXPECT_EQ(textOf(tooSmall.problems), "surplus-bytes");
    const auto magic = readIdxFile("idx_bad_magic-idx3-ubyte");
    EXPECT_EQ(magic.refusal, "BadMagic");
    EXPECT_EQ(magic.error.fact("found"), "0x01020803");
    const auto type = readIdxFile("idx_unknown_type-idx1");
    EXPECT_EQ(type.refusal, "UnknownType");
    EXPECT_EQ(type.error.fact("found"), "0x0A");
    EXPECT_EQ(readIdxFile("idx_huge_dims-idx3-ubyte").refusal, "TooLarge");
    EXPECT_EQ(readIdxFile("idx_int32.idx").values(), Values({1, -2, 70000}));
    EXPECT_EQ(readIdxFile("idx_truncated.gz").refusal, "TruncatedGzip");
}

TEST(BadNpy, isRefusedByNameOrUsedWithAProblem) {
    EXPECT_EQ(read("fortran_order.npz").values(), Values({0, 1, 2, 3, 4, 5}));
    const auto big = read("big_endian.npz");
    EXPECT_EQ(big.values(0), Values({0, 1, 2, 3}));
    EXPECT_EQ(big.values(1), Values({1, 256}));
    const auto objects = read("object_array.npz");
    ASSERT_EQ(objects.arrays.size(), 1u);
    EXPECT_EQ(objects.arrays[0].name, "y");
    ASSERT_EQ(objects.problems.total(), 1);
    EXPECT_NE(objects.problems.list()[0].found.find("ObjectArray"), std::string::npos);
    const auto fields = read("structured.npy");
    ASSERT_EQ(fields.arrays.size(), 2u);
    EXPECT_EQ(fields.arrays[0].name, "id");
    EXPECT_EQ(fields.arrays[1].name, "v");
    const auto texts = read("unicode_labels.npy");
    EXPECT_EQ(texts.arrays[0].values.elements(), 3);
    EXPECT_EQ(texts.arrays[0].values.dtype(), DType::I32);
    const auto half = read("bool_half.npz");
    EXPECT_EQ(half.arrays.size(), 2u);
    EXPECT_EQ(textOf(half.problems), "not-finite");
    EXPECT_EQ(read("zero_dim.npy").arrays[0].values.rank(), 0);
    EXPECT_EQ(read("empty_shape.npy").arrays[0].values.extents(), (Extents{0, 5}));
    const auto cut = read("truncated.npy");
    EXPECT_EQ(cut.refusal, "Truncated");
    EXPECT_EQ(cut.error.fact("announced"), "800");
    EXPECT_EQ(read("npy_version2.npy").values(), Values({0, 1, 2}));
    EXPECT_EQ(read("header_lies.npy").refusal, "Truncated");
    EXPECT_EQ(read("header_code.npy").refusal, "BadHeader");
    const auto escape = read("path_escape.npz");
    ASSERT_EQ(escape.arrays.size(), 1u);
    EXPECT_EQ(escape.arrays[0].name, "escape");
}

TEST(BadArrays, cannotBeDataSetsWithoutRowsOrWithTwoCounts) {
    const auto scalar = load(dataFile("bad/arrays/zero_dim.npy"));
    ASSERT_FALSE(scalar);
    EXPECT_EQ(scalar.error().fact("problem"), "NoRows");
    const auto lengths = load(dataFile("bad/arrays/length_mismatch.npz"));
    ASSERT_FALSE(lengths);
    EXPECT_EQ(lengths.error().fact("problem"), "CountMismatch");
    const auto empty = load(dataFile("bad/arrays/empty_shape.npy"));
    ASSERT_TRUE(empty);
    EXPECT_EQ(empty->train.rows(), 0);
}

TEST(BadArrays, picturesNeedAsManyLabels) {
    const std::string folder = testing::TempDir() + "/td-idx-pair";
    std::filesystem::create_directories(folder);
    ASSERT_TRUE(writeFileAtomically(folder + "/train-images-idx3-ubyte", bytesOf("bad/arrays/idx_ok-idx3-ubyte")));
    ASSERT_TRUE(
        writeFileAtomically(folder + "/train-labels-idx1-ubyte", bytesOf("bad/arrays/idx_labels_9-idx1-ubyte")));
    const auto pair = load(folder);
    std::filesystem::remove_all(folder);
    ASSERT_FALSE(pair);
    EXPECT_EQ(pair.error().fact("problem"), "CountMismatch");
    EXPECT_EQ(pair.error().fact("labels"), "(9)");
    EXPECT_EQ(pair.error().fact("expected"), "10");
}

} // namespace
} // namespace td::data
