// The zones of the list: what the page holds if that is all, otherwise what the engine finds.
import { useEffect, useState } from "preact/hooks";
import { readZones } from "../feed/api";
import type { ZoneRow } from "../feed/messages";
import type { Picture } from "../feed/picture";
import { parseFilter } from "./filter";

export interface Found {
  zones: ZoneRow[];
  total: number;
  error: string;
  isAll: boolean;
}

const again = 2000;
const settled = 150;

export function useZones(picture: Picture, query: string): Found {
  const isHeld = picture.zones.size >= picture.zonesTotal;
  const [found, setFound] = useState<Found>({ zones: [], total: 0, error: "", isAll: false });
  useEffect(() => {
    if (isHeld || !query) return undefined;
    const abort = new AbortController();
    let timer = 0;
    const read = async () => {
      try {
        const page = await readZones(query, "", abort.signal);
        setFound({ ...page, error: "", isAll: page.zones.length >= page.total });
      } catch (error) {
        if (abort.signal.aborted) return;
        setFound((held) => ({ ...held, error: (error as Error).message }));
      }
      timer = window.setTimeout(() => void read(), again);
    };
    timer = window.setTimeout(() => void read(), settled);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [isHeld, query]);

  if (!isHeld && query) return found;
  const { test } = parseFilter(query);
  const zones = [...picture.zones.values()].filter(test);
  return { zones, total: query ? zones.length : picture.zonesTotal, error: "", isAll: isHeld };
}
