#include "engine/runlog/run_store.h"
#include "tests/ui/runs/ui_support.h"
#include "views/kit/empty_state.h"
#include "views/kit/theme.h"
#include "views/preview/hparams_table.h"
#include "views/preview/indexed_table.h"
#include "views/preview/markdown_text.h"
#include "views/preview/parts_page.h"
#include "views/preview/preview_view.h"
#include "views/preview/wave_picture.h"

#include <QComboBox>
#include <QLabel>
#include <QTableView>
#include <QTextDocument>
#include <QTextTable>

using namespace td;
using preview::IndexedModel;

namespace {

std::shared_ptr<const runlog::StoreSnapshot> read(const char* folder) {
    runlog::StoreOptions options;
    options.follow = false;
    options.useIndex = false;
    auto store = runlog::RunStore::open({{"", std::string(TD_TEST_DATA "/runs/") + folder}}, options);
    if (!store) return std::make_shared<runlog::StoreSnapshot>();
    (*store)->waitUntilLoaded();
    return (*store)->snapshot();
}

/// "cloud_VERTEX · Mesh · 4 · 0 – 3 · 1 × 37 × 3 · 1.92 kB" for each row.
QStringList print(const QAbstractItemModel& model) {
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells << model.index(row, column).data().toString();
        rows << cells.join(QStringLiteral(" · "));
    }
    return rows;
}

} // namespace

/// The previews on logs that TensorFlow wrote. The figures were counted with TensorBoard's own reader.
class PreviewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { kit::Theme::instance(); }
    void init() {
        test::failOnQtWarnings();
        m_view = std::make_unique<preview::PreviewView>();
        m_view->resize(800, 600);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void aGraphTellsItsNodesAndOperations_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QStringList>("said");
        QTest::newRow("omaha") << QStringLiteral("real/omaha")
                               << QStringList{QStringLiteral("Size: 108 kB"), QStringLiteral("Nodes: 562"),
                                              QStringLiteral("Const 113, Mul 51"), QStringLiteral("Size: 118 kB")};
        QTest::newRow("cvp") << QStringLiteral("real/cvp")
                             << QStringList{
                                    QStringLiteral("Size: 71.2 kB"), QStringLiteral("Nodes: 354"),
                                    QStringLiteral("Const 73, ReadVariableOp 41, VarIsInitializedOp 24, Mul 22, "
                                                   "AssignVariableOp 20, Reshape 15, Switch 15, Shape 14"),
                                    QStringLiteral("Size: 94.7 kB")};
    }
    void aGraphTellsItsNodesAndOperations() {
        QFETCH(QString, folder);
        QFETCH(QStringList, said);
        m_view->setKind(preview::Kind::Graphs);
        m_view->setSnapshot(read(folder.toUtf8().constData()));
        auto* page = m_view->findChild<preview::PartsPage*>();
        QTRY_VERIFY(m_view->isSettled() && page->isVisible());
        for (const QString& words : said)
            QVERIFY2(page->accessibleDescription().contains(words), qPrintable(page->accessibleDescription()));
    }

    /// The figures are those of Python's wave module.
    void aSoundHasFactsAndAWaveform() {
        m_view->setKind(preview::Kind::Audio);
        m_view->setSnapshot(read("pytorch/everything"));
        const auto* page = m_view->findChild<preview::PartsPage*>();
        QTRY_VERIFY(m_view->isSettled() && page->isVisible());
        for (const char* fact : {"Length: 0.19 s", "Sample rate: 8,000 Hz", "Channels: 1 (mono)",
                                 "Encoding: WAV, 16-bit PCM", "Samples: 1,500"})
            QVERIFY2(page->accessibleDescription().contains(QLatin1String(fact)),
                     qPrintable(page->accessibleDescription()));
        const auto* wave = page->findChild<preview::WavePicture*>();
        QVERIFY(wave && wave->isVisible() && wave->width() > 400);
        QVERIFY(!wave->accessibleName().isEmpty() && !wave->toolTip().isEmpty());
        QCOMPARE(test::namelessWidgets(*m_view), QStringList());
    }

    /// From one kind to the next the choices neither move nor change their width.
    void theChoicesStandStill() {
        const auto snapshot = read("pytorch/everything");
        QRect first;
        for (const auto kind : {preview::Kind::Histograms, preview::Kind::Images, preview::Kind::Text,
                                preview::Kind::Audio, preview::Kind::Graphs}) {
            m_view->setKind(kind);
            m_view->setSnapshot(snapshot);
            const auto* run = m_view->findChild<QComboBox*>();
            QTRY_VERIFY(m_view->isSettled() && run->isVisible());
            QCoreApplication::processEvents(); // layouts are done when events are
            if (first.isNull()) first = run->geometry();
            QCOMPARE(run->geometry(), first);
        }
    }

    void prCurvesSayWhatIsThere() {
        QCOMPARE(
            shown("tf2/pr_curves"),
            QStringList({QStringLiteral("classes/eleven/pr_curves · PR curve · 3 · 0 – 2 · 6 × 11 · 1.08 kB"),
                         QStringLiteral("classes/even/pr_curves · PR curve · 3 · 0 – 2 · 6 × 201 · 14.8 kB"),
                         QStringLiteral("classes/weighted/pr_curves · PR curve · 3 · 0 – 2 · 6 × 201 · 14.8 kB")}));
        const auto labels = m_view->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->isVisible() && label->text().contains(QStringLiteral("Every value is indexed"));
        }));
    }

    void meshesSayWhatIsThere() {
        const QStringList rows = shown("tf2/mesh");
        QCOMPARE(rows.size(), 6);
        QCOMPARE(rows[0], QStringLiteral("cloud_VERTEX · Mesh · 4 · 0 – 3 · 1 × 37 × 3 · 1.92 kB"));
        QCOMPARE(rows[1], QStringLiteral("coloured_COLOR · Mesh · 4 · 0 – 3 · 1 × 37 × 3 · 697 B"));
    }

    void runsWithoutHyperparametersSayThatThereAreNone() {
        auto* table = m_view->findChild<preview::HParamsTable*>();
        auto* none = m_view->findChild<kit::EmptyState*>();
        m_view->setKind(preview::Kind::HParams);
        m_view->setSnapshot(read("tf2/mesh"));
        QTRY_VERIFY(m_view->isSettled() && none->isVisible());
        QVERIFY(!table->isVisible());
        QCOMPARE(none->accessibleName(), preview::PreviewView::tr("No hyperparameters"));
        m_view->setSnapshot(read("tf2/hparams"));
        QTRY_VERIFY(table->isVisible() && table->model()->rowCount() > 0);
        QVERIFY(!none->isVisible());
    }

    void whatDiffersBetweenRunsComesFirst() {
        preview::HParamsModel model;
        const auto row = [](const char* run, double rate) {
            return preview::HParamsModel::Row{
                QString::fromLatin1(run),
                {{QStringLiteral("batch"), 128.0}, {QStringLiteral("rate"), rate}, {QStringLiteral("seed"), 1.0}},
                3};
        };
        model.setRows({row("a", .1), row("b", .2)});
        QStringList heads;
        for (int column = 1; column < model.columnCount(); ++column)
            heads << model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        QCOMPARE(heads, QStringList({QStringLiteral("rate"), QStringLiteral("batch"), QStringLiteral("seed")}));
        const QImage sample = model.index(0, 0).data(Qt::DecorationRole).value<QPixmap>().toImage();
        QVERIFY(!sample.isNull());
        QCOMPARE(sample.pixelColor(sample.width() / 2, sample.height() / 2).rgb(),
                 kit::Theme::instance().seriesColor(3).rgb());
    }

    void markdownIsShownAndNothingIsLoaded() {
        preview::MarkdownText view;
        view.setText(QStringLiteral("# Title\n\n| option | value |\n|:--|:--|\n| rate | 0.1 |\n\n"
                                    "<b>raw</b> ![picture](file:///etc/hostname) ![other](https://example.org/a.png)"));
        const auto frames = view.document()->rootFrame()->childFrames();
        QCOMPARE(frames.size(), 1);
        const auto* table = qobject_cast<QTextTable*>(frames[0]);
        QVERIFY(table);
        QCOMPARE(table->rows(), 2);
        QCOMPARE(table->cellAt(1, 0).firstCursorPosition().block().text(), QStringLiteral("rate"));
        QVERIFY(view.toPlainText().contains(QLatin1String("<b>raw</b>"))); // stands as it was written
        QVERIFY(!view.toPlainText().contains(QLatin1Char('|')));
        view.resize(400, 300);
        view.show();
        view.grab();
        for (const char* name : {"[file:///etc/hostname]", "[https://example.org/a.png]"})
            QVERIFY2(view.toPlainText().contains(QLatin1String(name)), name);
        QVERIFY(!view.document()->toRawText().contains(QChar::ObjectReplacementCharacter));
        QVERIFY(!preview::MarkdownText::canShow(QString(1'000'000, QLatin1Char('*'))));
    }

    void aKindThatNobodyLoggedOffersNoChoices() {
        m_view->setKind(preview::Kind::Graphs);
        m_view->setSnapshot(read("tf2/mesh"));
        QTRY_VERIFY(m_view->findChild<kit::EmptyState*>()->isVisible());
        for (const auto* box : m_view->findChildren<QComboBox*>())
            QVERIFY(!box->isVisible());
    }

    void aRunThatAPersonNamedHasThatName() {
        m_view->setKind(preview::Kind::HParams);
        m_view->setSnapshot(read("tf2/hparams"));
        const auto* model = m_view->findChild<preview::HParamsTable*>()->model();
        QTRY_VERIFY(model->rowCount() > 1);
        const QString name = model->index(1, 0).data().toString();
        m_view->setAliases({{name.toStdString(), "a best one"}}); // first by that name
        QTRY_COMPARE(model->index(0, 0).data().toString(), QStringLiteral("a best one · ") + name);
    }

    void theTableKeepsTheRulesOfModels() {
        IndexedModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows({{QStringLiteral("a"), runlog::TagKind::Mesh, 1, 2, 3, 3, {}}});
        model.retranslate();
        QCOMPARE(print(model), QStringList(QStringLiteral("a · Mesh · 1 · 3 · – · 2 B")));
        model.setRows({});
        QCOMPARE(test::namelessWidgets(*m_view), QStringList());
    }

private:
    QStringList shown(const char* folder) {
        m_view->setKind(preview::Kind::Others);
        m_view->setSnapshot(read(folder));
        const auto* model = m_view->findChild<preview::IndexedTable*>()->model();
        if (!QTest::qWaitFor([&] { return model->rowCount() > 0; })) return {};
        return print(*model);
    }
    std::unique_ptr<preview::PreviewView> m_view;
};

QTEST_MAIN(PreviewTest)
#include "preview_test.moc"
