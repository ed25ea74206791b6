#include <QtTest>
#include <QXmlStreamReader>

/// Reads the committed files: what is unfinished or has no Chinese in it fails.
class TranslationTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void chineseIsCompleteAndChinese() {
        QFile file(QStringLiteral(TD_SOURCE_DIR "/translations/tensordesk_zh_CN.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        // Names, and patterns that hold nothing but places for values.
        const QRegularExpression wordless(
            QStringLiteral("^[\\s%0-9nL.,:;/()+·–—×“”-]*(Tensordesk|Del|of|GB|Return|Enter)?[\\s)%0-9]*$"));
        const QRegularExpression cjk(QStringLiteral("[\\x{4e00}-\\x{9fff}]"));
        QXmlStreamReader xml(&file);
        QString source;
        int messages = 0;
        while (!xml.atEnd()) {
            xml.readNext();
            if (!xml.isStartElement()) continue;
            if (xml.name() == QLatin1String("source"))
                source = xml.readElementText();
            else if (xml.name() == QLatin1String("translation")) {
                QVERIFY2(xml.attributes().value(QLatin1String("type")).isEmpty(), qPrintable(source));
                const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).simplified();
                QVERIFY2(wordless.match(source).hasMatch() || cjk.match(text).hasMatch(), qPrintable(source));
                for (int i = 1; i <= 3; ++i) {
                    const QString place = QStringLiteral("%%1").arg(i);
                    QVERIFY2(source.contains(place) == text.contains(place), qPrintable(source));
                }
                ++messages;
            }
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(messages > 250);
    }

    void everyVisibleTextIsInTheCommittedFiles() {
        QString lupdate = QStandardPaths::findExecutable(QStringLiteral("lupdate"));
        if (lupdate.isEmpty())
            lupdate = QStandardPaths::findExecutable(QStringLiteral("lupdate"), {QStringLiteral("/usr/lib/qt6/bin")});
        if (lupdate.isEmpty()) QSKIP("lupdate is not installed");
        QTemporaryDir folder;
        const QString fresh = folder.filePath(QStringLiteral("fresh_zh_CN.ts"));
        QProcess run;
        run.setWorkingDirectory(QStringLiteral(TD_SOURCE_DIR));
        const QStringList options{QStringLiteral("-silent"),
                                  QStringLiteral("-I"),
                                  QStringLiteral("."),
                                  QStringLiteral("-locations"),
                                  QStringLiteral("none"),
                                  QStringLiteral("app/window"),
                                  QStringLiteral("views"),
                                  QStringLiteral("-target-language"),
                                  QStringLiteral("zh_CN"),
                                  QStringLiteral("-ts"),
                                  fresh};
        run.start(lupdate, options);
        QVERIFY(run.waitForFinished(120'000));
        QCOMPARE(run.exitCode(), 0);
        const QSet<QString> said = textsOf(fresh);
        const QSet<QString> known = textsOf(QStringLiteral(TD_SOURCE_DIR "/translations/tensordesk_zh_CN.ts"));
        QVERIFY(said.size() > 250);
        const QSet<QString> missing = said - known;
        QVERIFY2(missing.isEmpty(), qPrintable(QStringList(missing.values()).join(QLatin1String(" | "))));
    }

private:
    /// "context/source" of every message.
    static QSet<QString> textsOf(const QString& path) {
        QSet<QString> texts;
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) return texts;
        QXmlStreamReader xml(&file);
        QString context;
        while (!xml.atEnd()) {
            xml.readNext();
            if (!xml.isStartElement()) continue;
            if (xml.name() == QLatin1String("name")) context = xml.readElementText();
            if (xml.name() == QLatin1String("source")) texts << context + QLatin1Char('/') + xml.readElementText();
        }
        return texts;
    }
};

QTEST_GUILESS_MAIN(TranslationTest)
#include "translation_test.moc"
