#pragma once

#include <functional>
#include <memory>
#include <QAbstractListModel>
#include <QElapsedTimer>
#include <vector>

namespace td::kit {

/// Everything that takes longer than a moment: title, how far, how fast, how long still, and how to stop it.
///
/// A finished job stays for a while so that a person can read how it ended; failures stay until dismissed.
/// Threads: GUI thread; workers hand progress over with QMetaObject::invokeMethod or are polled by their owner.
class JobList : public QAbstractListModel {
    Q_OBJECT
public:
    enum class State : uint8_t { Running, Done, Failed, Cancelled };
    enum class Unit : uint8_t { Items, Bytes };
    enum Role { TitleRole = Qt::UserRole + 1, ShareRole, FactsRole, StateRole, IdRole, CanCancelRole };

    struct Spec {
        std::function<QString()> title; ///< asked again when the language changes
        Unit unit = Unit::Items;
        std::function<void()> cancel; ///< called once, on request; empty where it cannot be stopped
    };

    explicit JobList(QObject* parent = nullptr);
    ~JobList() override;

    quint64 begin(Spec spec);
    /// `total` 0: not known yet.
    void update(quint64 id, quint64 done, quint64 total);
    void finish(quint64 id, const QString& result = {});
    void fail(quint64 id, const QString& reason);
    void cancel(quint64 id);  ///< asks; the job stays until its owner finishes it
    void dismiss(quint64 id); ///< takes an ended job off the list
    void dismissEnded();

    [[nodiscard]] int runningCount() const;
    /// Of the first running job: "Reading runs", 0…1 or −1 where the end is not known, "412 of 664 MB, 0:00:03 left".
    struct Headline {
        QString title;
        double share = -1;
        QString facts;
        quint64 id = 0;
    };
    [[nodiscard]] Headline headline() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    void retranslate();

    /// How long ended jobs stay (ms).
    void setKeepEndedMs(int ms) { m_keepEndedMs = ms; }

Q_SIGNALS:
    void changed(); ///< counts or the headline

private:
    struct Job;
    [[nodiscard]] int rowOf(quint64 id) const;
    void end(quint64 id, State state, const QString& words);
    void touch(int row);
    [[nodiscard]] QString factsOf(const Job& job) const;
    std::vector<std::unique_ptr<Job>> m_jobs;
    quint64 m_nextId = 1;
    int m_keepEndedMs = 8000;
};

} // namespace td::kit
