#include "tests/unit/ops/walk.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

/// Results against what NumPy and TensorFlow computed (tests/data/ops).
namespace td::test {
namespace {

using graph::Attribute;
using nlohmann::json;

double numberOf(const json& value) {
    return value.is_string() ? std::strtod(value.get<std::string>().c_str(), nullptr) : value.get<double>();
}

Tensor tensorOf(const json& value) {
    Tensor tensor = Tensor::zeros(dtypeNamed(value["dtype"].get<std::string>()).value(), value["shape"].get<Extents>());
    for (int64_t i = 0; i < tensor.elements(); ++i) {
        const json& element = value["values"][static_cast<size_t>(i)];
        if (tensor.dtype() == DType::U64)
            tensor.as<uint64_t>()[static_cast<size_t>(i)] = element.get<uint64_t>();
        else
            tensor.set(i, numberOf(element));
    }
    return tensor;
}

Attribute attributeOf(const json& value) {
    const std::string kind = value.begin().key();
    const json& held = value.begin().value();
    if (kind == "bool") return held.get<bool>();
    if (kind == "int") return held.get<int64_t>();
    if (kind == "double") return held.get<double>();
    if (kind == "ints") return held.get<graph::Ints>();
    if (kind == "dtype") return dtypeNamed(held.get<std::string>()).value();
    if (kind == "shape") return Shape::parse(held.get<std::string>()).value();
    return held.get<std::string>();
}

OpSample sampleOf(const json& value) {
    OpSample sample;
    sample.op = value["op"];
    for (const json& input : value["inputs"])
        sample.inputs.emplace_back(tensorOf(input));
    for (const auto& [name, attribute] : value["attributes"].items())
        sample.attributes.set(name, attributeOf(attribute));
    return sample;
}

/// One file of cases; adds the operations that it tries.
void expectThoseOf(const std::filesystem::path& path, std::set<std::string>& tried) {
    std::ifstream file(path);
    const json data = json::parse(file, nullptr, false);
    ASSERT_TRUE(data.contains("cases")) << path;
    for (const json& value : data["cases"]) {
        const OpSample sample = sampleOf(value);
        std::vector<Tensor> expected;
        for (const json& output : value["outputs"])
            expected.push_back(tensorOf(output));
        const auto found = run(sample);
        expectNear(found, expected, value["tolerance"].get<double>(), sample.label());
        for (size_t i = 0; i < std::min(found.size(), expected.size()); ++i)
            EXPECT_EQ(found[i].dtype(), expected[i].dtype()) << sample.label();
        tried.insert(sample.op);
    }
}

TEST(Values, areThoseOfOtherLibraries) {
    std::set<std::string> tried;
    for (const auto& entry : std::filesystem::directory_iterator(TD_TEST_DATA "/ops"))
        if (entry.path().extension() == ".json") expectThoseOf(entry.path(), tried);
    for (const graph::OpDef* op : graph::builtinOps().all()) {
        const std::set<std::string> families = {"elementwise", "tensor", "reduce", "linear", "image", "signal"};
        if (families.contains(op->family)) {
            EXPECT_TRUE(tried.contains(op->name)) << op->name << " is compared with nobody";
        }
    }
}

} // namespace
} // namespace td::test
