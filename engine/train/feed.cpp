#include "engine/train/feed.h"

#include <algorithm>
#include <cstring>

namespace td::train {

namespace {
/// Sizes of one example where all are known.
std::optional<Extents> exampleOf(const TensorType& type) {
    Extents example;
    for (int axis = 1; axis < type.shape.rank(); ++axis) {
        if (!type.shape[axis].isKnown()) return std::nullopt;
        example.push_back(type.shape[axis].value());
    }
    return example;
}

bool couldBe(const Extents& extents, const Shape& shape) {
    if (static_cast<int>(extents.size()) != shape.rank()) return false;
    for (int axis = 0; axis < shape.rank(); ++axis)
        if (shape[axis].isKnown() && shape[axis].value() != extents[static_cast<size_t>(axis)]) return false;
    return true;
}

tl::unexpected<Error> doesNotFit(const std::string& input, const std::string& expected, const std::string& found) {
    return failure(ErrorCode::ShapeMismatch, {{"input", input}, {"expected", expected}, {"found", found}});
}

Result<Tensor> converted(const Tensor& tensor, DType to) {
    auto result = Tensor::create(to, tensor.extents());
    for (int64_t i = 0; result && i < tensor.elements(); ++i)
        result->set(i, tensor.at(i));
    return result;
}

/// Which column each input takes: by name, or in order.
Result<std::vector<size_t>> columnsFor(const nn::Model& model, const data::Dataset& data) {
    std::vector<size_t> features;
    for (size_t i = 0; i < data.columns().size(); ++i)
        if (data.columns()[i].role == data::Role::Feature) features.push_back(i);
    if (features.size() != model.inputs.size())
        return failure(ErrorCode::InvalidArgument,
                       {{"found", std::to_string(features.size()) + " feature columns"},
                        {"expected", std::to_string(model.inputs.size()) + ", one for each input of the model"}});
    std::vector<size_t> byName;
    for (const auto& input : model.inputs)
        for (const size_t column : features)
            if (data.columns()[column].name == input.name) byName.push_back(column);
    return byName.size() == model.inputs.size() ? byName : features;
}
} // namespace

TensorType targetType(TensorType label) {
    if (label.shape.rank() > 0) label.shape[0] = Dim::symbol("B");
    return label;
}

Result<Tensor> fitted(const Tensor& tensor, const std::string& input, const TensorType& type) {
    Tensor result = tensor;
    if (!couldBe(tensor.extents(), type.shape)) {
        const auto example = exampleOf(type);
        if (!example || tensor.rank() == 0) return doesNotFit(input, type.shape.toString(), toString(tensor.extents()));
        Extents extents{tensor.extents().front()};
        extents.insert(extents.end(), example->begin(), example->end());
        if (elementsOf(extents) != tensor.elements())
            return doesNotFit(input, type.shape.toString(), toString(tensor.extents()));
        result = tensor.reshaped(std::move(extents));
    }
    if (result.dtype() == type.dtype) return result;
    return converted(result, type.dtype);
}

Result<data::Dataset> fittedTo(const nn::Model& model, const data::Dataset& data) {
    auto columns = columnsFor(model, data);
    if (!columns) return failure(columns.error());
    data::Dataset result = data;
    const auto apply = [&](const std::string& column, const data::Map& map) -> Result<void> {
        auto mapped = result.map(column, map);
        if (!mapped) return failure(mapped.error());
        result = *std::move(mapped);
        return {};
    };
    for (size_t i = 0; i < columns->size(); ++i) {
        const data::Column column = result.columns()[(*columns)[i]];
        const auto& input = model.inputs[i];
        if (column.type.dtype != input.type.dtype) TD_TRY(apply(column.name, data::cast(input.type.dtype)));
        const auto example = exampleOf(input.type);
        const auto given = column.type.shape.extents();
        if (!example || !given || *example == *given) continue;
        if (elementsOf(*example) != elementsOf(*given))
            return doesNotFit(input.name, toString(*example), column.name + " " + toString(*given));
        TD_TRY(apply(column.name, data::reshape(*example)));
    }
    for (const auto& column : std::vector<data::Column>(result.columns()))
        if (column.role == data::Role::Label && column.type.dtype != DType::F32) {
            const bool isWhole = isInteger(column.type.dtype) || column.type.dtype == DType::Bool;
            const DType wanted = isWhole ? DType::I32 : DType::F32;
            if (column.type.dtype != wanted) TD_TRY(apply(column.name, data::cast(wanted)));
        }
    return result;
}

DimBindings openSizes(const nn::Model& model, const data::Dataset& data) {
    DimBindings sizes;
    const auto columns = columnsFor(model, data);
    for (size_t i = 0; columns && i < columns->size(); ++i) {
        const Shape &open = model.inputs[i].type.shape, &given = data.columns()[(*columns)[i]].type.shape;
        for (int axis = 1; axis < open.rank() && open.rank() == given.rank() + 1; ++axis) {
            const auto symbols = open[axis].symbols();
            const bool isSymbol = symbols.size() == 1 && open[axis] == Dim::symbol(symbols[0]);
            if (isSymbol && given[axis - 1].isKnown()) sizes.emplace(symbols[0], given[axis - 1].value());
        }
    }
    return sizes;
}

nn::Model withSizes(nn::Model model, const DimBindings& sizes) {
    for (auto& input : model.inputs)
        input.type.shape = input.type.shape.bound(sizes);
    return model;
}

Result<std::vector<Tensor>> joined(const std::vector<std::vector<Tensor>>& pieces, int64_t rows) {
    std::vector<Tensor> whole;
    for (size_t output = 0; !pieces.empty() && output < pieces[0].size(); ++output) {
        Extents extents = pieces[0][output].extents();
        extents[0] = rows;
        auto tensor = Tensor::create(pieces[0][output].dtype(), extents);
        if (!tensor) return failure(tensor.error());
        whole.push_back(*std::move(tensor));
        std::byte* to = whole.back().bytes();
        for (const auto& piece : pieces) {
            std::memcpy(to, piece[output].bytes(), piece[output].sizeBytes());
            to += piece[output].sizeBytes();
        }
    }
    return whole;
}

} // namespace td::train
