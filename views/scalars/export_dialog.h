#pragma once

#include "views/scalars/exporter.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace td::scalars {

/// Asks how a chart is to be exported: as a picture (SVG, PDF, PNG, clipboard) of what it showed when the dialog was
/// opened, or all its points (CSV, JSON) whatever it shows. The exporter does it; the dialog closes at once.
class ExportDialog : public QDialog {
    Q_OBJECT
public:
    enum class Format { Svg, Pdf, Png, Clipboard, Csv, Json };
    /// What there is to export.
    struct Content {
        std::shared_ptr<const plot::PlotScene> scene;
        std::vector<LineRequest> lines;
    };
    /// `exporter` has to outlive the dialog.
    ExportDialog(Content content, Exporter& exporter, QWidget* parent = nullptr);

    void setFormat(Format format);
    /// Begins to write to `path` (not used for the clipboard) and closes.
    void exportTo(const QString& path);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void setupFields();
    void updateWords();
    void updateFields();
    void fitHeight();
    void askForPath();
    [[nodiscard]] Format format() const;
    [[nodiscard]] QString suffix() const;
    [[nodiscard]] bool isData() const { return format() == Format::Csv || format() == Format::Json; }

    Content m_content;
    Exporter& m_exporter;
    QFormLayout* m_form = nullptr;
    QHBoxLayout* m_size = nullptr;
    QComboBox* m_format = nullptr;
    QSpinBox* m_width = nullptr;
    QSpinBox* m_height = nullptr;
    QDoubleSpinBox* m_scale = nullptr;
    QComboBox* m_theme = nullptr;
    QCheckBox* m_legend = nullptr;
    QLabel* m_note = nullptr;
    QPushButton* m_button = nullptr;
};

} // namespace td::scalars
