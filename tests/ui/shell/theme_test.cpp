#include "views/kit/theme.h"

#include <cmath>
#include <QtTest>
#include <QtWidgets>

using namespace td::kit;

namespace {

/// WCAG 2.1: relative luminance of an sRGB colour, and the ratio of two.
double luminance(const QColor& color) {
    const auto linear = [](double v) { return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}
double contrast(const QColor& a, const QColor& b) {
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

/// The font that draws the first character of `text`.
QRawFont rawFontOf(const QString& text, const QFont& font) {
    QTextLayout layout(text, font);
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
    const auto runs = layout.glyphRuns();
    return runs.isEmpty() ? QRawFont() : runs.first().rawFont();
}
QString familyOf(const QString& text, const QFont& font) {
    return rawFontOf(text, font).familyName();
}

QWidget* makeGallery() {
    auto* page = new QWidget;
    auto* form = new QFormLayout(page);
    auto* check = new QCheckBox(QStringLiteral("Original behind"));
    check->setChecked(true);
    auto* half = new QCheckBox(QStringLiteral("Partly"));
    half->setCheckState(Qt::PartiallyChecked);
    form->addRow(check, half);
    form->addRow(new QCheckBox(QStringLiteral("Off")), new QRadioButton(QStringLiteral("Radio")));
    auto* radio = new QRadioButton(QStringLiteral("Chosen"));
    radio->setChecked(true);
    auto* disabled = new QCheckBox(QStringLiteral("Disabled"));
    disabled->setEnabled(false);
    form->addRow(radio, disabled);
    auto* line = new QLineEdit;
    line->setPlaceholderText(QStringLiteral("Filter tags"));
    line->setClearButtonEnabled(true);
    form->addRow(QStringLiteral("Line edit"), line);
    auto* combo = new QComboBox;
    combo->addItems({QStringLiteral("Time-weighted EMA"), QStringLiteral("None")});
    form->addRow(QStringLiteral("Combo"), combo);
    form->addRow(QStringLiteral("Spin"), new QSpinBox);
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setValue(60);
    form->addRow(QStringLiteral("Slider"), slider);
    auto* primary = new QPushButton(QStringLiteral("Open folder…"));
    primary->setProperty("tdPrimary", true);
    auto* plain = new QPushButton(Theme::instance().icon(QStringLiteral("open")), QStringLiteral("Open file…"));
    auto* off = new QPushButton(QStringLiteral("Disabled"));
    off->setEnabled(false);
    form->addRow(primary, plain);
    form->addRow(off, new QToolButton);
    auto* bar = new QProgressBar;
    bar->setValue(62);
    form->addRow(QStringLiteral("Progress"), bar);
    auto* tabs = new QTabBar;
    tabs->addTab(QStringLiteral("Scalars"));
    tabs->addTab(QStringLiteral("Histograms"));
    form->addRow(tabs);
    auto* tree = new QTreeWidget;
    tree->setHeaderLabels({QStringLiteral("Run"), QStringLiteral("Value")});
    tree->setSortingEnabled(true);
    for (int i = 0; i < 12; ++i) {
        auto* item = new QTreeWidgetItem(tree, {QStringLiteral("run-%1").arg(i), QStringLiteral("0.%1").arg(i)});
        item->setCheckState(0, i % 2 ? Qt::Checked : Qt::Unchecked);
        item->setIcon(1, Theme::instance().icon(QStringLiteral("finished")));
        new QTreeWidgetItem(item, {QStringLiteral("child")});
    }
    tree->setCurrentItem(tree->topLevelItem(1));
    tree->expandItem(tree->topLevelItem(1));
    form->addRow(tree);
    auto* icons = new QWidget;
    auto* grid = new QGridLayout(icons);
    int n = 0;
    for (const QString& name : QDir(QStringLiteral(":/icons")).entryList()) {
        auto* label = new QLabel;
        label->setPixmap(Theme::instance().iconPixmap(QFileInfo(name).baseName(), n % 2 ? 24 : 16, ColorId::Text, 2));
        grid->addWidget(label, n / 18, n % 18);
        ++n;
    }
    form->addRow(icons);
    return page;
}

} // namespace

class ThemeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("."))); }

    void textIsReadableOnEverySurface() {
        for (ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            Theme& theme = Theme::instance();
            theme.setMode(mode);
            for (ColorId under : {ColorId::Window, ColorId::Surface, ColorId::Raised}) {
                QVERIFY(contrast(theme.color(ColorId::Text), theme.color(under)) >= 7.0);
                QVERIFY(contrast(theme.color(ColorId::SecondaryText), theme.color(under)) >= 4.5);
                QVERIFY(contrast(theme.color(ColorId::Accent), theme.color(under)) >= 4.5);
            }
            // WCAG 1.4.11: what outlines a control stands out from what is beside it.
            for (ColorId fill : {ColorId::Window, ColorId::Surface, ColorId::Raised})
                QVERIFY(contrast(theme.color(ColorId::StrongBorder), theme.color(fill)) >= 3.0);
            QVERIFY(contrast(theme.color(ColorId::OnAccent), theme.color(ColorId::Accent)) >= 4.5);
            QVERIFY(contrast(theme.color(ColorId::Text), theme.color(ColorId::SelectionFill)) >= 7.0);
        }
    }

    void seriesStandOutAndRepeatWithTheNextDash() {
        for (ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            Theme& theme = Theme::instance();
            theme.setMode(mode);
            for (int slot = 0; slot < 10; ++slot) {
                const QColor color = theme.seriesColor(slot);
                for (ColorId under : {ColorId::Surface, ColorId::Raised})
                    QVERIFY2(contrast(color, theme.color(under)) >= 3.0, qPrintable(color.name()));
                QCOMPARE(theme.seriesColor(slot + 10), color);
            }
        }
        QCOMPARE(Theme::seriesDash(9), QList<qreal>());
        QCOMPARE(Theme::seriesDash(10), QList<qreal>({6, 3}));
        QCOMPARE(Theme::seriesDash(25), QList<qreal>({2, 3}));
        QCOMPARE(Theme::seriesDash(39), QList<qreal>({8, 3, 2, 3}));
        QCOMPARE(Theme::seriesDash(40), QList<qreal>());
        QVERIFY(Theme::instance().seriesPen(12).isCosmetic());
        QVERIFY(Theme::instance().seriesColor(-3).isValid());
    }

    void everyIconPaintsSomethingInTheColourAsked() {
        const QStringList names = QDir(QStringLiteral(":/icons")).entryList();
        QVERIFY(names.size() >= 60);
        for (const QString& file : names)
            for (int size : {16, 20, 24}) {
                const QPixmap pixmap =
                    Theme::instance().iconPixmap(QFileInfo(file).baseName(), size, ColorId::Bad, 1.5);
                QCOMPARE(pixmap.width(), qRound(size * 1.5));
                const QImage image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
                int solid = 0;
                const QColor want = Theme::instance().color(ColorId::Bad);
                for (int y = 0; y < image.height(); ++y)
                    for (int x = 0; x < image.width(); ++x) {
                        const QColor got = image.pixelColor(x, y);
                        if (got.alpha() > 200 && std::abs(got.red() - want.red()) < 8) ++solid;
                    }
                QVERIFY2(solid >= size / 2, qPrintable(file));
            }
    }

    /// A character that China and Japan write differently, in the form of the reader's own.
    void hanCharactersHaveTheirChineseForms() {
        if (!QFontDatabase::hasFamily(QStringLiteral("Noto Sans CJK SC")))
            QSKIP("the fonts of this system do not say for which reader they are");
        for (const FontId id : {FontId::Small, FontId::Body, FontId::BodyStrong, FontId::Title, FontId::Mono}) {
            const QFont font = Theme::font(id);
            QVERIFY2(familyOf(QStringLiteral("直骨"), font).endsWith(QStringLiteral("CJK SC")),
                     qPrintable(familyOf(QStringLiteral("直骨"), font)));
            // What has letters of its own keeps them.
            QCOMPARE(familyOf(QStringLiteral("loss"), font), QFontInfo(font).family());
            QVERIFY(!QFontInfo(font).family().contains(QStringLiteral("CJK")));
            // Neither bolder nor lighter than the letters beside it.
            QCOMPARE(rawFontOf(QStringLiteral("直"), font).weight() >= QFont::DemiBold,
                     font.weight() >= QFont::DemiBold);
        }
        QCOMPARE(familyOf(QStringLiteral("直骨"), QApplication::font()), QStringLiteral("Noto Sans CJK SC"));
    }

    void anUnknownIconIsSaidAndEmpty() {
        QTest::ignoreMessage(QtWarningMsg, "no icon of the name 'no-such-icon'");
        QVERIFY(!Theme::instance().iconPixmap(QStringLiteral("no-such-icon"), 16, ColorId::Text, 1).isNull());
    }

    void iconsFollowTheThemeWithoutBeingMadeAnew() {
        const QIcon icon = Theme::instance().icon(QStringLiteral("close"), ColorId::Text);
        Theme::instance().setMode(ThemeMode::Light);
        const QImage light = icon.pixmap(16, 16).toImage();
        Theme::instance().setMode(ThemeMode::Dark);
        QVERIFY(icon.pixmap(16, 16).toImage() != light);
    }

    void switchingTellsAndRepaintsPalette() {
        Theme& theme = Theme::instance();
        theme.setMode(ThemeMode::Light);
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setMode(ThemeMode::Dark);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(qApp->palette().color(QPalette::Window), QColor(0x15, 0x17, 0x1c));
        theme.setMode(ThemeMode::Dark);
        QCOMPARE(changed.count(), 1);
        theme.setMode(ThemeMode::Light);
        QCOMPARE(qApp->palette().color(QPalette::Base), QColor(Qt::white));
    }

    void uncheckedBoxesAndFieldsCanBeSeenInBothThemes() {
        for (ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            Theme::instance().setMode(mode);
            QLineEdit edit;
            edit.resize(120, 28);
            const QImage image = edit.grab().toImage();
            const QColor border = image.pixelColor(60, 0);
            QVERIFY2(contrast(border, Theme::instance().color(ColorId::Surface)) >= 3.0, qPrintable(border.name()));
            QCheckBox box;
            box.resize(box.sizeHint());
            const QImage boxImage = box.grab().toImage();
            double best = 0;
            for (int y = 0; y < boxImage.height(); ++y)
                best = std::max(best, contrast(boxImage.pixelColor(9, y), Theme::instance().color(ColorId::Surface)));
            QVERIFY(best >= 3.0);
        }
    }

    void galleryRenders() {
        for (ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            Theme::instance().setMode(mode);
            std::unique_ptr<QWidget> page(makeGallery());
            page->resize(640, 800);
            const QPixmap picture = page->grab();
            QVERIFY(!picture.isNull());
            const QString out = qEnvironmentVariable("TD_PICTURES");
            if (!out.isEmpty())
                picture.save(out + (mode == ThemeMode::Dark ? QStringLiteral("/kit-dark.png")
                                                            : QStringLiteral("/kit-light.png")));
        }
    }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
