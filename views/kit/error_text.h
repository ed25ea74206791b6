#pragma once

#include "engine/base/error.h"
#include "engine/runlog/snapshot.h"

#include <QCoreApplication>
#include <QString>

namespace td::kit {

/// The one place where the window makes words of errors and issues: what, where, what was done about it, what to do.
///
/// Threads: any, while nobody switches the language.
class ErrorText {
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
public:
    /// A few words: "Checksum differs".
    [[nodiscard]] static QString title(const runlog::Issue& issue);
    /// Whole sentences: "At byte 12,582,912 of events.1 a record's checksum differs: 48 bytes were skipped, reading
    /// went on at byte 12,582,960."
    [[nodiscard]] static QString text(const runlog::Issue& issue);
    /// What a person may do; empty where nothing needs to be done.
    [[nodiscard]] static QString advice(const runlog::Issue& issue);
    /// "train/a · events.1 · loss": where it was found.
    [[nodiscard]] static QString place(const runlog::Issue& issue);
    [[nodiscard]] static QString severityName(runlog::Severity severity);

    [[nodiscard]] static QString title(const Error& error);  ///< "No permission"
    [[nodiscard]] static QString text(const Error& error);   ///< sentence with the file and what the system said
    [[nodiscard]] static QString advice(const Error& error); ///< what to do
    [[nodiscard]] static QString whole(const Error& error);  ///< both, one after the other
    /// One after the other, with what the language puts between sentences.
    [[nodiscard]] static QString sentences(const QString& first, const QString& second);
    [[nodiscard]] static QString details(const Error& error); ///< "name: value" lines for the folded part
};

} // namespace td::kit
