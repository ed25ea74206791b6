#pragma once

#include "app/window/sample_runs.h"

#include <QScrollArea>

class QBoxLayout;
class QGridLayout;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace td::kit {
class ActionRegistry;
class Settings;
} // namespace td::kit

namespace td::app {

class RecentList;
class RecentPanel;
class SampleCard;
class TourStrip;

/// Open, recent, sample runs, the keys worth knowing.
class HomePage : public QScrollArea {
    Q_OBJECT
public:
    HomePage(kit::ActionRegistry& actions, kit::Settings& settings, RecentList& recent, QWidget* parent = nullptr);
    /// Whether the samples' pictures are there.
    [[nodiscard]] bool isSettled() const;

Q_SIGNALS:
    void openRequested(const QStringList& paths);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeOpenCard();
    QWidget* makeSamples();
    QWidget* makeKeys();
    void fillKeys();
    void arrange();
    void retranslate();
    kit::ActionRegistry& m_actions;
    QBoxLayout* m_top = nullptr;
    QLabel* m_openTitle = nullptr;
    QLabel* m_openNote = nullptr;
    QLabel* m_drop = nullptr;
    QLabel* m_kinds = nullptr;
    QPushButton* m_openFolder = nullptr;
    QPushButton* m_openFile = nullptr;
    RecentPanel* m_recent = nullptr;
    TourStrip* m_tour = nullptr;
    QLabel* m_samplesTitle = nullptr;
    QLabel* m_samplesNote = nullptr;
    QGridLayout* m_sampleGrid = nullptr;
    QList<SampleCard*> m_cards;
    QHBoxLayout* m_keys = nullptr;
    SampleReader* m_reader = nullptr;
    int m_found = 0;
};

} // namespace td::app
