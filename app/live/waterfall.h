#pragma once

#include "feeditem.h"
#include "waterfalllayout.h"

namespace headwater {

/// How one publication travelled to every secondary, painted. Thick bars: someone works; thin
/// lines: someone waits. Open steps grow with the clock of the feed, once a second.
class Waterfall : public headwater::FeedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString publicationId READ publicationId WRITE setPublicationId NOTIFY inputChanged)
    Q_PROPERTY(bool logarithmic READ isLogarithmic WRITE setLogarithmic NOTIFY inputChanged)
    Q_PROPERTY(bool slowestFirst READ isSlowestFirst WRITE setSlowestFirst NOTIFY inputChanged)
    Q_PROPERTY(QString chosen READ chosen WRITE setChosen NOTIFY chosenChanged) ///< secondary
    /// What the chosen row says, for screen readers.
    Q_PROPERTY(QString spoken READ spoken NOTIFY chosenChanged)

public:
    explicit Waterfall(QQuickItem* parent = nullptr);

    [[nodiscard]] QString publicationId() const { return m_id; }
    void setPublicationId(const QString& id);
    [[nodiscard]] bool isLogarithmic() const { return m_logarithmic; }
    void setLogarithmic(bool logarithmic);
    [[nodiscard]] bool isSlowestFirst() const { return m_slowestFirst; }
    void setSlowestFirst(bool slowestFirst);
    [[nodiscard]] QString chosen() const { return m_chosen; }
    void setChosen(const QString& secondary);
    [[nodiscard]] QString spoken() const;

    void paint(QPainter* painter) override;

    Q_INVOKABLE void press(double x, double y);
    Q_INVOKABLE void move(int rows);

Q_SIGNALS:
    void inputChanged();
    void chosenChanged();
    /// A row was pressed or reached by keys; whoever owns the choice sets `chosen`.
    void picked(const QString& secondary);

protected:
    void geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) override;
    void relayout() override;
    void tick() override;

private:
    void paintAxis(QPainter& painter) const;
    void paintRow(QPainter& painter, const WaterfallLayout::Row& row) const;
    void paintBars(QPainter& painter, const WaterfallLayout::Row& row, double middle) const;
    void paintEnd(QPainter& painter, const WaterfallLayout::Row& row, double middle) const;
    void paintStuck(QPainter& painter, const WaterfallLayout::Row& row, double middle) const;
    void paintSummary(QPainter& painter, const WaterfallLayout::Row& row, double middle) const;
    void paintLiveAfter(QPainter& painter, const WaterfallLayout::Row& row) const;
    void text(QPainter& painter, double x, const WaterfallLayout::Row& row, const QString& text,
              Qt::Alignment alignment = Qt::AlignLeft) const;

    QString m_id;
    bool m_logarithmic = false;
    bool m_slowestFirst = false;
    QString m_chosen;
    WaterfallLayout m_layout;
    bool m_found = false;
};

} // namespace headwater
