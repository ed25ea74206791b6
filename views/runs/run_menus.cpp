#include "views/runs/run_menus.h"

#include "views/kit/theme.h"
#include "views/kit_present/name_order.h"
#include "views/runs/number_text.h"

#include <map>
#include <QActionGroup>

namespace td::runs {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(td::runs::RunMenus)
};

QString escaped(const std::string& tag) {
    return QString::fromStdString(tag).replace(QLatin1Char('&'), QStringLiteral("&&"));
}

void addTag(QMenu* menu, const std::string& tag, const std::string& current,
            const std::function<void(const std::string&)>& chosen) {
    QAction* action = menu->addAction(escaped(tag));
    action->setCheckable(true);
    action->setChecked(tag == current);
    QObject::connect(action, &QAction::triggered, menu, [chosen, tag] { chosen(tag); });
}

QIcon lineIcon(int slot) {
    QPixmap pixmap(QSize(24, 16) * 2);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    drawLineSample(painter, 0, 8, slot, 1);
    return QIcon(pixmap);
}

} // namespace

void fillTagMenu(QMenu* menu, const std::vector<std::string>& tags, const std::string& current,
                 std::function<void(const std::string&)> chosen) {
    std::map<std::string, std::vector<std::string>> groups;
    std::vector<std::string> order;
    for (const auto& tag : tags) {
        const std::string prefix(kit::namePrefix(tag));
        if (prefix.empty()) {
            addTag(menu, tag, current, chosen);
            continue;
        }
        if (groups[prefix].empty()) order.push_back(prefix);
        groups[prefix].push_back(tag);
    }
    for (const auto& prefix : order) {
        QMenu* sub = menu->addMenu(escaped(prefix));
        QObject::connect(sub, &QMenu::aboutToShow, sub, [sub, members = groups[prefix], current, chosen] {
            if (!sub->isEmpty()) return;
            for (const auto& tag : members)
                addTag(sub, tag, current, chosen);
        });
    }
}

void fillSortMenu(QMenu* menu, const RunListPresenter& presenter, std::function<void(SortKey, SortOrder)> sorted,
                  std::function<void(bool)> grouped) {
    QAction* group = menu->addAction(Words::tr("Group by folder"));
    group->setCheckable(true);
    group->setChecked(presenter.isGrouped());
    QObject::connect(group, &QAction::toggled, menu, grouped);
    menu->addSeparator();
    const std::pair<SortKey, QString> keys[] = {{SortKey::Name, Words::tr("Sort by name")},
                                                {SortKey::Value, Words::tr("Sort by value")},
                                                {SortKey::Step, Words::tr("Sort by step")},
                                                {SortKey::State, Words::tr("Sort by state")},
                                                {SortKey::Problems, Words::tr("Sort by problems")}};
    auto* choices = new QActionGroup(menu);
    const SortOrder order = presenter.sortOrder();
    const SortKey key = presenter.sortKey();
    for (const auto& [choice, text] : keys) {
        QAction* action = menu->addAction(text);
        action->setActionGroup(choices);
        action->setCheckable(true);
        action->setChecked(choice == key);
        QObject::connect(action, &QAction::triggered, menu,
                         [sorted, choice = choice, order] { sorted(choice, order); });
    }
    menu->addSeparator();
    QAction* descending = menu->addAction(Words::tr("Largest first"));
    descending->setCheckable(true);
    descending->setChecked(order == SortOrder::Descending);
    QObject::connect(descending, &QAction::toggled, menu,
                     [sorted, key](bool on) { sorted(key, on ? SortOrder::Descending : SortOrder::Ascending); });
}

void fillColorMenu(QMenu* menu, int currentSlot, std::function<void(int)> chosen) {
    const QString dashes[] = {Words::tr("solid"), Words::tr("dashed"), Words::tr("dotted"), Words::tr("dash-dotted")};
    for (int slot = 0; slot < 40; ++slot) {
        if (slot % 10 == 0 && slot > 0) menu->addSeparator();
        QAction* action =
            menu->addAction(lineIcon(slot), Words::tr("Colour %1, %2").arg(slot % 10 + 1).arg(dashes[slot / 10]));
        action->setCheckable(true);
        action->setChecked(slot == currentSlot % 40);
        QObject::connect(action, &QAction::triggered, menu, [chosen, slot] { chosen(slot); });
    }
}

} // namespace td::runs
