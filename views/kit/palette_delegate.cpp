#include "views/kit/palette_delegate.h"

#include "views/kit/command_palette.h"
#include "views/kit/keycap.h"
#include "views/kit/style_paint.h"

#include <QPainter>

namespace td::kit {
namespace {

/// Draws `text` with the letters at `positions` in 600; returns where it ended.
int drawEmphasized(QPainter& painter, QRect rect, const QString& text, const QList<int>& positions) {
    const QFont plain = Theme::font(FontId::Body), strong = Theme::font(FontId::BodyStrong);
    int x = rect.left();
    for (qsizetype i = 0; i < text.size();) {
        const bool hit = positions.contains(static_cast<int>(i));
        qsizetype end = i + 1;
        while (end < text.size() && positions.contains(static_cast<int>(end)) == hit)
            ++end;
        const QString part = text.mid(i, end - i);
        painter.setFont(hit ? strong : plain);
        painter.drawText(QRect(x, rect.top(), rect.right() - x, rect.height()), Qt::AlignVCenter | Qt::AlignLeft, part);
        x += painter.fontMetrics().horizontalAdvance(part);
        i = end;
    }
    return x;
}

} // namespace

void PaletteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    const bool chosen = option.state & QStyle::State_Selected;
    if (chosen) paintBox(*painter, option.rect, kFieldRadius, themed(ColorId::SelectionFill), QColor());
    const QString icon = index.data(PaletteModel::IconNameRole).toString();
    if (!icon.isEmpty())
        paintIcon(*painter, QRect(option.rect.left() + 8, option.rect.top(), 16, option.rect.height()), icon, 16,
                  chosen ? ColorId::Text : ColorId::SecondaryText);
    int right = option.rect.right() - 8;
    if (const QString key = index.data(PaletteModel::KeyRole).toString(); !key.isEmpty())
        right = paintKeys(*painter, right, option.rect, key) - 12;
    painter->setFont(Theme::font(FontId::Small));
    painter->setPen(themed(chosen ? ColorId::Text : ColorId::SecondaryText));
    const QString detail = painter->fontMetrics().elidedText(index.data(PaletteModel::DetailRole).toString(),
                                                             Qt::ElideMiddle, option.rect.width() / 3);
    painter->drawText(QRect(option.rect.left(), option.rect.top(), right - option.rect.left(), option.rect.height()),
                      Qt::AlignVCenter | Qt::AlignRight, detail);
    right -= painter->fontMetrics().horizontalAdvance(detail) + 12;
    painter->setPen(themed(ColorId::Text));
    painter->setClipRect(
        QRect(option.rect.left(), option.rect.top(), right - option.rect.left(), option.rect.height()));
    drawEmphasized(*painter, option.rect.adjusted(34, 0, 0, 0), index.data(Qt::DisplayRole).toString(),
                   index.data(PaletteModel::PositionsRole).value<QList<int>>());
    painter->restore();
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {200, kRowHeight};
}

} // namespace td::kit
