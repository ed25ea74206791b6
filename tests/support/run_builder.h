#pragma once

#include "engine/runlog/snapshot.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace td::test {

/// Builds the snapshot of a run in memory, as the store would after reading one file.
class RunBuilder {
public:
    RunBuilder(std::string name, uint32_t id)
        : m_run(std::make_shared<runlog::RunSnapshot>())
        , m_memory(std::make_shared<Memory>()) {
        m_run->name = std::move(name);
        m_run->id = id;
        m_run->loading = false;
        m_run->state = runlog::RunState::Finished;
        m_run->files.push_back({});
        m_run->files.back().name = "events.out.tfevents.1.host";
        m_run->files.back().memory = m_memory;
    }
    RunBuilder& state(runlog::RunState state) {
        m_run->state = state;
        return *this;
    }
    RunBuilder& issue(runlog::IssueCode code, uint64_t offset = 0) {
        runlog::Issue issue;
        issue.code = code;
        issue.run = m_run->name;
        issue.file = m_run->files[0].name;
        issue.offset = offset;
        m_run->issues.push_back(issue);
        return *this;
    }
    RunBuilder& scalars(const std::string& tag, const std::vector<std::pair<int64_t, double>>& points) {
        Points& p = m_memory->points.emplace_back();
        for (const auto& [step, value] : points) {
            p.steps.push_back(step);
            p.walls.push_back(1.7e9 + static_cast<double>(p.steps.size()));
            p.values.push_back(value);
        }
        p.chunk.steps = p.steps.data();
        p.chunk.walls = p.walls.data();
        p.chunk.values = p.values.data();
        p.chunk.dtype = runlog::DType::Double;
        p.chunk.capacity = p.chunk.filled = static_cast<uint32_t>(points.size());
        runlog::ColumnView view;
        view.scalars = &p.chunk;
        view.scalarCount = points.size();
        return add(tag, runlog::TagKind::Scalars, view);
    }
    /// A SessionLog START: a later session of the same run.
    RunBuilder& restart() {
        runlog::SessionLogEntry session;
        session.status = runlog::SessionLogEntry::Status::Start;
        m_run->sessions.push_back(session);
        return *this;
    }
    RunBuilder& tag(const std::string& name, runlog::TagKind kind) { return add(name, kind, {}); }
    [[nodiscard]] std::shared_ptr<const runlog::RunSnapshot> build() const {
        auto run = std::make_shared<runlog::RunSnapshot>(*m_run);
        std::sort(run->tags.begin(), run->tags.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
        return run;
    }

private:
    struct Points {
        std::vector<int64_t> steps;
        std::vector<double> walls, values;
        runlog::ScalarChunk chunk;
    };
    struct Memory {
        std::deque<Points> points;
    };
    RunBuilder& add(const std::string& name, runlog::TagKind kind, runlog::ColumnView view) {
        runlog::TagSnapshot tag;
        tag.name = name;
        tag.kind = kind;
        tag.parts.push_back({0, view});
        m_run->tags.push_back(std::move(tag));
        return *this;
    }
    std::shared_ptr<runlog::RunSnapshot> m_run;
    std::shared_ptr<Memory> m_memory;
};

inline std::shared_ptr<const runlog::StoreSnapshot>
storeOf(std::vector<std::shared_ptr<const runlog::RunSnapshot>> runs, uint64_t generation = 1) {
    auto store = std::make_shared<runlog::StoreSnapshot>();
    store->generation = generation;
    store->runs = std::move(runs);
    return store;
}

} // namespace td::test
