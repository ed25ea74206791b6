#include "tests/support/ui_variant.h"
#include "tests/ui/runs/ui_support.h"
#include "views/kit/elided_label.h"
#include "views/kit/theme.h"
#include "views/kit/undo.h"
#include "views/runs/run_facts_panel.h"
#include "views/runs/run_list_panel.h"
#include "views/runs/run_table_model.h"
#include "views/runs/tag_list_model.h"
#include "views/runs/tags_panel.h"

#include <limits>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>

using namespace td;
using runs::RunTableModel;
using test::RunBuilder;

namespace {

runs::RunRow rowOf(const std::string& label) {
    runs::RunRow row;
    row.label = label;
    return row;
}

} // namespace

class RunsListTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { test::takeVariant(); }
    void init();
    void cleanup();
    void modelsPassTheirTesters();
    void showsGroupsValuesAndHeights();
    void spaceHidesAndUndoShows();
    void enterShowsOnlyOneRun();
    void renamingKeepsTheLog();
    void sortsByTheHeader();
    void aBrokenFilterKeepsTheLastGoodOne();
    void selectionSurvivesNewRuns();
    void annotationsComeBack();
    void everythingHasAName();
    void factsTellProblemsAndFiles();
    void aRestartOffersItsOlderPoints();
    void aRunThatEndsInNanSaysSo();
    void tagsFilterPinAndOpen();
    void longNamesKeepTheirEnds();
    void theBadgeCountsWhatTheDoctorFoundAndAsksForIt();

private:
    std::shared_ptr<const runlog::StoreSnapshot> store(bool withNew = false) const;
    QTableView* table() const { return m_panel->findChild<QTableView*>(); }
    /// "[group] run run*", a star for hidden ones.
    QString rows() const;

    std::unique_ptr<kit::ViewUndo> m_undo;
    std::unique_ptr<runs::RunListPanel> m_panel;
};

void RunsListTest::init() {
    test::failOnQtWarnings();
    m_undo = std::make_unique<kit::ViewUndo>();
    m_panel = std::make_unique<runs::RunListPanel>(m_undo.get());
    m_panel->resize(320, 440);
    m_panel->setSnapshot(store());
    m_panel->setScalarTags({{"loss"}});
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    QTRY_VERIFY(m_panel->presenter().row("a/x")->hasMetric);
}

void RunsListTest::cleanup() {
    m_panel.reset();
    m_undo.reset();
}

std::shared_ptr<const runlog::StoreSnapshot> RunsListTest::store(bool withNew) const {
    std::vector<std::shared_ptr<const runlog::RunSnapshot>> all;
    if (withNew) all.push_back(RunBuilder("a/first", 9).scalars("loss", {{0, 9}}).build());
    all.push_back(RunBuilder("a/x", 0).scalars("loss", {{0, 3}, {31360, 0.2914}}).build());
    all.push_back(
        RunBuilder("a/y", 1).scalars("loss", {{0, 2}, {20, 0.25}}).issue(runlog::IssueCode::DataCrc, 12582912).build());
    all.push_back(RunBuilder("b/z", 2).scalars("loss", {{5, std::nan("")}}).state(runlog::RunState::Crashed).build());
    return test::storeOf(all);
}

QString RunsListTest::rows() const {
    QStringList texts;
    const QAbstractItemModel* model = table()->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        const QString name = model->index(row, RunTableModel::NameColumn).data().toString();
        if (model->index(row, 0).data(RunTableModel::IsGroupRole).toBool())
            texts << QStringLiteral("[%1]").arg(name);
        else
            texts << name + (model->index(row, 0).data(Qt::CheckStateRole).toInt() == Qt::Checked
                                 ? QString()
                                 : QStringLiteral("*"));
    }
    return texts.join(QLatin1Char(' '));
}

void RunsListTest::modelsPassTheirTesters() {
    const QAbstractItemModelTester tester(table()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_panel->setSnapshot(store(true));
    m_panel->showRuns({QStringLiteral("a/x")}, false);
    m_panel->setFilter(QStringLiteral("a/"));
    m_panel->setFilter({});
    m_panel->setSnapshot(test::storeOf({}));
    m_panel->setSnapshot(store());
    QCOMPARE(rows(), QStringLiteral("[a] x* y [b] z"));
}

void RunsListTest::showsGroupsValuesAndHeights() {
    QCOMPARE(rows(), QStringLiteral("[a] x y [b] z"));
    const QAbstractItemModel* model = table()->model();
    QCOMPARE(model->index(1, RunTableModel::ValueColumn).data().toString(), QStringLiteral("0.2914"));
    QCOMPARE(model->index(1, RunTableModel::StepColumn).data().toString(), QStringLiteral("31,360"));
    QCOMPARE(model->index(4, RunTableModel::ValueColumn).data().toString(), QStringLiteral("NaN"));
    QCOMPARE(table()->rowHeight(0), 26);
    QCOMPARE(table()->rowHeight(1), 30);
}

void RunsListTest::spaceHidesAndUndoShows() {
    m_panel->setCurrentRun(QStringLiteral("a/y"));
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Space);
    QCOMPARE(rows(), QStringLiteral("[a] x y* [b] z"));
    QTest::keyClick(table(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(table(), Qt::Key_Space);
    QCOMPARE(rows(), QStringLiteral("[a] x* y* [b] z*"));
    m_undo->stack().undo();
    QCOMPARE(rows(), QStringLiteral("[a] x y* [b] z"));
    m_undo->stack().undo();
    QCOMPARE(rows(), QStringLiteral("[a] x y [b] z"));
    m_undo->stack().redo();
    QCOMPARE(rows(), QStringLiteral("[a] x y* [b] z"));
}

void RunsListTest::enterShowsOnlyOneRun() {
    m_panel->setCurrentRun(QStringLiteral("a/y"));
    QTest::keyClick(table(), Qt::Key_Return);
    QCOMPARE(rows(), QStringLiteral("[a] x* y [b] z*"));
    QTest::keyClick(table(), Qt::Key_Return);
    QCOMPARE(rows(), QStringLiteral("[a] x y [b] z"));
}

void RunsListTest::renamingKeepsTheLog() {
    m_panel->setCurrentRun(QStringLiteral("a/x"));
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_F2);
    auto* editor = table()->findChild<QLineEdit*>();
    QVERIFY(editor);
    QCOMPARE(editor->text(), QStringLiteral("x"));
    QTest::keyClicks(editor, QStringLiteral("my best"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(rows(), QStringLiteral("[a] my best y [b] z"));
    QCOMPARE(m_panel->presenter().row("a/x")->name, std::string("a/x"));
    m_undo->stack().undo();
    QCOMPARE(rows(), QStringLiteral("[a] x y [b] z"));
}

void RunsListTest::sortsByTheHeader() {
    QHeaderView* header = table()->horizontalHeader();
    const auto click = [&](int column) {
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          QPoint(header->sectionViewportPosition(column) + header->sectionSize(column) / 2, 13));
    };
    click(RunTableModel::ValueColumn);
    QCOMPARE(rows(), QStringLiteral("[a] y x [b] z"));
    click(RunTableModel::ValueColumn);
    QCOMPARE(rows(), QStringLiteral("[a] x y [b] z"));
    click(RunTableModel::ShownColumn);
    QCOMPARE(rows(), QStringLiteral("[a] x* y* [b] z*"));
}

void RunsListTest::aBrokenFilterKeepsTheLastGoodOne() {
    m_panel->setFilter(QStringLiteral("^a/"));
    QCOMPARE(rows(), QStringLiteral("[a] x y"));
    m_panel->setFilter(QStringLiteral("^a/("));
    QCOMPARE(rows(), QStringLiteral("[a] x y"));
    QVERIFY(!m_panel->findChild<QLineEdit*>()->toolTip().isEmpty());
    m_panel->setFilter({});
    QCOMPARE(rows(), QStringLiteral("[a] x y [b] z"));
}

void RunsListTest::selectionSurvivesNewRuns() {
    m_panel->setCurrentRun(QStringLiteral("b/z"));
    m_panel->setSnapshot(store(true));
    QCOMPARE(m_panel->currentRun(), QStringLiteral("b/z"));
    QCOMPARE(m_panel->presenter().row("a/x")->slot, 0);
    QCOMPARE(m_panel->presenter().row("a/first")->slot, 3);
}

void RunsListTest::annotationsComeBack() {
    const QTemporaryDir data;
    qputenv("XDG_DATA_HOME", data.path().toUtf8());
    const std::vector<std::filesystem::path> roots{"/somewhere/runs"};
    QSignalSpy read(m_panel.get(), &runs::RunListPanel::stylesChanged);
    m_panel->setRoots(roots);
    QTRY_COMPARE(read.count(), 1);
    m_panel->rename(QStringLiteral("a/x"), QStringLiteral("kept"));
    m_panel->showRuns({QStringLiteral("a/y")}, false);
    const QString file = QString::fromStdString(runs::RunAnnotations::pathFor(roots).string());
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), 5000);
    m_panel = std::make_unique<runs::RunListPanel>(nullptr);
    m_panel->setSnapshot(store());
    m_panel->setRoots(roots);
    QTRY_COMPARE(rows(), QStringLiteral("[a] kept y* [b] z"));
}

void RunsListTest::everythingHasAName() {
    QCOMPARE(test::namelessWidgets(*m_panel), QStringList());
    runs::TagsPanel tags;
    tags.show();
    QCOMPARE(test::namelessWidgets(tags), QStringList());
}

void RunsListTest::factsTellProblemsAndFiles() {
    runs::RunFactsPanel facts;
    facts.setIssueText([](const runlog::Issue& issue) { return QStringLiteral("byte %1").arg(issue.offset); });
    facts.setRun(store()->runs[1], rowOf("y"));
    QStringList texts;
    for (const auto* label : facts.findChildren<QLabel*>())
        texts << label->text();
    QVERIFY(texts.contains(QStringLiteral("byte 12582912")));
    QVERIFY(texts.contains(runs::RunFactsPanel::tr("Problems")));
    facts.setRun(nullptr, {});
}

void RunsListTest::aRestartOffersItsOlderPoints() {
    runs::RunFactsPanel facts;
    facts.setRun(RunBuilder("r", 0).build(), rowOf("r"));
    QVERIFY(!facts.findChild<QPushButton*>());
    runlog::Issue restart;
    restart.code = runlog::IssueCode::Restart;
    restart.count = 133;
    facts.setIssues(std::vector<runlog::Issue>{restart});
    const auto button = [&] { return facts.findChild<QPushButton*>(); };
    QTRY_VERIFY(button());
    QVERIFY2(button()->text().contains(QStringLiteral("133")), qPrintable(button()->text()));
    QSignalSpy asked(&facts, &runs::RunFactsPanel::showOlderRequested);
    button()->click();
    QCOMPARE(asked.value(0).value(0).toBool(), true);
    facts.setOlderShown(true);
    QTRY_VERIFY(button() && button()->text() == runs::RunFactsPanel::tr("Hide %Ln older", nullptr, 133));
    button()->click();
    QCOMPARE(asked.value(1).value(0).toBool(), false);
}

void RunsListTest::aRunThatEndsInNanSaysSo() {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    m_panel->setSnapshot(test::storeOf({RunBuilder("hot", 9).scalars("loss", {{0, 0.1}, {1, nan}}).build()}, 3));
    const auto cell = [this](int column) { return table()->model()->index(0, column); };
    QTRY_COMPARE(cell(RunTableModel::ValueColumn).data().toString(), QStringLiteral("NaN"));
    QVERIFY(cell(RunTableModel::ValueColumn).data(RunTableModel::DivergedRole).toBool());
    const QString state = cell(RunTableModel::StateColumn).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(state.contains(QStringLiteral("NaN")), qPrintable(state));
    QCOMPARE(cell(RunTableModel::StateColumn).data(RunTableModel::StateIconRole).toString(), QStringLiteral("crashed"));

    // The panel beside the charts says the same.
    runs::RunFactsPanel facts;
    facts.setRun(m_panel->presenter().run("hot"), *m_panel->presenter().row("hot"));
    QVERIFY(facts.findChild<QLabel*>(QStringLiteral("crashed")));
    QStringList words;
    for (const auto* label : facts.findChildren<QLabel*>())
        words << label->text();
    QVERIFY2(words.join(QLatin1Char('|')).contains(state), qPrintable(words.join(QLatin1Char('|'))));
    // The smallest value of a run that ended in NaN is a number: it did not end well for that.
    m_panel->setMetric({"loss", runs::MetricKind::Min});
    QCOMPARE(cell(RunTableModel::StateColumn).data(RunTableModel::StateIconRole).toString(), QStringLiteral("crashed"));
}

void RunsListTest::tagsFilterPinAndOpen() {
    kit::TagCatalog catalog;
    catalog.update(*test::storeOf({RunBuilder("r", 0)
                                       .scalars("val/loss", {{0, 1}})
                                       .scalars("val/acc", {{0, 1}})
                                       .scalars("lr", {{0, 1}})
                                       .build()}));
    runs::TagsPanel tags;
    tags.setCatalog(catalog);
    tags.show();
    auto* list = tags.findChild<QListView*>();
    const QAbstractItemModelTester tester(list->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(list->model()->rowCount(), 2);
    list->setCurrentIndex(list->model()->index(1, 0));
    QTest::keyClick(list, Qt::Key_Right);
    QCOMPARE(list->model()->rowCount(), 4);
    QSignalSpy pinned(&tags, &runs::TagsPanel::pinRequested), activated(&tags, &runs::TagsPanel::tagActivated);
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_P);
    QCOMPARE(pinned.value(0).value(0).toString(), QStringLiteral("val/acc"));
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(activated.value(0).value(0).toString(), QStringLiteral("val/acc"));
    QSignalSpy filtered(&tags, &runs::TagsPanel::filterChanged);
    tags.setFilter(QStringLiteral("loss"));
    QCOMPARE(list->model()->rowCount(), 2);
    QCOMPARE(filtered.count(), 1);
    tags.setFilter(QStringLiteral("loss("));
    QCOMPARE(filtered.count(), 1);
    QCOMPARE(list->model()->rowCount(), 2);
}

void RunsListTest::longNamesKeepTheirEnds() {
    const QFontMetrics metrics(kit::Theme::font(kit::FontId::Body));
    const QString first = QStringLiteral("experiment-with-a-long-name-seed-11"),
                  second = QStringLiteral("experiment-with-a-long-name-seed-12");
    const int room = metrics.horizontalAdvance(first) / 2;
    const QString cut = kit::elidedName(metrics, first, room);
    QVERIFY(metrics.horizontalAdvance(cut) <= room);
    QVERIFY2(cut.startsWith(QLatin1Char('e')) && cut.endsWith(QStringLiteral("seed-11")), qPrintable(cut));
    QVERIFY(cut != kit::elidedName(metrics, second, room));
    QCOMPARE(kit::elidedName(metrics, first, 1000), first);
    QCOMPARE(kit::elidedName(metrics, first, 0), QStringLiteral("…"));
    // The whole name stays one pointing away.
    m_panel->setCurrentRun(QStringLiteral("a/x"));
    QCOMPARE(table()->currentIndex().siblingAtColumn(RunTableModel::NameColumn).data(Qt::ToolTipRole).toString(),
             QStringLiteral("a/x"));
}

void RunsListTest::theBadgeCountsWhatTheDoctorFoundAndAsksForIt() {
    const auto issues = [this](const char* run, int role) {
        m_panel->setCurrentRun(QString::fromLatin1(run));
        return table()->currentIndex().siblingAtColumn(RunTableModel::NameColumn).data(role);
    };
    QCOMPARE(issues("a/x", RunTableModel::IssuesRole).toInt(), 0);
    QCOMPARE(issues("a/y", RunTableModel::IssuesRole).toInt(), 1); // met while reading
    m_panel->setIssueCounts([](const runlog::RunSnapshot& run) {
        return run.name == "a/x" ? runs::RunListPresenter::IssueCount{.problems = 1, .notes = 2}
                                 : runs::RunListPresenter::IssueCount{.problems = 0, .notes = 0};
    });
    QCOMPARE(issues("a/y", RunTableModel::IssuesRole).toInt(), 0);
    QCOMPARE(issues("a/x", RunTableModel::IssuesRole).toInt(), 3);
    QCOMPARE(issues("a/x", RunTableModel::ProblemsRole).toInt(), 1);
    QVERIFY(issues("a/x", Qt::AccessibleTextRole).toString() ==
            RunTableModel::tr("%1, %Ln issue(s)", nullptr, 3).arg(QStringLiteral("x")));

    const QSignalSpy asked(m_panel.get(), &runs::RunListPanel::issuesRequested);
    const QModelIndex name = table()->currentIndex().siblingAtColumn(RunTableModel::NameColumn);
    const QRect cell = table()->visualRect(name);
    const int afterName =
        36 + QFontMetrics(kit::Theme::font(kit::FontId::Body)).horizontalAdvance(name.data().toString());
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, {cell.left() + afterName + 12, cell.center().y()});
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked[0][0].toString(), QStringLiteral("a/x"));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, {cell.left() + 40, cell.center().y()});
    QCOMPARE(asked.count(), 1); // the name itself only chooses
    QTest::keyClick(table(), Qt::Key_I);
    QCOMPARE(asked.count(), 2);
}

QTEST_MAIN(RunsListTest)
#include "runs_list_test.moc"
