#pragma once

#include "views/scalars/series_loader.h"

#include <deque>
#include <optional>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <unordered_map>

namespace td::scalars {

class ChartCard;

/// Fills cards with lines: at once when a card shows another chart or the settings changed, at most ten times a second
/// while points arrive, and less often where making the lines takes long (at most a quarter of the time goes into it).
/// With thousands of runs even the question what a chart should hold takes its time: it is asked for some milliseconds
/// a turn of the event loop.
///
/// Threads: GUI thread.
class CardFeeder : public QObject {
    Q_OBJECT
public:
    explicit CardFeeder(const ChartGridPresenter& presenter, QObject* parent = nullptr);

    void bind(ChartCard* card);    ///< the card shows another chart
    void release(ChartCard* card); ///< it needs nothing any more; also before it is deleted
    void refresh();                ///< runs, colours or settings changed: all cards, now
    void pointsArrived();          ///< the snapshot moved on: cards whose tags grew, soon
    void setFollowing(bool following);
    [[nodiscard]] bool isFollowing() const { return m_following; }
    [[nodiscard]] bool isIdle() const; ///< nothing is being made

Q_SIGNALS:
    void fed(td::scalars::ChartCard* card);

private:
    enum class Reason { Grew, Changed };
    struct Feed {
        SeriesLoader::Ticket ticket = SeriesLoader::ticket();
        std::vector<LineRequest> lines; ///< of the last request
        plot::XMode xMode = plot::XMode::Step;
        plot::SmoothingSetting smoothing;
        bool asked = false;
        bool inFlight = false;
        std::optional<Reason> due;
        double seconds = 0;  ///< what the last one took
        QElapsedTimer since; ///< the last answer
    };
    /// A chart that was made and waits to be shown.
    struct Arrived {
        ChartCard* card = nullptr;
        SeriesLoader::Ticket ticket;
        uint64_t number = 0; ///< of the ticket then: another request makes it old
        LoadedChart chart;
    };
    void showNext();
    void feed(ChartCard* card, Feed& feed, Reason reason);
    void feedAll(Reason reason);
    void feedSome();
    [[nodiscard]] static bool isSame(const Feed& feed, const std::vector<LineRequest>& lines,
                                     const ChartSettings& settings);
    [[nodiscard]] bool mustWait(const Feed& feed, Reason reason) const;

    const ChartGridPresenter& m_presenter;
    SeriesLoader m_loader;
    QTimer m_timer;
    QTimer m_showing; ///< one chart a turn of the event loop: painting many at once would block the window
    std::deque<Arrived> m_arrived;
    QTimer m_feeding;                 ///< the next turn of feedSome()
    std::deque<ChartCard*> m_waiting; ///< to be fed, with `due` set
    std::unordered_map<ChartCard*, Feed> m_feeds;
    bool m_following = true;
};

} // namespace td::scalars
