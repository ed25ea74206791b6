#include "views/scalars/chart_window.h"

#include "views/kit/format.h"
#include "views/scalars/chart_card.h"

namespace td::scalars {

ChartWindow::ChartWindow(const Chart& chart, bool pinned, QWidget* parent)
    : QWidget(parent, Qt::Window)
    , m_card(new ChartCard(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->addWidget(m_card);
    m_card->setPlace(ChartPlace::Window);
    m_card->setChart(chart, pinned);
    setWindowTitle(tr("%1 – Tensordesk").arg(kit::Format::name(chart.combined ? chart.leaf : chart.id)));
    resize(900, 560);
}

void ChartWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

} // namespace td::scalars
