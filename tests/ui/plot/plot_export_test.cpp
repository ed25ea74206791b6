#include "tests/support/ui_variant.h"
#include "tests/ui/plot/chart_fixture.h"
#include "views/kit/theme.h"
#include "views/plot/export.h"

#include <QFile>
#include <QImage>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

using namespace td::plot;
using td::Result;
using namespace td::plot::test;

namespace {

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class PlotExportTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        td::test::takeVariant();
        m_plot.resize(700, 360);
        m_plot.setTitle(QStringLiteral("val/loss"));
        m_plot.setLines(sampleLines());
    }

    void svgKeepsTextAsTextAndShowsTheLegend() {
        const QString path = m_folder.filePath(QStringLiteral("chart.svg"));
        QVERIFY(exportSvg(*m_plot.scene(), path));
        const QByteArray svg = bytesOf(path);
        QVERIFY(svg.contains(">val/loss</text>"));
        QVERIFY(svg.contains("sgd-cosine</text>"));
        QVERIFY(svg.contains("<polyline"));
        QVERIFY(!svg.contains("<image")); // lines are vectors
        QVERIFY(QSvgRenderer(svg).isValid());
    }

    void pdfIsAPageOfTheAskedSize() {
        const QString path = m_folder.filePath(QStringLiteral("chart.pdf"));
        QVERIFY(exportPdf(*m_plot.scene(), path, {.sizePx = {960, 480}}));
        const QByteArray pdf = bytesOf(path);
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY2(pdf.contains("/MediaBox [0 0 720"), "960 px at 96 a inch are 720 pt");
    }

    void pngHasTheAskedSizeAndTheLightThemeUnlessAsked() {
        td::kit::Theme::instance().setMode(td::kit::ThemeMode::Dark);
        for (const bool dark : {false, true}) {
            const QString path = m_folder.filePath(dark ? QStringLiteral("dark.png") : QStringLiteral("light.png"));
            QVERIFY(exportPng(*m_plot.scene(), path, {.sizePx = {900, 500}, .scale = 2, .dark = dark}));
            const QImage image(path);
            QCOMPARE(image.size(), QSize(1800, 1000));
            QCOMPARE(image.pixelColor(3, 3), dark ? td::kit::Theme::darkColor(td::kit::ColorId::Surface)
                                                  : td::kit::Theme::lightColor(td::kit::ColorId::Surface));
        }
        td::kit::Theme::instance().setMode(td::kit::ThemeMode::Light);
    }

    void picturesArePaintedOnAnyThread() {
        const auto scene = m_plot.scene();
        const Result<QImage> here = exportImage(*scene, {.sizePx = {400, 300}, .scale = 1});
        QVERIFY(here);
        QImage there[2];
        std::vector<std::thread> threads;
        for (QImage& image : there)
            threads.emplace_back([&] { image = exportImage(*scene, {.sizePx = {400, 300}, .scale = 1}).value(); });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(there[0], *here);
        QCOMPARE(there[1], *here);
    }

    void failuresNameTheFile() {
        const auto result = exportSvg(*m_plot.scene(), QStringLiteral("/nowhere/at all/chart.svg"));
        QVERIFY(!result);
        QCOMPARE(QString::fromStdString(std::string(result.error().fact("file"))),
                 QStringLiteral("/nowhere/at all/chart.svg"));
        const auto big =
            exportPng(*m_plot.scene(), m_folder.filePath(QStringLiteral("big.png")), {.sizePx = {90'000, 500}});
        QVERIFY(!big);
        QCOMPARE(big.error().code, td::ErrorCode::InvalidArgument);
    }

private:
    QTemporaryDir m_folder;
    PlotWidget m_plot;
};

QTEST_MAIN(PlotExportTest)
#include "plot_export_test.moc"
