#include "engine/kernels/kernel_registry.h"
#include "engine/runtime/session.h"
#include "tests/support/same_graph.h"

#include <sys/resource.h>

#include <fstream>
#include <gtest/gtest.h>

namespace td::test {
namespace {

using runtime::Session;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsSanitized = true; // their shadow alone is larger than any limit
#else
constexpr bool kIsSanitized = false;
#endif

/// While it lives, the program can have this much more address space than it has.
class MemoryLimit {
public:
    explicit MemoryLimit(size_t more) {
        ::getrlimit(RLIMIT_AS, &m_before);
        const rlimit limit{usedBytes() + more, m_before.rlim_max};
        ::setrlimit(RLIMIT_AS, &limit);
    }
    ~MemoryLimit() { ::setrlimit(RLIMIT_AS, &m_before); }
    MemoryLimit(const MemoryLimit&) = delete;
    MemoryLimit& operator=(const MemoryLimit&) = delete;

private:
    static size_t usedBytes() {
        size_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        return pages * 4096;
    }
    rlimit m_before{};
};

constexpr size_t kMega = size_t{1} << 20;
constexpr int64_t kHundredMega = 25 << 20; // floats

class MemoryFault : public testing::Test {
protected:
    void SetUp() override {
        if (kIsSanitized) GTEST_SKIP() << "a limit on the address space and a sanitizer exclude each other";
    }
};

TEST_F(MemoryFault, aTensorIsAnErrorWithItsSize) {
    const MemoryLimit limit(64 * kMega);
    const auto tensor = Tensor::create(DType::F32, {kHundredMega});
    ASSERT_FALSE(tensor);
    EXPECT_EQ(tensor.error().code, ErrorCode::TooLarge);
    EXPECT_NE(tensor.error().fact("tensor").find("26214400"), std::string::npos);
    EXPECT_TRUE(Tensor::create(DType::F32, {kHundredMega / 10}));
}

TEST_F(MemoryFault, aVariableIsAnErrorOfTheSession) {
    const MemoryLimit limit(64 * kMega);
    const auto session =
        Session::create(graphOf("%0 = variable \"w\" float32(26214400)\n"), {}, kernels::builtinKernels());
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().code, ErrorCode::TooLarge);
}

/// Two values of a hundred megabytes live at once.
constexpr std::string_view kWide = "%0 = input \"x\" float32(B)\n%1 = constant tensor float32(){2.0}\n"
                                   "%2 = mul(%0, %1)\n%3 = exp(%0)\n%4 = add(%2, %3)\n%5 = sum(%4)\noutput \"y\" %5\n";

TEST_F(MemoryFault, aPlanIsAnErrorAndSmallerBatchesGoOn) {
    const auto session = Session::create(graphOf(kWide), {}, kernels::builtinKernels()).value();
    const Tensor large = Tensor::zeros(DType::F32, {kHundredMega}), small = Tensor::zeros(DType::F32, {10});
    const MemoryLimit limit(64 * kMega);
    const auto plan = session->run({large});
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().code, ErrorCode::TooLarge);
    EXPECT_TRUE(session->run({small}));
}

TEST_F(MemoryFault, aCopyOfAnOutputOrAVariableIsAnError) {
    const auto session = Session::create(graphOf("%0 = input \"x\" float32(B)\n%1 = neg(%0)\noutput \"y\" %1\n"
                                                 "%2 = variable \"w\" float32(26214400)\n"),
                                         {}, kernels::builtinKernels())
                             .value();
    runtime::Plan* const plan = session->run({Tensor::zeros(DType::F32, {kHundredMega})}).value();
    const MemoryLimit limit(64 * kMega);
    EXPECT_EQ(session->output(*plan, 0).error().code, ErrorCode::TooLarge);
    EXPECT_EQ(session->variableCopy("w").error().code, ErrorCode::TooLarge);
}

} // namespace
} // namespace td::test
