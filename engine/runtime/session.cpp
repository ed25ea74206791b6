#include "engine/runtime/session.h"

#include "engine/base/float_mode.h"
#include "engine/runtime/fold_constants.h"
#include "engine/runtime/schedule.h"
#include "engine/runtime/shape_binding.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace td::runtime {

using namespace graph;

namespace {
/// How many variables hold their next value when the steps before `end` are done.
size_t changedBefore(const Plan& plan, const Step* end) {
    size_t changed = 0;
    for (const Step* step = plan.steps().data(); step != end; ++step) {
        const Node& node = plan.graph().node(static_cast<NodeId>(step->node));
        for (const Alias& alias : node.op->mustAlias)
            changed += changedVariable(plan.graph(), node, alias) != ValueId::None ? 1 : 0;
    }
    return changed;
}
} // namespace

Session::Session(Graph graph, SessionOptions options, const kernels::KernelRegistry& kernels)
    : m_graph(std::move(graph))
    , m_options(std::move(options))
    , m_kernels(kernels)
    , m_pool(m_options.threads)
    , m_stopFlag(m_options.stopFlag != nullptr ? m_options.stopFlag : &m_isStopping) {}

Session::~Session() {
    (void)m_lanes.synchronize(); // variables may still be on their way to a device
}

Result<std::unique_ptr<Session>> Session::create(Graph graph, SessionOptions options,
                                                 const kernels::KernelRegistry& kernels) {
    auto session = std::unique_ptr<Session>(new Session(std::move(graph), std::move(options), kernels));
    auto lanes = Lanes::create(session->m_options.devices);
    if (!lanes) return failure(lanes.error());
    session->m_lanes = *std::move(lanes);
    TD_TRY(session->makeVariables());
    return session;
}

/// A variable's memory: what was given for its name, or its own, at its initial value.
Result<Tensor> Session::memoryOf(const Value& variable, const Extents& extents) const {
    if (const auto given = m_options.shared.find(variable.name); given != m_options.shared.end()) {
        if (variable.device != Device{})
            return failure(ErrorCode::Unsupported, {{"variable", variable.name},
                                                    {"device", toString(variable.device)},
                                                    {"expected", "shared memory on the CPU"}});
        if (given->second.type() == variable.type) return given->second;
        return failure(ErrorCode::ShapeMismatch, {{"variable", variable.name},
                                                  {"expected", toString(variable.type)},
                                                  {"found", toString(given->second.type())}});
    }
    auto memory = Tensor::create(variable.type.dtype, extents);
    if (memory && variable.constant.type() == variable.type)
        std::memcpy(memory->bytes(), variable.constant.bytes(), memory->sizeBytes());
    return memory;
}

Result<void> Session::makeVariables() {
    m_variableTensors.resize(m_graph.valueCount());
    m_variables.assign(m_graph.valueCount(), nullptr);
    for (const ValueId id : m_graph.variables()) {
        Value& value = m_graph.value(id);
        const auto extents = value.type.shape.extents();
        if (!extents)
            return failure(ErrorCode::InvalidArgument,
                           {{"variable", value.name}, {"found", toString(value.type)}, {"expected", "known sizes"}});
        auto memory = memoryOf(value, *extents);
        if (!memory) return failure(memory.error());
        value.constant = Tensor(); // the session's memory is the only copy from here on
        if (value.device != Device{}) {
            TD_TRY(makeOnDevice(value, *memory));
            continue;
        }
        m_variables[index(id)] = memory->bytes();
        m_variableTensors[index(id)] = *std::move(memory);
    }
    return {};
}

Result<void> Session::makeOnDevice(const Value& variable, const Tensor& initial) {
    const auto lane = m_lanes.find(variable.device);
    if (!lane) {
        Error error = lane.error();
        error.facts.insert(error.facts.begin(), {"variable", variable.name});
        return failure(std::move(error));
    }
    auto buffer = (*lane)->backend->allocate(initial.sizeBytes());
    if (!buffer)
        return failure(ErrorCode::TooLarge, {{"variable", variable.name}, {"device", toString(variable.device)}});
    (*lane)->stream->copyIn(buffer->data(), initial.bytes(), initial.sizeBytes());
    m_variables[index(variable.id)] = buffer->data();
    m_deviceVariables[variable.id] = std::move(buffer);
    return {};
}

Result<std::unique_ptr<Plan>> Session::makePlan(const std::vector<Extents>& inputExtents, bool isDraft) {
    if (inputExtents.size() != m_graph.inputs().size())
        return failure(ErrorCode::InvalidArgument, {{"expected", std::to_string(m_graph.inputs().size()) + " inputs"},
                                                    {"found", std::to_string(inputExtents.size())}});
    PlanOptions options{m_options.threads, m_options.isa, m_options.isFrozen, &m_lanes};
    options.worksInPlace = m_options.worksInPlace;
    options.memoryLimitBytes = m_options.memoryLimitBytes;
    options.savesMemory = std::any_of(m_options.lowering.begin(), m_options.lowering.end(),
                                      [](const Pass& pass) { return pass.name == "recompute"; });
    for (const Tensor& variable : m_variableTensors)
        options.variableBytes += variable.sizeBytes();
    auto variables = m_variables;
    Graph lowered = m_graph;
    std::vector<Pass> passes = {bindShapes(inputExtents)};
    passes.insert(passes.end(), m_options.lowering.begin(), m_options.lowering.end());
    passes.push_back(
        {"constants", "computes once what depends on nothing that is fed", [&](Graph& graph) -> Result<void> {
             variables.resize(graph.valueCount(), nullptr);
             foldConstants(graph, options, variables, m_kernels, m_pool);
             return {};
         }});
    TD_TRY(runPasses(lowered, passes, m_options.observer));
    variables.resize(lowered.valueCount(), nullptr);
    options.isDraft = isDraft;
    return Plan::create(std::move(lowered), options, variables, m_kernels);
}

Result<std::unique_ptr<Plan>> Session::draft(const std::vector<Extents>& inputExtents) {
    return makePlan(inputExtents, true);
}

Result<Plan*> Session::plan(const std::vector<Extents>& inputExtents) {
    for (Kept& kept : m_plans)
        if (kept.extents == inputExtents) {
            kept.usedAt = ++m_clock;
            return kept.plan.get();
        }
    auto plan = makePlan(inputExtents, false);
    if (!plan) return failure(plan.error());
    if (m_plans.size() >= std::max<size_t>(m_options.plansKept, 1))
        m_plans.erase(std::min_element(m_plans.begin(), m_plans.end(),
                                       [](const Kept& a, const Kept& b) { return a.usedAt < b.usedAt; }));
    m_plans.push_back({inputExtents, *std::move(plan), ++m_clock});
    return m_plans.back().plan.get();
}

Result<Plan*> Session::run(const std::vector<Tensor>& feeds) {
    std::vector<Extents> extents;
    for (const Tensor& feed : feeds)
        extents.push_back(feed.extents());
    auto found = plan(extents);
    if (!found) return found;
    const auto inputs = m_graph.inputs();
    for (size_t i = 0; i < inputs.size(); ++i)
        if (m_graph.type(inputs[i]).dtype != feeds[i].dtype())
            return failure(ErrorCode::TypeMismatch, {{"input", m_graph.value(inputs[i]).name},
                                                     {"expected", std::string(name(m_graph.type(inputs[i]).dtype))},
                                                     {"found", std::string(name(feeds[i].dtype()))}});
    TD_TRY(run(**found, feeds));
    return found;
}

Result<void> Session::run(Plan& plan, const std::vector<Tensor>& feeds) {
    m_isStopping.store(false, std::memory_order_relaxed);
    return runOn(plan, feeds);
}

Result<void> Session::runOn(Plan& plan, const std::vector<Tensor>& feeds) {
    m_fault.clear();
    const FlushDenormals mode;
    for (size_t i = 0; i < feeds.size(); ++i)
        plan.bindInput(i, feeds[i].bytes());
    return finish(plan, m_spans.empty() ? runSteps<false>(plan) : runSteps<true>(plan));
}

/// Outputs, feeds and next values are the host's again when the devices are done with them; a run that failed waits too.
Result<void> Session::finish(const Plan& plan, Result<void> ran) {
    if (plan.usesDevices()) {
        for (const Plan::Copy& copy : plan.copies())
            if (ran && copy.stream != nullptr) copy.stream->copyWithin(copy.to, copy.from, copy.bytes);
        if (auto done = m_lanes.synchronize(); !done && ran) ran = failure(done.error());
    }
    if (!ran) return ran;
    for (const Plan::Copy& copy : plan.copies())
        if (copy.stream == nullptr) std::memcpy(copy.to, copy.from, copy.bytes);
    return {};
}

template <bool kRecords>
Result<void> Session::runSteps(Plan& plan) {
    std::byte* const* addresses = plan.addresses();
    kernels::KernelCall call{nullptr, nullptr, plan.scratch(), &m_pool, &m_fault};
    const uint64_t start = ticks();
    uint64_t inKernels = 0;
    uint32_t number = 0;
    const Step* const firstChange = plan.steps().data() + plan.stepsBeforeChanges();
    for (const Step& step : plan.steps()) {
        if (&step <= firstChange && isStopped()) return failure(ErrorCode::Cancelled, {});
        call.inputs = addresses + step.firstInput;
        call.outputs = addresses + step.firstOutput;
        const uint64_t begin = kRecords ? ticks() : 0;
        try {
            step.run(step.state, call);
        } catch (const std::bad_alloc&) { // of a library below a kernel: ours allocate nothing
            return failure(outOfMemoryAt(plan, step));
        }
        if constexpr (kRecords) {
            const uint64_t end = ticks();
            inKernels += end - begin;
            m_spans[m_spanCount++ % m_spans.size()] = {begin, end, step.node, number++};
        }
        if (m_fault.isSet()) return failure(faultAt(plan, step));
    }
    m_lastRunTime = {ticks() - start, inKernels};
    return {};
}

Error Session::outOfMemoryAt(const Plan& plan, const Step& step) {
    const Node& node = plan.graph().node(static_cast<NodeId>(step.node));
    return {ErrorCode::TooLarge,
            {{"op", node.op->name},
             {"layer", node.source.layer},
             {"expected", "memory for a kernel's code"},
             {"changed", std::to_string(changedBefore(plan, &step + 1))}}};
}

Error Session::faultAt(const Plan& plan, const Step& step) const {
    const Node& node = plan.graph().node(static_cast<NodeId>(step.node));
    return {ErrorCode::InvalidArgument,
            {{"op", node.op->name},
             {"layer", node.source.layer},
             {"found", std::to_string(m_fault.value())},
             {"expected", "0 … " + std::to_string(m_fault.limit() - 1)},
             {"changed", std::to_string(changedBefore(plan, &step + 1))}}};
}

Result<Tensor> Session::output(const Plan& plan, size_t i) const {
    const Value& value = plan.graph().value(plan.graph().outputs()[i].value);
    auto copy = Tensor::create(value.type.dtype, *value.type.shape.extents(), Fill::Unset);
    if (copy && copy->sizeBytes() > 0) std::memcpy(copy->bytes(), plan.output(i), copy->sizeBytes());
    return copy;
}

Result<ValueId> Session::variableNamed(std::string_view name) const {
    for (const ValueId id : m_graph.variables())
        if (m_graph.value(id).name == name) return id;
    return failure(ErrorCode::NotFound, {{"variable", std::string(name)}});
}

Result<Tensor> Session::variable(std::string_view name) const {
    const auto id = variableNamed(name);
    if (!id) return failure(id.error());
    if (const Device device = m_graph.value(*id).device; device != Device{})
        return failure(ErrorCode::Unsupported, {{"variable", std::string(name)}, {"device", toString(device)}});
    return m_variableTensors[index(*id)];
}

Result<Tensor> Session::variableCopy(std::string_view name) const {
    const auto id = variableNamed(name);
    if (!id) return failure(id.error());
    const Value& value = m_graph.value(*id);
    auto copy = Tensor::create(value.type.dtype, *value.type.shape.extents(), Fill::Unset);
    if (!copy) return copy;
    if (value.device == Device{}) {
        std::memcpy(copy->bytes(), m_variables[index(*id)], copy->sizeBytes());
        return copy;
    }
    const auto lane = m_lanes.find(value.device);
    if (!lane) return failure(lane.error());
    (*lane)->stream->copyOut(copy->bytes(), m_variables[index(*id)], copy->sizeBytes());
    TD_TRY((*lane)->stream->synchronize());
    return copy;
}

Result<void> Session::setVariable(std::string_view name, const Tensor& tensor) {
    const auto id = variableNamed(name);
    if (!id) return failure(id.error());
    const Value& value = m_graph.value(*id);
    if (tensor.type() != value.type)
        return failure(
            tensor.dtype() != value.type.dtype ? ErrorCode::TypeMismatch : ErrorCode::ShapeMismatch,
            {{"variable", value.name}, {"expected", toString(value.type)}, {"found", toString(tensor.type())}});
    if (value.device == Device{}) {
        std::memcpy(m_variables[index(*id)], tensor.bytes(), tensor.sizeBytes());
        return {};
    }
    const auto lane = m_lanes.find(value.device);
    if (!lane) return failure(lane.error());
    (*lane)->stream->copyIn(m_variables[index(*id)], tensor.bytes(), tensor.sizeBytes());
    return (*lane)->stream->synchronize();
}

void Session::recordSpans(size_t count) {
    m_spans.assign(count, Span{});
    m_spanCount = 0;
}

std::vector<Span> Session::spans() const {
    if (m_spanCount <= m_spans.size())
        return {m_spans.begin(), m_spans.begin() + static_cast<std::ptrdiff_t>(m_spanCount)};
    std::vector<Span> ordered(m_spans.size());
    for (size_t i = 0; i < m_spans.size(); ++i)
        ordered[i] = m_spans[(m_spanCount + i) % m_spans.size()];
    return ordered;
}

} // namespace td::runtime
