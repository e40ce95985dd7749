// One panel, six figures; each opens the list behind it.
import type { ComponentChildren } from "preact";
import type { State, Totals } from "../feed/messages";
import type { Picture } from "../feed/picture";
import { count, duration, rate, setDuration, share, shortCount, time } from "../format";
import { toZones } from "../route";
import { Spark } from "../ui/spark";
import { Figure } from "../ui/text";
import { Ticks } from "../ui/ticks";

function Tile({
  href,
  title,
  value,
  below,
  extra,
  kind = "",
}: {
  href: string;
  title: string;
  value: ComponentChildren;
  below: ComponentChildren;
  extra?: ComponentChildren;
  kind?: string;
}) {
  return (
    <a class={`tile ${kind}`} href={href}>
      <span class="tile-title">{title}</span>
      <span class="tile-value">
        {value}
        {extra && <span class="tile-extra">{extra}</span>}
      </span>
      <span class="tile-below cut">{below}</span>
    </a>
  );
}

function joined(parts: (readonly [number, string, State | ""])[], none: string): ComponentChildren {
  const there = parts.filter(([number]) => number > 0);
  if (there.length === 0) return none;
  return there.map(([number, word, state], at) => (
    <span key={word}>
      {at > 0 && " · "}
      <span class={state ? `text-${state}` : ""}>
        {count(number)} {word}
      </span>
    </span>
  ));
}

function ChangeToLive({ totals }: { totals: Totals }) {
  const label = totals.samples >= 100 ? "p99" : "max";
  const known = typeof totals.p50Ms === "number";
  return (
    <Tile
      href="/secondaries"
      kind="tile-wide"
      title="Change to live, per pair"
      value={
        known ? (
          <>
            <Figure text={duration(totals.p50Ms!)} unit="p50" />
            {typeof totals.p99Ms === "number" && (
              <Figure text={duration(totals.p99Ms)} unit={label} />
            )}
          </>
        ) : (
          <span class="figure muted">not observed</span>
        )
      }
      extra={
        <Spark
          values={totals.recentLiveMs}
          width={64}
          height={24}
          label="change to live, newest last"
        />
      }
      below={
        <>
          budget {setDuration(totals.budgetMs)}
          {totals.liveUpTo ? (
            <span class="wide-only">
              {" "}
              · all live up to{" "}
              <span class={totals.zonesStuck > 0 ? "text-fail" : ""}>{time(totals.liveUpTo)}</span>
            </span>
          ) : (
            ""
          )}
        </>
      }
    />
  );
}

export function Tiles({ picture }: { picture: Picture }) {
  const { totals, secondaries } = picture;
  const behind = secondaries.filter((row) => ["fail", "lag", "unknown"].includes(row.state));
  const names = behind.slice(0, 2).map((row, at) => (
    <span key={row.name}>
      {at > 0 && " · "}
      <span class={`text-${row.state}`}>{row.name}</span>
    </span>
  ));
  const troubled: State | "" = totals.zonesStuck ? "fail" : totals.zonesLate ? "lag" : "";
  return (
    <section class="tiles panel" aria-label="Figures">
      <Tile
        href={toZones(troubled ? `state:${troubled === "fail" ? "stuck" : "late"}` : "")}
        title="Zones"
        value={<span class="figure">{count(totals.zones)}</span>}
        below={joined(
          [
            [totals.zonesStuck, "stuck", "fail"],
            [totals.zonesLate, "late", "lag"],
            [totals.zonesRejected, "refused", "fail"],
            [totals.zonesMoving, "in flight", ""],
          ],
          "all live",
        )}
      />
      <Tile
        href="/secondaries"
        title="Secondaries in sync"
        value={
          <Figure text={count(totals.secondariesInSync)} unit={`of ${count(totals.secondaries)}`} />
        }
        extra={
          <Ticks
            states={secondaries.map((row) => row.state)}
            label="state of each secondary"
            tall
          />
        }
        below={
          names.length ? (
            <>
              {names}
              {behind.length > 2 && ` +${behind.length - 2}`}
            </>
          ) : (
            "all in sync"
          )
        }
      />
      <ChangeToLive totals={totals} />
      <Tile
        href="/secondaries"
        title="NOTIFY waiting"
        value={<span class="figure">{count(totals.notifyWaiting)}</span>}
        below={joined(
          [
            [totals.notifyAcked, "acked", ""],
            [totals.notifyRetried, "retried", ""],
            [totals.notifyFailed, "failed", "fail"],
          ],
          "none sent yet",
        )}
      />
      <Tile
        href="/secondaries"
        title="Transfers running"
        value={<span class="figure">{count(totals.transfersRunning)}</span>}
        below={
          <>
            <span class={totals.transfersRefused ? "text-fail" : ""}>
              {count(totals.transfersRefused)} refused
            </span>
            {typeof totals.ixfrShare === "number" && ` · ${share(totals.ixfrShare)} IXFR`}
          </>
        }
      />
      <Tile
        href="/secondaries"
        title="Queries answered"
        value={<Figure text={rateFigure(totals.queriesPerSecond)} />}
        below="by the primary itself"
      />
    </section>
  );
}

const rateFigure = (perSecond: number): string =>
  perSecond >= 1000 ? `${shortCount(perSecond)}/s` : rate(perSecond).replace("/s", " per s");
