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
            QStringLiteral("^[\\s%0-9nL.,:;/()+·–—×“”-]*(Tensordesk|Del|of)?[\\s)%0-9]*$"));
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
};

QTEST_GUILESS_MAIN(TranslationTest)
#include "translation_test.moc"
