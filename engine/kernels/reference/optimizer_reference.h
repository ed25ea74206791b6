#pragma once

#include "engine/kernels/reference/reals.h"

#include <cmath>

namespace td::kernels {

/// Inputs of an optimizer's call as doubles. All are read before anything is written: states are changed in place.
class RuleCall {
public:
    explicit RuleCall(const ReferenceCall& call)
        : m_call(call) {
        for (const TensorView& input : call.inputs)
            m_inputs.push_back(kReals.has(input.dtype) ? doublesOf(input) : Sums{});
    }

    [[nodiscard]] Sums& in(size_t i) { return m_inputs[i]; }
    [[nodiscard]] double scalar(size_t i) const { return m_inputs[i].front(); }
    [[nodiscard]] double real(const char* name) const { return m_call.attributes.real(name); }
    /// A number as param's type holds it.
    [[nodiscard]] double inType(double value) const {
        return m_call.inputs[0].dtype == DType::F32 ? static_cast<double>(static_cast<float>(value)) : value;
    }
    [[nodiscard]] bool flag(const char* name) const { return m_call.attributes.flag(name); }
    /// The int64 scalar at this input.
    [[nodiscard]] double step(size_t i) const { return static_cast<double>(m_call.inputs[i].as<int64_t>()[0]); }

    /// Calls `rule(k)` for every element of param, which may change inputs 0 … states; then writes these.
    template <class F>
    void each(size_t states, F rule) {
        for (size_t k = 0; k < m_inputs[0].size(); ++k)
            rule(k);
        writeStates(states);
    }
    void writeStates(size_t states) const {
        for (size_t i = 0; i <= states; ++i)
            write(m_inputs[i], m_call.outputs[i]);
    }

private:
    const ReferenceCall& m_call;
    std::vector<Sums> m_inputs;
};

/// value = decay·value + (1 − decay)·next.
inline void mix(double& value, double decay, double next) {
    value = decay * value + (1 - decay) * next;
}

/// √Σx².
[[nodiscard]] inline double normOf(const Sums& x) {
    double total = 0;
    for (const double value : x)
        total += value * value;
    return std::sqrt(total);
}

} // namespace td::kernels
