#include "views/scalars/export_dialog.h"

#include "views/kit/error_text.h"
#include "views/kit/theme.h"
#include "views/kit/worker.h"
#include "views/plot/export.h"
#include "views/plot_present/plot_series.h"

#include <QRegularExpression>

namespace td::scalars {

using kit::ColorId;
using kit::Theme;

ExportDialog::ExportDialog(plot::PlotWidget* plot, QWidget* parent)
    : QDialog(parent)
    , m_plot(plot) {
    setWindowTitle(tr("Export %1").arg(plot->title()));
    setAttribute(Qt::WA_DeleteOnClose);
    setupFields();
    updateFields();
}

void ExportDialog::setupFields() {
    auto* form = new QFormLayout(this);
    m_format = new QComboBox(this);
    m_format->addItems({tr("SVG picture"), tr("PDF picture"), tr("PNG picture"), tr("Picture to the clipboard"),
                        tr("CSV, all points"), tr("JSON, all points")});
    m_width = new QSpinBox(this);
    m_height = new QSpinBox(this);
    for (QSpinBox* field : {m_width, m_height}) {
        field->setRange(120, 8192);
        field->setSuffix(tr(" px"));
    }
    m_width->setValue(900);
    m_height->setValue(500);
    m_width->setAccessibleName(tr("Width"));
    m_height->setAccessibleName(tr("Height"));
    auto* size = new QHBoxLayout;
    size->addWidget(m_width);
    size->addWidget(new QLabel(QStringLiteral("×"), this));
    size->addWidget(m_height);
    size->addStretch();
    m_scale = new QDoubleSpinBox(this);
    m_scale->setRange(0.5, 8);
    m_scale->setValue(2);
    m_theme = new QComboBox(this);
    m_theme->addItems({tr("Light"), tr("Dark")});
    m_legend = new QCheckBox(tr("With the legend"), this);
    m_legend->setChecked(true);
    m_note = new QLabel(this);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_button = buttons->addButton(tr("Export…"), QDialogButtonBox::AcceptRole);
    m_button->setProperty("tdPrimary", true);
    form->addRow(tr("Format"), m_format);
    form->addRow(tr("Size"), size);
    form->addRow(tr("Scale"), m_scale);
    form->addRow(tr("Colours"), m_theme);
    form->addRow({}, m_legend);
    form->addRow(m_note);
    form->addRow(buttons);
    for (const auto& [field, name] :
         {std::pair<QWidget*, QString>{m_format, tr("Format")}, {m_scale, tr("Scale")}, {m_theme, tr("Colours")}})
        field->setAccessibleName(name);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::updateFields);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_button, &QPushButton::clicked, this, &ExportDialog::askForPath);
}

ExportDialog::Format ExportDialog::format() const {
    return static_cast<Format>(m_format->currentIndex());
}
void ExportDialog::setFormat(Format format) {
    m_format->setCurrentIndex(static_cast<int>(format));
}

QString ExportDialog::suffix() const {
    static const char* const kSuffixes[] = {"svg", "pdf", "png", "", "csv", "json"};
    return QString::fromLatin1(kSuffixes[m_format->currentIndex()]);
}

void ExportDialog::updateFields() {
    const bool isData = format() == Format::Csv || format() == Format::Json;
    for (QWidget* field : std::initializer_list<QWidget*>{m_width, m_height, m_theme, m_legend})
        field->setEnabled(!isData);
    m_scale->setEnabled(format() == Format::Png || format() == Format::Clipboard);
    m_button->setText(format() == Format::Clipboard ? tr("Copy") : tr("Export…"));
    quint64 points = 0;
    if (m_plot)
        for (const auto& line : m_plot->lines())
            points += line.points->size();
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setText(isData ? tr("%n point(s), each with its exact step, time and value.", nullptr,
                                static_cast<int>(std::min<quint64>(points, INT_MAX)))
                           : tr("The picture shows what the chart shows now."));
}

void ExportDialog::askForPath() {
    if (format() == Format::Clipboard) return exportTo({});
    QString name = m_plot ? m_plot->title() : tr("chart");
    name.replace(QRegularExpression(QStringLiteral("[/\\\\:]")), QStringLiteral("-"));
    auto* dialog = new QFileDialog(this, windowTitle(), QDir::home().filePath(name + QLatin1Char('.') + suffix()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix());
    connect(dialog, &QFileDialog::fileSelected, this, &ExportDialog::exportTo);
    dialog->open();
}

void ExportDialog::exportTo(const QString& path) {
    if (!m_plot) return finish(failure(ErrorCode::NotFound, {{"chart", "closed"}}), path);
    const plot::ExportOptions options{
        {m_width->value(), m_height->value()}, m_scale->value(), m_theme->currentIndex() == 1, m_legend->isChecked()};
    const auto lines = m_plot->lines();
    const QString title = m_plot->title();
    switch (format()) {
    case Format::Svg:
        return finish(plot::exportSvg(*m_plot, path, options), path);
    case Format::Pdf:
        return finish(plot::exportPdf(*m_plot, path, options), path);
    case Format::Png:
        return finish(plot::exportPng(*m_plot, path, options), path);
    case Format::Clipboard:
        return finish(plot::copyToClipboard(*m_plot, options), path);
    case Format::Csv:
    case Format::Json:
        break;
    }
    m_button->setEnabled(false);
    m_note->setText(tr("Writing…"));
    kit::onWorker(
        this,
        [lines, path, title, csv = format() == Format::Csv] {
            return csv ? plot::exportCsv(lines, path) : plot::exportJson(title, lines, path);
        },
        [this, path](const Result<void>& result) { finish(result, path); });
}

void ExportDialog::finish(const Result<void>& result, const QString& path) {
    m_button->setEnabled(true);
    if (result) {
        Q_EMIT exported(path);
        accept();
        return;
    }
    QPalette palette = m_note->palette();
    palette.setColor(QPalette::WindowText, Theme::instance().color(ColorId::Bad));
    m_note->setPalette(palette);
    m_note->setForegroundRole(QPalette::WindowText);
    m_note->setText(kit::ErrorText::text(result.error()) + QLatin1Char(' ') + kit::ErrorText::advice(result.error()));
}

} // namespace td::scalars
