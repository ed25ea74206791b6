#include "engine/nn/weights.h"

namespace td::nn {

const Weight* Weights::find(std::string_view path) const {
    const auto found = m_places.find(path);
    return found == m_places.end() ? nullptr : &m_weights[found->second];
}

Weight* Weights::find(std::string_view path) {
    return const_cast<Weight*>(std::as_const(*this).find(path));
}

Result<Weight*> Weights::add(Weight weight) {
    if (Weight* there = find(weight.path)) {
        if (there->extents == weight.extents && there->dtype == weight.dtype) return there;
        return failure(ErrorCode::ShapeMismatch,
                       {{"weight", weight.path},
                        {"expected", toString(TensorType{there->dtype, Shape::of(there->extents)})},
                        {"found", toString(TensorType{weight.dtype, Shape::of(weight.extents)})}});
    }
    auto value = Tensor::create(weight.dtype, weight.extents);
    if (!value) return failure(value.error());
    weight.value = std::move(*value);
    m_places[weight.path] = m_weights.size();
    m_weights.push_back(std::move(weight));
    return &m_weights.back();
}

Result<void> Weights::initialize(uint64_t seed) {
    for (auto& weight : m_weights) {
        if (!weight.initializer) continue;
        auto filled = weight.initializer.def->fill(weight.initializer.config, seedOf(seed, weight.path), weight.value);
        if (filled) continue;
        Error error = filled.error();
        error.facts.insert(error.facts.begin(), {"weight", weight.path});
        return failure(std::move(error));
    }
    return {};
}

Weights::Count Weights::count() const {
    Count count;
    for (const auto& weight : m_weights)
        (weight.isTrained() ? count.trainable : count.nonTrainable) += elementsOf(weight.extents);
    return count;
}

uint64_t seedOf(uint64_t seed, std::string_view name) {
    // FNV-1a over the name, then the finalizer of splitmix64, so that near names and near seeds give far streams.
    uint64_t hash = 0xCBF29CE484222325ull ^ seed;
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
    hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9ull;
    hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBull;
    return hash ^ (hash >> 31);
}

} // namespace td::nn
