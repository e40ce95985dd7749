// How one version travelled. Thick bars: someone works; thin lines: someone waits.
import { useState } from "preact/hooks";
import { now } from "../feed/feed";
import type { PublicationRow, StepRow } from "../feed/messages";
import type { Picture } from "../feed/picture";
import { bytes, duration, eventTime, openDuration } from "../format";
import { Shape } from "../ui/shape";
import { isOpen, scaleOf, type Scale } from "./scale";

interface Bar { phase: string; from: number; to: number }

/** What is known, in order; a milestone nobody saw is bridged by the next one. */
function barsOf(step: StepRow): Bar[] {
  const milestones: [string, number | null | undefined][] = [
    ["queue", step.sentMs], ["notify", step.ackedMs], ["wait", step.askedMs],
    ["transfer", step.transferredMs], ["verify", step.liveMs],
  ];
  const bars: Bar[] = [];
  let from = step.publishedMs ?? 0;
  for (const [phase, to] of milestones) {
    if (typeof to !== "number") continue;
    if (to > from) bars.push({ phase, from, to });
    from = Math.max(from, to);
  }
  return bars;
}

function Track({ step, scale, ageMs, slowest, middle }: {
  step: StepRow; scale: Scale; ageMs: number; slowest: boolean; middle: boolean;
}) {
  const bars = barsOf(step);
  const reached = bars[bars.length - 1]?.to ?? step.publishedMs ?? 0;
  const wait = bars.find((bar) => bar.phase === "wait" && bar.to - bar.from > scale.endMs / 2);
  const after = `calc(${scale.at(reached)}% + 14px)`;
  const open = isOpen(step);
  return (
    <span class="wf-track">
      {bars.map((bar) => (
        <i key={bar.phase} class={`wf-bar wf-${bar.phase}`} title={`${bar.phase} ${duration(bar.to - bar.from)}`}
          style={{ left: `${scale.at(bar.from)}%`, width: `max(1px, ${scale.at(bar.to) - scale.at(bar.from)}%)` }} />
      ))}
      {typeof step.liveMs === "number" && <i class="wf-dot" style={{ left: `calc(${scale.at(step.liveMs)}% + 4px)` }} />}
      {wait && middle && <span class="wf-note wf-above text-lag" style={{ left: `${scale.at(wait.from)}%` }}>{duration(wait.to - wait.from)} before it asked</span>}
      {slowest && <span class="wf-note muted" style={{ left: after }}>slowest{step.kind ? `, ${step.kind} ${bytes(step.octets)}` : ""}</span>}
      {open && <i class={`wf-open wf-open-${step.state}`} style={{ left: `${scale.at(reached)}%`, width: `${Math.max(0, (scale.endIsNow ? scale.at(ageMs) : 100) - scale.at(reached))}%` }} />}
      {open && step.error && <span class={`wf-note wf-error text-${step.state}`} style={{ left: after }}><Shape state={step.state} size={11} label="" />{step.error}</span>}
    </span>
  );
}

function Row({ step, address, picked, pick, ...track }: {
  step: StepRow; address: string; picked: boolean; pick: () => void;
  scale: Scale; ageMs: number; slowest: boolean; middle: boolean;
}) {
  const open = isOpen(step);
  const result = typeof step.liveMs === "number" ? duration(step.liveMs)
    : step.state === "fail" ? "stuck" : step.state === "paused" ? "paused" : openDuration(track.ageMs);
  return (
    <button type="button" class={`wf-row edge-${step.state} ${picked ? "selected" : ""} ${step.state === "fail" ? "wf-fail" : ""}`} onClick={pick} aria-pressed={picked}>
      <Shape state={step.state} size={11} />
      <span class="mono cut wf-name">{step.secondary}</span>
      <span class="mono-small muted cut wf-address">{address}</span>
      <Track step={step} {...track} />
      <span class={`wf-result mono ${track.slowest ? "strong" : ""} ${open ? `text-${step.state}` : ""}`}>{result}</span>
    </button>
  );
}

const legend: [string, string][] = [
  ["publish", "Publish"], ["queue", "Queue"], ["notify", "NOTIFY"], ["wait", "Secondary waits"],
  ["transfer", "Transfer"], ["verify", "Activate"],
];

export function Waterfall({ publication, picture, picked, pick }: {
  publication: PublicationRow; picture: Picture; picked: string; pick: (secondary: string) => void;
}) {
  const [kind, setKind] = useState<"linear" | "log">("linear");
  const [order, setOrder] = useState<"site" | "slowest">("site");
  const ageMs = now.value - publication.committedAt;
  const scale = scaleOf(publication, ageMs, kind);
  const publishedMs = publication.publishedAt - publication.committedAt;
  const steps = order === "site" ? publication.steps
    : [...publication.steps].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || (b.liveMs ?? 0) - (a.liveMs ?? 0));
  const slowestMs = Math.max(...publication.steps.map((step) => step.liveMs ?? -1));
  const p50 = picture.totals.p50Ms;
  return (
    <section class="panel waterfall" aria-label={`Propagation of ${publication.serial}`}>
      <header class="panel-head">
        <h2>Propagation of <span class="mono-title">{publication.serial}</span></h2>
        <span class="muted small cut">committed {eventTime(publication.committedAt)}, published {duration(publishedMs)} later{publication.author ? `, ${publication.author}` : ""}</span>
        <span class="segments end">
          {(["linear", "log"] as const).map((one) => <button key={one} type="button" aria-pressed={kind === one} onClick={() => setKind(one)}>{one === "log" ? "Log" : "Linear"}</button>)}
        </span>
        <span class="segments">
          {(["site", "slowest"] as const).map((one) => <button key={one} type="button" aria-pressed={order === one} onClick={() => setOrder(one)}>{one === "site" ? "By site" : "Slowest first"}</button>)}
        </span>
      </header>
      <div class="wf-body">
        <div class="wf-row wf-axis label muted">
          <span /><span class="wf-name">Secondary</span><span class="wf-address" />
          <span class="wf-track">
            {scale.ticks.map((ms) => <span key={ms} class="wf-tick" style={{ left: `${scale.at(ms)}%` }}>{ms === 0 ? "0" : duration(ms).replace(/\.0+ /, " ")}</span>)}
            {scale.endIsNow && <span class="wf-tick wf-now">now, {duration(ageMs)}</span>}
          </span>
          <span class="wf-result">Live after</span>
        </div>
        <div class="wf-grid" aria-hidden="true"><span class="wf-track">
          {scale.ticks.map((ms) => <i key={ms} style={{ left: `${scale.at(ms)}%` }} />)}
          {typeof p50 === "number" && p50 < scale.endMs && <i class="wf-p50" style={{ left: `${scale.at(p50)}%` }}><b>p50</b></i>}
        </span></div>
        <div class="wf-row wf-engine">
          <span /><span class="mono wf-name">engine</span><span class="small muted wf-address">commit to publish</span>
          <span class="wf-track"><i class="wf-bar wf-publish" style={{ left: "0", width: `max(2px, ${scale.at(publishedMs)}%)` }} />
            <span class="wf-note muted" style={{ left: `calc(${scale.at(publishedMs)}% + 8px)` }}>checked, stored, published in {duration(publishedMs)}</span></span>
          <span class="wf-result mono">{duration(publishedMs)}</span>
        </div>
        {steps.map((step) => (
          <Row key={step.secondary} step={step} scale={scale} ageMs={ageMs} middle
            address={picture.secondaries.find((row) => row.name === step.secondary)?.address ?? ""}
            slowest={step.liveMs === slowestMs && publication.steps.length > 1}
            picked={step.secondary === picked} pick={() => pick(step.secondary)} />
        ))}
      </div>
      <footer class="panel-foot wf-legend" aria-hidden="true">
        {legend.map(([phase, label]) => <span key={phase}><i class={`wf-key wf-${phase}`} />{label}</span>)}
        <span><i class="dot" />live at the public address</span>
        <span class="end muted">thick: someone works · thin: someone waits</span>
      </footer>
    </section>
  );
}
