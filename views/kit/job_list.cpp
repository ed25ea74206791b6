#include "views/kit/job_list.h"

#include "views/kit/format.h"

#include <QTimer>

namespace td::kit {

struct JobList::Job {
    quint64 id = 0;
    Spec spec;
    quint64 done = 0, total = 0;
    State state = State::Running;
    bool cancelAsked = false;
    QString words;
    QElapsedTimer age;

    [[nodiscard]] double share() const {
        return total > 0 ? std::min(1.0, static_cast<double>(done) / static_cast<double>(total)) : -1;
    }
    [[nodiscard]] double secondsLeft() const {
        const double elapsed = static_cast<double>(age.elapsed()) / 1000;
        if (total == 0 || done == 0 || done > total || elapsed < 0.3) return -1;
        return elapsed * static_cast<double>(total - done) / static_cast<double>(done);
    }
};

JobList::JobList(QObject* parent)
    : QAbstractListModel(parent) {}
JobList::~JobList() = default;

quint64 JobList::begin(Spec spec) {
    auto job = std::make_unique<Job>();
    job->id = m_nextId++;
    job->spec = std::move(spec);
    job->age.start();
    const int row = static_cast<int>(m_jobs.size());
    beginInsertRows({}, row, row);
    m_jobs.push_back(std::move(job));
    endInsertRows();
    Q_EMIT changed();
    return m_jobs.back()->id;
}

int JobList::rowOf(quint64 id) const {
    for (size_t i = 0; i < m_jobs.size(); ++i)
        if (m_jobs[i]->id == id) return static_cast<int>(i);
    return -1;
}

void JobList::touch(int row) {
    Q_EMIT dataChanged(index(row), index(row));
    Q_EMIT changed();
}

void JobList::update(quint64 id, quint64 done, quint64 total) {
    const int row = rowOf(id);
    if (row < 0 || m_jobs[static_cast<size_t>(row)]->state != State::Running) return;
    Job& job = *m_jobs[static_cast<size_t>(row)];
    job.done = done;
    job.total = total;
    touch(row);
}

void JobList::end(quint64 id, State state, const QString& words) {
    const int row = rowOf(id);
    if (row < 0 || m_jobs[static_cast<size_t>(row)]->state != State::Running) return;
    Job& job = *m_jobs[static_cast<size_t>(row)];
    job.state = state;
    job.words = words;
    touch(row);
    if (state != State::Failed) QTimer::singleShot(m_keepEndedMs, this, [this, id] { dismiss(id); });
}

void JobList::finish(quint64 id, const QString& result) {
    const int row = rowOf(id);
    const bool stopped = row >= 0 && m_jobs[static_cast<size_t>(row)]->cancelAsked;
    end(id, stopped ? State::Cancelled : State::Done, result);
}

void JobList::fail(quint64 id, const QString& reason) {
    end(id, State::Failed, reason);
}

void JobList::cancel(quint64 id) {
    const int row = rowOf(id);
    if (row < 0) return;
    Job& job = *m_jobs[static_cast<size_t>(row)];
    if (job.state != State::Running || job.cancelAsked || !job.spec.cancel) return;
    job.cancelAsked = true;
    touch(row);
    const auto stop = job.spec.cancel; // it may finish the job, and with that this entry may go
    stop();
}

void JobList::dismiss(quint64 id) {
    const int row = rowOf(id);
    if (row < 0 || m_jobs[static_cast<size_t>(row)]->state == State::Running) return;
    beginRemoveRows({}, row, row);
    m_jobs.erase(m_jobs.begin() + row);
    endRemoveRows();
    Q_EMIT changed();
}

void JobList::dismissEnded() {
    std::vector<quint64> ended;
    for (const auto& job : m_jobs)
        if (job->state != State::Running) ended.push_back(job->id);
    for (quint64 id : ended)
        dismiss(id);
}

int JobList::runningCount() const {
    return static_cast<int>(
        std::count_if(m_jobs.begin(), m_jobs.end(), [](const auto& job) { return job->state == State::Running; }));
}

JobList::Headline JobList::headline() const {
    for (const auto& job : m_jobs)
        if (job->state == State::Running) return {job->spec.title(), job->share(), factsOf(*job), job->id};
    return {};
}

QString JobList::factsOf(const Job& job) const {
    if (job.state == State::Failed) return job.words;
    if (job.state == State::Cancelled) return job.words.isEmpty() ? tr("Stopped") : job.words;
    if (job.state == State::Done) return job.words.isEmpty() ? tr("Done") : job.words;
    if (job.cancelAsked) return tr("Stopping…");
    const auto amount = [&job](quint64 n) {
        return job.spec.unit == Unit::Bytes ? Format::bytes(n) : Format::count(n);
    };
    const double left = job.secondsLeft();
    if (job.total == 0) return job.done ? amount(job.done) : tr("Running");
    if (left < 1) return tr("%1 of %2", "progress: done, total").arg(amount(job.done), amount(job.total));
    return tr("%1 of %2, %3 left", "progress: done, total, time")
        .arg(amount(job.done), amount(job.total), Format::clock(left));
}

int JobList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_jobs.size());
}

QVariant JobList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Job& job = *m_jobs[static_cast<size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case TitleRole:
        return job.spec.title();
    case Qt::AccessibleTextRole:
        return tr("%1: %2", "job: state").arg(job.spec.title(), factsOf(job));
    case ShareRole:
        return job.state == State::Done ? 1.0 : job.share();
    case FactsRole:
        return factsOf(job);
    case StateRole:
        return static_cast<int>(job.state);
    case IdRole:
        return job.id;
    case CanCancelRole:
        return job.state == State::Running && job.spec.cancel && !job.cancelAsked;
    default:
        return {};
    }
}

QHash<int, QByteArray> JobList::roleNames() const {
    return {{TitleRole, "title"}, {ShareRole, "share"}, {FactsRole, "facts"},
            {StateRole, "state"}, {IdRole, "id"},       {CanCancelRole, "canCancel"}};
}

void JobList::retranslate() {
    if (!m_jobs.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    Q_EMIT changed();
}

} // namespace td::kit
