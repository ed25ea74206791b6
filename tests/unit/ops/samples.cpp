#include "tests/unit/ops/samples.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace td::test {

std::string OpSample::label() const {
    std::string text = op;
    for (const OptionalTensor& input : inputs)
        text += " " + (input ? toString(input->type()) : "nothing");
    return text;
}

uint64_t SampleTable::next() { // splitmix64, so that samples are the same everywhere
    uint64_t z = m_state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

Tensor SampleTable::reals(Extents extents, double low, double high) {
    Tensor tensor = Tensor::zeros(DType::F64, std::move(extents));
    const auto count = static_cast<size_t>(tensor.elements());
    std::vector<size_t> places(count);
    std::iota(places.begin(), places.end(), size_t{0});
    for (size_t i = count; i > 1; --i)
        std::swap(places[i - 1], places[next() % i]);
    // Steps of the golden ratio: two tensors near each other share no value.
    const double step = static_cast<double>(++m_tensors) * 0.6180339887498949, offset = 0.2 + 0.6 * (step - std::floor(step));
    for (size_t i = 0; i < count; ++i) {
        const double part = (static_cast<double>(places[i]) + offset) / static_cast<double>(count);
        double value = low + (high - low) * part;
        const double corner = std::round(value * 2) / 2;
        const double margin = 0.01 * (1 + offset); // differs too, so that what was moved away stays apart
        if (std::fabs(value - corner) < 0.01) value = corner + (value < corner ? -margin : margin);
        tensor.set(static_cast<int64_t>(i), value);
    }
    return tensor;
}

Tensor SampleTable::whole(DType dtype, Extents extents, int64_t low, int64_t high) {
    Tensor tensor = Tensor::zeros(dtype, std::move(extents));
    for (int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, static_cast<double>(low + static_cast<int64_t>(next() % static_cast<uint64_t>(high - low + 1))));
    return tensor;
}

Tensor SampleTable::truths(Extents extents) {
    return whole(DType::Bool, std::move(extents), 0, 1);
}

bool SampleTable::has(const std::string& op) const {
    return std::any_of(m_samples.begin(), m_samples.end(), [&](const OpSample& sample) { return sample.op == op; });
}

const SampleTable& allSamples() {
    static const SampleTable table = [] {
        SampleTable made;
        addTensorSamples(made);
        addMovingSamples(made);
        addReduceSamples(made);
        addLinearSamples(made);
        addWindowSamples(made);
        addNormSamples(made);
        addLossSamples(made);
        addRnnSamples(made);
        addOptimizerSamples(made);
        addRandomSamples(made);
        addIndexingSamples(made);
        addImageSamples(made);
        addSignalSamples(made);
        addElementwiseSamples(made); // last: it fills in for elementwise operations that have none yet
        return made;
    }();
    return table;
}

} // namespace td::test
