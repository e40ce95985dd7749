// Which machine, which path, which key.
import { useLayoutEffect } from "preact/hooks";
import type { SecondaryRow, State } from "../feed/messages";
import { causeOf, type Picture } from "../feed/picture";
import { count } from "../format";
import { onKey } from "../frame/keys";
import { go, route, toSecondary } from "../route";
import { Shape, stateWord } from "../ui/shape";
import { SecondaryDetail } from "./detail";
import { SecondaryLine } from "./secondaryrow";

const states: State[] = ["fail", "lag", "unknown", "moving", "paused", "ok"];

function Chips({ rows, chosen }: { rows: readonly SecondaryRow[]; chosen: string }) {
  return (
    <div class="filter-chips">
      <a class={chosen ? "filter-chip" : "filter-chip on"} href="/secondaries">
        All<b>{count(rows.length)}</b>
      </a>
      {states.map((state) => {
        const total = rows.filter((row) => row.state === state).length;
        if (total === 0) return null;
        const label = state === "ok" ? "In sync" : stateWord(state);
        return (
          <a
            key={state}
            class={`filter-chip ${chosen === state ? "on" : ""} text-number-${state}`}
            href={`/secondaries?state=${state}`}
          >
            <Shape state={state} size={10} label="" />
            {label}
            <b>{count(total)}</b>
          </a>
        );
      })}
    </div>
  );
}

export function Secondaries({ picture }: { picture: Picture }) {
  const wanted = route.value.query.get("state") ?? "";
  const rows = picture.secondaries.filter((row) => !wanted || row.state === wanted);
  const worst = [...rows].sort((a, b) => states.indexOf(a.state) - states.indexOf(b.state))[0];
  const chosen = rows.find((row) => row.name === route.value.secondary) ?? worst;
  useLayoutEffect(() =>
    onKey(({ key }) => {
      const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[key];
      if (!step || !chosen) return false;
      const next = rows[rows.indexOf(chosen) + step];
      if (next) go(toSecondary(next.name), "replace");
      return true;
    }),
  );
  const top = Math.max(1, ...rows.flatMap((row) => row.rttsMs));
  return (
    <>
      <Chips rows={picture.secondaries} chosen={wanted} />
      <section class="panel secondaries" aria-label="Secondaries">
        <table class="plain">
          <thead>
            <tr>
              <th class="s-state" />
              <th>Name</th>
              <th>Address</th>
              <th>Zones live, of {count(picture.totals.zones)}</th>
              <th>NOTIFY</th>
              <th>Round trip</th>
              <th class="right">p50 live</th>
              <th class="right">p99</th>
              <th>Last transfer</th>
              <th>TSIG key</th>
            </tr>
          </thead>
          {rows.map((row) => (
            <SecondaryLine
              key={row.name}
              row={row}
              cause={causeOf(row.name, picture.causes)}
              top={top}
              selected={row === chosen}
            />
          ))}
        </table>
        {picture.secondaries.length === 0 && (
          <p class="nothing">
            No secondaries yet. Add one to headwater.toml; the README has the lines for NSD, Knot
            and BIND.
          </p>
        )}
        {picture.secondaries.length > 0 && rows.length === 0 && (
          <p class="nothing">
            No secondary is {wanted}. <a href="/secondaries">Clear filter</a>
          </p>
        )}
      </section>
      {chosen && (
        <SecondaryDetail
          row={chosen}
          cause={causeOf(chosen.name, picture.causes)}
          picture={picture}
        />
      )}
    </>
  );
}
