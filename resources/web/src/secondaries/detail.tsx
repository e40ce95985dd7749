// Below the table, for the chosen row: what is behind there, what to do, what is known of it.
import { now } from "../feed/feed";
import type { CauseRow, SecondaryRow, ZoneRow } from "../feed/messages";
import type { Picture } from "../feed/picture";
import { age, count, duration, setDuration } from "../format";
import { toZone, toZones } from "../route";
import { CopyButton, digLine } from "../ui/copy";
import { Shape } from "../ui/shape";
import { Serial } from "../ui/text";

const mostBehind = 40;

function Behind({ row, zones }: { row: SecondaryRow; zones: ZoneRow[] }) {
  return (
    <section class="panel behind" aria-label={`Zones behind on ${row.name}`}>
      <header class="panel-head">
        <h2>
          Not live on <span class="mono-title">{row.name}</span>
        </h2>
        <span class="muted small">
          {count(row.zonesBehind)} of {count(row.zones)} zones
        </span>
        {zones.length > 0 && (
          <a class="end small" href={toZones(`on:${row.name}`)}>
            All in Zones
          </a>
        )}
      </header>
      <div class="scroll">
        {zones.slice(0, mostBehind).map((zone) => {
          const pair = zone.pairs.find((one) => one.secondary === row.name)!;
          return (
            <a
              key={zone.name}
              class="behind-row"
              href={toZone(zone.name, "propagation", zone.serial)}
            >
              <Shape state={pair.state} size={11} />
              <span class="mono cut">{zone.name}</span>
              <span class="small muted">has</span>
              <Serial value={pair.serial} />
              <span class="small muted">of</span>
              <Serial value={zone.serial} />
              <span class={`small cut text-${pair.state}`}>{pair.error}</span>
              <span class="mono-small end secondary">
                {typeof pair.ageMs === "number" ? duration(pair.ageMs) : ""}
              </span>
            </a>
          );
        })}
        {zones.length === 0 && (
          <p class="nothing">
            <Shape state="ok" size={12} label="" /> Every zone it takes is live there.
          </p>
        )}
      </div>
    </section>
  );
}

function Known({
  row,
  cause,
  picture,
}: {
  row: SecondaryRow;
  cause: CauseRow | undefined;
  picture: Picture;
}) {
  const zone =
    cause?.zones[0] ?? picture.publications[0]?.zone ?? [...picture.zones.keys()][0] ?? "";
  const last = row.lastTransfer;
  const facts: [string, string][] = [
    ["Budget", setDuration(row.budgetMs)],
    ["Samples", count(row.samples)],
    [
      "Last answer",
      row.probe ? `${row.probe.serial}, ${age(row.probe.at, now.value)} ago` : "not observed",
    ],
    [
      "Last transfer",
      last ? `${last.kind} to ${last.to}, ${age(last.at, now.value)} ago` : "none yet",
    ],
    ["TSIG key", row.key || "none"],
  ];
  return (
    <section class="panel known" aria-label="What to do">
      <header class="panel-head">
        <h2>{cause ? "What to do" : "Known of it"}</h2>
        {cause && <span class="muted small end">for {duration(now.value - cause.since)}</span>}
      </header>
      <div class="known-body">
        {cause && (
          <>
            <p class="secondary">{cause.text}</p>
            <p>
              <b>{cause.imperative}</b>
            </p>
          </>
        )}
        <dl class="pair-facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {zone && <code class="dig">{digLine(row.address, zone)}</code>}
        {zone && <CopyButton text={digLine(row.address, zone)} label="Copy dig" />}
      </div>
    </section>
  );
}

export function SecondaryDetail({
  row,
  cause,
  picture,
}: {
  row: SecondaryRow;
  cause: CauseRow | undefined;
  picture: Picture;
}) {
  const behind = [...picture.zones.values()].filter((zone) =>
    zone.pairs.some((pair) => pair.secondary === row.name && pair.state !== "ok"),
  );
  return (
    <div class="secondary-detail">
      <Behind row={row} zones={behind} />
      <Known row={row} cause={cause} picture={picture} />
    </div>
  );
}
