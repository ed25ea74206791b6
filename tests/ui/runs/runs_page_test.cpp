#include "app/window/runs_page.h"
#include "tests/ui/runs/ui_support.h"
#include "views/kit/theme.h"
#include "views/kit/undo.h"
#include "views/scalars/chart_grid.h"

#include <QLabel>
#include <QPushButton>

using namespace td;
using test::RunBuilder;

/// The views of the Runs mode together: what one of them says reaches the others.
class RunsPageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { kit::Theme::instance(); }
    void init();
    void cleanup() {
        m_page.reset();
        m_undo.reset();
    }
    void chartsDrawWhatTheFilterLetsThrough();

private:
    QStringList drawn() const;
    scalars::ChartCard* card() const { return m_page->charts()->grid()->card("loss"); }
    bool says(const QString& text) const;

    std::unique_ptr<kit::ViewUndo> m_undo;
    std::unique_ptr<app::RunsPage> m_page;
};

void RunsPageTest::init() {
    test::failOnQtWarnings();
    m_undo = std::make_unique<kit::ViewUndo>();
    m_page = std::make_unique<app::RunsPage>(m_undo.get());
    m_page->resize(1200, 800);
    std::vector<std::shared_ptr<const runlog::RunSnapshot>> runs;
    for (const char* name : {"cnn/a", "cnn/b", "mlp/c"})
        runs.push_back(
            RunBuilder(name, static_cast<uint32_t>(runs.size())).scalars("loss", {{0, 3}, {1, 2}, {2, 1}}).build());
    m_page->setSnapshot(test::storeOf(std::move(runs)));
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    QTRY_VERIFY(card() && card()->hasLines() && m_page->isSettled());
}

QStringList RunsPageTest::drawn() const {
    QStringList names;
    for (const auto& line : card()->plot()->lines())
        names << QString::fromStdString(line.id);
    return names;
}

bool RunsPageTest::says(const QString& text) const {
    const auto labels = m_page->runList()->findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) { return label->text() == text; });
}

void RunsPageTest::chartsDrawWhatTheFilterLetsThrough() {
    const QStringList all{QStringLiteral("cnn/a"), QStringLiteral("cnn/b"), QStringLiteral("mlp/c")};
    QCOMPARE(drawn(), all);
    QVERIFY(says(QStringLiteral("3 of 3 shown")));
    m_page->runList()->setFilter(QStringLiteral("^cnn"));
    QTRY_COMPARE(drawn(), all.mid(0, 2));
    QVERIFY(says(QStringLiteral("2 of 3 shown")));
    m_page->runList()->showRuns({QStringLiteral("cnn/a")}, false);
    QTRY_COMPARE(drawn(), all.mid(1, 1));
    QVERIFY(says(QStringLiteral("1 of 3 shown")));
    m_page->runList()->setFilter(QStringLiteral("no run has this name"));
    QTRY_VERIFY(!card()->hasLines());
    QVERIFY(says(QStringLiteral("0 of 3 shown")));
    auto* clear = card()->findChild<QPushButton*>();
    QVERIFY(clear);
    clear->click();
    QTRY_COMPARE(drawn(), all.mid(1));
    QVERIFY(says(QStringLiteral("2 of 3 shown")));
}

QTEST_MAIN(RunsPageTest)
#include "runs_page_test.moc"
