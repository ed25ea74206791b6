#pragma once

#include "tests/support/run_builder.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QRegularExpression>
#include <QTest>
#include <QWidget>

namespace td::test {

/// Any Qt warning fails the test, but for one of the offscreen platform itself.
inline void failOnQtWarnings() {
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support propagateSizeHints).*")));
}

/// Names of focusable widgets below `root` that a screen reader could not name.
inline QStringList namelessWidgets(const QWidget& root) {
    QStringList nameless;
    for (QWidget* widget : root.findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisibleTo(&root)) continue;
        if (widget->objectName().startsWith(QStringLiteral("qt_"))) continue; // inner parts of Qt's own widgets
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
        if (!interface || interface->text(QAccessible::Name).isEmpty())
            nameless << QString::fromLatin1(widget->metaObject()->className());
    }
    return nameless;
}

} // namespace td::test
