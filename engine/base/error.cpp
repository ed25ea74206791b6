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

std::string describe(const Error& error) {
    std::string text(sentence(error.code));
    for (size_t i = 0; i < error.facts.size(); ++i) {
        text += i == 0 ? " (" : ", ";
        text += error.facts[i].name + ": " + error.facts[i].value;
    }
    if (!error.facts.empty()) text += ")";
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
