#pragma once

#include "engine/data/problem.h"

#include <filesystem>
#include <string>
#include <vector>

namespace td::data {

struct Opening;

/// Files of a folder with a folder for each class, by sorted paths.
struct ClassFolders {
    std::vector<std::string> classes; ///< sorted by their bytes
    struct File {
        std::filesystem::path path;
        int32_t label = 0;
        bool isTest = false;
    };
    std::vector<File> files;
};

/// Finds the files with these endings (".png") in the class folders of `root`, at any depth; hidden ones and others are
/// left alone. Where `root` holds "train" and "test" folders, the classes are in them; testing files come last.
///
/// Errors: NotFound, Permission; InvalidArgument with "problem" NoFiles. Problems: EmptyClass; UnreadableFile, once each
/// for pictures of kinds that are not read and for files beside the class folders.
[[nodiscard]] Result<ClassFolders> classFoldersIn(const std::filesystem::path& root,
                                                  const std::vector<std::string>& endings, Problems& problems);

/// All files with these endings below `root`, or `root` itself, by sorted paths; of no class.
/// Errors: NotFound, Permission; InvalidArgument with "problem" NoFiles.
[[nodiscard]] Result<ClassFolders> filesBelow(const std::filesystem::path& root,
                                              const std::vector<std::string>& endings);

/// The files of a source: those of its class folders, with the classes of the specification where it names them (files
/// of others are left out), or, where labels are not needed, all that lie below.
/// Errors: of both. Problems: UnknownClass, EmptyClass.
[[nodiscard]] Result<ClassFolders> classFilesOf(const Opening& opening, const std::vector<std::string>& endings);

} // namespace td::data
