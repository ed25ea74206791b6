#include "engine/runlog/proto_writer.h"
#include "engine/runlog/tensor_decode.h"

#include <cmath>
#include <gtest/gtest.h>

namespace td::runlog {
namespace {

/// A TensorProto of a type and a shape, to which values are added.
ProtoWriter tensor(DType dtype, const std::vector<int64_t>& shape) {
    ProtoWriter dims, out;
    for (const int64_t d : shape) {
        ProtoWriter dim;
        dim.integer(1, d);
        dims.message(2, dim);
    }
    out.varint(1, static_cast<uint64_t>(dtype));
    out.message(2, dims);
    return out;
}

std::vector<double> numbers(const ProtoWriter& message) {
    const auto decoded = decodeTensor(asBytes(message.data()));
    std::vector<double> out;
    if (decoded)
        for (uint64_t i = 0; i < decoded->tensor.elementCount(); ++i)
            out.push_back(decoded->tensor.number(i));
    return out;
}

ErrorCode errorOf(const ProtoWriter& message) {
    const auto decoded = decodeTensor(asBytes(message.data()));
    return decoded ? ErrorCode::Internal : decoded.error().code;
}

std::string packedVarints(std::initializer_list<uint64_t> values) {
    std::string out;
    for (uint64_t v : values) {
        for (; v > 127; v >>= 7)
            out += static_cast<char>((v & 127) | 128);
        out += static_cast<char>(v);
    }
    return out;
}

TEST(TensorDecode, contentIsTakenAsItIs) {
    const float values[] = {1.5f, -2, 3e38f};
    auto message = tensor(DType::Float, {3});
    message.bytes(4, bytesOf(std::span<const float>(values)));
    EXPECT_EQ(numbers(message), (std::vector<double>{1.5, -2, 3e38f}));
}

TEST(TensorDecode, packedAndUnpackedValuesAreTheSame) {
    auto unpacked = tensor(DType::Float, {2});
    unpacked.float32(5, 0.25f);
    unpacked.float32(5, -8);
    const float values[] = {0.25f, -8};
    auto packed = tensor(DType::Float, {2});
    packed.bytes(5, bytesOf(std::span<const float>(values)));
    EXPECT_EQ(numbers(unpacked), (std::vector<double>{0.25, -8}));
    EXPECT_EQ(numbers(packed), numbers(unpacked));
}

TEST(TensorDecode, oneValueIsRepeatedToFillTheShape) {
    auto message = tensor(DType::Double, {2, 3});
    message.float64(6, 7.5);
    const auto decoded = decodeTensor(asBytes(message.data()));
    ASSERT_TRUE(decoded);
    EXPECT_TRUE(decoded->fillsShape);
    EXPECT_EQ(numbers(message), std::vector<double>(6, 7.5));
}

TEST(TensorDecode, fewerValuesThanElementsRepeatTheLastAndSaySo) {
    auto message = tensor(DType::Int32, {4});
    message.bytes(7, packedVarints({3, 9}));
    const auto decoded = decodeTensor(asBytes(message.data()));
    ASSERT_TRUE(decoded);
    EXPECT_FALSE(decoded->fillsShape);
    EXPECT_EQ(numbers(message), (std::vector<double>{3, 9, 9, 9}));
}

TEST(TensorDecode, everyIntegerTypeKeepsItsSignAndWidth) {
    const uint64_t minusOne = ~0ull;
    const struct {
        DType dtype;
        int field;
        uint64_t written;
        double read;
    } cases[] = {
        {DType::Int8, 7, minusOne, -1},
        {DType::Int16, 7, minusOne, -1},
        {DType::Int32, 7, minusOne, -1},
        {DType::UInt8, 7, 200, 200},
        {DType::UInt16, 7, 65535, 65535},
        {DType::UInt32, 16, 0xFFFFFFFF, 4294967295.0},
        {DType::Int64, 10, minusOne, -1},
        {DType::UInt64, 17, 1ull << 63, 0x1p63},
        {DType::Bool, 11, 1, 1},
        {DType::Half, 13, 0x3C00, 1},
        {DType::Half, 13, 0x0001, 0x1p-24},
        {DType::BFloat16, 13, 0xC000, -2},
    };
    for (const auto& c : cases) {
        auto message = tensor(c.dtype, {});
        message.varint(c.field, c.written);
        EXPECT_EQ(numbers(message), std::vector<double>{c.read}) << name(c.dtype);
    }
}

TEST(TensorDecode, sixtyFourBitIntegersStayExact) {
    auto message = tensor(DType::Int64, {});
    message.varint(10, (1ull << 53) + 1);
    const auto decoded = decodeTensor(asBytes(message.data()));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(loadAs<int64_t>(asBytes(decoded->tensor.bytes).data()), (1ll << 53) + 1);
}

TEST(TensorDecode, halfInfinityAndNanSurvive) {
    auto message = tensor(DType::Half, {2});
    message.bytes(13, packedVarints({0x7C00, 0x7E00}));
    const auto values = numbers(message);
    ASSERT_EQ(values.size(), 2u);
    EXPECT_TRUE(std::isinf(values[0]));
    EXPECT_TRUE(std::isnan(values[1]));
}

TEST(TensorDecode, complexNumbersArePairs) {
    const float pairs[] = {1, 2, 3, 4};
    auto message = tensor(DType::Complex64, {2});
    message.bytes(9, bytesOf(std::span<const float>(pairs)));
    EXPECT_EQ(numbers(message), (std::vector<double>{1, 3})); // real parts
}

TEST(TensorDecode, stringsMayHoldAnyBytes) {
    auto message = tensor(DType::String, {2});
    message.bytes(8, std::string_view("a\0b", 3));
    message.bytes(8, "");
    const auto decoded = decodeTensor(asBytes(message.data()));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->tensor.strings, (std::vector<std::string>{std::string("a\0b", 3), ""}));
}

TEST(TensorDecode, aShapeThatNothingCouldHoldIsRefusedWithoutMemory) {
    auto filled = tensor(DType::Float, {1ll << 40});
    filled.float32(5, 1);
    EXPECT_EQ(errorOf(filled), ErrorCode::TooLarge);
    auto uncountable = tensor(DType::Float, {1ll << 40, 1ll << 40});
    uncountable.float32(5, 1);
    EXPECT_EQ(errorOf(uncountable), ErrorCode::Corrupt);
    auto strings = tensor(DType::String, {1 << 20});
    strings.bytes(8, std::string(1 << 16, 'x'));
    EXPECT_EQ(errorOf(strings), ErrorCode::TooLarge);
    EXPECT_EQ(errorOf(tensor(DType::Float, {-1})), ErrorCode::Corrupt);
}

TEST(TensorDecode, contentThatDoesNotFitIsCorrupt) {
    auto torn = tensor(DType::Float, {1});
    torn.bytes(4, "abc");
    EXPECT_EQ(errorOf(torn), ErrorCode::Corrupt);
    auto wrongCount = tensor(DType::Float, {3});
    wrongCount.bytes(4, "abcdefgh");
    EXPECT_EQ(errorOf(wrongCount), ErrorCode::Corrupt);
    ProtoWriter unknown = tensor(static_cast<DType>(20), {});
    EXPECT_EQ(errorOf(unknown), ErrorCode::Unsupported);
    EXPECT_EQ(decodeTensor(asBytes("\x0a\xff")).error().code, ErrorCode::Corrupt);
}

} // namespace
} // namespace td::runlog
