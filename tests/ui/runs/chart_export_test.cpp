#include "engine/runlog/run_store.h"
#include "tests/support/ui_variant.h"
#include "tests/ui/runs/ui_support.h"
#include "views/kit/job_list.h"
#include "views/kit/theme.h"
#include "views/scalars/export_dialog.h"
#include "views/scalars/exporter.h"
#include "views/scalars_present/chart_grid_presenter.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QLabel>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace td;
using namespace td::scalars;
using test::RunBuilder;

/// Exports of a chart of the window: files, jobs, what is told, and that the shell writes the same.
class ChartExportTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        test::takeVariant();
        qRegisterMetaType<Error>("td::Error");
    }
    void init();
    void windowAndShellWriteTheSameBytes_data();
    void windowAndShellWriteTheSameBytes();
    void everyPointIsThereAlsoSupersededOnes();
    void picturesAreSavedAndTold();
    void theClipboardGetsAnImage();
    void stoppingLeavesTheOldFile();
    void anUnwritablePlaceIsToldAndLeavesNothing();
    void theDialogHandsOverAndCloses();
    void theDialogFollowsTheLanguage();

private:
    [[nodiscard]] QString path(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }
    [[nodiscard]] static QByteArray bytesOf(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] static std::vector<LineRequest> linesOf(const std::shared_ptr<const runlog::StoreSnapshot>& store,
                                                          const std::string& tag);
    [[nodiscard]] static std::shared_ptr<const runlog::StoreSnapshot> read(const QString& folder);
    [[nodiscard]] static std::shared_ptr<const plot::PlotScene> scene();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<kit::JobList> m_jobs;
    std::unique_ptr<Exporter> m_exporter;
};

void ChartExportTest::init() {
    test::failOnQtWarnings();
    m_exporter.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_jobs = std::make_unique<kit::JobList>();
    m_exporter = std::make_unique<Exporter>(m_jobs.get());
}

std::shared_ptr<const runlog::StoreSnapshot> ChartExportTest::read(const QString& folder) {
    runlog::StoreOptions options;
    options.follow = false;
    options.useIndex = false;
    auto store = runlog::RunStore::open(runlog::parseRoots({folder.toStdString()}), options);
    if (!store) return nullptr;
    (*store)->waitUntilLoaded();
    return (*store)->snapshot();
}

std::vector<LineRequest> ChartExportTest::linesOf(const std::shared_ptr<const runlog::StoreSnapshot>& store,
                                                  const std::string& tag) {
    kit::TagCatalog catalog;
    catalog.update(*store);
    ChartGridPresenter grid;
    grid.update(store, catalog);
    std::vector<RunStyle> styles;
    for (const auto& run : store->runs)
        styles.push_back({run->name, "what a person calls " + run->name, 0, true});
    grid.setRuns(std::move(styles));
    GridState state;
    state.settings.showOlder = true; // drawn as lines of their own, written once all the same
    grid.setState(state);
    return grid.linesOf(chartOfTag(tag));
}

std::shared_ptr<const plot::PlotScene> ChartExportTest::scene() {
    plot::PlotWidget plot;
    plot.setTitle(QStringLiteral("val/loss"));
    return plot.scene();
}

void ChartExportTest::windowAndShellWriteTheSameBytes_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QString>("suffix");
    for (const char* suffix : {"csv", "json"}) {
        QTest::addRow("restart, %s", suffix) << "tf2/restart"
                                             << "loss" << suffix;
        QTest::addRow("int64, %s", suffix) << "tf2/scalars"
                                           << "dtype/int64_beyond_double" << suffix;
        QTest::addRow("several runs, %s", suffix) << "pytorch"
                                                  << "loss" << suffix;
    }
}

void ChartExportTest::windowAndShellWriteTheSameBytes() {
    QFETCH(QString, folder);
    QFETCH(QString, tag);
    QFETCH(QString, suffix);
    const QString logs = QStringLiteral(TD_TEST_DATA "/runs/") + folder;
    const QString ours = path("window.") + suffix, theirs = path("shell.") + suffix;
    const auto store = read(logs);
    QVERIFY(store);
    const auto lines = linesOf(store, tag.toStdString());
    QVERIFY(!lines.empty());
    QSignalSpy saved(m_exporter.get(), &Exporter::saved);
    m_exporter->writePoints(
        lines, suffix == QLatin1String("csv") ? runlog::PointFormat::Csv : runlog::PointFormat::Json, ours);
    QTRY_COMPARE(saved.size(), 1);
    QProcess shell;
    shell.start(QStringLiteral(TD_BINARY_DIR "/tensordesk"),
                {QStringLiteral("chart"), QStringLiteral("--tag"), tag, QStringLiteral("--out"), theirs, logs});
    QVERIFY(shell.waitForFinished(60'000));
    QVERIFY2(shell.exitCode() < 2, shell.readAllStandardError().constData());
    QVERIFY(!bytesOf(ours).isEmpty());
    QCOMPARE(bytesOf(ours), bytesOf(theirs));
}

void ChartExportTest::everyPointIsThereAlsoSupersededOnes() {
    const auto store = read(QStringLiteral(TD_TEST_DATA "/runs/tf2/restart"));
    const auto lines = linesOf(store, "loss");
    QSignalSpy saved(m_exporter.get(), &Exporter::saved);
    m_exporter->writePoints(lines, runlog::PointFormat::Csv, path("points.csv"));
    QTRY_COMPARE(saved.size(), 1);
    const QByteArray csv = bytesOf(path("points.csv"));
    QVERIFY(csv.startsWith("run,tag,step,wall_time,value,superseded\n"));
    QCOMPARE(csv.count('\n'), 1 + static_cast<qsizetype>(Exporter::pointsOf(lines)));
    QCOMPARE(csv.count(",1\n"), 11); // as the doctor says: 11 older points are superseded
}

void ChartExportTest::picturesAreSavedAndTold() {
    QSignalSpy saved(m_exporter.get(), &Exporter::saved);
    m_exporter->writePicture(scene(), Exporter::Picture::Svg, path("a.svg"), {});
    m_exporter->writePicture(scene(), Exporter::Picture::Pdf, path("a.pdf"), {});
    m_exporter->writePicture(scene(), Exporter::Picture::Png, path("a.png"), {});
    QVERIFY(m_exporter->isBusy());
    QTRY_COMPARE(saved.size(), 3);
    QVERIFY(!m_exporter->isBusy());
    QVERIFY(bytesOf(path("a.svg")).contains("val/loss"));
    QVERIFY(bytesOf(path("a.pdf")).startsWith("%PDF-"));
    QCOMPARE(QImage(path("a.png")).size(), QSize(1800, 1000));
    QCOMPARE(m_jobs->rowCount(), 3);
    QCOMPARE(m_jobs->runningCount(), 0);
}

void ChartExportTest::theClipboardGetsAnImage() {
    QSignalSpy saved(m_exporter.get(), &Exporter::saved);
    m_exporter->writePicture(scene(), Exporter::Picture::Clipboard, {}, {.sizePx = {400, 300}, .scale = 1});
    QTRY_COMPARE(saved.size(), 1);
    QCOMPARE(QGuiApplication::clipboard()->image().size(), QSize(400, 300));
}

void ChartExportTest::stoppingLeavesTheOldFile() {
    std::vector<std::pair<int64_t, double>> values;
    for (int i = 0; i < 300'000; ++i)
        values.emplace_back(i, 1.0 / (1 + i));
    const auto lines = linesOf(test::storeOf({RunBuilder("long", 0).scalars("loss", values).build()}), "loss");
    const QString target = path("points.json");
    QFile old(target);
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
    old.close();
    QSignalSpy stopped(m_exporter.get(), &Exporter::stopped), saved(m_exporter.get(), &Exporter::saved);
    m_exporter->writePoints(lines, runlog::PointFormat::Json, target);
    const quint64 job = m_jobs->index(0).data(kit::JobList::IdRole).toULongLong();
    QVERIFY(m_jobs->index(0).data(kit::JobList::CanCancelRole).toBool());
    m_jobs->cancel(job);
    QTRY_COMPARE(stopped.size(), 1);
    QCOMPARE(saved.size(), 0);
    QCOMPARE(bytesOf(target), QByteArray("old"));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{QStringLiteral("points.json")});
    QCOMPARE(m_jobs->runningCount(), 0);
}

void ChartExportTest::anUnwritablePlaceIsToldAndLeavesNothing() {
    const auto lines = linesOf(read(QStringLiteral(TD_TEST_DATA "/runs/tf2/restart")), "loss");
    QSignalSpy failed(m_exporter.get(), &Exporter::failed);
    const QString nowhere = path("no such folder/points.csv");
    m_exporter->writePoints(lines, runlog::PointFormat::Csv, nowhere);
    QTRY_COMPARE(failed.size(), 1);
    m_exporter->writePicture(scene(), Exporter::Picture::Svg, path("no such folder/a.svg"), {});
    QTRY_COMPARE(failed.size(), 2);
    const auto error = failed.front().at(1).value<Error>();
    QCOMPARE(error.code, ErrorCode::NotFound);
    QCOMPARE(QString::fromStdString(std::string(error.fact("file"))), nowhere);
    QCOMPARE(m_jobs->index(0).data(kit::JobList::StateRole).toInt(), static_cast<int>(kit::JobList::State::Failed));
    // What is no file is never replaced by one.
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("folder.csv")));
    m_exporter->writePoints(lines, runlog::PointFormat::Csv, path("folder.csv"));
    QTRY_COMPARE(failed.size(), 3);
    m_exporter->writePicture(scene(), Exporter::Picture::Png, path("folder.csv"), {});
    QTRY_COMPARE(failed.size(), 4);
    for (const auto& told : {failed.at(2), failed.at(3)})
        QCOMPARE(told.at(1).value<Error>().code, ErrorCode::InvalidArgument);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             QStringList{QStringLiteral("folder.csv")});
}

void ChartExportTest::theDialogHandsOverAndCloses() {
    const auto lines = linesOf(read(QStringLiteral(TD_TEST_DATA "/runs/tf2/restart")), "loss");
    auto* dialog = new ExportDialog({scene(), lines}, *m_exporter);
    dialog->open();
    dialog->setFormat(ExportDialog::Format::Csv);
    QCOMPARE(test::namelessWidgets(*dialog), QStringList());
    QSignalSpy saved(m_exporter.get(), &Exporter::saved);
    QSignalSpy gone(dialog, &QObject::destroyed);
    dialog->exportTo(path("dialog.csv"));
    QTRY_COMPARE(saved.size(), 1);
    QTRY_COMPARE(gone.size(), 1);
    QVERIFY(!bytesOf(path("dialog.csv")).isEmpty());
}

void ChartExportTest::theDialogFollowsTheLanguage() {
    /// Every text becomes another one.
    struct Shouting : QTranslator {
        using QTranslator::QTranslator;
        [[nodiscard]] bool isEmpty() const override { return false; }
        QString translate(const char*, const char* text, const char*, int) const override {
            return QString::fromUtf8(text).toUpper();
        }
    };
    const auto textsOf = [](const QWidget& dialog) {
        QStringList texts{dialog.windowTitle()};
        for (const auto* label : dialog.findChildren<QLabel*>())
            if (label->text() != QStringLiteral("×")) texts << label->text();
        for (const auto* button : dialog.findChildren<QAbstractButton*>())
            texts << button->text();
        for (const auto* box : dialog.findChildren<QComboBox*>())
            for (int i = 0; i < box->count(); ++i)
                texts << box->itemText(i);
        texts.removeAll(QString());
        return texts;
    };
    auto* dialog = new ExportDialog({scene(), {}}, *m_exporter);
    dialog->setFormat(ExportDialog::Format::Png);
    const QStringList before = textsOf(*dialog);
    QVERIFY(before.size() > 12);
    Shouting translator;
    QCoreApplication::installTranslator(&translator);
    QTRY_COMPARE(dialog->windowTitle(), QStringLiteral("EXPORT val/loss"));
    const QStringList after = textsOf(*dialog);
    for (const QString& text : after)
        QVERIFY2(text == text.toUpper() || text.contains(QStringLiteral("val/loss")), qPrintable(text));
    QCOMPARE(after.size(), before.size());
    QCOMPARE(dialog->findChild<QComboBox*>()->currentIndex(), static_cast<int>(ExportDialog::Format::Png));
    QCoreApplication::removeTranslator(&translator);
    delete dialog;
}

QTEST_MAIN(ChartExportTest)
#include "chart_export_test.moc"
