// Reads of the HTTP interface, for what the feed does not carry: records, versions, long lists.
import type { PublicationRow, ZoneRow } from "./messages";

export interface ZoneDetail extends ZoneRow {
  soa?: {
    primary: string;
    mailbox: string;
    serial: number;
    refresh: number;
    retry: number;
    expire: number;
    minimum: number;
    ttl: number;
  };
  publications: PublicationRow[];
}
export interface Rrset {
  name: string;
  type: string;
  ttl: number;
  records: string[];
}
export interface VersionRow {
  serial: number;
  publishedAt: number;
  committedAt: number;
  author: string;
  added: number;
  removed: number;
  records: number;
  digest: string;
  differenceOctets: number;
}
export interface Difference {
  from: number;
  to: number;
  removed: string[];
  added: string[];
}
export interface ZonePage {
  total: number;
  zones: ZoneRow[];
}

const root = "/api/headwater/v1";

async function read<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(root + path, { signal, headers: { Accept: "application/json" } });
  const body = (await response.json()) as T & { error?: string };
  if (!response.ok) throw new Error(body.error ?? `the engine answered ${response.status}`);
  return body;
}

const at = (zone: string) => `/zones/${encodeURIComponent(zone)}`;

export const readZone = (zone: string, signal: AbortSignal) => read<ZoneDetail>(at(zone), signal);
export const readRecords = (zone: string, signal: AbortSignal) =>
  read<{ serial: number; rrsets: Rrset[] }>(`${at(zone)}/records`, signal);
export const readVersions = (zone: string, signal: AbortSignal) =>
  read<{ versions: VersionRow[] }>(`${at(zone)}/versions?limit=200`, signal);
export const readDifference = (zone: string, serial: number, signal: AbortSignal) =>
  read<Difference>(`${at(zone)}/versions/${serial}`, signal);
export const readZones = (query: string, after: string, signal: AbortSignal) =>
  read<ZonePage>(
    `/zones?limit=200&q=${encodeURIComponent(query)}` +
      (after ? `&after=${encodeURIComponent(after)}` : ""),
    signal,
  );
