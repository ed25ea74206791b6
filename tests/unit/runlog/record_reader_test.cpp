#include "engine/runlog/record_reader.h"

#include "tests/unit/runlog/scratch.h"

#include <gtest/gtest.h>
#include <random>
#include <zlib.h>

using namespace td;
using namespace td::runlog;
using namespace td::test;

namespace {

struct Reading {
    std::vector<std::string> payloads;
    std::vector<RecordProblem> problems;
    std::optional<RecordProblem> tail;
};

Reading readAll(const std::filesystem::path& path) {
    Reading out;
    auto file = InputFile::open(path);
    EXPECT_TRUE(file);
    const auto source = isGzip(*file) ? gzipSource(*file) : plainSource(*file);
    std::vector<uint8_t> buffer;
    RecordReader reader(*source, buffer);
    for (;;) {
        const auto step = reader.next();
        if (step == RecordReader::Step::Record) out.payloads.emplace_back(asText(reader.payload()));
        else if (step == RecordReader::Step::Problem) out.problems.push_back(reader.problem());
        else break;
    }
    out.tail = reader.tail();
    return out;
}

std::filesystem::path damaged(const std::string& folder, const std::string& ending = "") {
    return std::filesystem::path(TD_TEST_DATA) / "runs/damaged" / folder / ("events.out.tfevents.1700000000.trainer.1.0.v2" + ending);
}

// Counts and places: EXPECTED.json, "damaged", computed by an independent reader.
struct DamageCase {
    const char* folder;
    size_t records;
    uint64_t offset;
    uint64_t skipped;
    int64_t resumesAt; ///< -1: never
    IssueCode code;
};
class Damage : public testing::TestWithParam<DamageCase> {};

TEST_P(Damage, isLocatedAndTheRestIsKept) {
    const DamageCase& c = GetParam();
    const Reading r = readAll(damaged(c.folder));
    EXPECT_EQ(r.payloads.size(), c.records);
    const auto problem = r.tail ? *r.tail : r.problems.at(0);
    EXPECT_EQ(r.problems.size() + (r.tail ? 1 : 0), 1u);
    EXPECT_EQ(problem.offset, c.offset);
    EXPECT_EQ(problem.bytesSkipped, c.skipped);
    EXPECT_EQ(problem.resumesAt ? static_cast<int64_t>(*problem.resumesAt) : -1, c.resumesAt);
    EXPECT_EQ(problem.code, c.code);
}

INSTANTIATE_TEST_SUITE_P(Corpus, Damage,
                         testing::Values(DamageCase{"crc_of_length", 171, 5493, 67, 5560, IssueCode::LengthCrc},
                                         DamageCase{"crc_of_payload", 171, 5493, 67, 5560, IssueCode::DataCrc},
                                         DamageCase{"payload_bit", 171, 5493, 67, 5560, IssueCode::DataCrc},
                                         DamageCase{"length_bit", 171, 5493, 67, 5560, IssueCode::LengthCrc},
                                         DamageCase{"huge_length", 172, 5493, 12, 5505, IssueCode::HugeLength},
                                         DamageCase{"garbage", 0, 0, 2000, -1, IssueCode::LengthCrc},
                                         DamageCase{"garbage_head", 172, 0, 137, 137, IssueCode::LengthCrc},
                                         DamageCase{"truncated_footer", 171, 11692, 64, -1, IssueCode::TruncatedRecord},
                                         DamageCase{"truncated_header", 171, 11692, 2, -1, IssueCode::TruncatedRecord}),
                         [](const auto& test) { return std::string(test.param.folder); });

TEST(RecordReader, readsGzipAsIfItWerePlain) {
    const Reading packed = readAll(damaged("gzip", ".gz")), plain = readAll(damaged("intact"));
    EXPECT_EQ(packed.payloads, plain.payloads);
    EXPECT_EQ(plain.payloads.size(), 172u);
}

/// As `gzip` packs it.
std::string packed(const std::string& bytes) {
    z_stream z{};
    EXPECT_EQ(deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(deflateBound(&z, bytes.size()), '\0');
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    z.avail_in = static_cast<uInt>(bytes.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
    out.resize(z.total_out);
    deflateEnd(&z);
    return out;
}

TEST(RecordReader, readsGzipInSeveralMembersAndWithPaddingBehind) {
    const Scratch dir;
    const std::string large(1'000'000, 'x');
    append(dir / "f", packed(record("a") + record(large)) + packed("") + packed(record("b")) + std::string(512, '\0'));
    const Reading r = readAll(dir / "f");
    EXPECT_EQ(r.payloads, (std::vector<std::string>{"a", large, "b"}));
    EXPECT_FALSE(r.tail);
}

TEST(RecordReader, bytesBehindTheLastGzipMemberAreDamageUnlessTheyAreZeros) {
    const Scratch dir;
    const std::string one = packed(record("a")), zeros(300'000, '\0'); // more than the source reads at a time
    const auto isDamaged = [&](const char* name, const std::string& behind) {
        append(dir / name, one + behind);
        const auto file = InputFile::open(dir / name);
        const auto source = gzipSource(*file);
        std::vector<uint8_t> buffer;
        RecordReader reader(*source, buffer);
        EXPECT_EQ(reader.next(), RecordReader::Step::Record) << name;
        EXPECT_EQ(reader.next(), RecordReader::Step::End) << name;
        return source->isDamaged();
    };
    EXPECT_FALSE(isDamaged("nothing", ""));
    EXPECT_FALSE(isDamaged("zeros", zeros));
    EXPECT_TRUE(isDamaged("garbage", "garbage!"));
    EXPECT_TRUE(isDamaged("garbage behind zeros", zeros + "g"));
    EXPECT_TRUE(isDamaged("a member behind zeros", zeros + one)); // gzip(1) does not unpack it either
}

TEST(RecordReader, whatCameBeforeTheBreakOfAGzipStreamIsRead) {
    const Scratch dir;
    const std::string whole = packed(record("a") + record("b"));
    append(dir / "cut", whole.substr(0, whole.size() - 12));
    const auto file = InputFile::open(dir / "cut");
    const auto source = gzipSource(*file);
    std::vector<uint8_t> buffer;
    RecordReader reader(*source, buffer);
    EXPECT_EQ(reader.next(), RecordReader::Step::Record);
    EXPECT_EQ(asText(reader.payload()), "a");
    while (reader.next() == RecordReader::Step::Record) {
    }
    EXPECT_TRUE(source->isDamaged());
}

TEST(RecordReader, readsRecordsLargerThanItsBlocks) {
    const Scratch dir;
    const std::string large(3'000'000, 'x');
    append(dir / "f", record("a") + record(large) + record("b") + record(large));
    const Reading r = readAll(dir / "f");
    EXPECT_EQ(r.payloads, (std::vector<std::string>{"a", large, "b", large}));
    EXPECT_FALSE(r.tail);
}

TEST(RecordReader, flippingAnyByteLosesAtMostTwoRecords) {
    const Scratch dir;
    std::string whole;
    for (int i = 0; i < 20; ++i) whole += record("payload " + std::to_string(i));
    for (size_t at = 0; at < whole.size(); ++at) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
        const auto path = dir / std::to_string(at);
        append(path, bytes);
        const Reading r = readAll(path);
        EXPECT_GE(r.payloads.size(), 18u) << at;
        EXPECT_EQ(r.problems.size() + (r.tail ? 1 : 0), 1u) << at;
    }
}

TEST(RecordReader, findsTheNextRecordBehindMegabytesOfNoise) {
    const Scratch dir;
    std::mt19937 random(7);
    std::string noise(5'000'000, '\0');
    for (char& c : noise) c = static_cast<char>(random());
    append(dir / "f", record("before") + noise + record("behind"));
    const Reading r = readAll(dir / "f");
    EXPECT_EQ(r.payloads, (std::vector<std::string>{"before", "behind"}));
    ASSERT_EQ(r.problems.size(), 1u);
    EXPECT_EQ(r.problems[0].bytesSkipped, noise.size());
}

} // namespace
