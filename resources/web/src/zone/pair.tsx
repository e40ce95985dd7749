// One secondary's way to the chosen version: seven milestones with their evidence, and what to do.
import { now } from "../feed/feed";
import type { PublicationRow, State, StepRow, ZoneRow } from "../feed/messages";
import { causeOf, type Picture } from "../feed/picture";
import { bytes, duration, openDuration, setDuration } from "../format";
import { toSecondary } from "../route";
import { CopyButton, digLine } from "../ui/copy";
import { Shape, stateWord } from "../ui/shape";
import { Chip } from "../ui/text";
import { isOpen } from "./scale";

interface Milestone {
  name: string;
  at: number | null | undefined;
  evidence: string;
  skip: string;
}

function milestones(row: PublicationRow, step: StepRow): Milestone[] {
  return [
    { name: "Committed", at: 0, evidence: row.author, skip: "" },
    {
      name: "Published",
      at: step.publishedMs ?? row.publishedAt - row.committedAt,
      evidence: `serial ${row.serial}`,
      skip: "published",
    },
    {
      name: "NOTIFY sent",
      at: step.sentMs,
      evidence: step.attempt > 0 ? `attempt ${step.attempt}` : "",
      skip: "sent",
    },
    { name: "NOTIFY acked", at: step.ackedMs, evidence: step.rcode, skip: "acked" },
    {
      name: step.kind ? `${step.kind} asked` : "Asked",
      at: step.askedMs,
      evidence: step.key ? `signed by ${step.key}` : step.kind ? "unsigned" : "",
      skip: "asked",
    },
    {
      name: "Transferred",
      at: step.transferredMs,
      skip: "transferred",
      evidence:
        step.octets > 0
          ? `${bytes(step.octets)}, ${step.messages} message${step.messages === 1 ? "" : "s"}`
          : "",
    },
    {
      name: "Live",
      at: step.liveMs,
      evidence: typeof step.liveMs === "number" ? `answers …${String(row.serial).slice(-4)}` : "",
      skip: "live",
    },
  ];
}

function Milestones({ row, step }: { row: PublicationRow; step: StepRow }) {
  const all = milestones(row, step);
  const reached = all.map((one) => typeof one.at === "number").lastIndexOf(true);
  return (
    <ol class="milestones">
      {all.map((one, at) => {
        const done = typeof one.at === "number";
        const skipped = !done && (step.skipped.includes(one.skip) || at < reached);
        const next = at === reached + 1 && isOpen(step);
        const state: State = done ? "ok" : next ? step.state : "unknown";
        return (
          <li key={one.name} class={next ? `text-${step.state}` : ""}>
            <Shape
              state={state}
              size={11}
              label={done ? "done" : skipped ? "skipped" : "not yet"}
            />
            <span class={done ? "strong" : ""}>{one.name}</span>
            <span class="mono-small secondary milestone-at">
              {done ? duration(one.at!) : skipped ? "skipped" : next ? "waiting" : ""}
            </span>
            <span class="secondary cut" title={next && step.error ? step.error : one.evidence}>
              {next && step.error ? step.error : one.evidence}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

export function Pair({
  publication,
  zone,
  secondary,
  picture,
}: {
  publication: PublicationRow;
  zone: ZoneRow;
  secondary: string;
  picture: Picture;
}) {
  const step = publication.steps.find((one) => one.secondary === secondary);
  const row = picture.secondaries.find((one) => one.name === secondary);
  if (!step)
    return (
      <section class="panel pair">
        <p class="nothing">No secondaries take this zone.</p>
      </section>
    );
  const cause = causeOf(secondary, picture.causes, zone.name);
  const open = isOpen(step);
  return (
    <section class="panel pair" aria-label={`${secondary}, ${stateWord(step.state)}`}>
      <header class="panel-head">
        <h2 class="mono-title">
          <a href={toSecondary(secondary)}>{secondary}</a>
        </h2>
        <Chip state={step.state}>
          <Shape state={step.state} size={10} label="" />
          {typeof step.liveMs === "number"
            ? `live after ${duration(step.liveMs)}`
            : `${stateWord(step.state).toLowerCase()}, ${openDuration(now.value - publication.committedAt)}`}
        </Chip>
      </header>
      <div class="pair-two">
        <Milestones row={publication} step={step} />
        <aside class="what-to-do">
          <h3>{open && cause ? "What to do" : "This pair"}</h3>
          {open && cause ? (
            <>
              <p class="secondary">{cause.text}</p>
              <p>
                <b>{cause.imperative}</b>
              </p>
            </>
          ) : (
            row && (
              <dl class="pair-facts">
                <div>
                  <dt>p50</dt>
                  <dd>{typeof row.p50Ms === "number" ? duration(row.p50Ms) : "not observed"}</dd>
                </div>
                <div>
                  <dt>{row.samples >= 100 ? "p99" : "max"}</dt>
                  <dd>{typeof row.p99Ms === "number" ? duration(row.p99Ms) : "not observed"}</dd>
                </div>
                <div>
                  <dt>budget</dt>
                  <dd>{setDuration(row.budgetMs)}</dd>
                </div>
                <div>
                  <dt>samples</dt>
                  <dd>{row.samples}</dd>
                </div>
              </dl>
            )
          )}
          {row && <code class="dig">{digLine(row.address, zone.name)}</code>}
          {row && <CopyButton text={digLine(row.address, zone.name)} label="Copy dig" />}
        </aside>
      </div>
    </section>
  );
}
