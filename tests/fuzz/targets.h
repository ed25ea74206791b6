#pragma once

#include "engine/runlog/wire.h"

/// Each function reads bytes that may be anything; a fault of any kind ends the program. libFuzzer calls them with
/// inputs of its own making (preset `fuzz`), an ordinary test with those of tests/fuzz/corpus/NAME.
namespace td::fuzz {

void records(runlog::Bytes input);     ///< framing, resynchronization, events
void tensor(runlog::Bytes input);      ///< TensorProto
void values(runlog::Bytes input);      ///< Summary.Value of every kind
void messages(runlog::Bytes input);    ///< plugins' messages, graphs, run metadata
void text(runlog::Bytes input);        ///< projector configurations
void picture(runlog::Bytes input);     ///< headers of PNG, JPEG, GIF, BMP, WebP
void wav(runlog::Bytes input);         ///< headers of WAV
void gzip(runlog::Bytes input);        ///< packed logs
void index(runlog::Bytes input);       ///< our index of a log
void bundle(runlog::Bytes input);      ///< checkpoints, with right checksums around a block and without
void grid(runlog::Bytes input);        ///< the chart grid in a workspace
void annotations(runlog::Bytes input); ///< names, colours and hidden runs
void idx(runlog::Bytes input);         ///< arrays of IDX files
void npy(runlog::Bytes input);         ///< arrays of NumPy
void npz(runlog::Bytes input);         ///< archives of them
void csv(runlog::Bytes input);         ///< tables
void image(runlog::Bytes input);       ///< PNG and JPEG, decoded
void dataset(runlog::Bytes input);     ///< specifications of data sets

} // namespace td::fuzz
