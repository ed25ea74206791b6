#pragma once

#include "engine/kernels/cpu/onednn/conv_slice.h"
#include "engine/kernels/cpu/onednn/weights.h"
#include "engine/tensor/buffer.h"

namespace td::kernels::onednn {

/// What a whole convolution, or one of its gradients, is to compute.
struct ConvRequest {
    Direction direction = Direction::Forward;
    ConvGeometry geometry;
    graph::Layout xLayout = graph::Layout::Plain, yLayout = graph::Layout::Plain;
    bool hasBias = false;
    std::string activation = "linear";
    int threads = 1;
    const std::byte* frozenWeights = nullptr; ///< brought into the library's layout once, for good
};

/// Where everything is in one run.
struct ConvCall {
    std::byte* x = nullptr;
    std::byte* y = nullptr;
    std::byte* weights = nullptr; ///< in the operation's layout; written by BackwardWeights
    const std::byte* bias = nullptr;
    std::byte* scratch = nullptr;
    ThreadPool* pool = nullptr;
};

/// A convolution cut over threads: by images, or where these are too few by rows of the output; one image under frozen
/// weights that are larger than it by filters, so that each thread reads its own weights only.
///
/// Weights are brought into the library's layout at each run, or once if they are frozen; gradients of weights are made
/// by each slice for its images, added in the order of the slices, and brought back.
/// A gradient of x with strides of 1 is made as the convolution of y's gradient with the window turned around, whose
/// kernels are faster. Threads: as Primitive.
class ConvPlan {
public:
    /// Nothing where the library has no fast way.
    static std::optional<ConvPlan> make(const ConvRequest& request);

    [[nodiscard]] size_t packedBytes() const { return m_frozen ? m_frozen->sizeBytes() : 0; }
    [[nodiscard]] size_t scratchBytes() const { return m_scratchBytes; }
    [[nodiscard]] const std::string& implementation() const { return m_slices.front().slice.implementation(); }
    void run(const ConvCall& call) const;

private:
    struct Placed {
        ConvSlice slice;
        size_t x = 0, y = 0, weights = 0, scratch = 0; ///< bytes from the operands' begin; scratch's from the plan's
        size_t bias = 0;
    };

    static std::optional<ConvPlan> makeMirrored(const ConvRequest& request);
    static std::optional<ConvPlan> makeBest(const ConvRequest& request, bool isMirrored);
    static std::optional<ConvPlan> make(const ConvRequest& request, bool isMirrored, InnerLayouts inner, int parts);
    bool addSlice(SliceRequest request, size_t x, size_t y);
    bool makeSlices(const ConvRequest& request, InnerLayouts inner, int parts);
    static std::optional<ConvPlan> makeByFilters(const ConvRequest& request, InnerLayouts inner, int parts);
    bool makeFilterSlices(const ConvRequest& request, InnerLayouts inner, int parts);
    bool freezeByFilters(const ConvRequest& request);
    bool placeWeights(const ConvRequest& request);
    [[nodiscard]] std::optional<WeightsCopy> copyOf(const ConvRequest& request, int threads) const;
    bool freezeWeights(const ConvRequest& request);
    size_t take(size_t bytes);
    void runByFilters(const ConvCall& call) const;
    void gatherWeights(const ConvCall& call) const;

    Direction m_direction = Direction::Forward;
    bool m_isMirrored = false;  ///< x and y have changed places
    bool m_isByFilters = false; ///< each slice has weights of its own
    std::vector<Placed> m_slices;
    WeightsCopy m_copy;                  ///< from the operation's layout, or for BackwardWeights to it
    std::shared_ptr<Buffer> m_frozen;    // weights that never change, in the library's layout
    size_t m_weights = 0, m_copyPad = 0; ///< places in scratch
    size_t m_weightsBytes = 0, m_scratchBytes = 0;
};

} // namespace td::kernels::onednn
