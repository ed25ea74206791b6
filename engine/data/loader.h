#pragma once

#include "engine/data/dataset.h"

namespace td::data {

/// Examples for one training step: tensors of the columns of each role, in the data set's order of columns.
struct Batch {
    std::vector<Tensor> features, labels, weights;
    std::vector<int64_t> rows; ///< positions in the data set
    int64_t epoch = 0;
    int64_t index = 0; ///< which batch of the epoch, from 0
    [[nodiscard]] int64_t size() const { return static_cast<int64_t>(rows.size()); }
};

/// Where a loader stands: what it will hand out next. Written into checkpoints.
struct Position {
    int64_t epoch = 0;
    int64_t batch = 0; ///< batches of this epoch that were handed out
    int64_t row = 0;   ///< rows of this epoch's order that were handed out
    bool operator==(const Position&) const = default;
};

struct LoaderOptions {
    int64_t batch = 32;
    bool isShuffled = false;    ///< a new exact permutation each epoch, a function of (seed, epoch)
    uint64_t seed = 0;          ///< of the permutations
    bool dropRemainder = false; ///< leave out an epoch's last batch where it is smaller
    int64_t epochs = 0;         ///< after so many nothing follows; 0: no end
    int prefetch = 2;           ///< batches prepared ahead; 0: in the caller's thread, when asked for
    int threads = 1;            ///< that prepare them
    bool mayShareMemory = true; ///< batches in order and without maps may be views of the source's memory
};

/// Hands out batches of a data set in order, epoch after epoch, prepared ahead by its own threads.
///
/// What comes depends on the data, the seed and the position alone, not on threads or what was asked before. Tensors
/// are reused: those of a batch are valid until the next `next`, `seek` or `setBatch`. Once each buffer was used, a
/// batch allocates nothing but, where it is a view of the source, that view.
///
/// Threads: one caller.
class TD_API Loader {
public:
    /// Errors: InvalidArgument for an empty data set ("rows" 0), for a batch below 1, for more rows a batch than there
    ///         are where remainders are dropped; TooLarge where a batch does not fit into memory.
    [[nodiscard]] static Result<Loader> create(Dataset data, LoaderOptions options);
    Loader(Loader&&) noexcept;
    Loader& operator=(Loader&&) noexcept;
    ~Loader();

    /// The next batch; null at the end of each epoch, after which the next epoch begins. An error (a file that could
    /// not be read, a value that a map refuses) stays until `seek`.
    [[nodiscard]] Result<const Batch*> next();
    /// Of what `next` gives next.
    [[nodiscard]] Position position() const;
    /// Goes on as if everything up to there had been handed out. Errors: InvalidArgument for a place that no data set
    /// of this size has.
    [[nodiscard]] Result<void> seek(Position position);
    /// Another batch size from the next batch on; the order of rows stays. Errors: as `create`.
    [[nodiscard]] Result<void> setBatch(int64_t batch);

    /// Batches of a whole epoch at the present batch size.
    [[nodiscard]] int64_t batchesPerEpoch() const;
    [[nodiscard]] const Dataset& data() const;
    [[nodiscard]] const LoaderOptions& options() const;

private:
    struct Shared;
    explicit Loader(std::unique_ptr<Shared> shared);
    std::unique_ptr<Shared> m_shared;
};

} // namespace td::data
