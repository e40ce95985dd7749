// The sync matrix: rows are causes and their zones, columns secondaries grouped by site.
import { useState } from "preact/hooks";
import type { SecondaryRow, State, ZoneRow } from "../feed/messages";
import type { Picture } from "../feed/picture";
import { count, duration } from "../format";
import { toSecondary, toZone, toZones } from "../route";
import { Shape } from "../ui/shape";
import { Cell, Legend } from "./cells";
import { problemGroups, type Group } from "./groups";
import { Spans } from "./spans";

function Head({ secondaries }: { secondaries: readonly SecondaryRow[] }) {
  const sites: { site: string; size: number }[] = [];
  for (const { site } of secondaries) {
    const last = sites[sites.length - 1];
    if (last && last.site === site) last.size += 1;
    else sites.push({ site, size: 1 });
  }
  return (
    <>
      <div class="matrix-row matrix-sites" role="presentation">
        <span class="matrix-label" />
        {sites.map(({ site, size }, at) => (
          <span key={at} class="matrix-site" style={{ width: `calc(var(--column) * ${size})` }}>
            {site}
          </span>
        ))}
      </div>
      <div class="matrix-row matrix-heads" role="row">
        <span class="matrix-label label muted" role="columnheader">
          Zone
        </span>
        {secondaries.map((row) => (
          <span key={row.name} role="columnheader" class="matrix-head">
            <a
              class={`line cut text-head-${row.state}`}
              href={toSecondary(row.name)}
              title={row.name}
            >
              {(row.state === "fail" || row.state === "lag") && (
                <Shape state={row.state} size={8} />
              )}
              <span class="cut">{shortName(row)}</span>
            </a>
          </span>
        ))}
        <span class="matrix-oldest label muted" role="columnheader">
          Oldest
        </span>
      </div>
    </>
  );
}

/** `nbg1-b` on site `nbg1` is `b`; other names stay whole. */
const shortName = (row: SecondaryRow): string =>
  row.site && row.name.startsWith(`${row.site}-`) ? row.name.slice(row.site.length + 1) : row.name;

function ZoneLine({ zone, secondaries }: { zone: ZoneRow; secondaries: readonly SecondaryRow[] }) {
  const pairs = new Map(zone.pairs.map((pair) => [pair.secondary, pair]));
  const open = zone.pairs.filter((pair) => pair.state !== "ok").map((pair) => pair.ageMs ?? 0);
  return (
    <div class="matrix-row" role="row">
      <span class="matrix-label mono cut" role="rowheader">
        <a href={toZone(zone.name)} title={zone.name}>
          {zone.name}
        </a>
      </span>
      {secondaries.map((row) => (
        <Cell key={row.name} zone={zone} pair={pairs.get(row.name)} />
      ))}
      <span class="matrix-oldest mono-small muted">
        {open.length > 0 && Math.max(...open) > 0 ? duration(Math.max(...open)) : ""}
      </span>
    </div>
  );
}

function GroupRows({ group, picture }: { group: Group; picture: Picture }) {
  const rest = group.count - group.zones.length;
  const query = group.state === "ok" ? "" : `state:${wordOf[group.state]}`;
  return (
    <>
      <div class="matrix-row matrix-group">
        <Shape state={group.state} size={11} />
        <b>{group.title}</b>
        <span class="muted small cut">{group.note}</span>
        <span class={`matrix-oldest mono-small strong text-${group.state}`}>{group.oldest}</span>
      </div>
      {group.zones.map((zone) => (
        <ZoneLine key={zone.name} zone={zone} secondaries={picture.secondaries} />
      ))}
      {rest > 0 && (
        <div class="matrix-row">
          <a class="matrix-label" href={toZones(query)}>
            {group.more || `${count(rest)} more`}
          </a>
        </div>
      )}
    </>
  );
}

const wordOf: Record<State, string> = {
  fail: "stuck",
  lag: "late",
  unknown: "unobserved",
  moving: "moving",
  paused: "paused",
  ok: "live",
};

export function Matrix({ picture }: { picture: Picture }) {
  const [view, setView] = useState<"problems" | "all">("problems");
  const { secondaries } = picture;
  const wide =
    secondaries.length <= 6 ||
    (secondaries.some((row) => shortName(row).length > 5) && secondaries.length <= 8);
  const all = [...picture.zones.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const groups = view === "problems" ? problemGroups(picture) : [];
  const shownRows =
    view === "all" ? all.length : groups.reduce((sum, group) => sum + group.zones.length + 1, 0);
  return (
    <section class="panel matrix" aria-label="Sync matrix">
      <header class="panel-head">
        <h2>Sync matrix</h2>
        <span class="muted small cut">zones × secondaries, worst first, grouped by cause</span>
        <span class="segments end">
          {(["problems", "all"] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={view === one}
              onClick={() => setView(one)}
            >
              {one === "all" ? "All zones" : "Problems"}
            </button>
          ))}
        </span>
      </header>
      <div
        class={wide ? "matrix-body wide" : "matrix-body"}
        role="grid"
        aria-rowcount={picture.zonesTotal}
      >
        {secondaries.map(
          (row, at) =>
            (row.state === "fail" || row.state === "lag") && (
              <i
                key={row.name}
                class={`matrix-band matrix-band-${row.state}`}
                style={{ left: `calc(var(--label) + var(--column) * ${at})` }}
              />
            ),
        )}
        <Head secondaries={secondaries} />
        {groups.map((group) => (
          <GroupRows key={group.key} group={group} picture={picture} />
        ))}
        {view === "all" &&
          all.map((zone) => <ZoneLine key={zone.name} zone={zone} secondaries={secondaries} />)}
        {picture.zonesTotal === 0 && (
          <p class="nothing">No zones yet. Save a zone file in the zone directory.</p>
        )}
      </div>
      {view === "problems" && shownRows < 14 && secondaries.length > 0 && (
        <Spans secondaries={secondaries} budgetMs={picture.totals.budgetMs} wide={wide} />
      )}
      <Legend />
    </section>
  );
}
