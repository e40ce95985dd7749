// The tab says the worst: "✕ 37 · Headwater", and its icon has the state's shape.
import { color, icon } from "../../../design/tokens.json";
import type { State, Totals, Verdict } from "../feed/messages";

const filled: State[] = ["ok", "lag", "fail"];

function iconOf(state: State): string {
  const outline = icon[`status.${state}`];
  const fill = filled.includes(state);
  const tint = color.dark[`${state}Solid`];
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 12"><path d="${outline}" ` +
    `fill="${fill ? tint : "none"}" stroke="${tint}" stroke-width="${fill ? 0 : 2}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

export function showInTab(verdict?: Verdict, totals?: Totals, stale = false): void {
  const state = stale || !verdict ? "unknown" : verdict.state;
  let title = "Headwater";
  if (!stale && totals && totals.zonesStuck > 0) title = `✕ ${totals.zonesStuck} · Headwater`;
  else if (!stale && totals && totals.zonesLate > 0) title = `▲ ${totals.zonesLate} · Headwater`;
  if (document.title !== title) document.title = title;
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  const href = iconOf(state);
  if (link && link.href !== href) link.href = href;
}
