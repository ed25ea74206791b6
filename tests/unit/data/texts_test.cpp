#include "engine/data/vocabulary.h"
#include "tests/unit/data/data_files.h"

namespace td::data {
namespace {

TEST(Vocabulary, cutsAtSpaceAndPunctuation) {
    EXPECT_EQ(wordsOf("The cat's  hat,\nÜber-cool 3.5!"),
              (std::vector<std::string>{"the", "cat", "s", "hat", "Über", "cool", "3", "5"}));
}

TEST(Vocabulary, numbersWordsByFrequency) {
    const std::vector<std::string> texts{"b a b", "c b a d"};
    const Vocabulary vocabulary = Vocabulary::of(texts, 5);
    EXPECT_EQ(vocabulary.words(), (std::vector<std::string>{"", "[UNK]", "b", "a", "c"}));
    std::vector<int32_t> tokens(5);
    vocabulary.tokens("a d B", tokens);
    EXPECT_EQ(tokens, (std::vector<int32_t>{3, 1, 2, 0, 0}));
    std::vector<int32_t> two(2);
    vocabulary.tokens("a b c", two);
    EXPECT_EQ(two, (std::vector<int32_t>{3, 2}));
}

TEST(Texts, theVocabularyIsLearntFromTheTrainingPart) {
    const std::string root = testing::TempDir() + "/td-texts";
    for (const char* folder : {"train/good", "train/bad", "test/good", "test/bad"})
        std::filesystem::create_directories(root + "/" + folder);
    ASSERT_TRUE(writeFileAtomically(root + "/train/good/1.txt", "fine fine day"));
    ASSERT_TRUE(writeFileAtomically(root + "/train/bad/1.txt", "day of rain"));
    ASSERT_TRUE(writeFileAtomically(root + "/test/good/1.txt", "fine sun sun sun"));
    ASSERT_TRUE(writeFileAtomically(root + "/test/bad/1.txt", ""));
    ASSERT_TRUE(writeFileAtomically(root + "/spec.json",
                                    R"({"format": "tensordesk-dataset", "version": 1,
                                        "source": {"path": ".", "kind": "texts", "sequence_length": 4}})"));
    const auto data = load(root + "/spec.json");
    std::filesystem::remove_all(root);
    ASSERT_TRUE(data) << describe(data.error());
    EXPECT_EQ(data->train.rows(), 2);
    ASSERT_TRUE(data->test);
    // by frequency, then by bytes: day 2, fine 2, of, rain
    EXPECT_EQ(valuesOf(all(data->train, "text")), (std::vector<double>{2, 4, 5, 0, 3, 3, 2, 0}));
    EXPECT_EQ(valuesOf(all(*data->test, "text")), (std::vector<double>{3, 1, 1, 1}));
    EXPECT_EQ(textOf(data->problems), "unreadable-file"); // the empty one
    EXPECT_EQ(data->train.columns()[1].classes, (std::vector<std::string>{"bad", "good"}));
}

} // namespace
} // namespace td::data
