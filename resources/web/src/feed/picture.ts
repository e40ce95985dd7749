// What the page holds: the last picture with the changes since. Immutable; rows keep their identity
// until they change.
import type {
  CauseRow,
  FeedMessage,
  PublicationRow,
  SecondaryRow,
  State,
  WholeParts,
  ZoneRow,
} from "./messages";

export interface Picture extends WholeParts {
  at: number;
  run: string;
  seq: number;
  zones: ReadonlyMap<string, ZoneRow>;
  secondaries: readonly SecondaryRow[];
  publications: readonly PublicationRow[];
}

export const stateOrder: readonly State[] = ["fail", "lag", "unknown", "moving", "paused", "ok"];

/** The cause that holds a secondary back, be it its own or that of its whole site. */
export const causeOf = (
  secondary: string,
  causes: readonly CauseRow[],
  zone = "",
): CauseRow | undefined =>
  causes.find(
    (cause) =>
      (cause.secondary === secondary || cause.secondaries?.includes(secondary)) &&
      (zone === "" || cause.zones.includes(zone)),
  );

const mostZones = 600;
const mostPublications = 60;

export function fromPicture(message: FeedMessage): Picture {
  return {
    ...(wholeParts(message) as WholeParts),
    at: message.at,
    run: message.run,
    seq: message.seq,
    zones: new Map((message.zones ?? []).map((zone) => [zone.name, zone])),
    secondaries: message.secondaries ?? [],
    publications: newestFirst(message.publications ?? []),
  };
}

export function withChange(picture: Picture, message: FeedMessage): Picture {
  const next: Picture = {
    ...picture,
    ...wholeParts(message),
    at: message.at,
    run: message.run,
    seq: message.seq,
  };
  if (message.zones || message.zonesGone) next.zones = withZones(picture.zones, message);
  if (message.secondaries) {
    next.secondaries = upserted(picture.secondaries, message.secondaries, (row) => row.name);
  }
  if (message.publications) {
    next.publications = newestFirst(
      upserted(picture.publications, message.publications, (row) => row.id),
    );
  }
  return next;
}

function wholeParts(message: FeedMessage): Partial<WholeParts> {
  const { engine, verdict, totals, flow, causes, zonesTotal } = message;
  const parts = { engine, verdict, totals, flow, causes, zonesTotal };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}

function withZones(held: ReadonlyMap<string, ZoneRow>, message: FeedMessage) {
  const zones = new Map(held);
  for (const name of message.zonesGone ?? []) zones.delete(name);
  for (const zone of message.zones ?? []) zones.set(zone.name, zone);
  if (zones.size <= mostZones) return zones;
  const kept = [...zones.values()].sort(
    (a, b) =>
      stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) ||
      (b.changedAt ?? 0) - (a.changedAt ?? 0),
  );
  return new Map(kept.slice(0, mostZones).map((zone) => [zone.name, zone]));
}

function upserted<Row>(held: readonly Row[], rows: Row[], key: (row: Row) => string): Row[] {
  const byKey = new Map(held.map((row) => [key(row), row]));
  for (const row of rows) byKey.set(key(row), row);
  return [...byKey.values()];
}

function newestFirst(rows: readonly PublicationRow[]): PublicationRow[] {
  return [...rows].sort((a, b) => b.publishedAt - a.publishedAt).slice(0, mostPublications);
}
