// Activations, initializers, regularizers, constraints: what they give, and the gradients of it.
#include "engine/graph/gradient.h"
#include "engine/graph/op_registry.h"
#include "engine/nn/catalogues.h"
#include "tests/numeric/families.h"

#include <algorithm>
#include <cmath>

namespace td::fixtures {

using graph::Builder;
using graph::Expr;

namespace {
/// `found` without judgement where mathematics says nothing: at inputs that are no numbers or, with `isGradient`,
/// infinite, and where infinities meet in the formula that was computed.
Tensor judged(const Tensor& found, const Tensor& expected, const Tensor& input, bool isGradient) {
    Tensor kept = found.clone();
    if (found.extents() != expected.extents() || input.extents() != expected.extents()) return kept;
    for (int64_t i = 0; i < kept.elements(); ++i) {
        const double x = input.at(i);
        const bool isAtKink =
            x != 0 && std::abs(x) < 1e-20; // TensorFlow asks whether e^x - 1 < 0, which rounds to 0 here
        const bool isOpen = std::isnan(x) || std::isnan(expected.at(i)) || (isGradient && (std::isinf(x) || isAtKink));
        if (isOpen) kept.set(i, expected.at(i));
    }
    return kept;
}

/// A function of one tensor, from its class' name and arguments.
template <class Def>
Outcome runFunction(const nn::Catalogue<Def>& catalogue, const Json& test) {
    const auto className = test["class"].get<std::string>();
    if (!catalogue.find(className)) return skipped("no " + className);
    const auto object = catalogue.create(className, test["config"]);
    if (!object) return failed(describe(object.error()));
    const auto x = readTensor(test["inputs"][0]);
    const auto expected = readTensor(test["calls"][0]["outputs"][0]);
    if (!x || !expected) return failed("the case cannot be read");

    graph::Graph graph(graph::builtinOps());
    Builder builder(graph);
    const Expr input = builder.input("x", x->type());
    const Expr y = object->def->call(input, object->config);
    if (builder.error()) return failed(describe(*builder.error()));
    graph.addOutput("y", y.id);
    std::map<std::string, Tensor> feeds{{"x", *x}};
    const Json grads = test.value("grads", Json::object());
    // A function that does not depend on its input has the text "None" instead of a gradient.
    const bool hasGradient =
        grads.contains("inputs") && !grads["inputs"][0].is_null() && grads["inputs"][0]["dtype"] != "string";
    if (hasGradient) {
        Expr sum = y;
        if (grads.contains("cotangent")) {
            const auto cotangent = readTensor(grads["cotangent"][0]);
            if (!cotangent) return failed("the cotangent cannot be read");
            feeds["cotangent"] = *cotangent;
            sum = graph::sum(y * builder.input("cotangent", cotangent->type()));
        }
        const auto found = graph::gradients(builder, sum, std::vector{input});
        if (builder.error()) return failed(describe(*builder.error()));
        const Expr gradient = found[0] ? found[0] : graph::zerosLike(input);
        graph.addOutput("gradient", gradient.id);
    }
    const auto result = runGraph(graph, feeds);
    if (!result) return failed(describe(result.error()));
    const bool isExtreme = test["name"].get<std::string>().ends_with("/extreme");
    const Tensor output = isExtreme ? judged(result->outputs[0], *expected, *x, false) : result->outputs[0];
    if (auto text = difference("output", output, *expected); !text.empty()) return failed(text);
    if (!hasGradient) return passed();
    const auto gradient = readTensor(grads["inputs"][0]);
    if (!gradient) return failed("the gradient cannot be read");
    const Tensor slope = isExtreme ? judged(result->outputs[1], *gradient, *x, true) : result->outputs[1];
    const auto text = difference("gradient", slope, *gradient, {1e-5, true});
    return text.empty() ? passed() : failed(text);
}

Outcome runActivation(const Json& test) {
    return runFunction(nn::builtins().activations, test);
}
Outcome runRegularizer(const Json& test) {
    return runFunction(nn::builtins().regularizers, test);
}
Outcome runConstraint(const Json& test) {
    return runFunction(nn::builtins().constraints, test);
}

struct Moments {
    double mean = 0, deviation = 0, minimum = 0, maximum = 0;
};

Moments momentsOf(const Tensor& tensor) {
    Moments moments{0, 0, tensor.at(0), tensor.at(0)};
    const auto count = static_cast<double>(tensor.elements());
    for (int64_t i = 0; i < tensor.elements(); ++i) {
        const double value = tensor.at(i);
        moments.mean += value / count;
        moments.minimum = std::min(moments.minimum, value);
        moments.maximum = std::max(moments.maximum, value);
    }
    for (int64_t i = 0; i < tensor.elements(); ++i)
        moments.deviation += (tensor.at(i) - moments.mean) * (tensor.at(i) - moments.mean) / count;
    moments.deviation = std::sqrt(moments.deviation);
    return moments;
}

/// Mean and deviation within the tolerance, all values within the limits where the distribution has any.
Outcome compareMoments(const Json& test, const Tensor& values) {
    const Moments found = momentsOf(values);
    const Json &expected = test["expected"], &tolerance = test["tolerance"];
    const auto isNear = [&](const char* name, double value) {
        const double allowed = tolerance.is_number() ? tolerance.get<double>() : tolerance[name].get<double>();
        return std::abs(value - expected[name].get<double>()) <= allowed;
    };
    if (!isNear("mean", found.mean)) return failed("mean " + std::to_string(found.mean));
    if (!isNear("standard_deviation", found.deviation)) return failed("deviation " + std::to_string(found.deviation));
    const auto limit = [&](const char* name) {
        return expected.contains(name) && expected[name].is_number() ? expected[name].get<double>() : NAN;
    };
    if (found.minimum < limit("minimum") - 1e-6) return failed("minimum " + std::to_string(found.minimum));
    if (found.maximum > limit("maximum") + 1e-6) return failed("maximum " + std::to_string(found.maximum));
    return passed();
}

/// Rows or columns, whichever are fewer, have products gain² with themselves and 0 with each other.
Outcome checkOrthogonal(const Json& test, const Tensor& values) {
    const int64_t columns = values.extents().back(), rows = values.elements() / columns;
    const int64_t count = std::min(rows, columns), size = std::max(rows, columns);
    const double gain = test["config"].value("gain", 1.0);
    const auto at = [&](int64_t unit, int64_t i) {
        return rows < columns ? values.at(unit * columns + i) : values.at(i * columns + unit);
    };
    for (int64_t a = 0; a < count; ++a)
        for (int64_t b = 0; b <= a; ++b) {
            double product = 0;
            for (int64_t i = 0; i < size; ++i)
                product += at(a, i) * at(b, i);
            if (std::abs(product - (a == b ? gain * gain : 0)) > 1e-5 * std::max(1.0, gain * gain))
                return failed("product of " + std::to_string(a) + " and " + std::to_string(b) + ": " +
                              std::to_string(product));
        }
    return passed();
}

Outcome runInitializer(const Json& test) {
    const auto className = test["class"].get<std::string>();
    const auto& catalogue = nn::builtins().initializers;
    if (!catalogue.find(className)) return skipped("no " + className);
    const auto object = catalogue.create(className, test["config"]);
    if (!object) return failed(describe(object.error()));
    const Tensor values = Tensor::zeros(DType::F32, test["shape"].get<Extents>());
    if (auto filled = object->def->fill(object->config, 1, values); !filled) return failed(describe(filled.error()));
    const auto kind = test["kind"].get<std::string>();
    if (kind == "statistics") return compareMoments(test, values);
    if (kind == "property") return checkOrthogonal(test, values);
    const auto expected = readTensor(test["calls"][0]["outputs"][0]);
    if (!expected) return failed(describe(expected.error()));
    const auto text = difference("values", values, *expected);
    return text.empty() ? passed() : failed(text);
}
} // namespace

void registerPartFixtures(Runners& runners) {
    runners["activation"] = runActivation;
    runners["initializer"] = runInitializer;
    runners["regularizer"] = runRegularizer;
    runners["constraint"] = runConstraint;
}

} // namespace td::fixtures
