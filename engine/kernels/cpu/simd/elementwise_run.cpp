#include "engine/kernels/cpu/simd/elementwise_run.h"

#include "engine/kernels/cpu/simd/partition.h"

#include <algorithm>
#include <cstring>

namespace td::simd {

namespace {
constexpr int64_t kBlock = 1024;        // floats: a few temporaries of it fit into the first-level cache
constexpr int64_t kSingleBlock = 16384; // a single step has no temporaries
constexpr int64_t kShortRow = 256;
constexpr size_t kAlignment = 64;
constexpr int kMostRegisters = 96;

int64_t ceilDiv(int64_t a, int64_t b) {
    return (a + b - 1) / b;
}

void spreadColumn(std::byte* to, const std::byte* from, size_t bytes, int64_t rows, int64_t columns) {
    for (int64_t row = 0; row < rows; ++row, from += bytes) {
        if (bytes == sizeof(float)) {
            float value = 0;
            std::memcpy(&value, from, sizeof value);
            std::fill_n(reinterpret_cast<float*>(to), columns, value);
        } else {
            std::memset(to, std::to_integer<int>(*from), static_cast<size_t>(columns));
        }
        to += static_cast<size_t>(columns) * bytes;
    }
}
} // namespace

/// Where the registers of one thread's blocks lie.
struct ElementwiseRun::Part {
    std::byte* scratch = nullptr;
    const std::byte* base[kMostRegisters] = {};   ///< of inputs and outputs: where the present outer index begins
    const std::byte* spread[kMostRegisters] = {}; ///< what was spread into the slot last
    std::byte* at[kMostRegisters] = {};
    bool isScalar[kMostRegisters] = {};
};

ElementwiseRun::ElementwiseRun(ElementwiseProgram program, BroadcastPlan plan, const kernels::KernelRequest& request)
    : m_program(std::move(program))
    , m_plan(std::move(plan)) {
    const SimdTable& table = tableFor(request.isa);
    double flops = 0, bytes = 0;
    for (const kernels::Argument& input : request.inputs) {
        m_bytes.push_back(elementBytes(input.dtype));
        bytes += static_cast<double>(input.sizeBytes());
    }
    for (const ElementwiseProgram::Line& line : m_program.lines) {
        m_functions.push_back(table.step(line.kind.code));
        m_bytes.push_back(m_program.lines.size() == 1 ? elementBytes(request.outputs[0].dtype) : sizeof(float));
        flops += flopsOf(line.kind.code) * static_cast<double>(request.outputs[0].elements());
    }
    for (const kernels::Argument& output : request.outputs)
        bytes += static_cast<double>(output.sizeBytes());
    m_parts = partsFor(request.threads, bytes, flops);
    chooseBlocks();
    placeRegisters();
}

void ElementwiseRun::chooseBlocks() {
    const bool isShort = m_plan.rows > 1 && m_plan.columns < kShortRow;
    m_blockElements = m_program.lines.size() == 1 && !isShort ? kSingleBlock : kBlock;
    if (isShort) {
        m_rowsPerBlock =
            std::min(m_plan.rows, std::max<int64_t>(1, m_blockElements / std::max<int64_t>(1, m_plan.columns)));
        m_blocksPerOuter = ceilDiv(m_plan.rows, m_rowsPerBlock);
    } else {
        m_blocksPerOuter = m_plan.rows * ceilDiv(m_plan.columns, m_blockElements);
    }
    m_slotBytes = static_cast<size_t>(std::max(m_blockElements, m_rowsPerBlock * m_plan.columns)) * sizeof(float);
}

/// Results that are outputs are computed in place; others share slots as soon as they are no longer read.
void ElementwiseRun::placeRegisters() {
    const auto registers = static_cast<size_t>(m_program.registers());
    m_output.assign(registers, -1);
    m_slot.assign(registers, -1);
    for (size_t i = m_program.outputs.size(); i-- > 0;)
        m_output[static_cast<size_t>(m_program.outputs[i])] = static_cast<int>(i);
    std::vector<size_t> lastUse(registers, 0);
    for (size_t line = 0; line < m_program.lines.size(); ++line)
        for (const int used : m_program.lines[line].operands)
            if (used >= 0) lastUse[static_cast<size_t>(used)] = line;

    int slots = 0;
    const auto inputs = static_cast<size_t>(m_program.inputs);
    for (size_t i = 0; i < inputs; ++i) {
        const Spread spread = m_plan.operands[i].spread;
        if (areRowsShort() && (spread == Spread::Row || spread == Spread::Column)) m_slot[i] = slots++;
    }
    std::vector<int> free;
    for (size_t line = 0; line < m_program.lines.size(); ++line) {
        const size_t result = inputs + line;
        if (m_output[result] < 0) {
            if (free.empty()) free.push_back(slots++);
            m_slot[result] = free.back();
            free.pop_back();
        }
        for (size_t r = inputs; r <= result; ++r)
            if (m_slot[r] >= 0 && std::max(lastUse[r], r - inputs) == line) free.push_back(m_slot[r]);
    }
    m_partBytes = (static_cast<size_t>(slots) * m_slotBytes + kAlignment - 1) / kAlignment * kAlignment;
}

bool ElementwiseRun::canOverwrite(int output, int input) const {
    const auto at = static_cast<size_t>(input);
    const int result = m_program.outputs[static_cast<size_t>(output)];
    if (result < m_program.inputs || m_plan.operands[at].spread != Spread::Full) return false;
    if (m_bytes[at] != m_bytes[static_cast<size_t>(result)]) return false;
    for (size_t line = static_cast<size_t>(result - m_program.inputs) + 1; line < m_program.lines.size(); ++line) {
        const auto& operands = m_program.lines[line].operands;
        if (std::find(operands.begin(), operands.end(), input) != operands.end()) return false;
    }
    return true;
}

void ElementwiseRun::run(const kernels::KernelCall& call) const {
    if (m_plan.rows == 0 || m_plan.columns == 0) return;
    eachPart(call, m_parts, m_plan.outerCount() * m_blocksPerOuter,
             [&](int part, int64_t begin, int64_t end) { runPart(call, part, begin, end); });
}

void ElementwiseRun::runPart(const kernels::KernelCall& call, int index, int64_t begin, int64_t end) const {
    Part part;
    part.scratch = call.scratch + static_cast<size_t>(index) * m_partBytes;
    const int64_t blocksPerRow = ceilDiv(m_plan.columns, m_blockElements);
    int64_t entered = -1;
    for (int64_t block = begin; block < end; ++block) {
        const int64_t outer = block / m_blocksPerOuter, inner = block % m_blocksPerOuter;
        if (outer != entered) enterOuter(call, part, entered = outer);
        if (areRowsShort()) {
            const int64_t row = inner * m_rowsPerBlock;
            runRows(part, row, std::min(m_rowsPerBlock, m_plan.rows - row));
        } else {
            runRowBlock(part, inner / blocksPerRow, inner % blocksPerRow * m_blockElements);
        }
    }
}

void ElementwiseRun::enterOuter(const kernels::KernelCall& call, Part& part, int64_t outer) const {
    const auto inputs = static_cast<size_t>(m_program.inputs);
    for (size_t i = 0; i < inputs; ++i) {
        part.base[i] = call.inputs[i] + static_cast<size_t>(m_plan.offset(i, outer)) * m_bytes[i];
        part.isScalar[i] = m_plan.operands[i].spread == Spread::Scalar;
        part.at[i] = const_cast<std::byte*>(part.base[i]);
        if (areRowsShort() && m_plan.operands[i].spread == Spread::Row) spreadRow(part, i);
    }
    for (size_t r = inputs; r < m_output.size(); ++r) {
        if (m_output[r] >= 0) {
            const int64_t offset = outer * m_plan.rows * m_plan.columns;
            part.base[r] = call.outputs[m_output[r]] + static_cast<size_t>(offset) * m_bytes[r];
        } else {
            part.at[r] = part.scratch + static_cast<size_t>(m_slot[r]) * m_slotBytes;
        }
    }
}

void ElementwiseRun::spreadRow(Part& part, size_t input) const {
    part.at[input] = part.scratch + static_cast<size_t>(m_slot[input]) * m_slotBytes;
    if (part.spread[input] == part.base[input]) return;
    part.spread[input] = part.base[input];
    const size_t bytes = static_cast<size_t>(m_plan.columns) * m_bytes[input];
    for (int64_t row = 0; row < m_rowsPerBlock; ++row)
        std::memcpy(part.at[input] + static_cast<size_t>(row) * bytes, part.base[input], bytes);
}

void ElementwiseRun::runRowBlock(Part& part, int64_t row, int64_t column) const {
    const auto inputs = static_cast<size_t>(m_program.inputs);
    const auto full = static_cast<size_t>(row * m_plan.columns + column);
    for (size_t i = 0; i < inputs; ++i) {
        const Spread spread = m_plan.operands[i].spread;
        const size_t offset = spread == Spread::Full     ? full
                              : spread == Spread::Row    ? static_cast<size_t>(column)
                              : spread == Spread::Column ? static_cast<size_t>(row)
                                                         : 0;
        part.at[i] = const_cast<std::byte*>(part.base[i]) + offset * m_bytes[i];
        part.isScalar[i] = spread == Spread::Column || spread == Spread::Scalar;
    }
    for (size_t r = inputs; r < m_output.size(); ++r)
        if (m_output[r] >= 0) part.at[r] = const_cast<std::byte*>(part.base[r]) + full * m_bytes[r];
    runLines(part, std::min(m_blockElements, m_plan.columns - column));
}

void ElementwiseRun::runRows(Part& part, int64_t row, int64_t rows) const {
    const auto inputs = static_cast<size_t>(m_program.inputs);
    const auto full = static_cast<size_t>(row * m_plan.columns);
    for (size_t r = 0; r < m_output.size(); ++r) {
        const bool isFull = r < inputs ? m_plan.operands[r].spread == Spread::Full : m_output[r] >= 0;
        if (isFull) part.at[r] = const_cast<std::byte*>(part.base[r]) + full * m_bytes[r];
    }
    for (size_t i = 0; i < inputs; ++i) {
        if (m_plan.operands[i].spread != Spread::Column) continue;
        part.at[i] = part.scratch + static_cast<size_t>(m_slot[i]) * m_slotBytes;
        spreadColumn(part.at[i], part.base[i] + static_cast<size_t>(row) * m_bytes[i], m_bytes[i], rows,
                     m_plan.columns);
    }
    runLines(part, rows * m_plan.columns);
}

void ElementwiseRun::runLines(const Part& part, int64_t count) const {
    for (size_t line = 0; line < m_program.lines.size(); ++line) {
        const ElementwiseProgram::Line& at = m_program.lines[line];
        Step step{part.at[static_cast<size_t>(m_program.inputs) + line], {}, {}, at.kind.parameters.data()};
        for (size_t i = 0; i < static_cast<size_t>(at.kind.operands); ++i) {
            step.x[i] = part.at[at.operands[i]];
            step.isScalar[i] = part.isScalar[at.operands[i]];
        }
        m_functions[line](step, count);
    }
}

} // namespace td::simd
