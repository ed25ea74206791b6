#include "tests/unit/ops/samples.h"

#include <cmath>

/// The rest of the family "tensor": filling, rearranging, indexing by places, ordering, pictures.
namespace td::test {

namespace {
using graph::Attributes;
using graph::Ints;

Tensor numbers(DType dtype, Extents extents, const std::vector<double>& values) {
    return Tensor::of<double>(dtype, std::move(extents), values);
}

void addPads(SampleTable& table) {
    const auto pad = [](Ints pads, const char* mode) {
        return Attributes{{"pads", std::move(pads)}, {"mode", std::string(mode)}};
    };
    table.add("pad", {table.reals({2, 3})}, {{"pads", Ints{1, 0, 2, 3}}, {"value", 1.0}});
    for (const char* mode : {"reflect", "symmetric", "edge"})
        table.add("pad", {table.reals({3, 4})}, pad({2, 1, 0, 3}, mode));
    table.add("pad", {table.reals({0, 1})}, {{"pads", Ints{1, 1, 0, 0}}});
    table.reject("pad", {f64({2, 3})}, {{"pads", Ints{1, 1}}});
    table.reject("pad", {f64({2, 3})}, {{"pads", Ints{-1, 0, 0, 0}}});
    table.reject("pad", {f64({2, 3})}, pad({2, 0, 0, 0}, "reflect"));
    table.reject("pad", {f64({2, 3})}, pad({0, 0, 4, 0}, "symmetric"));
    table.reject("pad", {f64({2, 3})}, pad({0, 0, 0, 0}, "around"), ErrorCode::InvalidArgument);
    const auto grad = [&](Extents dy, Ints pads, const char* mode, Shape shape) {
        Attributes attributes = pad(std::move(pads), mode);
        attributes.set("shape", std::move(shape));
        table.add("pad_grad", {table.reals(std::move(dy))}, std::move(attributes));
    };
    grad({4, 5}, {1, 1, 0, 2}, "constant", {2, 3});
    for (const char* mode : {"reflect", "symmetric", "edge"})
        grad({6, 7}, {2, 1, 0, 3}, mode, {3, 4});
    grad({2, 1}, {1, 1, 0, 0}, "constant", {0, 1});
    table.reject("pad_grad", {f64({4, 4})}, {{"pads", Ints{1, 1, 0, 0}}, {"shape", Shape{3, 4}}});
}

void addOrders(SampleTable& table) {
    table.add("tile", {table.reals({2, 3})}, {{"multiples", Ints{2, 3}}});
    table.add("tile", {table.reals({1, 3})}, {{"multiples", Ints{4, 1}}});
    table.add("tile", {table.reals({2, 3})}, {{"multiples", Ints{0, 1}}});
    table.add("tile", {table.reals({0, 3})}, {{"multiples", Ints{2, 2}}});
    table.reject("tile", {f64({2, 3})}, {{"multiples", Ints{2}}});
    table.add("reverse", {table.reals({2, 3, 4})}, {{"axes", Ints{0, -1}}});
    table.add("reverse", {table.reals({2, 1, 0})});
    table.takesAnyShape("reverse");
    table.reject("reverse", {f64({2, 3})}, {{"axes", Ints{2}}}, ErrorCode::InvalidArgument);
    table.add("roll", {table.reals({4, 3})}, {{"shifts", Ints{-5, 1}}, {"axes", Ints{0, 1}}});
    table.add("roll", {table.reals({1, 0})}, {{"shifts", Ints{3}}, {"axes", Ints{1}}});
    table.reject("roll", {f64({4, 3})}, {{"shifts", Ints{1, 2}}, {"axes", Ints{0}}});
    const auto lengths = [](std::vector<double> values) {
        const auto count = static_cast<int64_t>(values.size());
        return numbers(DType::I64, {count}, values);
    };
    table.add("reverse_sequence", {table.reals({3, 4, 2}), lengths({0, 3, 4})});
    table.add("reverse_sequence", {table.reals({4, 1}), lengths({2})}, {{"seq_axis", 0}, {"batch_axis", 1}});
    table.add("reverse_sequence", {table.reals({0, 4}), lengths({})});
    table.reject("reverse_sequence", {f64({3, 4}), TensorType{DType::I64, {2}}});
    table.reject("reverse_sequence", {f64({3, 4}), TensorType{DType::I64, {3}}}, {{"batch_axis", 1}},
                 ErrorCode::InvalidArgument);
    table.add("space_to_depth", {table.reals({2, 4, 6, 3})}, {{"block", 2}});
    table.add("space_to_depth", {table.reals({0, 3, 3, 1})}, {{"block", 3}});
    table.reject("space_to_depth", {f64({1, 3, 4, 1})}, {{"block", 2}});
    table.reject("space_to_depth", {f64({3, 4, 1})}, {{"block", 2}});
    table.add("depth_to_space", {table.reals({2, 2, 3, 12})}, {{"block", 2}});
    table.add("depth_to_space", {table.reals({0, 1, 1, 4})}, {{"block", 2}});
    table.reject("depth_to_space", {f64({1, 2, 2, 6})}, {{"block", 2}});
}

void addParts(SampleTable& table) {
    table.add("split", {table.reals({2, 6})}, {{"axis", 1}, {"sizes", Ints{1, 3, 2}}});
    table.add("split", {table.reals({5, 1})}, {{"axis", 0}, {"sizes", Ints{2, -1}}});
    table.add("split", {table.reals({0, 2})}, {{"axis", 0}, {"sizes", Ints{0, 0}}});
    table.reject("split", {f64({2, 6})}, {{"axis", 1}, {"sizes", Ints{1, 3}}});
    table.reject("split", {f64({2, 6})}, {{"axis", 1}, {"sizes", Ints{7, -1}}});
    table.reject("split", {f64({4, 6})}, {{"axis", 0}, {"sizes", Ints{INT64_MAX, INT64_MAX, 6}}}); // 4 modulo 2^64
    table.add("stack", {table.reals({2, 3}), table.reals({2, 3})});
    table.add("stack", {table.reals({2, 1}), table.reals({2, 1}), table.reals({2, 1})}, {{"axis", -1}});
    table.add("stack", {table.reals({0}), table.reals({0})}, {{"axis", 1}});
    table.reject("stack", {f64({2, 3}), f64({3, 2})});
    const auto places = numbers(DType::I32, {3, 2}, {0, 1, 2, 0, 0, 1});
    table.add("gather_nd", {table.reals({3, 2, 4}), places});
    table.add("gather_nd", {table.reals({3, 1}), numbers(DType::I64, {2, 2, 1}, {0, 2, 2, 1})});
    table.add("gather_nd", {table.reals({3, 2}), Tensor::zeros(DType::I32, {0, 2})});
    table.reject("gather_nd", {f64({3, 2}), i32({4, 3})});
    table.add("scatter_nd", {places, table.reals({3, 4})}, {{"shape", Shape{3, 2, 4}}});
    table.add("scatter_nd", {Tensor::zeros(DType::I32, {0, 1}), table.reals({0, 2})}, {{"shape", Shape{3, 2}}});
    table.reject("scatter_nd", {i32({3, 2}), f64({2, 4})}, {{"shape", Shape{3, 2, 4}}});
}

void addFilled(SampleTable& table) {
    table.add("fill", {}, {{"shape", Shape{2, 3}}, {"value", 1.5}});
    table.add("fill", {}, {{"shape", Shape{0, 1}}, {"dtype", DType::I32}});
    table.add("range", {}, {{"start", 1}, {"stop", 9}, {"step", 3}, {"dtype", DType::I32}});
    table.add("range", {}, {{"start", 1.0}, {"stop", -0.5}, {"step", -0.25}, {"dtype", DType::F64}});
    table.add("range", {}, {{"stop", -1}});
    const auto wrong = ErrorCode::InvalidArgument;
    table.reject("range", {}, {{"stop", 5}, {"step", 0}}, wrong);
    table.reject("range", {}, {{"stop", 300}, {"dtype", DType::U8}}, wrong);
    table.reject("range", {}, {{"stop", -3}, {"step", -1}, {"dtype", DType::U16}}, wrong);
    table.reject("range", {}, {{"start", 0.5}, {"stop", 3}, {"dtype", DType::I32}}, wrong);
    table.add("range", {}, {{"start", 2}, {"stop", -1}, {"step", -1}, {"dtype", DType::U8}});
    for (const double value : {-1.0, 256.0, 0.5, std::nan("")}) {
        table.reject("fill", {}, {{"shape", Shape{2}}, {"value", value}, {"dtype", DType::U8}}, wrong);
        table.reject("one_hot", {i32({2})}, {{"depth", 3}, {"on", value}, {"dtype", DType::U8}}, wrong);
        table.reject("one_hot", {i32({2})}, {{"depth", 3}, {"off", value}, {"dtype", DType::U8}}, wrong);
        table.reject("unique", {TensorType{DType::U8, {3}}}, {{"size", 3}, {"fill", value}}, wrong);
    }
    table.add("one_hot", {numbers(DType::I32, {4}, {0, 2, -1, 3})}, {{"depth", 3}});
    table.add("one_hot", {numbers(DType::I64, {1, 2}, {1, 0})},
              {{"depth", 2}, {"axis", 0}, {"on", 5}, {"off", -1}, {"dtype", DType::I8}});
    table.add("one_hot", {Tensor::zeros(DType::I32, {0})}, {{"depth", 3}});
    table.takesAnyShape("one_hot");
    table.add("band_part", {table.reals({2, 4, 5})}, {{"lower", 1}, {"upper", 0}});
    table.add("band_part", {table.reals({1, 3})}, {{"lower", 0}});
    table.add("band_part", {table.reals({0, 3})});
    table.reject("band_part", {f64({3})});
}

void addOrdered(SampleTable& table) {
    for (const char* op : {"sort", "argsort"}) {
        table.add(op, {table.reals({3, 5})});
        table.add(op, {table.reals({4, 3})}, {{"axis", 0}, {"descending", true}});
        table.add(op, {table.reals({1, 0})});
        table.reject(op, {f64({2})}, {{"axis", 1}}, ErrorCode::InvalidArgument);
    }
    table.takesAnyShape("sort");
    table.add("argsort", {table.whole(DType::I32, {2, 9}, 0, 3)}, {{"descending", true}});
    table.add("topk", {table.reals({3, 5})}, {{"k", 2}});
    table.add("topk", {table.reals({1, 3})}, {{"k", 3}});
    table.add("topk", {table.reals({0, 3})}, {{"k", 1}});
    table.addCorner("topk", {table.whole(DType::F64, {3, 7}, 0, 2)}, {{"k", 4}});
    table.reject("topk", {f64({2, 3})}, {{"k", 4}});
    table.reject("topk", {f64({})}, {{"k", 0}});
    const int64_t tooLong = (int64_t{1} << 31) + 1;
    table.reject("topk", {f64({2, tooLong})}, {{"k", 1}});
    table.reject("argsort", {f64({tooLong, 2})}, {{"axis", 0}});
    for (const bool exclusive : {false, true})
        for (const bool reverse : {false, true})
            table.add("cumsum", {table.reals({3, 4})},
                      {{"axis", reverse ? 0 : 1}, {"exclusive", exclusive}, {"reverse", reverse}});
    table.add("cumsum", {table.reals({1, 0})});
    table.add("cumprod", {table.reals({3, 4})}, {{"axis", 0}});
    table.add("cumprod", {table.reals({2, 1})});
    table.add("cumprod", {table.reals({0, 3})});
    table.add("cumprod_grad", {table.reals({3, 4}), table.reals({3, 4}, 0.3, 2)});
    table.add("cumprod_grad", {table.reals({4, 1}), table.reals({4, 1}, 0.3, 2)}, {{"axis", 0}});
    table.add("cumprod_grad", {table.reals({0, 2}), table.reals({0, 2})});
    table.reject("cumprod_grad", {f64({2, 3}), f64({3})});
    for (const char* op : {"cumsum", "cumprod"})
        table.takesAnyShape(op);
}

void addPictures(SampleTable& table) {
    for (const char* method : {"nearest", "bilinear", "bicubic"}) {
        const auto attributes = [&](Ints size) {
            return Attributes{{"size", std::move(size)}, {"method", std::string(method)}};
        };
        table.add("resize", {table.reals({1, 3, 4, 2})}, attributes({7, 3}));
        table.add("resize", {table.reals({2, 5, 5, 1})}, attributes({2, 9}));
        table.add("resize", {table.reals({0, 3, 4, 2})}, attributes({2, 2}));
        table.add("resize_grad", {table.reals({1, 4, 3, 2})},
                  {{"shape", Shape{1, 2, 5, 2}}, {"method", std::string(method)}});
    }
    table.add("resize_grad", {table.reals({0, 4, 3, 2})}, {{"shape", Shape{0, 2, 5, 2}}});
    table.reject("resize", {i32({1, 3, 4, 2})}, {{"size", Ints{2, 2}}, {"method", std::string("bilinear")}},
                 ErrorCode::TypeMismatch);
    table.reject("resize", {f64({3, 4, 2})}, {{"size", Ints{2, 2}}});
    table.reject("resize", {f64({1, 0, 4, 2})}, {{"size", Ints{2, 2}}});
    table.reject("resize", {f64({1, 3, 4, 2})}, {{"size", Ints{2}}}, ErrorCode::InvalidArgument);
    table.reject("resize_grad", {f64({1, 4, 3, 2})}, {{"shape", Shape{1, 2, 5, 3}}});
}
} // namespace

void addMovingSamples(SampleTable& table) {
    addPads(table);
    addOrders(table);
    addParts(table);
    addFilled(table);
    addOrdered(table);
    addPictures(table);
}

} // namespace td::test
