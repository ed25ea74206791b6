#include "tests/ui/shell/window_fixture.h"
#include "views/kit/issue_panel.h"

#include <QElapsedTimer>

#include <chrono>

using namespace td;
using namespace td::test;

namespace {

const QRegularExpression kCjk(QStringLiteral("[\\x{3400}-\\x{9fff}]"));

QStringList wordsOf(const QString& text) {
    static const QRegularExpression word(QStringLiteral("[A-Za-z]{2,}"));
    QStringList words;
    for (auto it = word.globalMatch(text); it.hasNext();)
        words << it.next().captured().toLower();
    return words;
}

void addModel(const QAbstractItemModel* model, QStringList& texts) {
    if (!model) return;
    for (int column = 0; column < model->columnCount(); ++column) {
        for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole)})
            texts << model->headerData(column, Qt::Horizontal, role).toString();
        for (int row = 0; row < std::min(model->rowCount(), 60); ++row)
            for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)})
                texts << model->index(row, column).data(role).toString();
    }
}

/// Everything the widget says, on the screen or to a screen reader.
void addTexts(QWidget* widget, QStringList& texts) {
    texts << widget->toolTip() << widget->accessibleName() << widget->accessibleDescription();
    if (widget->isWindow() || qobject_cast<QDockWidget*>(widget)) texts << widget->windowTitle();
    if (auto* label = qobject_cast<QLabel*>(widget)) texts << label->text();
    if (auto* button = qobject_cast<QAbstractButton*>(widget)) texts << button->text();
    if (auto* edit = qobject_cast<QLineEdit*>(widget)) texts << edit->placeholderText();
    if (auto* edit = qobject_cast<QPlainTextEdit*>(widget)) texts << edit->toPlainText();
    if (auto* box = qobject_cast<QComboBox*>(widget))
        for (int i = 0; i < box->count(); ++i)
            texts << box->itemText(i);
    if (auto* bar = qobject_cast<QTabBar*>(widget))
        for (int i = 0; i < bar->count(); ++i)
            if (bar->isTabVisible(i)) texts << bar->tabText(i) << bar->tabToolTip(i);
    if (auto* view = qobject_cast<QAbstractItemView*>(widget)) addModel(view->model(), texts);
    if (QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget))
        texts << interface->text(QAccessible::Name) << interface->text(QAccessible::Description);
}

QStringList textsOf(const QWidget& window) {
    QStringList texts;
    for (QWidget* widget : window.findChildren<QWidget*>())
        if (widget->isVisibleTo(&window) || widget->isWindow()) addTexts(widget, texts);
    texts << window.windowTitle();
    texts.removeDuplicates();
    texts.removeAll(QString());
    return texts;
}

/// The window without the strip that says how long reading took, once nothing moves in it any more.
QImage pictureOf(app::MainWindow& window) {
    constexpr auto kStill = std::chrono::milliseconds(400);
    QImage last;
    QElapsedTimer unchanged;
    const auto isStill = [&] {
        const QImage whole = window.grab().toImage();
        const QImage now = whole.copy(0, 0, whole.width(), whole.height() - 28);
        if (now != last) unchanged.start();
        last = now;
        return unchanged.hasExpired(kStill.count());
    };
    return QTest::qWaitFor(isStill, 10'000) ? last : QImage();
}

/// How many pixels differ.
int difference(const QImage& a, const QImage& b) {
    if (a.size() != b.size()) return a.width() * a.height();
    int pixels = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x)
            pixels += a.pixel(x, y) != b.pixel(x, y);
    return pixels;
}

} // namespace

/// Nothing of the other language is left after a switch at run time.
class LanguageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { useOwnFolders(m_home); }

    void everyViewFollowsASwitch_data() {
        QTest::addColumn<int>("tab");
        for (const auto& [name, tab] :
             {std::pair("scalars", 0), {"histograms", 1}, {"images", 2}, {"text", 3}, {"hparams", 6}, {"others", 7}})
            QTest::newRow(name) << tab;
    }
    void everyViewFollowsASwitch() {
        QFETCH(int, tab);
        const QStringList words = vocabulary();
        WholeWindow switched(kit::Language::English, kit::ThemeMode::Light);
        QVERIFY(show(switched, tab));
        const QStringList english = textsOf(switched.window());
        for (const QString& text : english)
            QVERIFY2(!text.contains(kCjk), qPrintable(text));
        hideIssues(switched); // the height of a dock is kept, whatever the words in it would like
        const QImage before = pictureOf(switched.window());
        showIssues(switched);

        QVERIFY(switchTo(switched, kit::Language::Chinese));
        const QStringList chinese = textsOf(switched.window());
        QStringList left;
        for (const QString& text : chinese)
            for (const QString& word : wordsOf(text))
                if (!words.contains(word)) left << word + QStringLiteral(" in: ") + text;
        QVERIFY2(left.isEmpty(), qPrintable(left.mid(0, 40).join(QLatin1Char('\n'))));
        int count = 0;
        for (const QString& text : chinese)
            count += text.contains(kCjk);
        QVERIFY2(count > 40, qPrintable(QString::number(count)));
        {
            // What is painted cannot be asked for: the picture is that of a window that was Chinese from the start.
            hideIssues(switched);
            WholeWindow fresh(kit::Language::Chinese, kit::ThemeMode::Light);
            QVERIFY(show(fresh, tab));
            hideIssues(fresh);
            QVERIFY(same(switched, pictureOf(fresh.window()), "zh"));
        }
        QVERIFY(switchTo(switched, kit::Language::English));
        QVERIFY(same(switched, before, "en"));
    }

private:
    bool settled(WholeWindow& shown) {
        return QTest::qWaitFor([&] { return shown.isThere(); }, 20'000);
    }
    static void showIssues(WholeWindow& shown) {
        QAction* issues = shown.window().registry().action(QStringLiteral("view.issues"));
        if (!issues->isChecked()) issues->trigger();
    }
    static void hideIssues(WholeWindow& shown) {
        QAction* issues = shown.window().registry().action(QStringLiteral("view.issues"));
        if (issues->isChecked()) issues->trigger();
        // Focus rings and cursors are of no language.
        if (QWidget* focus = QApplication::focusWidget()) focus->clearFocus();
    }
    bool switchTo(WholeWindow& shown, kit::Language language) {
        QAction* action = shown.window().registry().action(QStringLiteral("file.open"));
        const QString before = action->text();
        shown.settings().setLanguage(language);
        return QTest::qWaitFor([&] { return action->text() != before; }) && settled(shown);
    }
    bool show(WholeWindow& shown, int tab) {
        shown.window().openPaths({WholeWindow::samples()});
        if (!settled(shown)) return false;
        showIssues(shown);
        shown.page()->showTab(tab);
        return settled(shown) && QTest::qWaitFor([&] {
                   return !shown.window().findChild<kit::IssuePanel*>() ||
                          shown.window().findChild<kit::IssuePanel*>()->shownCount() > 0;
               });
    }
    /// Whether the window looks like that; else both pictures are kept where TD_PICTURES says.
    static bool same(WholeWindow& shown, const QImage& wanted, const char* name) {
        const QImage now = pictureOf(shown.window());
        const int pixels = difference(now, wanted);
        const QString out = qEnvironmentVariable("TD_PICTURES");
        const QString file =
            QStringLiteral("%1/%2-%3-").arg(out, QString::fromLatin1(QTest::currentDataTag()), QLatin1String(name));
        if (pixels > 0 && !out.isEmpty()) {
            now.save(file + QStringLiteral("is.png"));
            wanted.save(file + QStringLiteral("wanted.png"));
        }
        if (pixels > 0) qWarning("%d pixels differ", pixels);
        return pixels == 0;
    }

    /// Words that are no English of ours: names in the logs, formats, keys, units.
    static QStringList vocabulary() {
        QStringList words = wordsOf(QStringLiteral(
            "Tensordesk TensorFlow PyTorch Keras JAX TensorBoard tfevents tensorboardX gzip Ctrl Shift Alt Del Esc "
            "Enter "
            "Space SVG PDF PNG JPEG CSV JSON EMA NaN kB MB GB RGB HParams PR events out trainer wall step"));
        WholeWindow data(kit::Language::English, kit::ThemeMode::Light);
        data.window().openPaths({WholeWindow::samples()});
        if (!QTest::qWaitFor([&] { return data.isThere(); }, 20'000)) return {};
        const auto& list = data.page()->runList()->presenter();
        for (const auto& row : list.rows()) {
            words << wordsOf(QString::fromStdString(row.name));
            const auto run = list.run(row.name);
            words << wordsOf(QString::fromStdString(run->directory.string()));
            for (const auto& tag : run->tags)
                words << wordsOf(QString::fromStdString(tag.name));
            for (const auto& parameter : runs::factsOf(*run).parameters)
                words << wordsOf(QString::fromStdString(parameter.name + ' ' + runs::textOf(parameter)));
        }
        data.page()->showTab(3); // texts are data as well
        if (!QTest::qWaitFor(
                [&] { return data.page()->isSettled() && !data.page()->previews()->content().text.isEmpty(); }))
            return {};
        words << wordsOf(data.page()->previews()->content().text);
        words.removeDuplicates();
        return words;
    }

    QTemporaryDir m_home;
};

QTEST_MAIN(LanguageTest)
#include "language_test.moc"
