#pragma once

#include <QDialog>
#include <span>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace td::app {

/// Something of others that is linked or shipped.
struct AboutPart {
    const char* name;
    const char* licence;
    const char* package; ///< the Debian package; null: shipped with its licence beside it
    const char* proof;   ///< what that package's copyright file calls the licence
    const char* use;
};
[[nodiscard]] std::span<const AboutPart> aboutParts();

/// Version, licence, third-party parts with theirs, and "copy diagnostics".
class AboutDialog : public QDialog {
    Q_OBJECT
public:
    explicit AboutDialog(QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    QLabel* m_words;
    QTreeWidget* m_parts;
    QPushButton* m_copy;
    QPushButton* m_close;
};

} // namespace td::app
