#include "app/window/runs_scenes.h"

#include "app/window/runs_mode.h"
#include "app/window/runs_page.h"
#include "engine/runlog/event_writer.h"
#include "views/scalars/chart_card.h"
#include "views/scalars/chart_grid.h"
#include "views/scalars/chart_window.h"

#include <cmath>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QMouseEvent>
#include <QTemporaryDir>

namespace td::app {
namespace {

constexpr int kSteps = 400;
constexpr double kRangeFrom = 300, kRangeTo = 900;

/// A run of two curves whose file ends inside a record where `cutBytes` is not 0.
bool writeRun(const QString& folder, double rate, qint64 cutBytes) {
    runlog::EventWriter::Options options;
    options.fileName = "events.out.tfevents.1700000000.sample";
    auto writer = runlog::EventWriter::create(folder.toStdString(), options);
    if (!writer) return false;
    for (int step = 0; step < kSteps; ++step) {
        const double loss = 0.3 + 2 * std::exp(-rate * step) + 0.02 * std::sin(step * 0.7);
        (*writer)->addScalar("train/loss", step, static_cast<float>(loss));
        (*writer)->addScalar("train/accuracy", step, static_cast<float>(1 / (1 + loss)));
    }
    if (!(*writer)->flush()) return false;
    QFile file(QString::fromStdString((*writer)->path().string()));
    writer->reset();
    return cutBytes == 0 || file.resize(file.size() - cutBytes);
}

/// One field of a protocol buffer message: a text of less than 128 bytes.
std::string field(int number, const std::string& bytes) {
    return std::string{static_cast<char>(number << 3 | 2), static_cast<char>(bytes.size())} + bytes;
}

/// A struck string: overtones that die away, the higher ones sooner.
std::vector<float> plucked(double hertz, int rate) {
    std::vector<float> samples(static_cast<size_t>(rate));
    for (size_t i = 0; i < samples.size(); ++i) {
        const double t = static_cast<double>(i) / rate;
        double sum = 0;
        for (int overtone = 1; overtone <= 5; ++overtone)
            sum += std::exp(-2.5 * overtone * t) * std::sin(6.2831853 * hertz * overtone * t) / overtone;
        samples[i] = static_cast<float>(0.5 * sum);
    }
    return samples;
}

/// A run with what the samples lack: three tones and a graph of two dense layers.
bool writeSounds(const QString& folder) {
    constexpr int kRate = 16'000;
    runlog::EventWriter::Options options;
    options.fileName = "events.out.tfevents.1700000000.sounds";
    auto writer = runlog::EventWriter::create(folder.toStdString(), options);
    if (!writer) return false;
    for (int step = 0; step < 3; ++step)
        (*writer)->addAudio("validation/tone", step * 100, plucked(110 * (step + 2), kRate), 1, kRate);
    struct Node {
        const char *name, *op;
        std::vector<const char*> inputs;
    };
    const Node nodes[] = {{"image", "Placeholder", {}},
                          {"dense/kernel", "VarHandleOp", {}},
                          {"dense/MatMul", "MatMul", {"image", "dense/kernel"}},
                          {"dense/Relu", "Relu", {"dense/MatMul"}},
                          {"logits/kernel", "VarHandleOp", {}},
                          {"logits/MatMul", "MatMul", {"dense/Relu", "logits/kernel"}},
                          {"logits/bias", "VarHandleOp", {}},
                          {"logits/BiasAdd", "BiasAdd", {"logits/MatMul", "logits/bias"}}};
    std::string graph;
    for (const Node& node : nodes) {
        std::string bytes = field(1, node.name) + field(2, node.op);
        for (const char* input : node.inputs)
            bytes += field(3, input);
        graph += field(1, bytes);
    }
    (*writer)->addGraph(graph);
    return (*writer)->flush().has_value();
}

scalars::ChartCard* firstCard(RunsPage& page) {
    const auto& sections = page.charts()->presenter().sections();
    for (const auto& section : sections)
        for (const auto& chart : section.charts)
            if (auto* card = page.charts()->grid()->card(chart.id)) return card;
    return nullptr;
}

void point(scalars::ChartCard& card) {
    plot::PlotWidget* plot = card.plot();
    const QPointF at(plot->width() * 0.6, plot->height() * 0.5);
    QMouseEvent move(QEvent::MouseMove, at, plot->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(plot, &move);
}

void pointAway(scalars::ChartCard& card) {
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(card.plot(), &leave);
}

void setGrouping(RunsPage& page, scalars::Grouping grouping) {
    scalars::ChartSettings settings = page.charts()->presenter().state().settings;
    settings.grouping = grouping;
    page.charts()->changeSettings(settings, scalars::ChartsForm::tr("Groups of runs"));
}

/// Shows the charts with nothing of an earlier scene left on them.
bool showCharts(RunsMode& mode, RunsPage& page) {
    if (mode.openPaths().isEmpty()) return false;
    page.showTab(0);
    page.charts()->leaveFullSize();
    page.charts()->clearRange();
    setGrouping(page, scalars::Grouping::None);
    auto* card = firstCard(page);
    if (card) pointAway(*card);
    return card != nullptr;
}

std::function<bool()> isThere(RunsMode& mode) {
    return [&mode] { return mode.isSettled(); };
}

std::vector<Scene> chartScenes(RunsMode& mode, RunsPage& page) {
    const QString view = QStringLiteral("scalars");
    return {{view, QStringLiteral("hover"), [&] { return showCharts(mode, page); },
             [&mode, &page] {
                 if (!mode.isSettled()) return false;
                 if (auto* card = firstCard(page)) point(*card);
                 return true;
             }},
            {view, QStringLiteral("range"),
             [&] {
                 if (!showCharts(mode, page)) return false;
                 Q_EMIT firstCard(page)->plot()->selectionChanged(plot::Range{kRangeFrom, kRangeTo});
                 return true;
             },
             isThere(mode)},
            {QStringLiteral("export"), QStringLiteral("full"),
             [&] {
                 if (!showCharts(mode, page)) return false;
                 return true;
             },
             [&mode, &page, language = QString()]() mutable {
                 if (!mode.isSettled()) return false;
                 // A dialog is of the language in which it was opened.
                 if (std::exchange(language, QLocale().name()) == language) return true;
                 for (auto* dialog : page.findChildren<QDialog*>())
                     delete dialog;
                 page.charts()->perform(scalars::ChartCard::Action::Export);
                 return false;
             }},
            {view, QStringLiteral("groups"),
             [&] {
                 if (!showCharts(mode, page)) return false;
                 setGrouping(page, scalars::Grouping::Folder);
                 return true;
             },
             [&mode, &page] {
                 if (!mode.isSettled()) return false;
                 if (auto* card = firstCard(page)) point(*card);
                 return true;
             }},
            {QStringLiteral("chart"), QStringLiteral("full"),
             [&] {
                 if (!showCharts(mode, page)) return false;
                 page.charts()->perform(scalars::ChartCard::Action::ToggleFullSize);
                 return true;
             },
             isThere(mode)},
            {QStringLiteral("window"), QStringLiteral("full"),
             [&] {
                 if (!showCharts(mode, page)) return false;
                 page.charts()->perform(scalars::ChartCard::Action::Detach);
                 return true;
             },
             [&mode, &page] {
                 for (auto* chart : page.findChildren<scalars::ChartWindow*>())
                     chart->setGeometry({page.mapToGlobal(QPoint(80, 80)), page.size() - QSize(160, 200)});
                 return mode.isSettled();
             }},
            {view, QStringLiteral("loading"), [&] { return showCharts(mode, page); },
             [&mode, &page, isShown = false]() mutable {
                 if (!isShown && !mode.isSettled()) return false; // lines that are still on their way would come
                 isShown = true;
                 for (auto* card : page.charts()->grid()->cards())
                     card->showLoading();
                 return true;
             }}};
}

} // namespace

QString pictureFolder() {
    return QDir::tempPath() + QStringLiteral("/tensordesk-pictures");
}

std::vector<Scene> runsErrorScenes(RunsMode& mode, RunsPage& page) {
    const QString folder = pictureFolder() + QStringLiteral("/runs");
    const auto isTold = [&page] { return page.hasError(); };
    const auto openGone = [&mode, folder] {
        if (!QDir().mkpath(folder) || !QDir().rmdir(folder)) return false;
        mode.open({folder});
        return true;
    };
    const auto openDenied = [&mode, folder] {
        if (!QDir().mkpath(folder)) return false;
        QFile::setPermissions(folder, {});
        // The system refuses nothing to its administrator: the page is told then what everybody else would be told.
        if (QDir(folder).isReadable())
            mode.showError(Error(ErrorCode::Permission, {{"file", folder.toStdString()}}));
        else
            mode.open({folder});
        return true;
    };
    const auto isDenied = [&page, folder] {
        if (!page.hasError()) return false;
        QDir().rmdir(folder);
        QDir().rmdir(pictureFolder());
        return true;
    };
    return {{QStringLiteral("runs"), QStringLiteral("error"), openGone, isTold},
            {QStringLiteral("denied"), QStringLiteral("error"), openDenied, isDenied}};
}

std::vector<Scene> runsStateScenes(RunsMode& mode, RunsPage& page) {
    std::vector<Scene> scenes = chartScenes(mode, page);
    const auto folder = std::make_shared<QTemporaryDir>();
    scenes.push_back({QStringLiteral("scalars"), QStringLiteral("partial"),
                      [&mode, &page, folder] {
                          if (!writeRun(folder->filePath(QStringLiteral("runs/whole")), 0.02, 0) ||
                              !writeRun(folder->filePath(QStringLiteral("runs/cut-off")), 0.01, 21))
                              return false;
                          page.showTab(0);
                          mode.open({folder->filePath(QStringLiteral("runs"))});
                          return true;
                      },
                      isThere(mode)});
    const auto openSounds = [&mode, &page, folder](int tab) {
        return [&mode, &page, folder, tab] {
            const QString sounds = folder->filePath(QStringLiteral("sounds"));
            if (!QDir(sounds).exists() && !writeSounds(sounds + QStringLiteral("/spoken"))) return false;
            page.showTab(tab);
            mode.open({sounds});
            return true;
        };
    };
    scenes.push_back({QStringLiteral("audio"), QStringLiteral("full"), openSounds(4), isThere(mode)});
    scenes.push_back({QStringLiteral("graph"), QStringLiteral("full"), openSounds(5), isThere(mode)});
    const QString kinds[] = {QStringLiteral("histograms"), QStringLiteral("images"), QStringLiteral("text"),
                             QStringLiteral("audio"),      QStringLiteral("graph"),  QStringLiteral("hparams")};
    for (int tab = 1; tab <= 6; ++tab)
        scenes.push_back({kinds[tab - 1], QStringLiteral("empty"),
                          [&mode, &page, folder, tab] {
                              const QString runs = folder->filePath(QStringLiteral("runs"));
                              page.showTab(tab);
                              if (mode.openPaths() != QStringList(runs)) mode.open({runs});
                              return true;
                          },
                          isThere(mode)});
    scenes.push_back({QStringLiteral("scalars"), QStringLiteral("empty"),
                      [&mode, &page, folder] {
                          page.showTab(0);
                          const QString empty = folder->filePath(QStringLiteral("nothing"));
                          if (!QDir().mkpath(empty)) return false;
                          mode.open({empty});
                          return true;
                      },
                      [&page] { return !page.isReading(); }});
    return scenes;
}

} // namespace td::app
