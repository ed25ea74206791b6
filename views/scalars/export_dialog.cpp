#include "views/scalars/export_dialog.h"

#include <QRegularExpression>

namespace td::scalars {

ExportDialog::ExportDialog(Content content, Exporter& exporter, QWidget* parent)
    : QDialog(parent)
    , m_content(std::move(content))
    , m_exporter(exporter) {
    setWindowTitle(tr("Export %1").arg(m_content.scene->title()));
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
    for (QWidget* field : std::initializer_list<QWidget*>{m_width, m_height, m_theme, m_legend})
        field->setEnabled(!isData());
    m_scale->setEnabled(format() == Format::Png || format() == Format::Clipboard);
    m_button->setText(format() == Format::Clipboard ? tr("Copy") : tr("Export…"));
    m_note->setForegroundRole(QPalette::PlaceholderText);
    const auto points = static_cast<int>(std::min<uint64_t>(Exporter::pointsOf(m_content.lines), INT_MAX));
    m_note->setText(isData()
                        ? tr("%n point(s) of the chart's lines, each with its exact step, time and value; points that "
                             "a restart wrote again are marked.",
                             nullptr, points)
                        : tr("The picture shows what the chart shows now."));
}

void ExportDialog::askForPath() {
    if (format() == Format::Clipboard) return exportTo({});
    QString name = m_content.scene->title();
    name.replace(QRegularExpression(QStringLiteral("[/\\\\:]")), QStringLiteral("-"));
    auto* dialog = new QFileDialog(this, windowTitle(), QDir::home().filePath(name + QLatin1Char('.') + suffix()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix());
    connect(dialog, &QFileDialog::fileSelected, this, &ExportDialog::exportTo);
    dialog->open();
}

void ExportDialog::exportTo(const QString& path) {
    const plot::ExportOptions options{
        {m_width->value(), m_height->value()}, m_scale->value(), m_theme->currentIndex() == 1, m_legend->isChecked()};
    if (isData())
        m_exporter.writePoints(m_content.lines,
                               format() == Format::Csv ? runlog::PointFormat::Csv : runlog::PointFormat::Json, path);
    else
        m_exporter.writePicture(m_content.scene, static_cast<Exporter::Picture>(format()), path, options);
    accept();
}

} // namespace td::scalars
