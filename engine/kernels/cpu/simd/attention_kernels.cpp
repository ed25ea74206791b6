#include "engine/kernels/cpu/gemm.h"
#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/simd_table.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>
#include <array>
#include <limits>

/// Attention on float32, one head of one sample at a time: its scores stay in the second-level cache.
namespace td::kernels {

namespace {
using namespace td::simd;

struct Attention {
    const SimdTable* table = nullptr;
    int64_t batch = 0, queries = 0, keys = 0, heads = 0, size = 0;
    float scale = 1;
    bool isCausal = false, hasMask = false;
    std::array<int64_t, 4> maskStrides = {}; ///< over (B,H,T,S)
    int parts = 1;

    [[nodiscard]] int64_t stride() const { return heads * size; } ///< of rows of q, k, v
    /// Where row `row` of a head begins, of `rows` rows a sample.
    [[nodiscard]] int64_t at(int64_t b, int64_t h, int64_t row, int64_t rows) const {
        return (b * rows + row) * stride() + h * size;
    }
    [[nodiscard]] int64_t scores() const { return queries * keys; }
};

std::array<int64_t, 4> stridesOfMask(const Extents& mask) {
    std::array<int64_t, 4> strides = {};
    int64_t stride = 1;
    for (size_t i = 0; i < mask.size(); ++i) {
        const int64_t own = mask[mask.size() - 1 - i];
        if (own != 1) strides[3 - i] = stride;
        stride *= own;
    }
    return strides;
}

/// `q` is the place of q among the inputs; k, v and mask follow.
Attention attentionOf(const KernelRequest& request, size_t q) {
    const Extents &query = request.inputs[q].extents, &key = request.inputs[q + 1].extents;
    Attention a;
    a.table = &tableFor(request.isa);
    a.batch = query[0];
    a.queries = query[1];
    a.heads = query[2];
    a.size = query[3];
    a.keys = key[1];
    a.scale = static_cast<float>(request.attributes->real("scale"));
    a.isCausal = request.attributes->flag("causal");
    a.hasMask = request.inputs[q + 3].isPresent;
    if (a.hasMask) a.maskStrides = stridesOfMask(request.inputs[q + 3].extents);
    const double products = static_cast<double>(a.batch * a.heads) * static_cast<double>(a.scores() * a.size);
    a.parts = partsFor(request.threads, 0, products * 4);
    return a;
}

/// Hides the keys of query `t` that it may not look at.
void hideKeys(const Attention& a, const bool* mask, int64_t b, int64_t h, int64_t t, float* scores) {
    constexpr float kHidden = -std::numeric_limits<float>::infinity();
    if (a.isCausal && t + 1 < a.keys) std::fill(scores + t + 1, scores + a.keys, kHidden);
    if (!a.hasMask) return;
    const bool* row = mask + b * a.maskStrides[0] + h * a.maskStrides[1] + t * a.maskStrides[2];
    for (int64_t s = 0; s < a.keys; ++s)
        if (!row[s * a.maskStrides[3]]) scores[s] = kHidden;
}

/// result (T,S) = left (T,D) · rightᵀ (S,D), rows of one head.
void multiplyByKeys(const Attention& a, const float* left, const float* right, float* result) {
    multiply({.m = a.queries,
              .n = a.keys,
              .k = a.size,
              .a = left,
              .lda = a.stride(),
              .b = right,
              .ldb = a.stride(),
              .c = result,
              .ldc = a.keys,
              .transposeB = true});
}
/// result (T,D) = weights (T,S) · right (S,D)
void gatherKeys(const Attention& a, const float* weights, const float* right, float* result) {
    multiply({.m = a.queries,
              .n = a.size,
              .k = a.keys,
              .a = weights,
              .lda = a.keys,
              .b = right,
              .ldb = a.stride(),
              .c = result,
              .ldc = a.stride()});
}
/// result (S,D) = weightsᵀ (S,T) · right (T,D)
void spreadToKeys(const Attention& a, const float* weights, const float* right, float* result) {
    multiply({.m = a.keys,
              .n = a.size,
              .k = a.queries,
              .a = weights,
              .lda = a.keys,
              .b = right,
              .ldb = a.stride(),
              .c = result,
              .ldc = a.stride(),
              .transposeA = true});
}

void forwardHead(const Attention& a, const KernelCall& call, int64_t b, int64_t h, float* scores) {
    enum Input { kQ, kK, kV, kMask };
    multiplyByKeys(a, call.in<float>(kQ) + a.at(b, h, 0, a.queries), call.in<float>(kK) + a.at(b, h, 0, a.keys),
                   scores);
    for (int64_t t = 0; t < a.queries; ++t) {
        hideKeys(a, call.in<bool>(kMask), b, h, t, scores + t * a.keys);
        call.out<float>(1)[(b * a.heads + h) * a.queries + t] =
            a.table->attention.forward(scores + t * a.keys, a.keys, a.scale);
    }
    gatherKeys(a, scores, call.in<float>(kV) + a.at(b, h, 0, a.keys), call.out<float>(0) + a.at(b, h, 0, a.queries));
}

void backwardHead(const Attention& a, const KernelCall& call, int64_t b, int64_t h, float* scores) {
    enum Input { kDy, kQ, kK, kV, kMask, kY, kLse };
    float* const slopes = scores + a.scores();
    const int64_t query = a.at(b, h, 0, a.queries), key = a.at(b, h, 0, a.keys);
    const float *dy = call.in<float>(kDy) + query, *y = call.in<float>(kY) + query;
    multiplyByKeys(a, call.in<float>(kQ) + query, call.in<float>(kK) + key, scores);
    multiplyByKeys(a, dy, call.in<float>(kV) + key, slopes);
    for (int64_t t = 0; t < a.queries; ++t) {
        const float along = a.table->rows.dot(dy + t * a.stride(), y + t * a.stride(), a.size);
        const float lse = call.in<float>(kLse)[(b * a.heads + h) * a.queries + t];
        hideKeys(a, call.in<bool>(kMask), b, h, t, scores + t * a.keys);
        a.table->attention.backward(scores + t * a.keys, slopes + t * a.keys, a.keys, a.scale, lse, along);
    }
    gatherKeys(a, slopes, call.in<float>(kK) + key, call.out<float>(0) + query);
    spreadToKeys(a, slopes, call.in<float>(kQ) + query, call.out<float>(1) + key);
    spreadToKeys(a, scores, dy, call.out<float>(2) + key);
}

template <void (*head)(const Attention&, const KernelCall&, int64_t, int64_t, float*), int arrays>
void eachHead(const Attention& a, const KernelCall& call) {
    eachPart(call, a.parts, a.batch * a.heads, [&](int part, int64_t begin, int64_t end) {
        float* const scores = reinterpret_cast<float*>(call.scratch) + part * arrays * a.scores();
        for (int64_t i = begin; i < end; ++i)
            head(a, call, i / a.heads, i % a.heads, scores);
    });
}

template <size_t q>
bool supports(const KernelRequest& request) {
    for (const Argument& input : request.inputs)
        if (!input.isPlain()) return false;
    return request.inputs[q].dtype == DType::F32 && request.inputs[q].elements() > 0 &&
           request.inputs[q + 1].elements() > 0;
}

template <void (*run)(const Attention&, const KernelCall&), size_t q, int arrays>
void addAttention(KernelRegistry& registry, const char* op) {
    registry.add({op, kOwnVariant, DeviceKind::Cpu, kOwnPreference, supports<q>,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      const Attention attention = attentionOf(request, q);
                      prepareProducts();
                      const size_t scratch = static_cast<size_t>(attention.parts * arrays * attention.scores());
                      return prepared(attention, run, ownName(request), scratch * sizeof(float));
                  }});
}
} // namespace

void registerSimdAttention(KernelRegistry& registry);
void registerSimdAttention(KernelRegistry& registry) {
    addAttention<eachHead<forwardHead, 1>, 0, 1>(registry, "attention");
    addAttention<eachHead<backwardHead, 2>, 1, 2>(registry, "attention_grad");
}

} // namespace td::kernels
