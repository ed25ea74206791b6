#include "engine/base/error.h"

#include <cerrno>
#include <cstring>

namespace td {

std::string_view name(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "invalid-argument";
    case ErrorCode::NotFound:
        return "not-found";
    case ErrorCode::Permission:
        return "permission";
    case ErrorCode::Io:
        return "io";
    case ErrorCode::DiskFull:
        return "disk-full";
    case ErrorCode::Corrupt:
        return "corrupt";
    case ErrorCode::Unsupported:
        return "unsupported";
    case ErrorCode::TooLarge:
        return "too-large";
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::ShapeMismatch:
        return "shape-mismatch";
    case ErrorCode::TypeMismatch:
        return "type-mismatch";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

namespace {
std::string_view sentence(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "this value cannot be used";
    case ErrorCode::NotFound:
        return "it is not there";
    case ErrorCode::Permission:
        return "the system does not allow it";
    case ErrorCode::Io:
        return "reading or writing failed";
    case ErrorCode::DiskFull:
        return "no space is left on the disk";
    case ErrorCode::Corrupt:
        return "the bytes are damaged";
    case ErrorCode::Unsupported:
        return "this kind is not read yet";
    case ErrorCode::TooLarge:
        return "it is larger than the limit";
    case ErrorCode::Cancelled:
        return "stopped on request";
    case ErrorCode::ShapeMismatch:
        return "these shapes do not go together";
    case ErrorCode::TypeMismatch:
        return "this element type is not taken here";
    case ErrorCode::Internal:
        return "a fault of this program";
    }
    return "a fault of this program";
}
} // namespace

namespace {
/// What the fact "problem" of a file of data says; nothing for one that is not known here.
std::string_view problemSentence(std::string_view problem) {
    static constexpr std::pair<std::string_view, std::string_view> kSentences[] = {
        {"BadArchive", "this is no zip archive, or its end is missing"},
        {"BadFill", "a gap cannot be filled with this"},
        {"BadJson", "this is no JSON"},
        {"BadMagic", "the file does not begin as one of its kind does"},
        {"BadSpecification", "the description of the data cannot be used"},
        {"ChecksumMismatch", "the bytes do not match their checksum"},
        {"CountMismatch", "two things are not as many as each other"},
        {"Damaged", "the bytes are damaged"},
        {"DamagedGzip", "the compressed bytes are damaged"},
        {"EmptyFile", "the file is empty"},
        {"LabelOutOfRange", "a label is no class"},
        {"NoArrays", "there is no array in the archive"},
        {"NoFeatures", "nothing is left to learn from"},
        {"NoFiles", "there are no such files"},
        {"NoRows", "there are no rows"},
        {"NoSuchColumn", "there is no column of this name"},
        {"NoTable", "this is no table"},
        {"NotText", "this is no text"},
        {"ObjectArray", "an array of Python objects is never read, as reading it would run code"},
        {"Spreadsheet", "a spreadsheet is not read; save it as CSV"},
        {"TestDiffers", "the test's data are not as the training's"},
        {"TextFeature", "a column of text is no input"},
        {"TextLabel", "a column of text is no label"},
        {"TooManyColumns", "there are too many columns"},
        {"Truncated", "the file ends before what it announces"},
        {"TruncatedGzip", "the compressed bytes end too early"},
        {"UnknownEncoding", "the text's encoding is not known"},
        {"UnknownFormat", "this format is not read"},
        {"UnknownKind", "what kind of data this is cannot be told"},
        {"UnknownPacking", "this way of packing is not read"},
        {"UnknownType", "this element type is not read"},
        {"UnknownVersion", "this version of the format is not read"}};
    for (const auto& [name, words] : kSentences)
        if (name == problem) return words;
    return {};
}
} // namespace

std::string describe(const Error& error) {
    const std::string_view own = problemSentence(error.fact("problem"));
    std::string text(own.empty() ? sentence(error.code) : own), facts;
    for (const Fact& fact : error.facts) {
        if (fact.name == "problem" && !own.empty()) continue; // said already
        facts.append(facts.empty() ? " (" : ", ").append(fact.name).append(": ").append(fact.value);
    }
    if (!facts.empty()) text.append(facts).append(")");
    return text;
}

Error systemError(int errnoValue, std::string_view action, std::string_view path) {
    ErrorCode code = ErrorCode::Io;
    if (errnoValue == ENOENT || errnoValue == ENOTDIR) code = ErrorCode::NotFound;
    if (errnoValue == EACCES || errnoValue == EPERM || errnoValue == EROFS) code = ErrorCode::Permission;
    if (errnoValue == ENOSPC || errnoValue == EDQUOT) code = ErrorCode::DiskFull;
    if (errnoValue == EFBIG) code = ErrorCode::TooLarge;
    char text[256]; // strerror() may keep one buffer for all threads
    const char* said = ::strerror_r(errnoValue, text, sizeof text);
    return {code, {{"action", std::string(action)}, {"file", std::string(path)}, {"system", said}}};
}

} // namespace td
