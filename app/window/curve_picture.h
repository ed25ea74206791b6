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

    bool operator==(const CurvePicture&) const = default;
};

/// Of the scalar tag that most runs share, a validation loss before others. At most 40 runs. The highest values are
/// cut, so that one run that burst does not flatten the rest.
///
/// Threads: any; reads every point of that tag.
[[nodiscard]] CurvePicture curvePictureOf(const runlog::StoreSnapshot& store);

/// {"format": "tensordesk-curve-picture", "version": 1, "tag", "lines": [[x, y, x, y, …], …]}.
[[nodiscard]] QByteArray toJson(const CurvePicture& picture);
/// Errors: Corrupt. Numbers that are no part of a picture are left out.
[[nodiscard]] Result<CurvePicture> curvePictureFromJson(const QByteArray& text);

/// Draws lines and a base line; GUI thread.
void paintCurves(QPainter& painter, const QRectF& area, const CurvePicture& picture);

} // namespace td::app
