#include "views/preview/markdown_text.h"

#include "views/kit/theme.h"

#include <memory>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextTable>

namespace td::preview {
namespace {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

constexpr qsizetype kMost = 60'000, kMostLines = 2'000;
constexpr int kMargin = 12, kCellPadding = 4;

void styleTable(QTextTable& table) {
    QTextTableFormat format = table.format();
    format.setBorder(1);
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setBorderBrush(Theme::instance().color(ColorId::Border));
    format.setBorderCollapse(true);
    format.setCellPadding(kCellPadding);
    format.setCellSpacing(0);
    format.setTopMargin(kMargin / 2.0);
    table.setFormat(format);
}

/// Writes the name of each picture in its place.
void namePictures(QTextDocument& document) {
    const QString object(QChar::ObjectReplacementCharacter);
    for (QTextCursor found = document.find(object); !found.isNull(); found = document.find(object, found))
        if (const QTextCharFormat format = found.charFormat(); format.isImageFormat())
            found.insertText(QLatin1Char('[') + format.toImageFormat().name() + QLatin1Char(']'), QTextCharFormat());
}

/// Headings keep the sizes and weights that the program has.
void styleHeading(const QTextBlock& block) {
    const int level = block.blockFormat().headingLevel();
    if (level == 0) return;
    const QFont font = Theme::font(level == 1 ? FontId::Title : level == 2 ? FontId::Section : FontId::BodyStrong);
    QTextCursor cursor(block);
    cursor.select(QTextCursor::BlockUnderCursor);
    QTextCharFormat format;
    format.setFont(font);
    format.setProperty(QTextFormat::FontSizeAdjustment, 0); // Markdown would have them larger by degrees
    cursor.mergeCharFormat(format);
}

} // namespace

MarkdownText::MarkdownText(QWidget* parent)
    : QTextEdit(parent) {
    setReadOnly(true);
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    connect(&Theme::instance(), &Theme::changed, this, &MarkdownText::applyLook);
}

bool MarkdownText::canShow(const QString& text) {
    return text.size() <= kMost && text.count(QLatin1Char('\n')) <= kMostLines;
}

void MarkdownText::setText(const QString& text) {
    // Read apart from the view: what a document shows, Qt lays out at once, and for that it opens pictures.
    auto* read = new QTextDocument(this);
    read->setUndoRedoEnabled(false);
    read->setDocumentMargin(kMargin);
    read->setDefaultFont(font());
    read->setMarkdown(text, QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) |
                                QTextDocument::MarkdownNoHTML);
    namePictures(*read);
    const std::unique_ptr<QTextDocument> before(m_read);
    m_read = read;
    setDocument(read);
    applyLook();
    moveCursor(QTextCursor::Start);
}

/// Nothing is looked for, neither on this machine nor elsewhere.
QVariant MarkdownText::loadResource(int, const QUrl&) {
    return {};
}

void MarkdownText::applyLook() {
    for (QTextFrame* frame : document()->rootFrame()->childFrames())
        if (auto* table = qobject_cast<QTextTable*>(frame)) styleTable(*table);
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next())
        styleHeading(block);
}

void MarkdownText::changeEvent(QEvent* event) {
    QTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange) applyLook();
}

} // namespace td::preview
