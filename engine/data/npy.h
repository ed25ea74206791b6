#pragma once

#include "engine/data/problem.h"
#include "engine/tensor/tensor.h"

namespace td::data {

/// An array of a NumPy file. Texts (<U, S) come as indices into their sorted distinct `classes`.
struct NamedArray {
    std::string name;
    Tensor values; ///< row-major, whatever the file's order and byte order
    std::vector<std::string> classes;
};

/// One .npy file; a structured type gives one array a field. Versions 1 to 3; nothing in a header is evaluated.
///
/// Errors:   BadMagic, BadHeader, Truncated ("announced", "present" bytes), TooLarge; Unsupported with "ObjectArray"
///           (never unpickled) or "UnknownType".
/// Problems: SurplusBytes; NotFinite with the number of infinities and NaNs.
/// Source:   numpy.org/doc/stable/reference/generated/numpy.lib.format.html
[[nodiscard]] TD_API Result<std::vector<NamedArray>> readNpy(std::string_view bytes, const std::string& file,
                                                             const std::string& name, Problems& problems);

/// The arrays of an .npz file, in its order; names are those of the members without folders and ending.
///
/// Errors:   BadArchive, Truncated, ChecksumMismatch, TooLarge above `limitBytes` in all.
/// Problems: NotAnArray for each member that cannot be read; the others are.
[[nodiscard]] TD_API Result<std::vector<NamedArray>> readNpz(std::string_view bytes, const std::string& file,
                                                             uint64_t limitBytes, Problems& problems);

} // namespace td::data
