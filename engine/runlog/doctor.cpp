#include "engine/runlog/doctor.h"

#include "engine/base/utf8.h"
#include "engine/runlog/sessions.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace td::runlog {
namespace {

/// Counts what is alike and keeps the first of it.
class Tally {
public:
    Tally(IssueCode code, const RunSnapshot& run) {
        m_issue.code = code;
        m_issue.run = run.name;
        m_issue.count = 0;
    }
    void add(int64_t step, uint64_t count = 1) {
        if (m_issue.count == 0) m_issue.firstStep = step;
        m_issue.lastStep = step;
        m_issue.count += count;
    }
    void at(const FileSnapshot& file, const TagSnapshot& tag) {
        if (!m_issue.file.empty()) return;
        m_issue.file = file.name;
        m_issue.tag = tag.name;
    }
    [[nodiscard]] bool isEmpty() const { return m_issue.count == 0; }
    Issue& issue() { return m_issue; }
    void flush(std::vector<Issue>& out) {
        if (m_issue.count > 0) out.push_back(m_issue);
    }

private:
    Issue m_issue;
};

/// The points that later sessions supersede, over all tags of a run: their steps and those of the later sessions.
class RestartTally {
public:
    explicit RestartTally(const RunSnapshot& run) {
        m_issue.code = IssueCode::Restart;
        m_issue.run = run.name;
        m_issue.count = 0;
    }
    void add(const FileSnapshot& file, const TagSnapshot& tag, const Segment& segment, int64_t step) {
        const int64_t from = *segment.supersededFrom, to = *segment.laterMaxStep;
        if (m_issue.count++ == 0) {
            m_issue.file = file.name;
            m_issue.tag = tag.name;
            m_issue.firstStep = m_issue.lastStep = step;
            m_issue.laterFirstStep = from;
            m_issue.laterLastStep = to;
        }
        m_issue.firstStep = std::min(m_issue.firstStep, step);
        m_issue.lastStep = std::max(m_issue.lastStep, step);
        m_issue.laterFirstStep = std::min(m_issue.laterFirstStep, from);
        m_issue.laterLastStep = std::max(m_issue.laterLastStep, to);
    }
    void flush(std::vector<Issue>& out) {
        if (m_issue.count > 0) out.push_back(m_issue);
    }

private:
    Issue m_issue;
};

/// Values repeated in one session, when its steps do not rise: all but the first of each.
uint64_t repeated(std::vector<int64_t> steps, int64_t& example) {
    std::sort(steps.begin(), steps.end());
    const auto first = std::adjacent_find(steps.begin(), steps.end());
    if (first == steps.end()) return 0;
    example = *first;
    const auto distinct = std::unique(steps.begin(), steps.end()) - steps.begin();
    return steps.size() - static_cast<size_t>(distinct);
}

struct TagTallies {
    Tally duplicate, decreasing, nonFinite;
    explicit TagTallies(const RunSnapshot& run)
        : duplicate(IssueCode::DuplicateSteps, run)
        , decreasing(IssueCode::DecreasingSteps, run)
        , nonFinite(IssueCode::NonFiniteValues, run) {}
};

/// Looks at the steps of one segment, gathered in order.
void tallySteps(const std::vector<int64_t>& steps, TagTallies& tallies) {
    bool rises = true;
    for (size_t i = 1; i < steps.size(); ++i) {
        if (steps[i] < steps[i - 1]) tallies.decreasing.add(steps[i]);
        rises = rises && steps[i] > steps[i - 1];
    }
    if (rises) return;
    int64_t example = 0;
    if (const uint64_t n = repeated(steps, example); n > 0) tallies.duplicate.add(example, n);
}

void diagnoseTag(const RunSnapshot& run, const TagSnapshot& tag, RestartTally& restart, std::vector<Issue>& out) {
    TagTallies tallies(run);
    const std::vector<Segment> segments = segmentsOf(run, tag);
    auto segment = segments.begin();
    std::vector<int64_t> steps;
    for (const TagSnapshot::Part& part : tag.parts) {
        const FileSnapshot& file = run.files[part.file];
        uint64_t index = 0;
        part.column.forEachSpan([&](const ScalarSpan& span) {
            for (size_t i = 0; i < span.size(); ++i) {
                steps.push_back(span.steps[i]);
                if (!std::isfinite(span.value(i)))
                    tallies.nonFinite.add(span.steps[i]), tallies.nonFinite.at(file, tag);
                if (segment->supersededFrom && span.steps[i] >= *segment->supersededFrom)
                    restart.add(file, tag, *segment, span.steps[i]);
                if (++index != segment->end) continue;
                tallySteps(steps, tallies);
                if (!tallies.duplicate.isEmpty()) tallies.duplicate.at(file, tag);
                if (!tallies.decreasing.isEmpty()) tallies.decreasing.at(file, tag);
                steps.clear();
                ++segment;
            }
        });
    }
    tallies.duplicate.flush(out);
    tallies.decreasing.flush(out);
    tallies.nonFinite.flush(out);
}

std::string shapeText(const std::vector<int64_t>& shape) {
    std::string text = "[";
    for (const int64_t size : shape)
        text.append(text.size() > 1 ? ", " : "").append(std::to_string(size));
    return text + "]";
}

/// Values of a scalar that are no number, and such as are more than one.
void diagnoseValues(const RunSnapshot& run, const TagSnapshot& tag, std::vector<Issue>& out) {
    Tally undecodable(IssueCode::UndecodableValues, run), shaped(IssueCode::ShapedScalars, run);
    for (const TagSnapshot::Part& part : tag.parts) {
        const FileSnapshot& file = run.files[part.file];
        if (!tag.undecodable.empty())
            part.column.forEachBlob([&](const BlobEntry& entry) {
                if (entry.kind != ValueKind::Tensor) return;
                undecodable.add(entry.step);
                undecodable.at(file, tag);
            });
        if (!tag.severalShape.empty() && shaped.isEmpty() && part.column.scalarCount > 0) {
            shaped.add(part.column.scalars->steps[0]);
            shaped.at(file, tag);
        }
    }
    undecodable.issue().detail = tag.undecodable;
    shaped.issue().detail = shapeText(tag.severalShape);
    undecodable.flush(out);
    shaped.flush(out);
}

/// Files whose times overlap: the first such pair, and how many files are concerned.
void diagnoseWriters(const RunSnapshot& run, std::vector<Issue>& out) {
    std::vector<const FileSnapshot*> files;
    for (const FileSnapshot& f : run.files)
        if (f.firstWall < f.lastWall) files.push_back(&f);
    std::sort(files.begin(), files.end(), [](const auto* a, const auto* b) { return a->firstWall < b->firstWall; });
    Tally tally(IssueCode::TwoWriters, run);
    const FileSnapshot* longest = nullptr;
    for (const FileSnapshot* file : files) {
        if (longest && file->firstWall < longest->lastWall) {
            if (tally.isEmpty()) {
                tally.issue().file = longest->name;
                tally.issue().detail = file->name;
            }
            tally.issue().count += 1;
        }
        if (!longest || file->lastWall > longest->lastWall) longest = file;
    }
    tally.flush(out);
}

/// Names that have to be escaped: the run's, its files', and the first of its tags' with their number.
void diagnoseNames(const RunSnapshot& run, std::vector<Issue>& out) {
    const auto isText = [](const std::string& name) { return toValidUtf8(name) == name; };
    Tally ofRun(IssueCode::EscapedName, run), ofFiles(IssueCode::EscapedName, run), ofTags(IssueCode::EscapedName, run);
    if (!isText(run.name)) ofRun.add(0);
    for (const FileSnapshot& file : run.files) {
        if (isText(file.name)) continue;
        if (ofFiles.isEmpty()) ofFiles.issue().file = file.name;
        ofFiles.add(0);
    }
    for (const TagSnapshot& tag : run.tags) {
        if (isText(tag.name)) continue;
        if (ofTags.isEmpty()) ofTags.issue().tag = tag.name;
        ofTags.add(0);
    }
    ofRun.flush(out);
    ofFiles.flush(out);
    ofTags.flush(out);
}

} // namespace

std::vector<Issue> diagnose(const RunSnapshot& run) {
    std::vector<Issue> out = run.issues;
    diagnoseNames(run, out);
    diagnoseWriters(run, out);
    RestartTally restart(run);
    std::vector<Issue> ofTags;
    for (const TagSnapshot& tag : run.tags)
        diagnoseTag(run, tag, restart, ofTags), diagnoseValues(run, tag, ofTags);
    restart.flush(out);
    out.insert(out.end(), ofTags.begin(), ofTags.end());
    return out;
}

std::vector<Issue> diagnose(const StoreSnapshot& store) {
    std::vector<Issue> out = store.issues;
    for (const auto& run : store.runs) {
        auto ofRun = diagnose(*run);
        out.insert(out.end(), std::make_move_iterator(ofRun.begin()), std::make_move_iterator(ofRun.end()));
    }
    return out;
}

} // namespace td::runlog
