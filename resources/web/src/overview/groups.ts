// The rows of the matrix: the engine's causes, worst first, then the zones that no cause names, by
// their state.
import { now } from "../feed/feed";
import type { CauseRow, State, ZoneRow } from "../feed/messages";
import { stateOrder, type Picture } from "../feed/picture";
import { count, duration } from "../format";

export interface Group {
  key: string;
  state: State;
  title: string;
  note: string;
  zones: ZoneRow[];
  count: number;
  oldest: string;
  more: string;
}

const rowsPerCause = 3;
const rowsAltogether = 18;
const liveBesideTrouble = 3;

function causeGroup(cause: CauseRow, picture: Picture): Group {
  const zones = cause.zones
    .map((name) => picture.zones.get(name))
    .filter((zone): zone is ZoneRow => !!zone);
  return {
    key: cause.id,
    state: cause.state,
    title: cause.title,
    zones: zones.slice(0, rowsPerCause),
    note: `${count(cause.count)} ${cause.count === 1 ? "zone" : "zones"}${cause.code ? ` · ${cause.code}` : ""}`,
    count: cause.count,
    oldest: duration(now.value - cause.since),
    more: `${count(cause.count - Math.min(zones.length, rowsPerCause))} more with the same cause`,
  };
}

function stateGroup(state: State, title: string, picture: Picture, known: Set<string>): Group {
  const zones = [...picture.zones.values()]
    .filter((zone) => zone.state === state && !known.has(zone.name))
    .sort((a, b) => (b.changedAt ?? 0) - (a.changedAt ?? 0));
  const total =
    state === "ok" && picture.zonesTotal > picture.zones.size
      ? picture.zonesTotal -
        [...picture.zones.values()].filter((zone) => zone.state !== "ok").length
      : zones.length;
  const ages = zones.flatMap((zone) => zone.pairs.map((pair) => pair.ageMs ?? 0));
  return {
    key: state,
    state,
    title,
    zones,
    count: total,
    note: `${count(total)} ${total === 1 ? "zone" : "zones"}`,
    oldest: state === "ok" || ages.length === 0 ? "" : duration(Math.max(...ages)),
    more: "",
  };
}

export function problemGroups(picture: Picture): Group[] {
  const causes = picture.causes
    .filter((cause) => cause.count > 0)
    .map((cause) => causeGroup(cause, picture));
  const known = new Set(picture.causes.flatMap((cause) => cause.zones));
  const rest: [State, string][] = [
    ["fail", "Stuck"],
    ["lag", "Late"],
    ["unknown", "Not observed"],
    ["moving", "In flight"],
    ["paused", "Paused"],
    ["ok", "Live everywhere"],
  ];
  const groups = [
    ...causes,
    ...rest.map(([state, title]) => stateGroup(state, title, picture, known)),
  ]
    .filter((group) => group.count > 0)
    .sort((a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state));
  let room = rowsAltogether;
  return groups.map((group, at) => {
    // What is live gives way to what is not.
    const most = group.state === "ok" && at > 0 ? Math.min(room, liveBesideTrouble) : room;
    const zones = group.zones.slice(0, Math.max(0, most));
    room -= zones.length + 1;
    return { ...group, zones };
  });
}
