// The difference of one version: SOA first, then by name, removed before added.
import { useState } from "preact/hooks";
import { readDifference } from "../feed/api";
import type { PublicationRow } from "../feed/messages";
import { useReading } from "../feed/reading";
import { count, minus } from "../format";
import { columnsOf, isSignature, type RecordColumns } from "./recordtext";

interface Line extends RecordColumns {
  sign: "+" | "-";
}
const shownAtOnce = 200;

function linesOf(
  zone: string,
  removed: string[],
  added: string[],
): { lines: Line[]; folded: number } {
  const all: Line[] = [
    ...removed.map((line) => ({ ...columnsOf(line, zone), sign: "-" as const })),
    ...added.map((line) => ({ ...columnsOf(line, zone), sign: "+" as const })),
  ];
  const lines = all.filter((line) => !isSignature(line));
  const place = (line: Line) => [
    line.type === "SOA" ? 0 : 1,
    line.owner.split(".").reverse().join("\0"),
    line.type,
  ];
  lines.sort((a, b) => {
    const [first, second] = [place(a), place(b)];
    for (let at = 0; at < first.length; ++at) {
      if (first[at]! < second[at]!) return -1;
      if (first[at]! > second[at]!) return 1;
    }
    return a.sign === b.sign ? 0 : a.sign === "-" ? -1 : 1;
  });
  return { lines, folded: all.length - lines.length };
}

export function Changes({ publication }: { publication: PublicationRow }) {
  const { zone, serial } = publication;
  const [more, setMore] = useState(false);
  const { answer, error } = useReading(
    (signal) => readDifference(zone, serial, signal),
    [zone, serial],
  );
  const isThis = answer && answer.to === serial;
  const { lines, folded } = isThis
    ? linesOf(zone, answer.removed, answer.added)
    : { lines: [], folded: 0 };
  const shown = more ? lines : lines.slice(0, shownAtOnce);
  return (
    <section class="panel changes" aria-label="Changes">
      <header class="panel-head">
        <h2>Changes</h2>
        <span class="small">
          <span class="text-ok">{count(publication.added)} added</span> ·{" "}
          <span class="text-fail">{count(publication.removed)} removed</span>
        </span>
      </header>
      <div class="scroll diff">
        {shown.map((line, at) => (
          <div key={at} class={line.sign === "+" ? "diff-line diff-add" : "diff-line diff-del"}>
            <span class="diff-sign">{line.sign === "+" ? "+" : minus}</span>
            <span class="cut" title={line.owner}>
              {line.owner}
            </span>
            <span class="diff-ttl">{line.ttl}</span>
            <span>{line.type}</span>
            <span class="cut" title={line.rdata}>
              {line.rdata}
            </span>
          </div>
        ))}
        {lines.length > shown.length && (
          <button type="button" class="button quiet" onClick={() => setMore(true)}>
            Show {count(lines.length - shown.length)} more
          </button>
        )}
        {folded > 0 && <p class="nothing small">{count(folded)} signature records are folded.</p>}
        {isThis && lines.length === 0 && folded === 0 && (
          <p class="nothing small">No difference is kept for this version.</p>
        )}
        {!isThis && error && <p class="nothing small">{error}</p>}
      </div>
    </section>
  );
}
