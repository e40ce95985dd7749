// Newest first, one row a publication. The list stands still under the pointer; what came
// meanwhile waits at the top.
import { useRef, useState } from "preact/hooks";
import type { PublicationRow } from "../feed/messages";
import type { Picture } from "../feed/picture";
import { duration, eventTime, outOf } from "../format";
import { toZone } from "../route";
import { Change } from "../ui/text";
import { Ticks } from "../ui/ticks";

export function Result({ row }: { row: PublicationRow }) {
  if (typeof row.everywhereMs === "number") {
    return <span class="result text-ok">{duration(row.everywhereMs)}</span>;
  }
  return <span class={`result text-${row.state}`}>{outOf(row.live, row.of)}</span>;
}

function Row({ row }: { row: PublicationRow }) {
  return (
    <a class="publication" href={toZone(row.zone, "propagation", row.serial)}>
      <span class="mono-small secondary">{eventTime(row.publishedAt)}</span>
      <span class="mono cut">{row.zone}</span>
      <Result row={row} />
      <span class="mono-small secondary">{row.serial}</span>
      <span class="mono-small">
        <Change added={row.added} removed={row.removed} />
      </span>
      <Ticks
        states={row.steps.map((step) => step.state)}
        label={`live on ${row.live} of ${row.of}`}
      />
    </a>
  );
}

export function Publications({ picture }: { picture: Picture }) {
  const held = useRef<readonly string[] | null>(null);
  const [, redraw] = useState(0);
  const hold = (on: boolean) => {
    held.current = on ? picture.publications.map((row) => row.id) : null;
    redraw((times) => times + 1);
  };
  const rows = held.current
    ? picture.publications.filter((row) => held.current!.includes(row.id))
    : picture.publications;
  const fresh = picture.publications.length - rows.length;
  return (
    <section
      class="panel publications"
      aria-label="Publications"
      onMouseEnter={() => hold(true)}
      onMouseLeave={() => hold(false)}
    >
      <header class="panel-head">
        <h2>Publications</h2>
        <span class="muted small">newest first</span>
        {fresh > 0 && (
          <button type="button" class="button quiet end" onClick={() => hold(true)}>
            {fresh} new
          </button>
        )}
      </header>
      <div class="publication-rows">
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
        {rows.length === 0 && (
          <p class="nothing">Nothing has been published since the engine started.</p>
        )}
      </div>
      <footer class="panel-foot">
        <span class="muted">one tick per secondary</span>
      </footer>
    </section>
  );
}
