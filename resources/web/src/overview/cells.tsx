import type { PairRow, ZoneRow } from "../feed/messages";
import { count, duration } from "../format";
import { toZone } from "../route";
import { Shape, stateWord } from "../ui/shape";

const steps = ["Publish", "Send NOTIFY", "Ack", "Ask", "Transfer", "Activate", "Live"];

function hint(zone: ZoneRow, pair: PairRow): string {
  const parts = [`${zone.name} on ${pair.secondary}: ${stateWord(pair.state)}`];
  if (pair.state !== "ok") parts.push(`waiting at ${steps[Math.min(6, pair.step + 1)]}`);
  if (typeof pair.ageMs === "number" && pair.state !== "ok")
    parts.push(`for ${duration(pair.ageMs)}`);
  parts.push(`serial there ${pair.serial ?? "not observed"}, newest ${zone.serial}`);
  if (pair.error) parts.push(pair.error);
  return parts.join("; ");
}

const Cross = () => (
  <svg class="cross" width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
    <path d="M1.500 1.500l5 5M6.500 1.500l-5 5" />
  </svg>
);

/** Health is a dot; trouble is a tile with a number. */
export function Cell({ zone, pair }: { zone: ZoneRow; pair: PairRow | undefined }) {
  if (!pair) return <span class="cell" role="gridcell" />;
  const text = hint(zone, pair);
  return (
    <span role="gridcell" class="cell">
      <a
        class={`cell-link cell-${pair.state}`}
        title={text}
        aria-label={text}
        href={toZone(zone.name, "propagation", zone.serial)}
      >
        {pair.state === "ok" && <i class="dot" />}
        {pair.state === "moving" && (
          <i class="tile-moving">
            <i style={{ width: `${(Math.min(6, pair.step) / 6) * 100}%` }} />
          </i>
        )}
        {pair.state === "lag" && (
          <i class="tile-lag">{pair.behind > 0 ? count(pair.behind) : "!"}</i>
        )}
        {pair.state === "fail" && (
          <i class="tile-fail">
            <Cross />
            {pair.behind > 0 ? count(pair.behind) : ""}
          </i>
        )}
        {(pair.state === "unknown" || pair.state === "paused") && (
          <Shape state={pair.state} size={10} label="" />
        )}
      </a>
    </span>
  );
}

export function Legend() {
  return (
    <footer class="panel-foot legend" aria-hidden="true">
      <span>
        <i class="dot" />
        live
      </span>
      <span>
        <i class="tile-moving">
          <i style={{ width: "50%" }} />
        </i>
        in flight, by step
      </span>
      <span>
        <i class="tile-lag">2</i>late
      </span>
      <span>
        <i class="tile-fail">
          <Cross />2
        </i>
        stuck, versions behind
      </span>
      <span>
        <Shape state="unknown" size={10} label="" />
        not observed
      </span>
      <span>
        <Shape state="paused" size={10} label="" />
        paused
      </span>
    </footer>
  );
}
