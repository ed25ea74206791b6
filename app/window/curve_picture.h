#pragma once

#include "engine/base/result.h"
#include "engine/runlog/snapshot.h"

#include <QByteArray>
#include <QList>
#include <QPolygonF>
#include <QRectF>
#include <QString>

class QPainter;

namespace td::app {

/// The curves of one tag, thinned to the size of a card: what a folder looks like at a glance. Kept as lines, so that
/// it is sharp at every scale and has the colours of the theme.
struct CurvePicture {
    QString tag;            ///< what is drawn
    QList<QPolygonF> lines; ///< a run each; x and y in 0…1, y upwards
    QList<int> runSlots;    ///< of each line: the colour and dash that its run has in every view

    bool operator==(const CurvePicture&) const = default;
};

/// Of the scalar tag that most runs share, a validation loss before others. At most 40 runs. The highest values are
/// cut, so that one run that burst does not flatten the rest.
///
/// Colours are those that the window gives the runs of these roots.
///
/// Threads: any, for workers; reads every point of that tag, and a small file.
[[nodiscard]] CurvePicture curvePictureOf(const runlog::StoreSnapshot& store,
                                          const std::vector<std::filesystem::path>& roots);

/// {"format": "tensordesk-curve-picture", "version": 1, "tag", "lines": [[x, y, x, y, …], …], "slots": [N, …]}.
/// Without slots (as they were once written) lines are coloured in their order.
[[nodiscard]] QByteArray toJson(const CurvePicture& picture);
/// Errors: Corrupt. Numbers that are no part of a picture are left out.
[[nodiscard]] Result<CurvePicture> curvePictureFromJson(const QByteArray& text);

/// Draws lines and a base line; GUI thread.
void paintCurves(QPainter& painter, const QRectF& area, const CurvePicture& picture);

} // namespace td::app
