#include "views/scalars/card_feeder.h"

#include "views/kit/worker.h"
#include "views/scalars/chart_card.h"

namespace td::scalars {
namespace {

constexpr int kGrowthIntervalMs = 100, kTurnMs = 8;
constexpr size_t kManyLines = 500; ///< to free more than these takes long enough to be noticed

bool sameLook(const LineRequest& a, const LineRequest& b) {
    return a.id == b.id && a.label == b.label && a.slot == b.slot && a.tag == b.tag && a.points == b.points &&
           a.group == b.group && a.run->id == b.run->id && a.run->state == b.run->state;
}

} // namespace

CardFeeder::CardFeeder(const ChartGridPresenter& presenter, QObject* parent)
    : QObject(parent)
    , m_presenter(presenter) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kGrowthIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, [this] { feedAll(Reason::Grew); });
    m_feeding.setSingleShot(true);
    m_feeding.setInterval(0);
    connect(&m_feeding, &QTimer::timeout, this, &CardFeeder::feedSome);
    m_showing.setInterval(0);
    connect(&m_showing, &QTimer::timeout, this, &CardFeeder::showNext);
}

void CardFeeder::bind(ChartCard* card) {
    Feed& known = m_feeds[card];
    known.asked = false;
    known.seconds = 0;
    known.due.reset();
    feed(card, known, Reason::Changed);
}

void CardFeeder::release(ChartCard* card) {
    const auto it = m_feeds.find(card);
    if (it == m_feeds.end()) return;
    SeriesLoader::cancel(it->second.ticket);
    m_feeds.erase(it);
}

void CardFeeder::refresh() {
    feedAll(Reason::Changed);
}

void CardFeeder::pointsArrived() {
    if (m_following && !m_timer.isActive()) m_timer.start();
}

void CardFeeder::setFollowing(bool following) {
    m_following = following;
    if (following) pointsArrived();
}

void CardFeeder::feedAll(Reason reason) {
    for (auto& [card, known] : m_feeds) {
        if (!known.due) m_waiting.push_back(card);
        known.due = std::max(known.due.value_or(reason), reason);
    }
    feedSome();
}

void CardFeeder::feedSome() {
    QElapsedTimer turn;
    turn.start();
    while (!m_waiting.empty() && turn.elapsed() < kTurnMs) {
        ChartCard* card = m_waiting.front();
        m_waiting.pop_front();
        const auto it = m_feeds.find(card); // released, or bound anew, meanwhile
        if (it == m_feeds.end() || !it->second.due) continue;
        feed(card, it->second, *std::exchange(it->second.due, std::nullopt));
    }
    if (!m_waiting.empty()) m_feeding.start();
}

bool CardFeeder::isSame(const Feed& feed, const std::vector<LineRequest>& lines, const ChartSettings& settings) {
    return feed.asked && feed.xMode == settings.xMode && feed.smoothing == settings.smoothing &&
           std::equal(lines.begin(), lines.end(), feed.lines.begin(), feed.lines.end(), sameLook);
}

/// Growth waits for the request under way and leaves three quarters of the time to others; a change by hand waits for
/// nothing.
bool CardFeeder::mustWait(const Feed& feed, Reason reason) const {
    if (reason == Reason::Changed) return false;
    return feed.inFlight || (feed.since.isValid() && static_cast<double>(feed.since.elapsed()) < feed.seconds * 3000);
}

void CardFeeder::feed(ChartCard* card, Feed& known, Reason reason) {
    const ChartSettings settings = m_presenter.settingsOf(card->chart().id);
    card->setSettings(settings);
    auto lines = m_presenter.linesOf(card->chart());
    if (isSame(known, lines, settings)) return;
    if (mustWait(known, reason)) return pointsArrived();
    if (known.lines.size() > kManyLines) kit::dropOnWorker(std::move(known.lines));
    known.lines = lines;
    known.xMode = settings.xMode;
    known.smoothing = settings.smoothing;
    known.asked = true;
    if (lines.empty()) {
        SeriesLoader::cancel(known.ticket);
        known.inFlight = false;
        card->showEmpty(m_presenter.emptyReason(card->chart()));
        Q_EMIT fed(card);
        return;
    }
    if (!card->hasLines()) card->showLoading();
    known.inFlight = true;
    m_loader.load(card, known.ticket, {std::move(lines), settings.xMode, settings.smoothing},
                  [this, card, ticket = known.ticket](LoadedChart chart) {
                      m_arrived.push_back({card, ticket, *ticket, std::move(chart)});
                      if (!m_showing.isActive()) m_showing.start();
                  });
}

void CardFeeder::showNext() {
    while (!m_arrived.empty()) {
        Arrived next = std::move(m_arrived.front());
        m_arrived.pop_front();
        const auto it = m_feeds.find(next.card);
        // The card may be gone or ask for something else by now.
        if (it == m_feeds.end() || it->second.ticket != next.ticket || *next.ticket != next.number) continue;
        it->second.inFlight = false;
        it->second.seconds = next.chart.seconds;
        it->second.since.start();
        next.card->showLines(std::move(next.chart.lines));
        Q_EMIT fed(next.card);
        break;
    }
    if (m_arrived.empty()) m_showing.stop();
}

bool CardFeeder::isIdle() const {
    return !m_timer.isActive() && m_waiting.empty() &&
           std::none_of(m_feeds.begin(), m_feeds.end(), [](const auto& entry) { return entry.second.inFlight; });
}

} // namespace td::scalars
