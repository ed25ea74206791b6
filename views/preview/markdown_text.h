#pragma once

#include <QTextEdit>

namespace td::preview {

/// A text that a program logged, read as Markdown: headings, lists, tables, code. It is not trusted: HTML in it stands
/// as it is written, a picture is its name in brackets, no resource is loaded, links lead nowhere.
class MarkdownText : public QTextEdit {
    Q_OBJECT
public:
    explicit MarkdownText(QWidget* parent = nullptr);

    /// Laying out takes long where there is very much of it: such a text is for a plain view.
    [[nodiscard]] static bool canShow(const QString& text);
    void setText(const QString& text);
    [[nodiscard]] QVariant loadResource(int type, const QUrl& name) override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyLook();
    QTextDocument* m_read = nullptr; ///< what is shown; null before the first text
};

} // namespace td::preview
