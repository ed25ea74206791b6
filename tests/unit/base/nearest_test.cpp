#include "engine/base/nearest.h"
#include "engine/base/text_place.h"

#include <gtest/gtest.h>

#include <vector>

namespace td::test {

TEST(Nearest, isWhatWasMeant) {
    const std::vector<std::string> names = {"adam", "adamw", "Dense",    "rmsprop",
                                            "sgd",  "units", "use_bias", "kernel_size"};
    const std::pair<const char*, const char*> cases[] = {
        {"Adma", "adam"},
        {"admaw", "adamw"},
        {"RMSprop", "rmsprop"},
        {"unts", "units"},
        {"kernelsize", "kernel_size"},
        {"use_bais", "use_bias"},
        {"Dents", "Dense"},
        {"quick", ""},
        {"", ""},
        {"x", ""},
    };
    for (const auto& [word, nearest] : cases)
        EXPECT_EQ(nearestName(word, names), nearest) << word;
    EXPECT_EQ(nearestName(std::string(100000, 'a'), names), "");
    EXPECT_EQ(nearestName("adam", {}), "");
}

TEST(TextPlace, countsLinesAndCharacters) {
    const std::string text = "{\n \"\u00e4\": ?\n";
    EXPECT_EQ(placeAt(text, 0).line, 1u);
    EXPECT_EQ(placeAt(text, 0).column, 1u);
    EXPECT_EQ(placeAt(text, text.find('?')).line, 2u);
    EXPECT_EQ(placeAt(text, text.find('?')).column, 7u);
    EXPECT_EQ(placeAt(text, 1000).line, 3u);
    EXPECT_EQ(placeAt(text, 1000).column, 1u);
}

} // namespace td::test
