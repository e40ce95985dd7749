// The time axis of a waterfall. Linear from the commit to the slowest pair or, while one is open,
// to now; if an open pair is far slower than the rest, the axis ends soon after the rest.
import type { PublicationRow, StepRow } from "../feed/messages";

export interface Scale {
  endMs: number;
  /** The end is now, or a place before it. */
  endIsNow: boolean;
  ticks: number[];
  /** 0 to 100. */
  at: (ms: number) => number;
}

const farSlower = 5;
const beyondSlowest = 1.35;

const lastMilestone = (step: StepRow): number =>
  Math.max(
    0,
    step.publishedMs ?? 0,
    step.sentMs ?? 0,
    step.ackedMs ?? 0,
    step.askedMs ?? 0,
    step.transferredMs ?? 0,
    step.liveMs ?? 0,
  );

export const isOpen = (step: StepRow): boolean =>
  typeof step.liveMs !== "number" && step.state !== "ok" && step.state !== "paused";

function end(row: PublicationRow, ageMs: number): { endMs: number; endIsNow: boolean } {
  const finished = row.steps.map((step) => step.liveMs ?? 0);
  const slowest = Math.max(0, ...finished);
  if (!row.steps.some(isOpen)) {
    return { endMs: Math.max(1, ...row.steps.map(lastMilestone)) * beyondSlowest, endIsNow: false };
  }
  if (slowest > 0 && ageMs > slowest * farSlower) {
    const reached = Math.max(...row.steps.map(lastMilestone));
    return {
      endMs: Math.max(slowest, Math.min(reached, slowest * 2)) * beyondSlowest,
      endIsNow: false,
    };
  }
  return { endMs: Math.max(1, ageMs), endIsNow: true };
}

function roundSteps(endMs: number): number[] {
  const raw = endMs / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= raw) ?? raw;
  const ticks = [];
  for (let at = 0; at < endMs * 0.97; at += step) ticks.push(at);
  return ticks;
}

export function scaleOf(row: PublicationRow, ageMs: number, kind: "linear" | "log"): Scale {
  const { endMs, endIsNow } = end(row, ageMs);
  if (kind === "linear") {
    return {
      endMs,
      endIsNow,
      ticks: roundSteps(endMs),
      at: (ms) => (Math.min(ms, endMs) / endMs) * 100,
    };
  }
  const decades = Math.max(1, Math.log10(endMs));
  const ticks = [1, 10, 100, 1000, 10_000, 100_000].filter((ms) => ms < endMs * 0.9);
  const at = (ms: number) => Math.min(100, (Math.log10(Math.max(1, ms)) / decades) * 100);
  return { endMs, endIsNow, ticks, at };
}
