// One secondary's row of the waterfall. Thick bars: someone works; thin lines: someone waits.
import type { StepRow } from "../feed/messages";
import { bytes, duration, openDuration } from "../format";
import { Shape } from "../ui/shape";
import { isOpen, type Scale } from "./scale";

interface Bar {
  phase: string;
  from: number;
  to: number;
}

/** What is known, in order; a way that nobody saw is a line without colour. */
function barsOf(step: StepRow): Bar[] {
  const milestones: [string, number | null | undefined][] = [
    ["queue", step.sentMs],
    ["notify", step.ackedMs],
    ["wait", step.askedMs],
    ["transfer", step.transferredMs],
    ["verify", step.liveMs],
  ];
  const bars: Bar[] = [];
  let from = step.publishedMs ?? 0;
  let missed = false;
  for (const [phase, to] of milestones) {
    if (typeof to !== "number") {
      missed = true;
      continue;
    }
    if (to > from) bars.push({ phase: missed ? "skipped" : phase, from, to });
    from = Math.max(from, to);
    missed = false;
  }
  return bars;
}

function Track({
  step,
  scale,
  ageMs,
  slowest,
  middle,
}: {
  step: StepRow;
  scale: Scale;
  ageMs: number;
  slowest: boolean;
  middle: boolean;
}) {
  const bars = barsOf(step);
  const reached = bars[bars.length - 1]?.to ?? step.publishedMs ?? 0;
  const wait = bars.find((bar) => bar.phase === "wait" && bar.to - bar.from > scale.endMs / 2);
  const after = `calc(${scale.at(reached)}% + 14px)`;
  const open = isOpen(step);
  return (
    <span class="wf-track">
      {bars.map((bar) => (
        <i
          key={bar.from}
          class={`wf-bar wf-${bar.phase}`}
          title={`${bar.phase} ${duration(bar.to - bar.from)}`}
          style={{
            left: `${scale.at(bar.from)}%`,
            width: `max(1px, ${scale.at(bar.to) - scale.at(bar.from)}%)`,
          }}
        />
      ))}
      {typeof step.liveMs === "number" && (
        <i class="wf-dot" style={{ left: `calc(${scale.at(step.liveMs)}% + 4px)` }} />
      )}
      {wait && middle && (
        <span class="wf-note wf-above text-lag" style={{ left: `${scale.at(wait.from)}%` }}>
          {duration(wait.to - wait.from)} before it asked
        </span>
      )}
      {slowest && (
        <span class="wf-note muted" style={{ left: after }}>
          slowest{step.kind ? `, ${step.kind} ${bytes(step.octets)}` : ""}
        </span>
      )}
      {open && (
        <i
          class={`wf-open wf-open-${step.state}`}
          style={{
            left: `${scale.at(reached)}%`,
            width: `${Math.max(0, (scale.endIsNow ? scale.at(ageMs) : 100) - scale.at(reached))}%`,
          }}
        />
      )}
      {open && step.error && (
        <span class={`wf-note wf-error text-${step.state}`} style={{ left: after }}>
          <Shape state={step.state} size={11} label="" />
          {step.error}
        </span>
      )}
    </span>
  );
}

export function PairRow({
  step,
  address,
  picked,
  pick,
  ...track
}: {
  step: StepRow;
  address: string;
  picked: boolean;
  pick: () => void;
  scale: Scale;
  ageMs: number;
  slowest: boolean;
  middle: boolean;
}) {
  const open = isOpen(step);
  const result =
    typeof step.liveMs === "number"
      ? duration(step.liveMs)
      : step.state === "fail"
        ? "stuck"
        : step.state === "paused"
          ? "paused"
          : openDuration(track.ageMs);
  return (
    <button
      type="button"
      class={`wf-row edge-${step.state} ${picked ? "selected" : ""} ${step.state === "fail" ? "wf-fail" : ""}`}
      onClick={pick}
      aria-pressed={picked}
    >
      <Shape state={step.state} size={11} />
      <span class="mono cut wf-name">{step.secondary}</span>
      <span class="mono-small muted cut wf-address">{address}</span>
      <Track step={step} {...track} />
      <span
        class={`wf-result mono ${track.slowest ? "strong" : ""} ${open ? `text-${step.state}` : ""}`}
      >
        {result}
      </span>
    </button>
  );
}
