#include "app/window/about_dialog.h"

#include "app/window/diagnostics.h"
#include "views/kit/theme.h"

#include <array>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace td::app {
namespace {

struct Part {
    const char* name;
    const char* licence;
    const char* use;
};

/// What is linked or shipped. Names and licences are not translated.
constexpr std::array kParts = {
    Part{"Qt 6", "LGPL-3.0", QT_TRANSLATE_NOOP("td::app::AboutDialog", "Window, drawing, files")},
    Part{"Qt SVG", "LGPL-3.0", QT_TRANSLATE_NOOP("td::app::AboutDialog", "Icons, vector export")},
    Part{"RE2", "BSD-3-Clause", QT_TRANSLATE_NOOP("td::app::AboutDialog", "Regular expressions of filters")},
    Part{"zlib", "Zlib", QT_TRANSLATE_NOOP("td::app::AboutDialog", "Packed logs")},
    Part{"nlohmann/json", "MIT", QT_TRANSLATE_NOOP("td::app::AboutDialog", "Writing JSON")},
    Part{"tl::expected", "CC0-1.0", QT_TRANSLATE_NOOP("td::app::AboutDialog", "Results of functions")},
    Part{"Fashion-MNIST", "MIT", QT_TRANSLATE_NOOP("td::app::AboutDialog", "A few pictures in the sample runs")},
};

QTreeWidget* makeParts() {
    auto* table = new QTreeWidget;
    table->setRootIsDecorated(false);
    table->setHeaderLabels({AboutDialog::tr("Part"), AboutDialog::tr("Licence"), AboutDialog::tr("Used for")});
    table->setAccessibleName(AboutDialog::tr("Third-party parts and their licences"));
    for (const Part& part : kParts)
        new QTreeWidgetItem(table, {QLatin1String(part.name), QLatin1String(part.licence), AboutDialog::tr(part.use)});
    table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    return table;
}

} // namespace

AboutDialog::AboutDialog(QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("About Tensordesk"));
    resize(560, 420);
    auto* column = new QVBoxLayout(this);
    auto* title = new QLabel(programVersion());
    title->setFont(kit::Theme::font(kit::FontId::Title));
    auto* words =
        new QLabel(tr("A native workbench for machine learning. Nothing leaves this machine.\n"
                      "Free software under the GNU General Public License, version 3 or later, without any warranty."));
    words->setWordWrap(true);
    column->addWidget(title);
    column->addWidget(words);
    column->addWidget(makeParts(), 1);
    auto* foot = new QHBoxLayout;
    auto* copy = new QPushButton(kit::Theme::instance().icon(QStringLiteral("copy"), kit::ColorId::Text),
                                 tr("Copy diagnostics"));
    copy->setToolTip(tr("Versions, system and the last lines of the log, for a report. Home is written as “~”."));
    auto* close = new QPushButton(tr("Close"));
    close->setDefault(true);
    for (QPushButton* button : {copy, close})
        button->setAccessibleName(button->text());
    foot->addWidget(copy);
    foot->addStretch(1);
    foot->addWidget(close);
    column->addLayout(foot);
    connect(copy, &QPushButton::clicked, this, [copy] {
        QGuiApplication::clipboard()->setText(diagnosticsText());
        copy->setText(tr("Copied"));
    });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
}

} // namespace td::app
