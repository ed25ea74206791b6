#pragma once

#include "views/kit/theme.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTest>
#include <QTranslator>

namespace td::test {

/// Puts the program into the theme and the language that the build runs this test in (TD_TEST_VARIANT: "dark-zh" or
/// nothing), as the first thing of initTestCase(). Texts are then compared with tr() of their class.
inline void takeVariant() {
    if (qgetenv("TD_TEST_VARIANT") != "dark-zh") {
        kit::Theme::instance().setMode(kit::ThemeMode::Light);
        return;
    }
    kit::Theme::instance().setMode(kit::ThemeMode::Dark);
    QLocale::setDefault(QLocale(QLocale::Chinese, QLocale::China));
    static QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(TD_TRANSLATIONS "/tensordesk_zh_CN.qm")));
    QCoreApplication::installTranslator(&translator);
}

} // namespace td::test
