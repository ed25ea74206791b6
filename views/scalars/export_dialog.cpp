#include "views/scalars/export_dialog.h"

#include <QRegularExpression>
#include <type_traits>

namespace td::scalars {

ExportDialog::ExportDialog(Content content, Exporter& exporter, QWidget* parent)
    : QDialog(parent)
    , m_content(std::move(content))
    , m_exporter(exporter) {
    setAttribute(Qt::WA_DeleteOnClose);
    setupFields();
    updateWords();
}

void ExportDialog::setupFields() {
    m_form = new QFormLayout(this);
    m_format = new QComboBox(this);
    for (int i = 0; i < 6; ++i)
        m_format->addItem({});
    m_width = new QSpinBox(this);
    m_height = new QSpinBox(this);
    for (QSpinBox* field : {m_width, m_height})
        field->setRange(120, 8192);
    m_width->setValue(900);
    m_height->setValue(500);
    m_size = new QHBoxLayout;
    m_size->addWidget(m_width);
    m_size->addWidget(new QLabel(QStringLiteral("×"), this));
    m_size->addWidget(m_height);
    m_size->addStretch();
    m_scale = new QDoubleSpinBox(this);
    m_scale->setRange(0.5, 8);
    m_scale->setValue(2);
    m_theme = new QComboBox(this);
    for (int i = 0; i < 2; ++i)
        m_theme->addItem({});
    m_legend = new QCheckBox(this);
    m_legend->setChecked(true);
    m_note = new QLabel(this);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_button = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    m_button->setProperty("tdPrimary", true);
    m_form->addRow(new QLabel(this), m_format);
    m_form->addRow(new QLabel(this), m_size);
    m_form->addRow(new QLabel(this), m_scale);
    m_form->addRow(new QLabel(this), m_theme);
    m_form->addRow({}, m_legend);
    m_form->addRow(m_note);
    m_form->addRow(buttons);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::updateFields);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_button, &QPushButton::clicked, this, &ExportDialog::askForPath);
}

void ExportDialog::updateWords() {
    setWindowTitle(tr("Export %1").arg(m_content.scene->title()));
    const QString formats[] = {tr("SVG picture"),     tr("PDF picture"),
                               tr("PNG picture"),     tr("Picture to the clipboard"),
                               tr("CSV, all points"), tr("JSON, all points")};
    for (int i = 0; i < 6; ++i)
        m_format->setItemText(i, formats[i]);
    m_theme->setItemText(0, tr("Light"));
    m_theme->setItemText(1, tr("Dark"));
    for (QSpinBox* field : {m_width, m_height})
        field->setSuffix(tr(" px"));
    m_width->setAccessibleName(tr("Width"));
    m_height->setAccessibleName(tr("Height"));
    m_legend->setText(tr("With the legend"));
    const auto nameRow = [this](auto* field, const QString& text) {
        static_cast<QLabel*>(m_form->labelForField(field))->setText(text);
        if constexpr (std::is_base_of_v<QWidget, std::remove_pointer_t<decltype(field)>>)
            field->setAccessibleName(text);
    };
    nameRow(m_format, tr("Format"));
    nameRow(m_size, tr("Size"));
    nameRow(m_scale, tr("Scale"));
    nameRow(m_theme, tr("Colours"));
    updateFields();
}

void ExportDialog::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) updateWords();
    QDialog::changeEvent(event);
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
    const auto points = static_cast<int>(std::min<uint64_t>(Exporter::pointsOf(m_content.lines), INT_MAX));
    m_note->setText(isData()
                        ? tr("%Ln point(s) of the chart's lines, each with its exact step, time and value; points that "
                             "a restart wrote again are marked.",
                             nullptr, points)
                        : tr("The picture shows what the chart shows now."));
    if (isVisible()) fitHeight();
}

/// A note of one line leaves no room below the buttons, a longer one gets it.
void ExportDialog::fitHeight() {
    resize(width(), m_form->totalHeightForWidth(width()));
}

void ExportDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    fitHeight();
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
