#pragma once

#include "engine/kernels/cpu/simd/broadcast_plan.h"
#include "engine/kernels/cpu/simd/elementwise_program.h"
#include "engine/kernels/cpu/simd/simd_table.h"

namespace td::simd {

/// An elementwise program made ready for fixed shapes: it runs over blocks that stay in the first-level cache.
///
/// A block is a piece of a row, or several whole rows where these are short; then operands that are one row or one
/// column are first spread out to a block, so that every step is one loop over contiguous memory.
class ElementwiseRun {
public:
    ElementwiseRun(ElementwiseProgram program, BroadcastPlan plan, const kernels::KernelRequest& request);

    [[nodiscard]] size_t scratchBytes() const { return static_cast<size_t>(m_parts) * m_partBytes; }
    /// Whether output `output` may be written over input `input`: same places, and read for the last time when written.
    [[nodiscard]] bool canOverwrite(int output, int input) const;
    void run(const kernels::KernelCall& call) const;

private:
    struct Part;

    void chooseBlocks();
    void placeRegisters();
    void runPart(const kernels::KernelCall& call, int part, int64_t begin, int64_t end) const;
    void enterOuter(const kernels::KernelCall& call, Part& part, int64_t outer) const;
    void spreadRow(Part& part, size_t input) const;
    void runRowBlock(Part& part, int64_t row, int64_t column) const;
    void runRows(Part& part, int64_t row, int64_t rows) const;
    void runLines(const Part& part, int64_t count) const;
    [[nodiscard]] bool areRowsShort() const { return m_rowsPerBlock > 0; }

    ElementwiseProgram m_program;
    BroadcastPlan m_plan;
    std::vector<StepFunction> m_functions; ///< by line
    std::vector<size_t> m_bytes;           ///< of one element, by register
    std::vector<int> m_output;             ///< by register: which output it is, or -1
    std::vector<int> m_slot;               ///< by register: which piece of a part's scratch it has, or -1
    int64_t m_blockElements = 0;
    int64_t m_rowsPerBlock = 0; ///< 0: blocks are pieces of rows
    int64_t m_blocksPerOuter = 0;
    size_t m_slotBytes = 0, m_partBytes = 0;
    int m_parts = 1;
};

} // namespace td::simd
