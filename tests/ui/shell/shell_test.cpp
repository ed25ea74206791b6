#include "app/window/about_dialog.h"
#include "app/window/home_mode.h"
#include "app/window/keys_page.h"
#include "app/window/main_window.h"
#include "app/window/notice_bar.h"
#include "app/window/path_kind.h"
#include "app/window/settings_dialog.h"
#include "views/kit/command_palette.h"
#include "views/kit/error_text.h"
#include "views/kit/format.h"
#include "views/kit/fuzzy_match.h"
#include "views/kit/issue_panel.h"

#include <QtTest>
#include <QtWidgets>

using namespace td;
using namespace td::app;

namespace {

/// Takes every folder; remembers what it was given.
class NotesMode : public Mode {
public:
    [[nodiscard]] QString id() const override { return QStringLiteral("notes"); }
    [[nodiscard]] QString title() const override { return QStringLiteral("Notes"); }
    [[nodiscard]] QString iconName() const override { return QStringLiteral("text"); }
    [[nodiscard]] QWidget* page() override { return m_page ? m_page : m_page = new QWidget; }
    [[nodiscard]] bool canOpen(const QStringList& paths) const override { return QFileInfo(paths.value(0)).isDir(); }
    void open(const QStringList& paths) override {
        m_paths = paths;
        Q_EMIT pathsChanged();
    }
    [[nodiscard]] QStringList openPaths() const override { return m_paths; }
    [[nodiscard]] QJsonObject saveState() const override { return m_state; }
    void restoreState(const QJsonObject& state) override { m_state = state; }

private:
    QWidget* m_page = nullptr;
    QStringList m_paths;
    QJsonObject m_state;
};

runlog::Issue damage() {
    runlog::Issue issue;
    issue.code = runlog::IssueCode::DataCrc;
    issue.run = "train/a";
    issue.file = "events.1";
    issue.offset = 12582912;
    issue.bytesSkipped = 48;
    issue.resumesAt = 12582960;
    return issue;
}

} // namespace

class ShellTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<kit::Settings>(m_folder->filePath(QStringLiteral("s.ini")));
        m_settings->setLanguage(kit::Language::English);
        m_settings->setTheme(kit::ThemeMode::Light);
        m_language = std::make_unique<LanguageSwitch>();
        m_window = std::make_unique<MainWindow>(*m_settings, *m_language,
                                                MainWindow::Options{.keepSession = false, .keepPlace = false});
        m_window->addMode(std::make_unique<HomeMode>(m_window->services()));
        m_window->addMode(std::make_unique<NotesMode>());
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void paletteFindsAndRunsByKeyboard() {
        m_window->registry().action(QStringLiteral("view.palette"))->trigger();
        auto& palette = m_window->palettePanel();
        QVERIFY(palette.isVisible());
        QTest::keyClicks(palette.field(), QStringLiteral("go notes"));
        QCOMPARE(palette.model()->item(0)->title, QStringLiteral("Go to Notes"));
        QTest::keyClick(palette.field(), Qt::Key_Return);
        QVERIFY(!palette.isVisible());
        QCOMPARE(m_window->currentMode(), QStringLiteral("notes"));
        palette.open(QStringLiteral("xyzzy"));
        QCOMPARE(palette.model()->rowCount(), 0);
        QTest::keyClick(palette.field(), Qt::Key_Escape);
        QVERIFY(!palette.isVisible());
    }

    void fuzzyMatchPrefersBeginningsOfWords() {
        QVERIFY(!kit::fuzzyMatch(QStringLiteral("zz"), QStringLiteral("Open folder")));
        QCOMPARE(kit::fuzzyMatch(QStringLiteral("of"), QStringLiteral("Open folder"))->positions, QList<int>({0, 5}));
        QVERIFY(kit::fuzzyMatch(QStringLiteral("op"), QStringLiteral("Open"))->score >
                kit::fuzzyMatch(QStringLiteral("op"), QStringLiteral("Stop"))->score);
    }

    void scatteredLettersAreNoMatch() {
        const auto finds = [](const char* query, const char* text) {
            return kit::fuzzyMatch(QString::fromUtf8(query), QString::fromUtf8(text)).has_value();
        };
        QVERIFY(!finds("xyz", "Export the y values as a zip"));
        QVERIFY(!finds("aer", "Move the charts along as new points arrive"));
        QVERIFY(finds("loss", "val/loss"));
        QVERIFY(finds("ss", "val/loss"));     // in one piece
        QVERIFY(finds("vlloss", "val/loss")); // one slip of six
        QVERIFY(finds("ofo", "Open folder"));
        QVERIFY(finds("文件", "打开文件夹…"));
        // Not the first l, but the one that begins a word.
        QCOMPARE(kit::fuzzyMatch(QStringLiteral("ol"), QStringLiteral("Open folder list"))->positions,
                 QList<int>({0, 12}));
    }

    void thePaletteKnowsOtherWords() {
        auto& palette = m_window->palettePanel();
        const auto first = [&](const char* query) {
            palette.open(QString::fromUtf8(query));
            return palette.model()->rowCount() > 0 ? palette.model()->item(0)->title : QString();
        };
        QCOMPARE(first("chinese"), QStringLiteral("中文"));
        QCOMPARE(first("中文"), QStringLiteral("中文"));
        QCOMPARE(first("english"), QStringLiteral("English"));
        QCOMPARE(first("dark"), QStringLiteral("Switch between light and dark"));
        palette.open(QStringLiteral("chinese"));
        QTest::keyClick(palette.field(), Qt::Key_Return);
        QTRY_COMPARE(m_window->registry().action(QStringLiteral("file.openFolder"))->text(),
                     QStringLiteral("打开文件夹…"));
        QCOMPARE(first("dark"), m_window->registry().action(QStringLiteral("view.toggleTheme"))->text());
        palette.dismiss();
    }

    void aKeyIsTakenFromItsOwnerKeptAndReset() {
        auto& actions = m_window->registry();
        const QKeySequence key(Qt::CTRL | Qt::Key_Z);
        actions.setKey(QStringLiteral("view.jobs"), key);
        QVERIFY(actions.key(QStringLiteral("edit.undo")).isEmpty());
        actions.save(m_settings->store());
        kit::ActionRegistry later;
        later.load(m_settings->store());
        QCOMPARE(later.add(*actions.spec(QStringLiteral("view.jobs")))->shortcut(), key);
        QVERIFY(later.add(*actions.spec(QStringLiteral("edit.undo")))->shortcut().isEmpty());
        actions.resetAllKeys();
        QCOMPARE(actions.key(QStringLiteral("edit.undo")), key);
        QCOMPARE(actions.key(QStringLiteral("view.jobs")), QKeySequence(Qt::CTRL | Qt::Key_J));
    }

    void everyDefaultKeyHasOneOwner() {
        QSet<QString> seen;
        for (const QString& id : m_window->registry().ids()) {
            const QString key = m_window->registry().spec(id)->defaultKey.toString();
            QVERIFY2(key.isEmpty() || !seen.contains(key), qPrintable(id + QLatin1Char(' ') + key));
            seen << key;
        }
    }

    void languageAndThemeSwitchWhileRunning() {
        QAction* open = m_window->registry().action(QStringLiteral("file.openFolder"));
        QCOMPARE(open->text(), QStringLiteral("Open folder…"));
        m_settings->setLanguage(kit::Language::Chinese);
        QTRY_COMPARE(open->text(), QStringLiteral("打开文件夹…"));
        QCOMPARE(kit::Format::duration(12), QStringLiteral("12.0 秒"));
        m_settings->setTheme(kit::ThemeMode::Dark);
        QVERIFY(kit::Theme::instance().isDark());
        m_settings->reset();
        QCOMPARE(m_settings->theme(), kit::ThemeMode::System);
        QCOMPARE(m_settings->language(), kit::Language::System);
    }

    void changesOfOneKindMergeIntoOneUndoStep() {
        kit::ViewUndo undo;
        undo.setMergeWindowMs(60000);
        int value = 0;
        for (int next : {1, 2, 3}) {
            const int before = value;
            value = next;
            undo.push(
                QStringLiteral("Smooth"), QStringLiteral("smooth"), [&value, before] { value = before; },
                [&value, next] { value = next; });
        }
        QCOMPARE(undo.stack().count(), 1);
        undo.stack().undo();
        QCOMPARE(value, 0);
        undo.stack().redo();
        QCOMPARE(value, 3);
    }

    void recentPathsAreNewestFirstUniqueAndKept() {
        RecentList& recent = m_window->recent();
        for (int i = 0; i < 15; ++i)
            recent.note({QStringLiteral("/r/%1").arg(i)});
        recent.note({QStringLiteral("/r/9")});
        recent.describe({QStringLiteral("/r/9")}, 9, 508);
        QCOMPARE(recent.rowCount(), RecentList::kLimit);
        const RecentList again(m_settings->store());
        QCOMPARE(again.entries()[0].paths, QStringList(QStringLiteral("/r/9")));
        QCOMPARE(again.entries()[0].facts(), QStringLiteral("9 runs · 508 tags"));
        QCOMPARE(again.entries()[1].paths, QStringList(QStringLiteral("/r/14")));
    }

    void whatCannotBeReadYetIsSaidAndTheRestIsOpened() {
        QFile model(m_folder->filePath(QStringLiteral("m.onnx")));
        QVERIFY(model.open(QIODevice::WriteOnly));
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(model.fileName()), QUrl::fromLocalFile(m_folder->path())});
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &drop);
        QVERIFY2(m_window->noticeText().contains(QStringLiteral("models cannot be read yet")),
                 qPrintable(m_window->noticeText()));
        QCOMPARE(m_window->mode(QStringLiteral("notes"))->openPaths(), QStringList(m_folder->path()));
        m_window->openPaths({QStringLiteral("/no/such/thing")});
        QVERIFY(m_window->noticeText().contains(QStringLiteral("is not there")));
    }

    void aNoticeFollowsTheLanguage() {
        m_window->openPaths({QStringLiteral("/no/such/thing")});
        m_settings->setLanguage(kit::Language::Chinese);
        QTRY_VERIFY(!m_window->noticeText().contains(QStringLiteral("is not there")));
        QVERIFY(m_window->noticeText().contains(QStringLiteral("/no/such/thing")));
        m_settings->setLanguage(kit::Language::English);
        QTRY_VERIFY(m_window->noticeText().contains(QStringLiteral("is not there")));
    }

    void anOfferStandsUntilItIsTaken() {
        Workspace lost;
        lost.mode = QStringLiteral("notes");
        lost.paths << m_folder->path();
        m_window->offerToRestore(lost);
        m_window->openPaths({QStringLiteral("/tmp")});
        QVERIFY(!m_window->noticeText().isEmpty());
        auto* restore = m_window->findChild<QPushButton*>(QStringLiteral("noticeAction"));
        QVERIFY(restore);
        restore->click();
        QVERIFY(m_window->noticeText().isEmpty());
        QCOMPARE(m_window->mode(QStringLiteral("notes"))->openPaths(), QStringList(m_folder->path()));
    }

    void aWorkspaceComesBackWithUnknownKeys() {
        QByteArray text =
            "{'format':'tensordesk-workspace','version':1,'name':'n','mode':'notes','later':7,'paths':['" +
            m_folder->path().toUtf8() + "'],'modes':{'notes':{'a':1},'gone':{'b':2}}}";
        text.replace('\'', '"');
        const auto read = workspaceFromJson(text, QStringLiteral("w"));
        QVERIFY(read);
        QCOMPARE(workspaceFromJson(toJson(*read), QStringLiteral("w"))->rest[QStringLiteral("later")].toInt(), 7);
        m_window->restore(*read);
        const Workspace now = m_window->capture();
        QCOMPARE(now.mode, QStringLiteral("notes"));
        QCOMPARE(now.paths, QStringList(m_folder->path()));
        QCOMPARE(now.modes[QStringLiteral("gone")].toObject()[QStringLiteral("b")].toInt(), 2);
        QCOMPARE(workspaceFromJson("{}", QStringLiteral("w")).error().code, ErrorCode::Corrupt);
        text.replace("\"version\":1", "\"version\":2");
        QCOMPARE(workspaceFromJson(text, {}).error().code, ErrorCode::Unsupported);
        const WorkspaceFolder folder(m_folder->filePath(QStringLiteral("ws")));
        Workspace odd = *read;
        odd.name = QStringLiteral("../a/ü");
        QVERIFY(folder.save(odd));
        QCOMPARE(folder.names(), QStringList(odd.name));
        QVERIFY(*folder.load(odd.name) == odd);
    }

    void aWorkspaceOfVersion1IsReadAndWrittenAsItWas() {
        QFile golden(QStringLiteral(TD_SOURCE_DIR "/tests/golden/workspace-1.json"));
        QVERIFY(golden.open(QIODevice::ReadOnly));
        const QByteArray text = golden.readAll();
        const auto read = workspaceFromJson(text, golden.fileName());
        QVERIFY(read);
        QCOMPARE(read->name, QStringLiteral("CIFAR nightly"));
        QCOMPARE(read->mode, QStringLiteral("runs"));
        QCOMPARE(read->paths, QStringList(QStringLiteral("/data/runs/cifar10")));
        QCOMPARE(toJson(*read), text);
    }

    void clearingTheIndexTouchesNothingElseOfTheCache() {
        const QByteArray before = qgetenv("XDG_CACHE_HOME");
        qputenv("XDG_CACHE_HOME", m_folder->path().toUtf8());
        const QDir cache(m_folder->filePath(QStringLiteral("tensordesk")));
        QVERIFY(cache.mkpath(QStringLiteral("runlog")));
        for (const char* name : {"runlog/0123.tdindex", "other"}) {
            QFile file(cache.filePath(QLatin1String(name)));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(2000, 'x')) == 2000);
        }
        SettingsDialog dialog(*m_settings, m_window->registry());
        dialog.showPage(SettingsDialog::Page::Storage);
        QPushButton* clear = nullptr;
        for (auto* button : dialog.findChildren<QPushButton*>())
            if (button->text() == QStringLiteral("Clear the index")) clear = button;
        QVERIFY(clear);
        const auto says = [&dialog](const QString& text) {
            const auto labels = dialog.findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(),
                               [&](const QLabel* label) { return label->text() == text; });
        };
        QTRY_VERIFY(says(QStringLiteral("The index takes 2.00 kB.")));
        clear->click();
        QTRY_VERIFY(says(QStringLiteral("The index is empty.")));
        QVERIFY(!cache.exists(QStringLiteral("runlog/0123.tdindex")));
        QVERIFY(cache.exists(QStringLiteral("other")));
        qputenv("XDG_CACHE_HOME", before);
    }

    void theSizeOfTheIndexIsOneOfTheOffered() {
        QCOMPARE(m_settings->indexLimitGb(), 4);
        m_settings->setIndexLimitGb(16);
        QCOMPARE(m_settings->indexLimitGb(), 16);
        m_settings->setIndexLimitGb(-7);
        QCOMPARE(m_settings->indexLimitGb(), 4);
    }

    void aboutSaysWhatThePackagesSay() {
        int checked = 0;
        for (const AboutPart& part : aboutParts()) {
            if (!part.package) continue;
            QFile copyright(QStringLiteral("/usr/share/doc/%1/copyright").arg(QLatin1String(part.package)));
            if (!copyright.open(QIODevice::ReadOnly)) continue; // another system
            QVERIFY2(copyright.readAll().contains(part.proof), part.name);
            ++checked;
        }
        if (checked == 0) QSKIP("no Debian copyright files here");
    }

    void everyModelKeepsTheRulesOfModels() {
        using Mode = QAbstractItemModelTester::FailureReportingMode;
        RecentList recent(m_settings->store());
        KeysModel keys(m_window->registry());
        kit::PaletteModel palette;
        const QAbstractItemModelTester a(&recent, Mode::QtTest), b(&keys, Mode::QtTest), c(&palette, Mode::QtTest);
        for (int i = 0; i < 15; ++i)
            recent.note({QStringLiteral("/r/%1").arg(i)});
        recent.describe({QStringLiteral("/r/9")}, 9, 508);
        recent.pictures().keep({QStringLiteral("/r/9")}, {QStringLiteral("loss"), {QPolygonF({{0, 1}, {1, 0}})}, {0}});
        recent.forget(3);
        QCOMPARE(recent.rowCount(), RecentList::kLimit - 1);
        m_window->registry().setKey(QStringLiteral("view.jobs"), QKeySequence(Qt::Key_F9));
        m_window->registry().resetAllKeys();
        QVERIFY(keys.rowCount() > 10);
        palette.setCandidates(
            {{QStringLiteral("Open"), {}, {}, {}, [] {}}, {QStringLiteral("Close"), {}, {}, {}, [] {}}},
            QStringLiteral("o"), 10);
        QCOMPARE(palette.rowCount(), 2);
        palette.setCandidates({}, {}, 10);
        recent.clear();
    }

    void curvesOfAFolderComeBackFromTheCache() {
        const QStringList paths{QStringLiteral("/r/a")};
        const CurvePicture picture{QStringLiteral("loss"), {QPolygonF({{0, 1}, {0.5, 0.25}, {1, 0}})}, {7}};
        QVERIFY(curvePictureFromJson(toJson(picture)) == picture);
        QCOMPARE(curvePictureFromJson("{").error().code, ErrorCode::Corrupt);
        {
            RecentPictures writes;
            writes.setFolder(m_folder->path());
            writes.keep(paths, picture);
            QTRY_VERIFY(!QDir(m_folder->path()).entryList({QStringLiteral("*.json")}).isEmpty());
        }
        RecentPictures reads;
        reads.setFolder(m_folder->path());
        QVERIFY(!reads.of(paths));
        QTRY_VERIFY(reads.of(paths));
        QVERIFY(*reads.of(paths) == picture);
        QVERIFY(!reads.of({QStringLiteral("/r/b")}));
    }

    void aSessionWithoutAnEndIsOfferedOnce() {
        const QString file = m_folder->filePath(QStringLiteral("session.json"));
        const auto capture = [] {
            Workspace workspace;
            workspace.paths << QStringLiteral("/a");
            return workspace;
        };
        {
            Session killed(capture, file);
            killed.saveNow();
        }
        {
            Session next(capture, file);
            QCOMPARE(next.crashed()->paths, QStringList(QStringLiteral("/a")));
            next.end();
        }
        const Session last(capture, file);
        QVERIFY(!last.crashed());
        QVERIFY(last.previous());
    }

    void issuesSayWhatWhereAndWhatWasDone() {
        QCOMPARE(kit::ErrorText::text(damage()),
                 QStringLiteral(
                     "At byte 12,582,912 of “events.1” a record's bytes do not match their checksum. 48 bytes were "
                     "skipped, reading went on at byte 12,582,960."));
        for (int code = 0; code <= static_cast<int>(runlog::kLastIssueCode); ++code) {
            runlog::Issue issue = damage();
            issue.code = static_cast<runlog::IssueCode>(code);
            QVERIFY(!kit::ErrorText::title(issue).isEmpty());
            QVERIFY2(!kit::ErrorText::text(issue).contains(QLatin1Char('%')), qPrintable(kit::ErrorText::text(issue)));
        }
        kit::IssueList issues;
        QAbstractItemModelTester tester(&issues, QAbstractItemModelTester::FailureReportingMode::QtTest);
        kit::IssuePanel panel(issues);
        runlog::Issue note = damage();
        note.code = runlog::IssueCode::MissingFileVersion;
        issues.setIssues(QStringLiteral("x"), {note, damage()});
        QVERIFY(issues.issue(0).code == runlog::IssueCode::DataCrc);
        panel.setFilter(QStringLiteral("checksum"));
        QCOMPARE(panel.shownCount(), 1);
    }

    void theStripCountsWhatThePanelShows() {
        runlog::Issue note = damage();
        note.code = runlog::IssueCode::MissingFileVersion;
        const auto* button = m_window->findChild<QToolButton*>(QStringLiteral("issueCount"));
        QVERIFY(button);
        kit::IssueList& issues = m_window->services().issues;
        issues.setIssues(QStringLiteral("x"), {note, damage()});
        QCOMPARE(button->text(), QStringLiteral("2 issues"));
        QCOMPARE(issues.rowCount(), 2);
        issues.setIssues(QStringLiteral("x"), {note}); // quiet, yet not silent
        QVERIFY(!button->isHidden());
        QCOMPARE(button->text(), QStringLiteral("1 issue"));
        issues.setIssues(QStringLiteral("x"), {});
        QVERIFY(button->isHidden());
    }

    void whatWentWellIsToldBrieflyAndEscTakesItAway() {
        QCursor::setPos(3000, 3000); // what is pointed at stays
        QWidget host;                // with the keyboard elsewhere
        QLineEdit elsewhere(&host);
        NoticeBar bar(&host);
        bar.setGeometry(0, 60, 400, 40);
        host.resize(400, 100);
        host.show();
        elsewhere.setFocus();
        host.activateWindow();
        QTRY_VERIFY(elsewhere.hasFocus());
        bar.setBriefMs(1);
        const auto words = [] { return QStringLiteral("Saved a.svg."); };
        bar.say(NoticeBar::Tone::Info, words);
        QTRY_VERIFY(bar.isHidden());
        bar.say(NoticeBar::Tone::Info, words, {words, [] {}}, NoticeBar::Stay::UntilClosed);
        QVERIFY(!bar.isLeaving()); // an offer stands
        bar.say(NoticeBar::Tone::Warning, words);
        QVERIFY(!bar.isLeaving());
        bar.say(NoticeBar::Tone::Info, words, {words, [] {}});
        bar.button()->setFocus();
        QVERIFY(bar.button()->hasFocus());
        const QSignalSpy turns(bar.findChild<QTimer*>(), &QTimer::timeout);
        QTRY_VERIFY(turns.size() >= 3);
        QVERIFY(!bar.isHidden() && bar.isLeaving()); // somebody is about to press it
        bar.button()->clearFocus();
        QTRY_VERIFY(bar.isHidden());

        m_window->openPaths({QStringLiteral("/no/such/folder")});
        QVERIFY(!m_window->noticeText().isEmpty());
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QVERIFY(m_window->noticeText().isEmpty());
    }

    void jobsTellHowFarAndStop() {
        kit::JobList jobs;
        QAbstractItemModelTester tester(&jobs, QAbstractItemModelTester::FailureReportingMode::QtTest);
        int stops = 0;
        const quint64 id =
            jobs.begin({[] { return QStringLiteral("Reading"); }, kit::JobList::Unit::Bytes, [&stops] { ++stops; }});
        jobs.update(id, 412'000'000, 664'000'000);
        QVERIFY(jobs.headline().facts.startsWith(QStringLiteral("412 MB of 664 MB")));
        jobs.cancel(id);
        jobs.cancel(id);
        QCOMPARE(stops, 1);
        jobs.finish(id);
        QCOMPARE(jobs.data(jobs.index(0), kit::JobList::FactsRole).toString(), QStringLiteral("Stopped"));
        jobs.dismissEnded();
        QCOMPARE(jobs.rowCount(), 0);
    }

    void numbersReadAsPeopleWriteThem() {
        QCOMPARE(kit::Format::bytes(1'040'000'000), QStringLiteral("1.04 GB"));
        QCOMPARE(kit::Format::bytes(999), QStringLiteral("999 B"));
        QCOMPARE(kit::Format::bytes(999'999), QStringLiteral("1.00 MB"));
        QCOMPARE(kit::Format::count(2617404), QStringLiteral("2,617,404"));
        QCOMPARE(kit::Format::clock(4180), QStringLiteral("1:09:40"));
        QCOMPARE(kit::Format::clock(6.4), QStringLiteral("0:00:06")); // as the axes of charts have it
        QCOMPARE(kit::Format::clock(-90), QStringLiteral("−0:01:30"));
        QCOMPARE(kit::Format::duration(83), QStringLiteral("0:01:23"));
        QCOMPARE(kit::Format::parameter(109386), QStringLiteral("109,386"));
        QCOMPARE(kit::Format::parameter(0.001), QStringLiteral("0.001"));
        QCOMPARE(kit::Format::parameter(-3), QStringLiteral("−3"));
        QCOMPARE(kit::Format::parameter(std::nan("")), QStringLiteral("NaN"));
        QCOMPARE(kit::Format::duration(0.86), QStringLiteral("0.86 s"));
    }

    void everythingFocusableHasAName() {
        for (const char* id : {"view.settings", "view.issues", "help.about"})
            m_window->registry().action(QLatin1String(id))->trigger();
        for (QWidget* widget : QApplication::allWidgets()) {
            if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->window()->isVisible() || !widget->isVisible())
                continue;
            if (widget->objectName().startsWith(QLatin1String("qt_"))) continue; // parts of Qt's own controls
            QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
            const QString what =
                QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ') +
                (widget->parentWidget() ? QLatin1String(widget->parentWidget()->metaObject()->className())
                                        : QLatin1String());
            QVERIFY2(interface && !interface->text(QAccessible::Name).isEmpty(), qPrintable(what));
            QVERIFY2(interface->role() != QAccessible::NoRole, qPrintable(what));
        }
    }

    void tabReachesEveryPartOfTheWindow() {
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QSet<QWidget*> seen;
        for (int i = 0; i < 200; ++i) {
            QTest::keyClick(m_window->focusWidget() ? m_window->focusWidget() : m_window.get(), Qt::Key_Tab);
            seen << m_window->focusWidget();
        }
        QStringList names;
        for (const QWidget* widget : std::as_const(seen))
            if (widget) names << widget->accessibleName();
        for (const char* wanted : {"Home", "Settings", "Open folder…", "Search actions, runs, tags, settings", "Jobs"})
            QVERIFY2(names.contains(QString::fromUtf8(wanted)), wanted);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<kit::Settings> m_settings;
    std::unique_ptr<LanguageSwitch> m_language;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(ShellTest)
#include "shell_test.moc"
