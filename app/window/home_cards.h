#pragma once

#include "app/window/sample_runs.h"

#include <QAbstractButton>
#include <QFrame>

class QLabel;
class QListView;

namespace td::app {

class RecentList;

/// A frame with 8 px corners; dashed where something may be dropped.
class Card : public QFrame {
    Q_OBJECT
public:
    enum class Edge { Solid, Dashed };
    explicit Card(Edge edge, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Edge m_edge;
};

/// The recent folders as a row of cards: Enter or click opens, Delete forgets.
class RecentPanel : public QWidget {
    Q_OBJECT
public:
    explicit RecentPanel(RecentList& recent, QWidget* parent = nullptr);

Q_SIGNALS:
    void openRequested(const QStringList& paths);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void retranslate();
    RecentList& m_recent;
    QLabel* m_title;
    QLabel* m_note;
    QListView* m_list;
    QLabel* m_nothing;
    Card* m_nothingCard = nullptr;
};

/// One sample: its own curves above, what it is below.
class SampleCard : public QAbstractButton {
    Q_OBJECT
public:
    explicit SampleCard(Sample sample, QWidget* parent = nullptr);
    void setFacts(SampleFacts facts);
    [[nodiscard]] const Sample& sample() const { return m_sample; }
    void retranslate();
    [[nodiscard]] QSize sizeHint() const override { return {210, 200}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString description() const;
    [[nodiscard]] QString counts() const;
    Sample m_sample;
    SampleFacts m_facts;
};

} // namespace td::app
