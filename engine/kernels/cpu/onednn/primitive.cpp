#include "engine/kernels/cpu/onednn/primitive.h"

#include <atomic>

namespace td::kernels::onednn {

namespace {
/// The arguments of one execution. Addresses are put in before each, since a plan may place values anywhere.
struct Seat {
    std::vector<dnnl::memory> memories;
    std::vector<dnnl_exec_arg_t> arguments;

    explicit Seat(std::span<const Slot> slots) {
        for (const Slot& slot : slots) {
            memories.push_back({slot.desc, cpu(), DNNL_MEMORY_NONE});
            arguments.push_back({slot.argument, memories.back().get()});
        }
    }

    void run(dnnl_primitive_t primitive, std::span<const void* const> addresses, void* scratch) {
        for (size_t i = 0; i < arguments.size(); ++i) {
            void* const address = i < addresses.size() ? const_cast<void*>(addresses[i]) : scratch;
            dnnl_memory_set_data_handle(arguments[i].memory, address);
        }
        dnnl_primitive_execute(primitive, stream(), static_cast<int>(arguments.size()), arguments.data());
    }
};
} // namespace

struct Primitive::Held {
    dnnl::primitive primitive;
    std::vector<Slot> slots;
    Seat seat;
    std::atomic_flag isTaken;

    Held(dnnl::primitive made, std::vector<Slot> given)
        : primitive(std::move(made))
        , slots(std::move(given))
        , seat(slots) {}
};

Primitive::Primitive(const dnnl::primitive& primitive, std::vector<Slot> slots, const Desc& scratch)
    : m_scratchBytes(scratch.get_size()) {
    if (m_scratchBytes > 0) slots.push_back({DNNL_ARG_SCRATCHPAD, scratch});
    m_held = std::make_shared<Held>(primitive, std::move(slots));
}

void Primitive::run(std::initializer_list<const void*> addresses, void* scratch) const {
    run(std::span(addresses.begin(), addresses.size()), scratch);
}

void Primitive::run(std::span<const void* const> addresses, void* scratch) const {
    enter();
    if (m_held->isTaken.test_and_set(std::memory_order_acquire)) {
        Seat(m_held->slots).run(m_held->primitive.get(), addresses, scratch);
        return;
    }
    m_held->seat.run(m_held->primitive.get(), addresses, scratch);
    m_held->isTaken.clear(std::memory_order_release);
}

dnnl::primitive_attr userScratch() {
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return attributes;
}

Primitive reorder(const Desc& from, const Desc& to) {
    if (from == to) return {};
    try {
        const dnnl::reorder::primitive_desc desc(cpu(), from, cpu(), to, userScratch());
        return primitiveOf<dnnl::reorder>(desc, {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
    } catch (const dnnl::error&) {
        return {};
    }
}

std::optional<Eltwise> eltwiseOf(std::string_view activation) {
    static constexpr std::pair<std::string_view, Eltwise> kKnown[] = {
        {"relu", {dnnl::algorithm::eltwise_relu, 0, 0}},     {"relu6", {dnnl::algorithm::eltwise_clip, 0, 6}},
        {"tanh", {dnnl::algorithm::eltwise_tanh, 0, 0}},     {"sigmoid", {dnnl::algorithm::eltwise_logistic, 0, 0}},
        {"gelu", {dnnl::algorithm::eltwise_gelu_erf, 0, 0}}, {"silu", {dnnl::algorithm::eltwise_swish, 1, 0}},
    };
    for (const auto& [name, eltwise] : kKnown)
        if (name == activation) return eltwise;
    return std::nullopt;
}

bool appendActivation(dnnl::post_ops& operations, std::string_view activation) {
    if (activation.empty() || activation == "linear") return true;
    const auto known = eltwiseOf(activation);
    if (known) appendEltwise(operations, known->algorithm, known->alpha, known->beta);
    return known.has_value();
}

} // namespace td::kernels::onednn
