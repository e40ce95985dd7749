// In which order zones stand. The list is put in order at most every two seconds, and not at all
// while the pointer is in it.
import { useRef } from "preact/hooks";
import type { ZoneRow } from "../feed/messages";
import { stateOrder } from "../feed/picture";

export type SortKey =
  "state" | "name" | "serial" | "records" | "changed" | "live" | "slowest" | "p99" | "source";
export interface Sort {
  key: SortKey;
  down: boolean;
}

/** `www.apps.example` stands beside `apps.example`: by label from the right. */
const byLabel = (name: string): string => name.split(".").reverse().join("\0");
const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const last = -1;

const compare: Record<SortKey, (a: ZoneRow, b: ZoneRow) => number> = {
  state: (a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state),
  name: (a, b) => text(byLabel(a.name), byLabel(b.name)),
  serial: (a, b) => a.serial - b.serial,
  records: (a, b) => a.records - b.records,
  changed: (a, b) => (a.changedAt ?? last) - (b.changedAt ?? last),
  live: (a, b) => a.live / Math.max(1, a.of) - b.live / Math.max(1, b.of),
  slowest: (a, b) => (a.slowestMs ?? last) - (b.slowestMs ?? last),
  p99: (a, b) => (a.p99Ms ?? last) - (b.p99Ms ?? last),
  source: (a, b) => text(a.source, b.source),
};

export function sorted(zones: ZoneRow[], sort: Sort): ZoneRow[] {
  const sign = sort.down ? -1 : 1;
  return [...zones].sort((a, b) => sign * compare[sort.key](a, b) || compare.name(a, b));
}

const every = 2000;

/** Zones in a steady order; new ones stand at the end until the next time. */
export function useSteadyOrder(zones: ZoneRow[], sort: Sort, hold: boolean): ZoneRow[] {
  const held = useRef({ key: "", at: 0, names: [] as string[] });
  const key = `${sort.key} ${sort.down}`;
  const isDue = held.current.key !== key || (!hold && performance.now() - held.current.at > every);
  if (isDue) {
    const names = sorted(zones, sort).map((zone) => zone.name);
    held.current = { key, at: performance.now(), names };
  }
  const rest = new Map(zones.map((zone) => [zone.name, zone]));
  const ordered: ZoneRow[] = [];
  for (const name of held.current.names) {
    const zone = rest.get(name);
    if (zone) {
      ordered.push(zone);
      rest.delete(name);
    }
  }
  return [...ordered, ...rest.values()];
}
