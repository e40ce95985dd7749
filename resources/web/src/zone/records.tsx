import { useMemo, useState } from "preact/hooks";
import { readRecords } from "../feed/api";
import type { ZoneRow } from "../feed/messages";
import { useReading } from "../feed/reading";
import { count } from "../format";
import { Icon } from "../ui/icon";
import { Windowed } from "../ui/windowed";
import { relativeName } from "./recordtext";

interface Line {
  owner: string;
  ttl: number;
  type: string;
  rdata: string;
  isFirst: boolean;
}
const rowHeight = 24;

export function Records({ zone }: { zone: ZoneRow }) {
  const [filter, setFilter] = useState("");
  const { answer, error } = useReading(
    (signal) => readRecords(zone.name, signal),
    [zone.name, zone.serial],
  );
  const lines = useMemo(() => {
    const wanted = filter.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const found: Line[] = [];
    let lastOwner = "";
    for (const rrset of answer?.rrsets ?? []) {
      const owner = relativeName(rrset.name, zone.name);
      for (const rdata of rrset.records) {
        const text = `${owner} ${rrset.type} ${rdata}`.toLowerCase();
        if (!wanted.every((word) => text.includes(word))) continue;
        found.push({
          owner,
          ttl: rrset.ttl,
          type: rrset.type,
          rdata,
          isFirst: owner !== lastOwner,
        });
        lastOwner = owner;
      }
    }
    return found;
  }, [answer, filter, zone.name]);
  return (
    <>
      <div class="line gap">
        <label class="filter grow">
          <Icon name="act.filter" />
          <input
            class="filter-field"
            value={filter}
            placeholder="Filter by name, type or data"
            aria-label="Filter records"
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        </label>
        <span class="muted small">
          {zone.source === "Embedded"
            ? "Records are kept here; change them with headwaterctl."
            : `Records come from ${zone.sourceName || zone.source}. Edit them there.`}
        </span>
      </div>
      <section class="panel zone-list" aria-label="Records">
        <Windowed
          count={lines.length}
          rowHeight={rowHeight}
          label="Records"
          focusAt={-1}
          head={
            <div class="record-row zone-head label muted">
              <span>Name</span>
              <span class="record-ttl">TTL</span>
              <span>Type</span>
              <span>Data</span>
            </div>
          }
          row={(at) => {
            const line = lines[at]!;
            return (
              <div
                key={at}
                class="record-row mono"
                style={{ transform: `translateY(${at * rowHeight}px)` }}
              >
                <span class={line.isFirst ? "cut" : "cut muted"} title={line.owner}>
                  {line.owner}
                </span>
                <span class="record-ttl secondary">{line.ttl}</span>
                <span>{line.type}</span>
                <span class="cut" title={line.rdata}>
                  {line.rdata}
                </span>
              </div>
            );
          }}
        />
        {error && <p class="nothing text-fail">{error}</p>}
      </section>
      <footer class="list-foot small muted">
        <span>
          {answer
            ? `${count(lines.length)} records of version ${answer.serial}`
            : "Reading the records"}
        </span>
      </footer>
    </>
  );
}
