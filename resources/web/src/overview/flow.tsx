// Where changes are: seven stations, the pairs that wait at each.
import type { FlowStep } from "../feed/messages";
import type { Picture } from "../feed/picture";
import { count, duration, share, shortCount } from "../format";
import { Shape } from "../ui/shape";

const names: Record<string, [long: string, short: string]> = {
  publish: ["Publish", "Publish"],
  queue: ["Send NOTIFY", "Send"],
  notify: ["Ack", "Ack"],
  wait: ["Ask", "Ask"],
  transfer: ["Transfer", "Transfer"],
  verify: ["Activate", "Activate"],
  live: ["Live", "Live"],
};

function Station({ step, pairs }: { step: FlowStep; pairs: number }) {
  const [long, short] = names[step.step] ?? [step.step, step.step];
  const isLive = step.step === "live";
  const troubled = step.state === "fail" || step.state === "lag";
  let below = "";
  if (step.note) below = step.note;
  else if (isLive) below = pairs > 0 ? `${share(step.waiting / pairs)} of pairs` : "no pairs yet";
  else if (typeof step.p50Ms === "number") below = `p50 ${duration(step.p50Ms)}`;
  const idle = !isLive && !troubled && step.waiting === 0;
  return (
    <li class={`station ${troubled ? `station-${step.state}` : ""} ${idle ? "station-idle" : ""}`}>
      <span class="station-line">
        <span class="station-mark">
          {isLive || troubled ? (
            <Shape state={isLive ? "ok" : step.state} size={11} />
          ) : (
            <i class="station-ring" />
          )}
        </span>
        <i class="station-track" />
      </span>
      <span class="station-count">
        <b>{count(step.waiting)}</b>
        <b class="station-short">{shortCount(step.waiting)}</b> <span class="long">{long}</span>
        <span class="short">{short}</span>
      </span>
      <span class={`station-below small cut ${troubled ? `text-${step.state}` : "muted"}`}>
        {below || "\u00a0"}
      </span>
    </li>
  );
}

export function Flow({ picture }: { picture: Picture }) {
  return (
    <section class="flow panel" aria-label="Where changes are">
      <div class="flow-head">
        <h2>Where changes are</h2>
        <p class="label muted">
          zone–secondary
          <br />
          pairs waiting at
        </p>
      </div>
      <ol>
        {picture.flow.map((step) => (
          <Station key={step.step} step={step} pairs={picture.totals.pairs} />
        ))}
      </ol>
    </section>
  );
}
