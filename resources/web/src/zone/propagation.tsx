import { useLayoutEffect, useState } from "preact/hooks";
import type { PublicationRow, ZoneRow } from "../feed/messages";
import type { Picture } from "../feed/picture";
import { time } from "../format";
import { onKey } from "../frame/keys";
import { Result } from "../overview/publications";
import { toZone } from "../route";
import { Shape } from "../ui/shape";
import { Change, Serial } from "../ui/text";
import { Ticks } from "../ui/ticks";
import { Changes } from "./changes";
import { Pair } from "./pair";
import { Waterfall } from "./waterfall";

function VersionList({
  zone,
  publications,
  chosen,
}: {
  zone: ZoneRow;
  publications: PublicationRow[];
  chosen: PublicationRow | undefined;
}) {
  return (
    <section class="panel version-list" aria-label="Versions">
      <header class="panel-head">
        <h2>Versions</h2>
        <span class="muted small">newest first</span>
      </header>
      <div class="scroll">
        {publications.map((row) => (
          <a
            key={row.id}
            class={`version ${row === chosen ? "selected" : ""}`}
            href={toZone(zone.name, "propagation", row.serial)}
            aria-current={row === chosen ? "true" : undefined}
          >
            <Shape state={row.state} size={11} />
            <Serial value={row.serial} />
            <Result row={row} />
            <span class="mono-small secondary version-when">
              {time(row.publishedAt)} <Change added={row.added} removed={row.removed} />
            </span>
            <Ticks
              states={row.steps.map((step) => step.state)}
              label={`live on ${row.live} of ${row.of}`}
            />
          </a>
        ))}
        {publications.length === 0 && (
          <p class="nothing">No publication is kept yet; the next change will show here.</p>
        )}
      </div>
    </section>
  );
}

/** Trouble first, then the slowest. */
function worstStep(row: PublicationRow | undefined): string {
  if (!row) return "";
  const steps = [...row.steps].sort(
    (a, b) =>
      Number(a.state === "ok") - Number(b.state === "ok") || (b.liveMs ?? 0) - (a.liveMs ?? 0),
  );
  return steps[0]?.secondary ?? "";
}

export function Propagation({
  zone,
  publications,
  chosen,
  picture,
}: {
  zone: ZoneRow;
  publications: PublicationRow[];
  chosen: PublicationRow | undefined;
  picture: Picture;
}) {
  const [picked, setPicked] = useState("");
  const secondary = chosen?.steps.some((step) => step.secondary === picked)
    ? picked
    : worstStep(chosen);
  useLayoutEffect(() =>
    onKey(({ key }) => {
      const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[key];
      if (!step || !chosen) return false;
      const at = chosen.steps.findIndex((one) => one.secondary === secondary);
      setPicked(
        chosen.steps[Math.max(0, Math.min(chosen.steps.length - 1, at + step))]?.secondary ?? "",
      );
      return true;
    }),
  );
  return (
    <div class="propagation">
      <VersionList zone={zone} publications={publications} chosen={chosen} />
      <div class="propagation-main">
        {chosen ? (
          <Waterfall publication={chosen} picture={picture} picked={secondary} pick={setPicked} />
        ) : (
          <section class="panel waterfall">
            <p class="nothing">Nothing of this zone has travelled since the engine started.</p>
          </section>
        )}
        <div class="propagation-two">
          {chosen && <Changes publication={chosen} />}
          {chosen && (
            <Pair publication={chosen} zone={zone} secondary={secondary} picture={picture} />
          )}
        </div>
      </div>
    </div>
  );
}
