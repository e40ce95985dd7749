// How one version travelled. Thick bars: someone works; thin lines: someone waits.
import { useState } from "preact/hooks";
import { now } from "../feed/feed";
import type { PublicationRow } from "../feed/messages";
import type { Picture } from "../feed/picture";
import { duration, eventTime, setDuration } from "../format";
import { PairRow } from "./pairrow";
import { isOpen, scaleOf, type Scale } from "./scale";

/** A label gives way to those of now and of the median. */
const isLabelled = (ms: number, scale: Scale, p50: number | null | undefined): boolean =>
  !(scale.endIsNow && scale.at(ms) > 84) &&
  !(typeof p50 === "number" && ms > 0 && Math.abs(scale.at(ms) - scale.at(p50)) < 5);

const legend: [string, string][] = [
  ["publish", "Publish"],
  ["queue", "Queue"],
  ["notify", "NOTIFY"],
  ["wait", "Secondary waits"],
  ["transfer", "Transfer"],
  ["verify", "Activate"],
];

export function Waterfall({
  publication,
  picture,
  picked,
  pick,
}: {
  publication: PublicationRow;
  picture: Picture;
  picked: string;
  pick: (secondary: string) => void;
}) {
  const [kind, setKind] = useState<"linear" | "log">("linear");
  const [order, setOrder] = useState<"site" | "slowest">("site");
  const ageMs = now.value - publication.committedAt;
  const scale = scaleOf(publication, ageMs, kind);
  const publishedMs = publication.publishedAt - publication.committedAt;
  const steps =
    order === "site"
      ? publication.steps
      : [...publication.steps].sort(
          (a, b) => Number(isOpen(b)) - Number(isOpen(a)) || (b.liveMs ?? 0) - (a.liveMs ?? 0),
        );
  const slowestMs = Math.max(...publication.steps.map((step) => step.liveMs ?? -1));
  const p50 = picture.totals.p50Ms;
  return (
    <section class="panel waterfall" aria-label={`Propagation of ${publication.serial}`}>
      <header class="panel-head">
        <h2>
          Propagation of <span class="mono-title">{publication.serial}</span>
        </h2>
        <span class="muted small cut">
          committed {eventTime(publication.committedAt)}, published {duration(publishedMs)} later
          {publication.author ? `, ${publication.author}` : ""}
        </span>
        <span class="segments end">
          {(["linear", "log"] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={kind === one}
              onClick={() => setKind(one)}
            >
              {one === "log" ? "Log" : "Linear"}
            </button>
          ))}
        </span>
        <span class="segments">
          {(["site", "slowest"] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={order === one}
              onClick={() => setOrder(one)}
            >
              {one === "site" ? "By site" : "Slowest first"}
            </button>
          ))}
        </span>
      </header>
      <div class="wf-body">
        <div class="wf-row wf-axis label muted">
          <span />
          <span class="wf-name">Secondary</span>
          <span class="wf-address" />
          <span class="wf-track">
            {scale.ticks
              .filter((ms) => isLabelled(ms, scale, p50))
              .map((ms) => (
                <span key={ms} class="wf-tick" style={{ left: `${scale.at(ms)}%` }}>
                  {ms === 0 ? "0" : setDuration(ms)}
                </span>
              ))}
            {scale.endIsNow && <span class="wf-tick wf-now">now, {duration(ageMs)}</span>}
          </span>
          <span class="wf-result">Live after</span>
        </div>
        <div class="wf-grid" aria-hidden="true">
          <span class="wf-track">
            {scale.ticks.map((ms) => (
              <i key={ms} style={{ left: `${scale.at(ms)}%` }} />
            ))}
            {typeof p50 === "number" && p50 < scale.endMs && (
              <i class="wf-p50" style={{ left: `${scale.at(p50)}%` }}>
                <b>p50</b>
              </i>
            )}
          </span>
        </div>
        <div class="wf-row wf-engine">
          <span />
          <span class="mono wf-name">engine</span>
          <span class="small muted wf-address">commit to publish</span>
          <span class="wf-track">
            <i
              class="wf-bar wf-publish"
              style={{ left: "0", width: `max(2px, ${scale.at(publishedMs)}%)` }}
            />
            <span class="wf-note muted" style={{ left: `calc(${scale.at(publishedMs)}% + 8px)` }}>
              checked, stored, published in {duration(publishedMs)}
            </span>
          </span>
          <span class="wf-result mono">{duration(publishedMs)}</span>
        </div>
        {steps.map((step) => (
          <PairRow
            key={step.secondary}
            step={step}
            scale={scale}
            ageMs={ageMs}
            middle
            address={
              picture.secondaries
                .find((row) => row.name === step.secondary)
                ?.address.replace(/:53$/, "") ?? ""
            }
            slowest={step.liveMs === slowestMs && publication.steps.length > 1}
            picked={step.secondary === picked}
            pick={() => pick(step.secondary)}
          />
        ))}
      </div>
      <footer class="panel-foot wf-legend" aria-hidden="true">
        {legend.map(([phase, label]) => (
          <span key={phase}>
            <i class={`wf-key wf-${phase}`} />
            {label}
          </span>
        ))}
        <span>
          <i class="dot" />
          live at the public address
        </span>
        <span class="end muted">thick: someone works · thin: someone waits</span>
      </footer>
    </section>
  );
}
