#include "engine/runlog/doctor.h"
#include "engine/runlog/doctor_text.h"
#include "engine/runlog/inspect.h"
#include "engine/runlog/run_store.h"
#include "tests/unit/runlog/scratch.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

namespace td::runlog {
namespace {

using td::test::point;
using td::test::Scratch;

std::shared_ptr<const StoreSnapshot> readStore(const std::filesystem::path& folder) {
    StoreOptions options;
    options.follow = false;
    options.useIndex = false;
    auto store = RunStore::open({{"", folder}}, options);
    if (!store) return std::make_shared<StoreSnapshot>();
    (*store)->waitUntilLoaded();
    return (*store)->snapshot();
}

/// The issues of a folder with this code.
std::vector<Issue> found(const std::filesystem::path& folder, IssueCode code) {
    std::vector<Issue> out;
    for (Issue& issue : diagnose(*readStore(folder)))
        if (issue.code == code) out.push_back(std::move(issue));
    return out;
}

TEST(Doctor, saysNothingOfASoundLog) {
    const Scratch scratch;
    td::test::append(scratch / "tfevents.1", td::test::version() + point("a", 1, 1) + point("a", 2, 1, 1e9 + 1));
    EXPECT_TRUE(diagnose(*readStore(scratch.path())).empty());
}

TEST(Doctor, aThousandOfAKindAreOneIssueWithTheirNumber) {
    const Scratch scratch;
    std::string bytes = td::test::version();
    for (int i = 0; i < 1000; ++i)
        bytes += point("bad", 7 + i, i % 2 ? NAN : INFINITY) + point("same", 3, 1);
    td::test::append(scratch / "tfevents.1", bytes);
    const auto values = found(scratch.path(), IssueCode::NonFiniteValues);
    ASSERT_EQ(values.size(), 1u);
    EXPECT_EQ(values[0].count, 1000u);
    EXPECT_EQ(values[0].tag, "bad");
    EXPECT_EQ(values[0].firstStep, 7);
    EXPECT_EQ(values[0].lastStep, 1006);
    const auto repeated = found(scratch.path(), IssueCode::DuplicateSteps);
    ASSERT_EQ(repeated.size(), 1u);
    EXPECT_EQ(repeated[0].count, 999u);
    EXPECT_EQ(repeated[0].firstStep, 3);
}

TEST(Doctor, tellsARestartFromTwoWriters) {
    const Scratch restarted, shared;
    const auto file = [](double wall) {
        return td::test::version() + point("a", 1, 1, wall) + point("a", 2, 1, wall + 10);
    };
    td::test::append(restarted / "tfevents.1", file(1e9));
    td::test::append(restarted / "tfevents.2", file(2e9));
    td::test::append(shared / "tfevents.1", file(1e9));
    td::test::append(shared / "tfevents.2", file(1e9 + 5));
    ASSERT_EQ(found(restarted.path(), IssueCode::Restart).size(), 1u);
    EXPECT_EQ(found(restarted.path(), IssueCode::Restart)[0].count, 2u);
    EXPECT_TRUE(found(restarted.path(), IssueCode::TwoWriters).empty());
    ASSERT_EQ(found(shared.path(), IssueCode::TwoWriters).size(), 1u);
    EXPECT_EQ(found(shared.path(), IssueCode::TwoWriters)[0].detail, "tfevents.2");
    EXPECT_TRUE(found(shared.path(), IssueCode::Restart).empty());
}

/// The points of steps `from` to `to`, one a second.
std::string steadyPoints(int from, int to, double wall) {
    std::string bytes = td::test::version();
    for (int step = from; step <= to; ++step)
        bytes += point("loss", step, 1, wall + step);
    return bytes;
}

TEST(Doctor, ofARestartItSaysWhereTheLaterSessionIsAndWhatItSupersedes) {
    const Scratch shorter, before;
    td::test::append(shorter / "tfevents.1", steadyPoints(0, 199, 1e9));
    td::test::append(shorter / "tfevents.2", steadyPoints(100, 105, 2e9));
    td::test::append(before / "tfevents.1", steadyPoints(120, 199, 1e9));
    td::test::append(before / "tfevents.2", steadyPoints(0, 59, 2e9));
    const auto ofShorter = found(shorter.path(), IssueCode::Restart),
               ofBefore = found(before.path(), IssueCode::Restart);
    ASSERT_EQ(ofShorter.size(), 1u);
    ASSERT_EQ(ofBefore.size(), 1u);
    EXPECT_TRUE(describe(ofShorter[0])
                    .starts_with("A later session went on from step 100 (so far to 105); "
                                 "100 older points, steps 100 to 199, are superseded."))
        << describe(ofShorter[0]);
    EXPECT_TRUE(describe(ofBefore[0])
                    .starts_with("A later session went on from step 0 (so far to 59); "
                                 "80 older points, steps 120 to 199, are superseded."))
        << describe(ofBefore[0]);
    const auto json =
        nlohmann::json::parse(doctorJson(ofBefore, *readStore(before.path())), nullptr, false)["issues"][0];
    EXPECT_EQ(json["first_step"], 120);
    EXPECT_EQ(json["last_step"], 199);
    EXPECT_EQ(json["later_first_step"], 0);
    EXPECT_EQ(json["later_last_step"], 59);
}

/// A record of one tensor under the plugin of scalars; shape and elements as protobuf has them.
std::string tensorPoint(const std::string& tag, int64_t step, int dtype, const std::string& shape,
                        const std::string& content) {
    using namespace td::test;
    const std::string tensor = "\x08" + varint(static_cast<uint64_t>(dtype)) + field(2, shape) + field(4, content);
    return record(event(1e9 + static_cast<double>(step), step,
                        field(1, field(1, tag) + field(8, tensor) + field(9, field(1, field(1, "scalars"))))));
}

TEST(Doctor, namesScalarsThatAreNoNumbersAndSuchAsAreSeveral) {
    const Scratch scratch;
    constexpr int kFloat = 1, kComplex64 = 8, kUnknown = 99;
    const std::string shapeOf3 = td::test::field(2, "\x08\x03");
    td::test::append(scratch / "tfevents.1", td::test::version() +
                                                 tensorPoint("c", 4, kComplex64, "", std::string(8, '\1')) +
                                                 tensorPoint("c", 5, kComplex64, "", std::string(8, '\1')) +
                                                 tensorPoint("u", 6, kUnknown, "", std::string(8, '\1')) +
                                                 tensorPoint("v", 7, kFloat, shapeOf3, std::string(12, '\0')));
    const auto issues = found(scratch.path(), IssueCode::UndecodableValues);
    ASSERT_EQ(issues.size(), 2u);
    EXPECT_EQ(issues[0].tag, "c");
    EXPECT_EQ(issues[0].count, 2u);
    EXPECT_EQ(issues[0].firstStep, 4);
    EXPECT_EQ(issues[0].detail, "complex64");
    EXPECT_EQ(issues[1].detail, "type 99");
    const auto shaped = found(scratch.path(), IssueCode::ShapedScalars);
    ASSERT_EQ(shaped.size(), 1u);
    EXPECT_EQ(shaped[0].tag, "v");
    EXPECT_EQ(shaped[0].detail, "[3]");
}

TEST(Doctor, namesThatAreNoUtf8StayApartAndAreTold) {
    const Scratch scratch;
    td::test::append(scratch / "a\xff/tfevents.1", td::test::version() + point("t\xfe", 1, 1) + point("t\xff", 1, 1));
    td::test::append(scratch / "a\xfe/tfevents.1", td::test::version() + point("sound", 1, 1));
    const auto store = readStore(scratch.path());
    ASSERT_EQ(found(scratch.path(), IssueCode::EscapedName).size(), 3u) << "two runs, and the tags of one as one";
    const auto issues = nlohmann::json::parse(doctorJson(diagnose(*store), *store), nullptr, false)["issues"];
    EXPECT_EQ(issues[0]["run"], "a\\xfe");
    EXPECT_EQ(issues[1]["run"], "a\\xff");
    EXPECT_EQ(issues[2]["tag"], "t\\xfe");
    EXPECT_EQ(issues[2]["count"], 2);
    std::string text;
    EXPECT_TRUE(inspectJson(*store, {}, [&](std::string_view piece) { return text += piece, true; }));
    const auto runs = nlohmann::json::parse(text, nullptr, false)["runs"];
    ASSERT_EQ(runs.size(), 2u);
    EXPECT_EQ(runs["a\\xff"]["tags"].size(), 2u);
}

TEST(Doctor, noticesTheClockTheVersionsAndFallingSteps) {
    const Scratch scratch;
    td::test::append(scratch / "tfevents.1", point("a", 5, 1, 1e9) + point("a", 4, 1, 1e9 - 60) + td::test::version() +
                                                 td::test::version() + point("b", 1, 1, NAN));
    EXPECT_EQ(found(scratch.path(), IssueCode::DecreasingSteps).size(), 1u);
    EXPECT_EQ(found(scratch.path(), IssueCode::ClockJump).size(), 1u);
    EXPECT_EQ(found(scratch.path(), IssueCode::NanWallTime).size(), 1u);
    EXPECT_EQ(found(scratch.path(), IssueCode::MissingFileVersion).size(), 1u);
    EXPECT_EQ(found(scratch.path(), IssueCode::SecondFileVersion).size(), 1u);
}

TEST(Doctor, findsEveryKindOfDamageInTheDamagedLogs) {
    const auto issues = diagnose(*readStore(TD_TEST_DATA "/runs/damaged"));
    const auto has = [&](const char* run, IssueCode code) {
        return std::any_of(issues.begin(), issues.end(),
                           [&](const Issue& i) { return i.run == run && i.code == code; });
    };
    EXPECT_TRUE(has("payload_bit", IssueCode::DataCrc));
    EXPECT_TRUE(has("length_bit", IssueCode::LengthCrc));
    EXPECT_TRUE(has("huge_length", IssueCode::HugeLength));
    EXPECT_TRUE(has("truncated_payload", IssueCode::TruncatedRecord));
    EXPECT_TRUE(has("not_a_proto", IssueCode::NotAnEvent));
    EXPECT_TRUE(has("joined_twice", IssueCode::SecondFileVersion));
    EXPECT_TRUE(std::none_of(issues.begin(), issues.end(), [](const Issue& i) { return i.run == "intact"; }));
}

TEST(Doctor, tellsWhatIsNamedLikeAnEventFileAndCannotBeOpened) {
    const Scratch scratch;
    td::test::append(scratch / "r/events.out.tfevents.1", td::test::version() + point("a", 1, 1));
    std::filesystem::create_symlink("/no/such/log", scratch / "r/events.out.tfevents.2");
    ASSERT_EQ(::mkfifo((scratch / "r/events.out.tfevents.3").c_str(), 0600), 0);
    std::filesystem::create_directories(scratch / "r/events.out.tfevents.4");
    std::filesystem::create_directories(scratch / "old_tfevents"); // only holds the word
    std::filesystem::create_symlink("events.out.tfevents.5", scratch / "r/events.out.tfevents.5");
    const auto store = readStore(scratch.path());
    const auto issues = diagnose(*store);
    const auto told = [&](const char* file, IssueCode code) {
        const auto at = std::find_if(issues.begin(), issues.end(), [&](const Issue& issue) {
            return issue.file == (scratch / "r" / file).string() && issue.code == code;
        });
        return at == issues.end() ? std::string() : describe(*at);
    };
    EXPECT_NE(told("events.out.tfevents.2", IssueCode::BrokenLink).find("/no/such/log"), std::string::npos);
    EXPECT_NE(told("events.out.tfevents.3", IssueCode::NotAFile).find("pipe"), std::string::npos);
    EXPECT_NE(told("events.out.tfevents.4", IssueCode::NotAFile).find("folder"), std::string::npos);
    EXPECT_NE(told("events.out.tfevents.5", IssueCode::UnreadableFile), "") << "a link to itself";
    EXPECT_EQ(issues.size(), 4u);
    const auto json = nlohmann::json::parse(doctorJson(issues, *store), nullptr, false);
    EXPECT_EQ(json["issues"].size(), 4u);
    EXPECT_NE(doctorText(issues, *store).find("4 issues"), std::string::npos);
}

TEST(DoctorText, saysWhatWhereAndWhatToDoForEveryCode) {
    for (int code = 0; code <= static_cast<int>(kLastIssueCode); ++code) {
        Issue issue;
        issue.code = static_cast<IssueCode>(code);
        const std::string sentence = describe(issue);
        EXPECT_GT(sentence.size(), 30u) << name(issue.code);
        EXPECT_TRUE(sentence.ends_with(".")) << sentence;
    }
}

TEST(DoctorText, saysThatBytesOfAPackedFileAreThoseOfTheUnpackedData) {
    Issue issue;
    issue.code = IssueCode::DataCrc;
    issue.offset = 4096;
    EXPECT_NE(describe(issue).find("at byte 4096 does not"), std::string::npos);
    issue.packed = true;
    EXPECT_NE(describe(issue).find("at byte 4096 of the unpacked data does not"), std::string::npos);
}

TEST(DoctorText, isGroupedByRunWithTheWorstFirst) {
    const auto store = readStore(TD_TEST_DATA "/runs/damaged");
    const auto issues = diagnose(*store);
    const std::string text = doctorText(issues, *store);
    EXPECT_NE(
        text.find("\npayload_bit\n  damage  events.out.tfevents.1700000000.trainer.1.0.v2: The record at byte 5493"),
        std::string::npos)
        << text;
    const auto json = nlohmann::json::parse(doctorJson(issues, *store), nullptr, false);
    EXPECT_EQ(json["issues"].size(), issues.size());
    EXPECT_EQ(json["runs"], store->runs.size());
}

TEST(DoctorText, callsNothingHealthyWhereNothingWasRead) {
    const Scratch scratch;
    for (const char* log : {"", "/tfevents.1"}) {
        if (*log) td::test::append(scratch.path() / "tfevents.1", "");
        const auto store = readStore(scratch.path());
        const std::string text = doctorText(diagnose(*store), *store);
        EXPECT_EQ(text.find("nothing wrong"), std::string::npos) << text;
        EXPECT_NE(text.find("nothing to judge"), std::string::npos) << text;
    }
    td::test::append(scratch.path() / "tfevents.1", td::test::version() + point("a", 1, 1));
    const auto store = readStore(scratch.path());
    EXPECT_NE(doctorText(diagnose(*store), *store).find("nothing wrong was found"), std::string::npos);
}

TEST(DoctorText, keepsControlCharactersFromTheTerminal) {
    const Scratch scratch;
    td::test::append(scratch / "tfevents.1", td::test::version() + point("\x1b[2J", 1, NAN));
    const auto store = readStore(scratch.path());
    const auto issues = diagnose(*store);
    EXPECT_EQ(doctorText(issues, *store).find('\x1b'), std::string::npos);
}

} // namespace
} // namespace td::runlog
