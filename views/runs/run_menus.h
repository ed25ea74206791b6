#pragma once

#include "views/runs_present/run_list_presenter.h"

#include <functional>
#include <QMenu>

namespace td::runs {

/// Fills a menu with scalar tags, one submenu a prefix, filled when it opens; `chosen(tag)` on a choice.
void fillTagMenu(QMenu* menu, const std::vector<std::string>& tags, const std::string& current,
                 std::function<void(const std::string&)> chosen);

/// The order of the list: by folder, by which column, which way.
void fillSortMenu(QMenu* menu, const RunListPresenter& presenter, std::function<void(SortKey, SortOrder)> sorted,
                  std::function<void(bool)> grouped);

/// The ten colours times four dashes, by the look of the line.
void fillColorMenu(QMenu* menu, int currentSlot, std::function<void(int)> chosen);

} // namespace td::runs
