// Everything about one zone; above all how a version travelled.
import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { now } from "../feed/feed";
import { readZone, type ZoneDetail } from "../feed/api";
import type { PublicationRow, ZoneRow } from "../feed/messages";
import type { Picture } from "../feed/picture";
import { useReading } from "../feed/reading";
import { age, count, duration, setDuration } from "../format";
import { onKey } from "../frame/keys";
import { go, route, toZone } from "../route";
import { CopyButton, digLine } from "../ui/copy";
import { Shape, stateWord } from "../ui/shape";
import { Chip } from "../ui/text";
import { Propagation } from "./propagation";
import { Records } from "./records";
import { Versions } from "./versions";

const tabs = ["propagation", "records", "versions"] as const;
const tabNames = { propagation: "Propagation", records: "Records", versions: "Versions" };

function Head({ zone, picture }: { zone: ZoneRow; picture: Picture }) {
  const trouble =
    zone.pairs.find((pair) => pair.state === "fail") ??
    zone.pairs.find((pair) => pair.state === "lag");
  const target = picture.secondaries.find(
    (row) => row.name === (trouble?.secondary ?? zone.pairs[0]?.secondary),
  );
  return (
    <div class="zone-head-line">
      <h2 class="zone-name cut">{zone.name}</h2>
      {zone.unicode && <span class="muted">{zone.unicode}</span>}
      {trouble && (
        <Chip state={trouble.state}>
          <Shape state={trouble.state} size={10} label="" />
          {stateWord(trouble.state).toLowerCase()} on {trouble.secondary}
        </Chip>
      )}
      {zone.of > 0 && (
        <Chip state={zone.live > 0 ? "ok" : "moving"}>
          <Shape state={zone.live > 0 ? "ok" : "moving"} size={10} label="" />
          live on {zone.live} of {zone.of}
        </Chip>
      )}
      {zone.retiresAt && <Chip state="lag">retires in {duration(zone.retiresAt - now.value)}</Chip>}
      <span class="end">
        {target && <CopyButton text={digLine(target.address, zone.name)} label="dig" />}
      </span>
    </div>
  );
}

function Facts({
  zone,
  detail,
  newest,
}: {
  zone: ZoneRow;
  detail: ZoneDetail | undefined;
  newest: PublicationRow | undefined;
}) {
  const facts: [string, string][] = [
    ["Serial", String(zone.serial)],
    ["Records", count(zone.records)],
  ];
  if (zone.changedAt)
    facts.push([
      "Changed",
      `${age(zone.changedAt, now.value)}${now.value - zone.changedAt < 86_400_000 ? " ago" : ""}${newest?.author ? ` by ${newest.author}` : ""}`,
    ]);
  if (typeof zone.p99Ms === "number") facts.push(["Change to live", `p99 ${duration(zone.p99Ms)}`]);
  facts.push(["Source", [zone.source, zone.sourceName].filter(Boolean).join(", ")]);
  if (detail?.soa) facts.push(["Expire", setDuration(detail.soa.expire * 1000)]);
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt class="muted">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Rows of the feed are newer than what was read. */
function newestOf(
  zone: string,
  read: readonly PublicationRow[],
  picture: Picture,
): PublicationRow[] {
  const rows = new Map(read.map((row) => [row.id, row]));
  for (const row of picture.publications) if (row.zone === zone) rows.set(row.id, row);
  return [...rows.values()].sort((a, b) => b.publishedAt - a.publishedAt);
}

function useTabKeys(
  name: string,
  publications: PublicationRow[],
  chosen: PublicationRow | undefined,
) {
  useLayoutEffect(() =>
    onKey(({ key }) => {
      const tab = tabs[Number(key) - 1];
      if (tab) {
        go(toZone(name, tab));
        return true;
      }
      const step = { ",": -1, ".": 1 }[key];
      const next = step && chosen ? publications[publications.indexOf(chosen) + step] : undefined;
      if (next) go(toZone(name, "propagation", next.serial), "replace");
      return step !== undefined;
    }),
  );
}

export function Zone({ picture, name }: { picture: Picture; name: string }) {
  const live = picture.zones.get(name);
  const { tab, serial } = route.value;
  const [missing, setMissing] = useState(false);
  const reading = useReading(
    (signal) => readZone(name, signal),
    [name, live?.serial, live?.problem],
  );
  useEffect(() => setMissing(Boolean(reading.error) && !live), [reading.error, live]);
  const zone = live ?? reading.answer;
  const publications = useMemo(
    () => newestOf(name, reading.answer?.publications ?? [], picture),
    [name, reading.answer, picture.publications],
  );
  const chosen = publications.find((row) => String(row.serial) === serial) ?? publications[0];
  useTabKeys(name, publications, chosen);
  if (missing || (!zone && reading.error))
    return (
      <p class="nothing">
        {reading.error} <a href="/zones">All zones</a>
      </p>
    );
  if (!zone)
    return (
      <div class="panel skeleton" aria-hidden="true">
        {Array.from({ length: 8 }, (_, at) => (
          <div key={at} class="skeleton-row">
            <i />
            <i />
            <i />
          </div>
        ))}
      </div>
    );
  return (
    <>
      <Head zone={zone} picture={picture} />
      <Facts zone={zone} detail={reading.answer} newest={publications[0]} />
      {zone.problem && (
        <p class="banner banner-fail" role="alert">
          <Shape state="fail" size={14} />
          <span>
            {zone.problem} <b>The last good version stays live.</b>
          </span>
        </p>
      )}
      <nav class="tabs" aria-label="Zone">
        {tabs.map((one) => (
          <a
            key={one}
            class={tab === one ? "on" : ""}
            aria-current={tab === one ? "page" : undefined}
            href={toZone(name, one)}
          >
            {tabNames[one]}
            {one === "records" && <span class="muted small">{count(zone.records)}</span>}
          </a>
        ))}
      </nav>
      {tab === "records" ? (
        <Records zone={zone} />
      ) : tab === "versions" ? (
        <Versions zone={zone} />
      ) : (
        <Propagation zone={zone} publications={publications} chosen={chosen} picture={picture} />
      )}
    </>
  );
}
