#include "app/window/about_dialog.h"

#include "app/window/diagnostics.h"
#include "views/kit/theme.h"

#include <array>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace td::app {
namespace {

/// What is linked or shipped, as the packages' own copyright files say. Names and licences are not translated.
constexpr std::array kParts = {
    AboutPart{"Qt 6", "LGPL-3.0", "libqt6core6", "LGPL-3",
              QT_TRANSLATE_NOOP("td::app::AboutDialog", "Window, drawing, files")},
    AboutPart{"Qt SVG", "LGPL-3.0", "libqt6svg6", "LGPL-3",
              QT_TRANSLATE_NOOP("td::app::AboutDialog", "Icons, vector export")},
    AboutPart{"RE2", "BSD-3-Clause", "libre2-9", "BSD-3-google",
              QT_TRANSLATE_NOOP("td::app::AboutDialog", "Regular expressions of filters")},
    AboutPart{"zlib", "Zlib", "zlib1g", "License: Zlib", QT_TRANSLATE_NOOP("td::app::AboutDialog", "Packed logs")},
    AboutPart{"libpng", "libpng", "libpng16-16", "License: libpng",
              QT_TRANSLATE_NOOP("td::app::AboutDialog", "Training pictures")},
    AboutPart{"libjpeg-turbo", "IJG and BSD-3-Clause", "libjpeg62-turbo", "BSD-3-clause",
              QT_TRANSLATE_NOOP("td::app::AboutDialog", "Training pictures")},
    AboutPart{"oneDNN", "Apache-2.0", "libdnnl2", "Apache-2.0",
              QT_TRANSLATE_NOOP("td::app::AboutDialog", "Matrix products, convolutions")},
    AboutPart{"GNU OpenMP library", "GPL-3.0 with GCC Runtime Library Exception", "libgomp1", "GPL version 3",
              QT_TRANSLATE_NOOP("td::app::AboutDialog", "What oneDNN asks for threads")},
    AboutPart{"nlohmann/json", "MIT", "nlohmann-json3-dev", "Expat",
              QT_TRANSLATE_NOOP("td::app::AboutDialog", "Writing JSON")},
    AboutPart{"tl::expected", "CC0-1.0", "libexpected-dev", "CC0-1.0",
              QT_TRANSLATE_NOOP("td::app::AboutDialog", "Results of functions")},
    AboutPart{"GNU C++ library", "GPL-3.0 with GCC Runtime Library Exception", "libstdc++6", "GPL version 3",
              QT_TRANSLATE_NOOP("td::app::AboutDialog", "The language's own library")},
    AboutPart{"GNU C library", "LGPL-2.1", "libc6", "LGPL-2.1",
              QT_TRANSLATE_NOOP("td::app::AboutDialog", "The system's own library")},
    AboutPart{"Fashion-MNIST", "MIT", nullptr, nullptr,
              QT_TRANSLATE_NOOP("td::app::AboutDialog", "A few pictures in the sample runs")},
    AboutPart{"MNIST", "CC BY-SA 3.0", nullptr, nullptr,
              QT_TRANSLATE_NOOP("td::app::AboutDialog", "Sample data, by Y. LeCun and C. Cortes")},
    AboutPart{"Iris", "CC BY 4.0", nullptr, nullptr,
              QT_TRANSLATE_NOOP("td::app::AboutDialog", "Sample data, by R. A. Fisher, from the UCI repository")},
};

} // namespace

std::span<const AboutPart> aboutParts() {
    return kParts;
}

AboutDialog::AboutDialog(QWidget* parent)
    : QDialog(parent)
    , m_words(new QLabel)
    , m_parts(new QTreeWidget)
    , m_copy(new QPushButton)
    , m_close(new QPushButton) {
    resize(704, 460);
    auto* column = new QVBoxLayout(this);
    auto* title = new QLabel(programVersion());
    title->setFont(kit::Theme::font(kit::FontId::Title));
    m_words->setWordWrap(true);
    m_parts->setRootIsDecorated(false);
    m_parts->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    for (const AboutPart& part : kParts)
        new QTreeWidgetItem(m_parts, {QLatin1String(part.name), QLatin1String(part.licence), {}});
    column->addWidget(title);
    column->addWidget(m_words);
    column->addWidget(m_parts, 1);
    auto* foot = new QHBoxLayout;
    m_copy->setIcon(kit::Theme::instance().icon(QStringLiteral("copy"), kit::ColorId::Text));
    m_close->setDefault(true);
    foot->addWidget(m_copy);
    foot->addStretch(1);
    foot->addWidget(m_close);
    column->addLayout(foot);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(diagnosticsText());
        m_copy->setText(tr("Copied"));
    });
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
    retranslate();
}

void AboutDialog::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QDialog::changeEvent(event);
}

void AboutDialog::retranslate() {
    setWindowTitle(tr("About Tensordesk"));
    m_words->setText(
        tr("A native workbench for machine learning. Nothing leaves this machine.\n"
           "Free software under the GNU General Public License, version 3 or later, without any warranty."));
    m_parts->setHeaderLabels({tr("Part"), tr("Licence"), tr("Used for")});
    m_parts->setAccessibleName(tr("Third-party parts and their licences"));
    for (size_t i = 0; i < kParts.size(); ++i)
        m_parts->topLevelItem(static_cast<int>(i))->setText(2, tr(kParts[i].use));
    m_copy->setText(tr("Copy diagnostics"));
    m_copy->setToolTip(tr("Versions, system and the last lines of the log, for a report. Home is written as “~”."));
    m_close->setText(tr("Close"));
    for (QPushButton* button : {m_copy, m_close})
        button->setAccessibleName(button->text());
}

} // namespace td::app
