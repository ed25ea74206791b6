#pragma once

#include "engine/nn/parts.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace td::nn {

/// One variable of a model: a kernel, a bias, a moving average, a state.
struct Weight {
    std::string path; ///< layer names and its own, joined by '/': "encoder/query/kernel"
    DType dtype = DType::F32;
    Extents extents;
    bool isTrainable = true; ///< in itself; a frozen layer's kernels stay so, see `isFrozen`
    bool isFrozen = false;   ///< its layer, or one around it, is not trained
    Initializer initializer;
    Regularizer regularizer;
    Constraint constraint;
    Tensor value; ///< zeros until `initialize` or a checkpoint fills it

    [[nodiscard]] bool isTrained() const { return isTrainable && !isFrozen; }
};

/// A model's weights in the order in which they were first asked for.
///
/// Threads: as a container's. Tensors are shared with the sessions that run on them.
class TD_API Weights {
public:
    [[nodiscard]] const std::vector<Weight>& all() const { return m_weights; }
    [[nodiscard]] std::vector<Weight>& all() { return m_weights; }
    [[nodiscard]] const Weight* find(std::string_view path) const;
    [[nodiscard]] Weight* find(std::string_view path);
    /// The weight is there afterwards. Errors: ShapeMismatch where one of this path has other extents; TooLarge.
    Result<Weight*> add(Weight weight);

    /// Fills every weight by its initializer; each path draws from a stream of its own, so that adding a layer changes no other's start.
    /// Errors: what an initializer says, with the fact "weight".
    Result<void> initialize(uint64_t seed);

    /// Elements of those that are trained, and of the others.
    struct Count {
        int64_t trainable = 0, nonTrainable = 0;
        [[nodiscard]] int64_t total() const { return trainable + nonTrainable; }
    };
    [[nodiscard]] Count count() const;

private:
    std::vector<Weight> m_weights;
    std::map<std::string, size_t, std::less<>> m_places;
};

/// A seed that depends on both, as different for each name as a hash makes it.
[[nodiscard]] TD_API uint64_t seedOf(uint64_t seed, std::string_view name);

} // namespace td::nn
