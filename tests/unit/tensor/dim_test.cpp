#include "engine/tensor/dim.h"

#include <gtest/gtest.h>
#include <random>

namespace td {
namespace {

const Dim kB = Dim::symbol("B"), kT = Dim::symbol("T");

TEST(Dim, knownOnesAreNumbers) {
    EXPECT_TRUE((Dim(3) + Dim(4)).is(7));
    EXPECT_TRUE((Dim(3) - Dim(4)).is(-1));
    EXPECT_TRUE((Dim(3) * Dim(4)).is(12));
    EXPECT_TRUE(floorDiv(Dim(-7), 2).is(-4));
    EXPECT_TRUE(ceilDiv(Dim(7), 2).is(4));
    EXPECT_TRUE(Dim().is(0));
}

TEST(Dim, equalOnesHaveOneForm) {
    EXPECT_EQ(kB * kT, kT * kB);
    EXPECT_EQ((kB + 1) * (kB - 1), kB * kB - 1);
    EXPECT_EQ(kB + kT - kB, kT);
    EXPECT_TRUE((kB - kB).is(0));
    EXPECT_TRUE((kB * 0).is(0));
    EXPECT_EQ((kT * 2 + kB * 3).toString(), (kB * 3 + kT * 2).toString());
    EXPECT_FALSE(kB == kT);
    EXPECT_FALSE(kB == Dim(1));
}

TEST(Dim, printsAsOneWouldWriteIt) {
    EXPECT_EQ(kB.toString(), "B");
    EXPECT_EQ((kB * kT * 4).toString(), "4*B*T");
    EXPECT_EQ((kT - 1).toString(), "T-1");
    EXPECT_EQ((Dim(0) - kT).toString(), "-T");
    EXPECT_EQ((floorDiv(kT - 1, 2) + 1).toString(), "floor((T+1)/2)"); // whole numbers leave the floor
    EXPECT_EQ((floorDiv(kT, 3) - 2).toString(), "floor((T)/3)-2");
}

TEST(Dim, whatADivisorDividesLeavesTheFloor) {
    EXPECT_EQ(floorDiv(kT * 4 + 3, 2), kT * 2 + 1);
    EXPECT_EQ(floorDiv(kB * 6, 3), kB * 2);
    EXPECT_EQ(ceilDiv(kT * 2, 2), kT);
    EXPECT_FALSE(floorDiv(kT, 2).isKnown());
}

TEST(Dim, exactDivisionOnlyWhereItGoesUp) {
    EXPECT_EQ(exactDiv(kB * kT * 8, kB * 4), kT * 2);
    EXPECT_EQ(exactDiv(kB * 3 + kB * kT, kB), kT + 3);
    EXPECT_EQ(exactDiv(kB, kB), Dim(1));
    EXPECT_EQ(exactDiv(Dim(0), Dim(5)), Dim(0));
    EXPECT_FALSE(exactDiv(kB, kT));
    EXPECT_FALSE(exactDiv(kB * 3, Dim(2)));
    EXPECT_FALSE(exactDiv(kB, Dim(0)));
    EXPECT_FALSE(exactDiv(Dim(7), Dim(2)));
}

TEST(Dim, bindingPutsNumbersIn) {
    const Dim dim = floorDiv(kT - 1, 2) * kB + 1;
    EXPECT_TRUE(dim.bound({{"T", 10}, {"B", 3}}).is(13));
    EXPECT_EQ(dim.bound({{"T", 10}}), kB * 4 + 1);
    EXPECT_EQ(dim.symbols(), (std::vector<std::string>{"B", "T"}));
}

TEST(Dim, refusesWhatIsNoDim) {
    for (const char* text : {"", "B*", "*B", "2B", "B+", "floor(B/2)", "floor((B)/0)", "floor((B)/2", "B T", "(B)",
                             "1e5", "99999999999999999999", "B--T"})
        EXPECT_FALSE(Dim::parse(text)) << text;
    EXPECT_FALSE(Dim::parse(std::string(100000, '(')));
}

/// A random sum of products, some of them floored.
Dim randomDim(std::mt19937& random, int depth) {
    const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    Dim sum(pick(7) - 3);
    for (int terms = pick(4); terms > 0; --terms) {
        Dim product(pick(9) - 4);
        for (int factors = pick(3); factors > 0; --factors) {
            constexpr const char* kNames[] = {"B", "T", "h_2", "Width"};
            product = product * (depth > 0 && pick(3) == 0 ? floorDiv(randomDim(random, depth - 1), 1 + pick(4))
                                                           : Dim::symbol(kNames[pick(4)]));
        }
        sum = sum + product;
    }
    return sum;
}

TEST(Dim, textReadsBackAsTheSame) {
    std::mt19937 random(7);
    for (int i = 0; i < 2000; ++i) {
        const Dim dim = randomDim(random, 2);
        const auto read = Dim::parse(dim.toString());
        ASSERT_TRUE(read) << dim.toString();
        EXPECT_TRUE(*read == dim) << dim.toString() << " became " << read->toString();
    }
}

TEST(Dim, arithmeticCommutesWithBinding) {
    std::mt19937 random(8);
    const DimBindings bindings = {{"B", 5}, {"T", 7}, {"h_2", 2}, {"Width", 11}};
    for (int i = 0; i < 2000; ++i) {
        const Dim a = randomDim(random, 1), b = randomDim(random, 1);
        const int64_t p = a.bound(bindings).value(), q = b.bound(bindings).value();
        EXPECT_TRUE((a + b).bound(bindings).is(p + q));
        EXPECT_TRUE((a - b).bound(bindings).is(p - q));
        EXPECT_TRUE((a * b).bound(bindings).is(p * q)) << a.toString() << " times " << b.toString();
        EXPECT_EQ(floorDiv(a, 3).bound(bindings), floorDiv(Dim(p), 3)) << a.toString();
        if (const auto quotient = exactDiv(a, b); quotient && q != 0) {
            EXPECT_TRUE(quotient->bound(bindings).is(p / q)) << a.toString() << " by " << b.toString();
        }
    }
}

} // namespace
} // namespace td
