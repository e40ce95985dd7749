import type { ComponentChildren } from "preact";
import { memo } from "../ui/memo";
import type { ZoneRow } from "../feed/messages";
import { age, count, duration, outOf } from "../format";
import { go, toZone } from "../route";
import { Shape } from "../ui/shape";
import { Serial } from "../ui/text";
import { Ticks } from "../ui/ticks";

function Slowest({ zone }: { zone: ZoneRow }): ComponentChildren {
  if (zone.problem)
    return (
      <span class="text-fail cut" title={zone.problem}>
        {zone.problem}
      </span>
    );
  if (zone.of === 0) return <span class="muted">no secondaries</span>;
  const [name, ...rest] = zone.slowest.split(" ");
  const troubled = zone.state === "fail" || zone.state === "lag" || zone.state === "paused";
  return (
    <>
      <span class="mono">{name}</span>{" "}
      <span class={troubled ? `text-${zone.state}` : "muted"}>{rest.join(" ")}</span>
    </>
  );
}

export interface ZoneRowProps {
  zone: ZoneRow;
  top: number;
  selected: boolean;
  now: number;
}

function ZoneRowView({ zone, top, selected, now }: ZoneRowProps) {
  const quiet = zone.state === "ok";
  return (
    <div
      role="row"
      class={`zone-row edge-${zone.state} ${selected ? "selected" : ""}`}
      onClick={() => go(toZone(zone.name))}
      style={{ transform: `translateY(${top}px)` }}
      data-zone={zone.name}
    >
      <span role="gridcell" class="z-state">
        <Shape state={zone.state} size={11} />
      </span>
      <span role="gridcell" class="z-name mono cut">
        <a href={toZone(zone.name)}>{zone.name}</a>
        {zone.unicode && <span class="muted"> {zone.unicode}</span>}
      </span>
      <span role="gridcell" class="z-serial">
        <Serial value={zone.serial} />
      </span>
      <span role="gridcell" class="z-records mono">
        {count(zone.records)}
      </span>
      <span role="gridcell" class="z-changed mono secondary">
        {zone.changedAt ? age(zone.changedAt, now) : ""}
      </span>
      <span role="gridcell" class="z-live">
        <Ticks
          states={zone.pairs.map((pair) => pair.state)}
          label={`live on ${zone.live} of ${zone.of}`}
        />
        <span class={`mono ${quiet ? "" : `text-${zone.state}`}`}>
          {zone.of > 0 ? outOf(zone.live, zone.of) : ""}
        </span>
        {zone.paused > 0 && <span class="muted small">, {zone.paused} paused</span>}
      </span>
      <span role="gridcell" class="z-slowest cut">
        <Slowest zone={zone} />
      </span>
      <span role="gridcell" class="z-p99 mono secondary">
        {typeof zone.p99Ms === "number" ? duration(zone.p99Ms) : ""}
      </span>
      <span role="gridcell" class="z-source cut secondary" title={zone.sourceName}>
        {zone.source}
      </span>
    </div>
  );
}

/** Drawn again only when its row, its place or the clock's text for it changes. */
export const ZoneLine = memo(
  ZoneRowView,
  (a: ZoneRowProps, b: ZoneRowProps) =>
    a.zone === b.zone &&
    a.top === b.top &&
    a.selected === b.selected &&
    (!a.zone.changedAt || age(a.zone.changedAt, a.now) === age(b.zone.changedAt ?? 0, b.now)),
);
