// Find any zone, compare them.
import { useLayoutEffect, useState } from "preact/hooks";
import { now } from "../feed/feed";
import type { State } from "../feed/messages";
import type { Picture } from "../feed/picture";
import { count } from "../format";
import { onKey } from "../frame/keys";
import { go, route, toZone, toZones } from "../route";
import { Icon } from "../ui/icon";
import { Shape } from "../ui/shape";
import { Key } from "../ui/text";
import { Windowed } from "../ui/windowed";
import { parseFilter } from "./filter";
import { useSteadyOrder, type Sort, type SortKey } from "./order";
import { useZones } from "./source";
import { ZoneLine } from "./zonerow";

const columns: [SortKey, string, string][] = [
  ["state", "", "z-state"],
  ["name", "Zone", "z-name"],
  ["serial", "Serial", "z-serial"],
  ["records", "Records", "z-records"],
  ["changed", "Last change", "z-changed"],
  ["live", "Live on", "z-live"],
  ["slowest", "Slowest secondary", "z-slowest"],
  ["p99", "p99", "z-p99"],
  ["source", "Source", "z-source"],
];

function Chips({ picture, query }: { picture: Picture; query: string }) {
  const { totals } = picture;
  const chips: [label: string, query: string, total: number, state: State | ""][] = [
    ["All", "", totals.zones, ""],
    ["Stuck", "state:stuck", totals.zonesStuck, "fail"],
    ["Late", "state:late", totals.zonesLate, "lag"],
    ["In flight", "state:moving", totals.zonesMoving, "moving"],
    ["Refused", "state:refused", totals.zonesRejected, "fail"],
  ];
  return (
    <div class="filter-chips">
      {chips.map(([label, wanted, total, state]) => (
        <a
          key={label}
          class={`filter-chip ${query === wanted ? "on" : ""} ${total > 0 && state ? `text-number-${state}` : ""}`}
          href={toZones(wanted)}
        >
          {state && <Shape state={state} size={10} label="" />}
          {label}
          <b>{count(total)}</b>
        </a>
      ))}
    </div>
  );
}

function FilterField({ query }: { query: string }) {
  const { unknownFields } = parseFilter(query);
  return (
    <>
      <label class="filter">
        <Icon name="act.filter" />
        <input
          class="filter-field"
          value={query}
          aria-label="Filter zones"
          placeholder="Filter by name, or state:stuck  on:nsd  source:files  -name*"
          onInput={(event) => go(toZones(event.currentTarget.value), "replace")}
        />
        <Key>/</Key>
      </label>
      {unknownFields.map((field) => (
        <p key={field} class="small text-lag">
          {field}: no such field
        </p>
      ))}
    </>
  );
}

function Head({ sort, choose }: { sort: Sort; choose: (key: SortKey) => void }) {
  return (
    <div role="row" class="zone-row zone-head">
      {columns.map(([key, label, place]) => (
        <span
          key={key}
          role="columnheader"
          class={place}
          aria-sort={sort.key !== key ? "none" : sort.down ? "descending" : "ascending"}
        >
          <button
            type="button"
            class={sort.key === key ? "on" : ""}
            onClick={() => choose(key)}
            aria-label={label || "State"}
          >
            {label}
            {sort.key === key && (
              <i class={sort.down ? "arrow" : "arrow up"}>
                <Icon name="act.down" size={10} />
              </i>
            )}
          </button>
        </span>
      ))}
    </div>
  );
}

const rowHeight = () => (innerWidth < 640 ? 48 : 26);

export function Zones({ picture }: { picture: Picture }) {
  const query = route.value.query.get("q") ?? "";
  const [sort, setSort] = useState<Sort>({ key: "changed", down: true });
  const [hold, setHold] = useState(false);
  const [selected, setSelected] = useState("");
  const found = useZones(picture, query);
  const zones = useSteadyOrder(found.zones, sort, hold);
  const at = zones.findIndex((zone) => zone.name === selected);
  useLayoutEffect(() =>
    onKey(({ key }) => {
      const to = {
        j: at + 1,
        ArrowDown: at + 1,
        k: at - 1,
        ArrowUp: at - 1,
        Home: 0,
        End: zones.length - 1,
      }[key];
      if (to !== undefined) {
        setSelected(zones[Math.max(0, Math.min(zones.length - 1, to))]?.name ?? "");
        return true;
      }
      if (key === "Enter" && at >= 0) {
        go(toZone(selected));
        return true;
      }
      return false;
    }),
  );
  const height = rowHeight();
  const choose = (key: SortKey) =>
    setSort((held) => ({
      key,
      down: held.key === key ? !held.down : key !== "name" && key !== "state",
    }));
  return (
    <>
      <FilterField query={query} />
      <Chips picture={picture} query={query} />
      <section
        class="panel zone-list"
        aria-label="Zones"
        onMouseEnter={() => setHold(true)}
        onMouseLeave={() => setHold(false)}
      >
        <Windowed
          count={zones.length}
          rowHeight={height}
          label="Zones"
          focusAt={at}
          head={<Head sort={sort} choose={choose} />}
          row={(index) => (
            <ZoneLine
              key={zones[index]!.name}
              zone={zones[index]!}
              top={index * height}
              selected={index === at}
              now={now.value}
            />
          )}
        />
        {zones.length === 0 && !found.error && (
          <p class="nothing">
            {picture.zonesTotal === 0 ? (
              "No zones yet. Save a zone file in the zone directory."
            ) : (
              <>
                No zone matches {query}. <a href="/zones">Clear filter</a>
              </>
            )}
          </p>
        )}
        {found.error && <p class="nothing text-fail">{found.error}</p>}
      </section>
      <footer class="list-foot small muted">
        <span>
          {count(zones.length)} of {count(found.total)} zones
          {found.isAll ? "" : ", worst first: filter for the rest"}
        </span>
        <span class="end line gap">
          <Key>J</Key>
          <Key>K</Key> move <Key>Enter</Key> open <Key>/</Key> filter <Key>?</Key> all keys
        </span>
      </footer>
    </>
  );
}
