#include "engine/kernels/reference/reference.h"

#include <algorithm>

namespace td::kernels {

namespace {
constexpr int kReferencePreference = -100;

struct ReferenceState {
    ReferenceFunction function = nullptr;
    std::vector<TensorView> inputs, outputs;
    graph::Attributes attributes;
};

std::vector<TensorView> viewsOf(const std::vector<Argument>& arguments) {
    std::vector<TensorView> views;
    for (const Argument& argument : arguments)
        views.push_back({argument.dtype, argument.extents, nullptr});
    return views;
}

std::vector<TensorView> placed(std::vector<TensorView> views, std::byte* const* data) {
    for (size_t i = 0; i < views.size(); ++i)
        views[i].data = data[i];
    return views;
}

void runReference(const ReferenceState& state, const KernelCall& call) {
    const auto inputs = placed(state.inputs, call.inputs), outputs = placed(state.outputs, call.outputs);
    state.function({inputs, outputs, state.attributes, *call.fault});
}

bool isPlain(const KernelRequest& request) {
    const auto plain = [](const Argument& argument) { return argument.isPlain(); };
    return std::all_of(request.inputs.begin(), request.inputs.end(), plain) &&
           std::all_of(request.outputs.begin(), request.outputs.end(), plain);
}
} // namespace

void addReference(KernelRegistry& kernels, std::string op, ReferenceFunction function) {
    const auto prepare = [function](const KernelRequest& request) -> Result<PreparedKernel> {
        return prepared(
            ReferenceState{function, viewsOf(request.inputs), viewsOf(request.outputs), *request.attributes},
            runReference, "reference");
    };
    kernels.add({std::move(op), "reference", DeviceKind::Cpu, kReferencePreference, isPlain, prepare});
}

int64_t broadcastIndex(int64_t flat, std::span<const int64_t> extents, std::span<const int64_t> from) {
    int64_t index = 0, stride = 1;
    for (size_t i = 0; i < from.size(); ++i) {
        const int64_t size = extents[extents.size() - 1 - i], own = from[from.size() - 1 - i];
        if (own != 1) index += flat % size * stride;
        flat /= size;
        stride *= own;
    }
    return index;
}

AxisView around(std::span<const int64_t> extents, int64_t axis) {
    const auto rank = static_cast<int64_t>(extents.size());
    const int64_t at = axis < 0 ? axis + rank : axis;
    AxisView view;
    for (int64_t i = 0; i < rank; ++i)
        (i < at ? view.outer : i == at ? view.axis : view.inner) *= extents[static_cast<size_t>(i)];
    return view;
}

} // namespace td::kernels
