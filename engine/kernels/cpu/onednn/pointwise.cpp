#include "engine/kernels/cpu/onednn/pointwise.h"

#include <algorithm>

namespace td::kernels::onednn {

namespace {
constexpr int64_t kSerialElements = 64 * 1024;
} // namespace

std::optional<Pointwise> Pointwise::make(int64_t elements, const std::string& activation, int threads) {
    const auto known = eltwiseOf(activation);
    if (!known) return std::nullopt;
    const int parts = elements < kSerialElements ? 1 : threads;
    Pointwise pointwise;
    for (int part = 0; part < parts; ++part) {
        const int64_t begin = elements / 16 * part / parts * 16;
        const int64_t end = part + 1 == parts ? elements : elements / 16 * (part + 1) / parts * 16;
        const Desc flat({end - begin}, kFloat, Tag::x);
        const auto desc = describeEltwise(userScratch(), known->algorithm, flat, known->alpha, known->beta);
        if (!desc || isReference(*desc)) return std::nullopt;
        pointwise.m_parts.push_back(
            {primitiveOf<dnnl::eltwise_forward>(*desc, {{DNNL_ARG_SRC, flat}, {DNNL_ARG_DST, flat}}), begin});
    }
    return pointwise;
}

void Pointwise::run(float* y, ThreadPool* pool) const {
    pool->run(static_cast<int>(m_parts.size()), [&](int index) {
        const Part& part = m_parts[static_cast<size_t>(index)];
        part.primitive.run({y + part.begin, y + part.begin}, nullptr);
    });
}

} // namespace td::kernels::onednn
