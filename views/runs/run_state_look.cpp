#include "views/runs/run_state_look.h"

#include "views/runs/number_text.h"
#include "views/runs/run_table_model.h"

namespace td::runs {
namespace {

using kit::ColorId;

StateLook healthyLook(runlog::RunState state) {
    switch (state) {
    case runlog::RunState::Running:
        return {QStringLiteral("live"), ColorId::Good, RunTableModel::tr("running")};
    case runlog::RunState::Finished:
        return {QStringLiteral("check"), ColorId::SecondaryText, RunTableModel::tr("finished")};
    case runlog::RunState::Stalled:
        return {QStringLiteral("stalled"), ColorId::Warn, RunTableModel::tr("stalled")};
    case runlog::RunState::Crashed:
        return {QStringLiteral("crashed"), ColorId::Bad, RunTableModel::tr("crashed")};
    case runlog::RunState::Deleted:
        return {QStringLiteral("trash"), ColorId::SecondaryText, RunTableModel::tr("deleted")};
    case runlog::RunState::Unknown:
        break;
    }
    return {{}, ColorId::SecondaryText, RunTableModel::tr("state unknown")};
}

} // namespace

StateLook stateLook(const RunRow& run) {
    StateLook look = healthyLook(run.state);
    if (!run.divergedTo) return look;
    look.tint = ColorId::Bad;
    if (run.state == runlog::RunState::Finished || look.icon.isEmpty()) look.icon = QStringLiteral("crashed");
    look.words =
        RunTableModel::tr("%1; the value is %2", "state, NaN or infinity").arg(look.words, valueText(*run.divergedTo));
    return look;
}

} // namespace td::runs
