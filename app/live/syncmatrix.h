#pragma once

#include <QSet>

#include "feeditem.h"
#include "matrixlayout.h"

namespace headwater {

/// The sync matrix, painted: one item however many cells. Keys and the pointer go through hit
/// tests.
class SyncMatrix : public headwater::FeedItem
{
    Q_OBJECT
    QML_ELEMENT
    /// All zones by name instead of problems by cause.
    Q_PROPERTY(bool allZones READ allZones WRITE setAllZones NOTIFY allZonesChanged)
    Q_PROPERTY(double scrollY READ scrollY WRITE setScrollY NOTIFY scrolled)
    Q_PROPERTY(double contentHeight READ contentHeight NOTIFY laidOut)
    Q_PROPERTY(double essentialHeight READ essentialHeight NOTIFY essentialChanged)
    Q_PROPERTY(double columnsLeft READ columnsLeft NOTIFY laidOut)
    Q_PROPERTY(double columnWidth READ columnWidth NOTIFY laidOut)
    Q_PROPERTY(int currentRow READ currentRow NOTIFY currentChanged)
    Q_PROPERTY(int currentColumn READ currentColumn NOTIFY currentChanged)
    /// What the current cell says, for the hint and for screen readers; empty if none.
    Q_PROPERTY(QString hint READ hint NOTIFY currentChanged)
    Q_PROPERTY(QRectF currentBox READ currentBox NOTIFY currentChanged)

public:
    explicit SyncMatrix(QQuickItem* parent = nullptr);

    [[nodiscard]] bool allZones() const { return m_allZones; }
    void setAllZones(bool allZones);
    [[nodiscard]] double scrollY() const { return m_scrollY; }
    void setScrollY(double y);
    [[nodiscard]] double contentHeight() const { return m_layout.contentHeight; }
    [[nodiscard]] double essentialHeight() const { return m_announcedEssential; }
    [[nodiscard]] double columnsLeft() const { return m_layout.columnsLeft; }
    [[nodiscard]] double columnWidth() const { return m_layout.columnWidth; }
    [[nodiscard]] int currentRow() const { return m_current.row; }
    [[nodiscard]] int currentColumn() const { return m_current.column; }
    [[nodiscard]] QString hint() const;
    [[nodiscard]] QRectF currentBox() const;
    [[nodiscard]] const MatrixLayout& matrix() const { return m_layout; }

    void paint(QPainter* painter) override;

    /// The cell under the pointer becomes the current one.
    Q_INVOKABLE void pointAt(double x, double y);
    Q_INVOKABLE void leave();
    /// Opens what is at this place: folds a group, or activates a zone or "more".
    Q_INVOKABLE void press(double x, double y);
    /// Moves the current cell by rows and columns, over group heads too.
    Q_INVOKABLE void move(int rows, int columns);
    Q_INVOKABLE void activate();

Q_SIGNALS:
    void allZonesChanged();
    void scrolled();
    void laidOut();
    /// Apart from laidOut, because it does not depend on the item's own height.
    void essentialChanged();
    void currentChanged();
    /// `secondary` is empty when the row and not a cell was pressed.
    void zoneActivated(const QString& zone, const QString& secondary);
    /// Further zones in this state (a Live.State), on `secondary` if it is one secondary's trouble.
    void moreActivated(int state, const QString& secondary);

protected:
    void geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) override;
    void relayout() override;

private:
    void measure();
    void setCurrent(MatrixLayout::Hit hit);
    void activateAt(MatrixLayout::Hit hit);
    [[nodiscard]] const ZoneRow* zoneOf(const MatrixLayout::Row& row) const;

    void paintHead(QPainter& painter) const;
    void paintRow(QPainter& painter, const MatrixLayout::Row& row) const;
    void paintGroup(QPainter& painter, const MatrixLayout::Row& row) const;
    void paintMore(QPainter& painter, const MatrixLayout::Row& row) const;
    void paintAge(QPainter& painter, const MatrixLayout::Row& row) const;

    MatrixLayout m_layout;
    QSet<QString> m_folded;
    MatrixLayout::Hit m_current;
    bool m_allZones = false;
    double m_announcedEssential = 0;
    double m_scrollY = 0;
};

} // namespace headwater
