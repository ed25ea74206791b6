#pragma once

#include "engine/kernels/cpu/onednn/conv_geometry.h"
#include "engine/kernels/cpu/onednn/primitive.h"

namespace td::kernels::onednn {

enum class Direction : uint8_t { Forward, BackwardData, BackwardWeights };

/// The layouts that the library works in.
struct InnerLayouts {
    Inner x = Inner::ChannelsLast, y = Inner::ChannelsLast;
    bool operator==(const InnerLayouts&) const = default;
};

/// What a slice is to compute. x and y are also the names of their gradients.
struct SliceRequest {
    Direction direction = Direction::Forward;
    ConvGeometry geometry;
    graph::Layout xLayout = graph::Layout::Plain, yLayout = graph::Layout::Plain;
    InnerLayouts inner;
    std::optional<Desc> weights; ///< the layout to work with; nothing: the library's choice
    std::optional<Desc> outerY;  ///< where y's part lies in the whole y, from the whole's begin; nothing: by itself
    bool hasBias = false;
    std::string activation = "linear";
};

/// Addresses of one run of a slice, each where the slice begins. Weights are in the slice's own layout.
struct SliceCall {
    std::byte* x = nullptr;
    std::byte* y = nullptr;
    std::byte* weights = nullptr;
    const std::byte* bias = nullptr;
    std::byte* scratch = nullptr;
};

/// A convolution, or one of its gradients, over some images on one thread.
///
/// Where the library works best in another layout than the values have, images are converted a few at a time through
/// scratch, so that they stay in the cache. Threads: as Primitive, with different scratch.
class ConvSlice {
public:
    /// Nothing where the library cannot, or only by its reference loops.
    static std::optional<ConvSlice> make(const SliceRequest& request);

    [[nodiscard]] const Desc& weights() const { return m_weights; }
    [[nodiscard]] const std::string& implementation() const { return m_implementation; }
    [[nodiscard]] size_t scratchBytes() const { return m_scratchBytes; }
    void run(const SliceCall& call) const;

private:
    struct Operand {
        Primitive convert; ///< into or out of the library's layout; empty: used where it lies
        size_t step = 0;   ///< bytes from one loop's images to the next one's
        size_t staged = 0; ///< where in scratch converted images lie
        bool isResult = false;
        [[nodiscard]] std::byte* inner(std::byte* outer, std::byte* scratch) const {
            return convert ? scratch + staged : outer;
        }
    };

    bool makePrimitive(const SliceRequest& request, const ConvGeometry& geometry);
    bool makeOperand(Operand& operand, const Desc& outer, const Desc& inner, bool isResult);
    size_t take(size_t bytes);
    void runLoop(const SliceCall& call, std::byte* weights) const;

    Direction m_direction = Direction::Forward;
    Primitive m_primitive;
    Operand m_x, m_y;
    bool m_hasBias = false;
    int64_t m_loops = 1;
    size_t m_extraWeights = 0, m_pad = 0; ///< places in scratch
    size_t m_scratchBytes = 0;
    Desc m_weights;
    std::string m_implementation;
};

} // namespace td::kernels::onednn
