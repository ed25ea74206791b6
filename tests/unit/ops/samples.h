#pragma once

#include "tests/support/eager.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace td::test {

/// One call of an operation that the tests try: inputs (reals as float64), attributes.
struct OpSample {
    std::string op;
    std::vector<OptionalTensor> inputs;
    graph::Attributes attributes;
    /// False at ties and corners, where differences say nothing about the gradient.
    bool isSmooth = true;
    /// "add float64(2,3) float64(3)"
    [[nodiscard]] std::string label() const;
};

/// A call that must be refused.
struct Rejection {
    std::string op;
    std::vector<std::optional<TensorType>> inputs;
    graph::Attributes attributes;
    ErrorCode code = ErrorCode::ShapeMismatch;
};

/// The samples of all operations. Each family's file adds its own (samples_<family>.cpp, called in samples.cpp);
/// elementwise operations without any get the default ones.
///
/// Every operation needs: a sample; one with an axis of size 0 and one of size 1; a rejected shape, unless it takes
/// every shape. All tests of registry_walk_test.cpp then run over it.
class SampleTable {
public:
    /// Random reals in (low, high), all different by much more than a difference step, off multiples of 1/2 (where
    /// activations have corners). Float64; tests try float32 too.
    [[nodiscard]] Tensor reals(Extents extents, double low = -2, double high = 2);
    /// Random whole numbers, low … high.
    [[nodiscard]] Tensor whole(DType dtype, Extents extents, int64_t low, int64_t high);
    [[nodiscard]] Tensor truths(Extents extents);

    void add(std::string op, std::vector<OptionalTensor> inputs, graph::Attributes attributes = {}) {
        m_samples.push_back({std::move(op), std::move(inputs), std::move(attributes), true});
    }
    /// Values only, no gradient check.
    void addCorner(std::string op, std::vector<OptionalTensor> inputs, graph::Attributes attributes = {}) {
        m_samples.push_back({std::move(op), std::move(inputs), std::move(attributes), false});
    }
    void reject(std::string op, std::vector<std::optional<TensorType>> inputs, graph::Attributes attributes = {},
                ErrorCode code = ErrorCode::ShapeMismatch) {
        m_rejections.push_back({std::move(op), std::move(inputs), std::move(attributes), code});
    }
    void takesAnyShape(std::string op) { m_anyShape.insert(std::move(op)); }

    [[nodiscard]] const std::vector<OpSample>& samples() const { return m_samples; }
    [[nodiscard]] const std::vector<Rejection>& rejections() const { return m_rejections; }
    [[nodiscard]] bool takesEveryShape(const std::string& op) const { return m_anyShape.contains(op); }
    [[nodiscard]] bool has(const std::string& op) const;

private:
    uint64_t next();

    uint64_t m_state = 1;
    int m_tensors = 0; ///< drawn so far
    std::vector<OpSample> m_samples;
    std::vector<Rejection> m_rejections;
    std::set<std::string> m_anyShape;
};

/// All of them, made on first use.
[[nodiscard]] const SampleTable& allSamples();

void addElementwiseSamples(SampleTable& table);
void addTensorSamples(SampleTable& table);
void addReduceSamples(SampleTable& table);
void addLinearSamples(SampleTable& table);
void addWindowSamples(SampleTable& table);
void addNormSamples(SampleTable& table);
void addLossSamples(SampleTable& table);
void addRnnSamples(SampleTable& table);
void addOptimizerSamples(SampleTable& table);
void addMovingSamples(SampleTable& table);
void addRandomSamples(SampleTable& table);
void addImageSamples(SampleTable& table);
void addIndexingSamples(SampleTable& table);
void addSignalSamples(SampleTable& table);

/// Shorthand for types in rejections.
[[nodiscard]] inline TensorType f64(Shape shape) {
    return {DType::F64, std::move(shape)};
}
[[nodiscard]] inline TensorType i32(Shape shape) {
    return {DType::I32, std::move(shape)};
}

} // namespace td::test
