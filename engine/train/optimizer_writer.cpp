#include "engine/train/optimizer_writer.h"

#include "engine/train/expressions.h"
#include "engine/train/gradient_shaping.h"
#include "engine/train/row_gradient.h"

#include <cstring>

namespace td::train {

namespace {
/// Errors: TooLarge: a slot is as large as its parameter.
Result<Tensor> filled(DType dtype, const Extents& extents, double value) {
    auto tensor = Tensor::create(dtype, extents);
    for (int64_t i = 0; tensor && value != 0 && i < tensor->elements(); ++i)
        tensor->set(i, value);
    return tensor;
}

Expr isMultiple(Expr count, int64_t of) {
    const Expr rest = binary("mod", count, number(count, static_cast<double>(of)));
    return binary("equal", rest, number(count, 0));
}
} // namespace

Expr held(Expr condition, Expr next, Expr old) {
    return condition ? select(condition, next, old) : next;
}

Expr StateWriter::variable(const std::string& name, DType dtype, const Extents& extents, double initial) {
    const std::string full = m_prefix + name;
    m_variables.names.push_back(full);
    if (const graph::ValueId known = m_builder.graph().named(full); known != graph::ValueId::None)
        return m_builder.wrap(known);
    auto start = filled(dtype, extents, initial);
    if (start) return m_builder.variable(full, {dtype, Shape::of(extents)}, false, *std::move(start));
    Error error = start.error();
    error.facts.insert(error.facts.begin(), {"variable", full});
    m_builder.fail(std::move(error));
    return m_builder.wrap(graph::ValueId::None);
}

Expr StateWriter::slot(const Trained& trained, const SlotSpec& spec) {
    const std::string name = trained.path + "_" + spec.name;
    const Expr found = variable(name, trained.parameter.dtype(), spec.extents, spec.initial);
    if (!found || !spec.startsAsParameter) return found;
    graph::Graph& graph = m_builder.graph();
    const Tensor& start = graph.value(trained.parameter.id).constant;
    const Tensor& own = graph.value(found.id).constant;
    if (start.extents() == own.extents() && start.dtype() == own.dtype())
        std::memcpy(own.bytes(), start.bytes(), own.sizeBytes());
    m_variables.copies[m_prefix + name] = trained.path;
    return found;
}

void StateWriter::set(Expr variable, Expr next) {
    if (next && variable && next.id != variable.id)
        m_builder.graph().addUpdate(variable.id, held(m_isApplied, next, variable).id);
}

OptimizerWriter::OptimizerWriter(const OptimizerRequest& request)
    : m_request(request)
    , m_config(request.optimizer.config)
    , m_def(*request.optimizer.def)
    , m_builder(request.builder)
    , m_state(request.builder, request.prefix, request.isApplied) {
    if (!m_config.isNull("gradient_accumulation_steps"))
        m_accumulated = m_config.integer("gradient_accumulation_steps");
}

Result<OptimizerVariables> OptimizerWriter::write() {
    countCalls();
    prepareGradients();
    updateShared();
    bool any = false;
    for (size_t i = 0; i < m_request.trained.size(); ++i) {
        any = any || m_gradients[i];
        updateParameter(i);
    }
    if (m_builder.error()) return failure(*m_builder.error());
    if (!any)
        return failure(
            ErrorCode::InvalidArgument,
            {{"optimizer", m_def.className}, {"expected", "a loss that depends on at least one trained parameter"}});
    return std::move(m_state.variables());
}

void OptimizerWriter::countCalls() {
    const Expr calls = m_state.variable("iterations", DType::I64, {});
    const Expr next = calls + number(calls, 1);
    m_state.set(calls, next);
    OptimizerVariables& variables = m_state.variables();
    variables.iterations = variables.names.back();
    if (m_request.rate)
        variables.rates.push_back(
            {m_builder.graph().value(m_request.rate.id).name, m_config.json("learning_rate"), variables.iterations});
    m_updates = calls;
    m_step = next;
    if (m_accumulated < 1) return;
    m_isUpdate = isMultiple(next, m_accumulated);
    m_updates = binary("floor_div", calls, number(calls, static_cast<double>(m_accumulated)));
    m_step = m_updates + number(calls, 1);
}

void OptimizerWriter::prepareGradients() {
    const bool isScaled = !m_config.isNull("loss_scale_factor");
    for (const Trained& trained : m_request.trained) {
        Expr gradient = trained.gradient;
        if (gradient && isScaled) gradient = gradient / m_config.real("loss_scale_factor");
        if (gradient && m_accumulated > 0) {
            const auto extents = trained.parameter.shape().extents().value_or(Extents{});
            const Expr before = m_state.slot(trained, {"gradient_accumulator", extents});
            if (!before) return;
            const Expr total = gradient + before;
            m_state.set(before, select(m_isUpdate, number(total, 0), total));
            gradient = total / static_cast<double>(m_accumulated);
        }
        m_gradients.push_back(gradient);
    }
    clipGradients(m_config, m_gradients);
}

void OptimizerWriter::updateShared() {
    if (!m_def.shared) return;
    for (const SlotSpec& spec : m_def.shared(m_config))
        m_shared.push_back(m_state.variable(spec.name, DType::F32, spec.extents, spec.initial));
    const std::vector<Expr> next = m_def.nextShared(m_builder, m_config, m_step, m_shared);
    for (size_t i = 0; i < next.size(); ++i)
        m_state.set(m_shared[i], held(m_isUpdate, next[i], m_shared[i]));
}

void OptimizerWriter::updateParameter(size_t i) {
    const Trained& trained = m_request.trained[i];
    Expr parameter = trained.parameter;
    if (!parameter) return;
    if (m_gradients[i]) parameter = ruled(i, parameter);
    if (m_config.flag("use_ema")) parameter = averaged(trained, parameter);
    if (m_gradients[i] && trained.constraint)
        parameter = trained.constraint.def->call(parameter, trained.constraint.config);
    m_state.set(trained.parameter, parameter);
}

Expr OptimizerWriter::ruled(size_t i, Expr parameter) {
    const Trained& trained = m_request.trained[i];
    const auto extents = parameter.shape().extents();
    if (!extents) {
        m_builder.fail(
            Error(ErrorCode::ShapeMismatch,
                  {{"weight", trained.path}, {"found", parameter.shape().toString()}, {"expected", "known sizes"}}));
        return parameter;
    }
    double decay = m_config.isNull("weight_decay") ? 0 : m_config.real("weight_decay");
    if (m_def.decayOf) decay = m_def.decayOf(m_config, trained.path, *extents);
    const Expr rate = cast(m_request.rate, parameter.dtype());
    Expr start = parameter;
    if (decay != 0 && !m_def.decaysItself) start = parameter - parameter * (rate * decay);
    UpdateCall call{m_builder, m_config, trained.path, start, m_gradients[i], rate, m_step, decay, {}, m_shared};
    for (const SlotSpec& spec : m_def.slots ? m_def.slots(m_config, trained.path, *extents) : std::vector<SlotSpec>{})
        call.slots.push_back(m_state.slot(trained, spec));
    if (m_builder.error()) return parameter; // a slot that memory was out for
    const RowGradient rows = RowGradient::behind(call.gradient);
    call.isOfRows = static_cast<bool>(rows);
    const size_t first = m_builder.graph().nodeCount();
    m_def.update(call);
    if (rows) rows.enter(call.gradient, first);
    for (size_t k = 0; k < call.nextSlots.size() && k < call.slots.size(); ++k)
        m_state.set(call.slots[k], held(m_isUpdate, call.nextSlots[k], call.slots[k]));
    return held(m_isUpdate, call.nextParameter, parameter);
}

/// The moving average, which starts as the parameter; every ema_overwrite_frequency updates it becomes the parameter.
Expr OptimizerWriter::averaged(const Trained& trained, Expr parameter) {
    const auto extents = parameter.shape().extents().value_or(Extents{});
    const Expr before = m_state.slot(trained, {"average", extents});
    if (!before) return parameter;
    m_state.variables().averages[trained.path] = m_state.variables().names.back();
    const Expr hasBegun = binary("not_equal", m_updates, number(m_updates, 0));
    const Expr momentum = asNumber(hasBegun, parameter) * m_config.real("ema_momentum");
    const Expr average = momentum * before + (1.0 - momentum) * parameter;
    m_state.set(before, average);
    if (m_config.isNull("ema_overwrite_frequency") || m_config.integer("ema_overwrite_frequency") < 1) return parameter;
    const Expr isOverwritten =
        isMultiple(m_updates + number(m_updates, 1), m_config.integer("ema_overwrite_frequency"));
    return select(isOverwritten, average, parameter);
}

} // namespace td::train
