#include "app/window/main_window.h"
#include "app/window/window_place.h"
#include "views/kit/issue_panel.h"

#include <QtTest>
#include <QtWidgets>

using namespace td;
using namespace td::app;

namespace {

const QRect kLaptop(0, 0, 1024, 720), kDesk(1024, 0, 2560, 1400);

QRect freeArea() {
    return QGuiApplication::primaryScreen()->availableGeometry();
}

} // namespace

/// Where the window stands, at the first start and at the next ones.
class PlaceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        for (const char* name : {"XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"})
            qputenv(name, m_home.filePath(QLatin1String(name)).toUtf8());
    }

    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        QFile::remove(m_home.filePath(QStringLiteral("s.ini")));
        m_settings = std::make_unique<kit::Settings>(m_home.filePath(QStringLiteral("s.ini")));
        m_settings->setLanguage(kit::Language::English);
    }

    void aFrameThatFitsStaysWhereItIs() {
        QCOMPARE(fittedFrame({1200, 40, 1440, 932}, {kLaptop, kDesk}), QRect(1200, 40, 1440, 932));
        QCOMPARE(fittedFrame({100, 100, 800, 600}, {kLaptop}), QRect(100, 100, 800, 600));
    }

    void aFrameIsMovedInsideAndShrunk_data() {
        QTest::addColumn<QRect>("frame");
        QTest::addColumn<QRect>("fits");
        QTest::newRow("larger than the screen") << QRect(0, 0, 1440, 932) << kLaptop;
        QTest::newRow("its screen is gone") << QRect(3000, 200, 800, 600) << QRect(224, 120, 800, 600);
        QTest::newRow("left and above") << QRect(-500, -40, 800, 600) << QRect(0, 0, 800, 600);
        QTest::newRow("hanging over") << QRect(500, 400, 800, 600) << QRect(224, 120, 800, 600);
    }
    void aFrameIsMovedInsideAndShrunk() {
        QFETCH(QRect, frame);
        QFETCH(QRect, fits);
        QCOMPARE(fittedFrame(frame, {kLaptop}), fits);
    }

    void theScreenThatShowsMostOfItIsTaken() {
        QCOMPARE(fittedFrame({900, 100, 1400, 800}, {kLaptop, kDesk}), QRect(1024, 100, 1400, 800));
        QCOMPARE(fittedFrame({5, 5, 10, 10}, {}), QRect(5, 5, 10, 10));
    }

    void theFirstWindowFitsTheScreen() {
        // The screen of this platform is smaller than the window would like to be: else this shows nothing.
        QVERIFY(freeArea().width() < 1440 || freeArea().height() < 900);
        const auto window = open();
        QVERIFY2(freeArea().contains(window->frameGeometry()), "the frame is not on the screen");
        QVERIFY(freeArea().contains(window->geometry()));
        QVERIFY(window->height() <= freeArea().height() - 32); // room for a title bar
    }

    void sizePlaceAndDocksComeBack() {
        const QRect wanted(30, 50, 740, 610);
        {
            const auto window = open();
            window->registry().action(QStringLiteral("view.issues"))->trigger();
            auto* dock = window->findChild<QDockWidget*>(QStringLiteral("issues"));
            QVERIFY(dock);
            window->addDockWidget(Qt::RightDockWidgetArea, dock);
            window->setGeometry(wanted);
            QTRY_COMPARE(window->geometry(), wanted);
            QVERIFY(window->close());
        }
        const auto window = open();
        QCOMPARE(window->geometry(), wanted);
        auto* dock = window->findChild<QDockWidget*>(QStringLiteral("issues"));
        QVERIFY(dock && dock->isVisible());
        QCOMPARE(window->dockWidgetArea(dock), Qt::RightDockWidgetArea);
        QVERIFY(window->registry().action(QStringLiteral("view.issues"))->isChecked());
    }

    void aHiddenDockComesBackWhereItWas() {
        {
            const auto window = open();
            QAction* issues = window->registry().action(QStringLiteral("view.issues"));
            issues->trigger();
            auto* dock = window->findChild<QDockWidget*>(QStringLiteral("issues"));
            window->addDockWidget(Qt::TopDockWidgetArea, dock);
            issues->trigger();
            QVERIFY(!dock->isVisible());
            QVERIFY(window->close());
        }
        const auto window = open();
        QVERIFY(!window->findChild<QDockWidget*>(QStringLiteral("issues"))); // made when it is first asked for
        window->registry().action(QStringLiteral("view.issues"))->trigger();
        auto* dock = window->findChild<QDockWidget*>(QStringLiteral("issues"));
        QVERIFY(dock && dock->isVisible());
        QCOMPARE(window->dockWidgetArea(dock), Qt::TopDockWidgetArea);
    }

    void maximizedComesBackAndSoDoesTheSizeBeforeIt() {
        const QRect wanted(60, 60, 730, 500);
        {
            const auto window = open();
            window->setGeometry(wanted);
            QTRY_COMPARE(window->geometry(), wanted);
            window->showMaximized();
            QTRY_VERIFY(window->isMaximized());
            QVERIFY(window->close());
        }
        const auto window = open();
        QVERIFY(window->isMaximized());
        window->showNormal();
        QTRY_COMPARE(window->geometry().size(), wanted.size());
    }

    void aPlaceOnALargerScreenIsBroughtOntoThisOne() {
        m_settings->store().setValue(QStringLiteral("window/frame"), QRect(3200, 900, 2000, 1300));
        const auto window = open();
        QVERIFY(freeArea().contains(window->frameGeometry()));
        m_settings->store().setValue(QStringLiteral("window/frame"), QStringLiteral("nonsense"));
        m_settings->store().setValue(QStringLiteral("window/docks"), QByteArray("nonsense"));
        QVERIFY(freeArea().contains(open()->frameGeometry()));
    }

    void thePanelsOfAModeKeepTheirWidths() {
        const QString runs = QStringLiteral(TD_SOURCE_DIR "/resources/samples");
        int width = 0;
        {
            const auto window = open();
            window->resize(1440, 900);
            window->openPaths({runs});
            QSplitter* columns = columnsOf(*window);
            QTRY_VERIFY(columns && columns->isVisible());
            auto* handle = columns->handle(1);
            QTest::mousePress(handle, Qt::LeftButton, {}, handle->rect().center());
            QTest::mouseMove(handle, handle->rect().center() + QPoint(77, 0));
            QTest::mouseRelease(handle, Qt::LeftButton, {}, handle->rect().center() + QPoint(77, 0));
            width = columns->sizes().at(0);
            QVERIFY(width > 360);
            QVERIFY(window->close());
        }
        {
            const auto idle = open(); // a start without runs forgets nothing
            QVERIFY(idle->close());
        }
        const auto window = open();
        window->resize(1440, 900);
        window->openPaths({runs});
        QTRY_VERIFY(columnsOf(*window) && columnsOf(*window)->isVisible());
        QTRY_COMPARE(columnsOf(*window)->sizes().at(0), width);
    }

private:
    static QSplitter* columnsOf(const MainWindow& window) {
        for (auto* splitter : window.findChildren<QSplitter*>())
            if (splitter->count() == 3) return splitter;
        return nullptr;
    }

    std::unique_ptr<MainWindow> open() {
        auto window = std::make_unique<MainWindow>(*m_settings, m_language, MainWindow::Options{.keepSession = false});
        addAllModes(*window);
        window->show();
        if (!QTest::qWaitForWindowExposed(window.get())) qWarning("the window was not exposed");
        return window;
    }

    QTemporaryDir m_home;
    std::unique_ptr<kit::Settings> m_settings;
    LanguageSwitch m_language;
};

QTEST_MAIN(PlaceTest)
#include "place_test.moc"
