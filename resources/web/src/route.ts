// Every view is a link: the path says screen, zone, tab and version, the query the rest.
import { computed, signal } from "@preact/signals";

export type Screen = "overview" | "zones" | "zone" | "secondaries" | "none";
export interface Route {
  screen: Screen;
  zone: string;
  tab: string;
  serial: string;
  secondary: string;
  query: URLSearchParams;
}

const address = signal(location.pathname + location.search);

function part(text: string | undefined): string {
  try {
    return decodeURIComponent(text ?? "");
  } catch {
    return text ?? "";
  }
}

export function parseRoute(href: string): Route {
  const url = new URL(href, "http://console");
  const [first, second, third, fourth] = url.pathname.split("/").slice(1);
  const route: Route = {
    screen: "none",
    zone: "",
    tab: "",
    serial: "",
    secondary: "",
    query: url.searchParams,
  };
  if (!first) return { ...route, screen: "overview" };
  if (first === "zones" && !second) return { ...route, screen: "zones" };
  if (first === "zones") {
    return {
      ...route,
      screen: "zone",
      zone: part(second),
      tab: part(third) || "propagation",
      serial: part(fourth),
    };
  }
  if (first === "secondaries") return { ...route, screen: "secondaries", secondary: part(second) };
  return route;
}

export const route = computed(() => parseRoute(address.value));

export function go(href: string, how: "push" | "replace" = "push"): void {
  if (href === address.value) return;
  if (how === "push") history.pushState(null, "", href);
  else history.replaceState(null, "", href);
  address.value = href;
}

addEventListener("popstate", () => {
  address.value = location.pathname + location.search;
});

// Plain links stay plain links; only what a click would do here is done without a reload.
addEventListener("click", (event) => {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  )
    return;
  const link = (event.target as Element | null)?.closest?.("a[href]");
  const href = link?.getAttribute("href");
  if (!href?.startsWith("/") || href.startsWith("/api/") || link?.hasAttribute("target")) return;
  event.preventDefault();
  go(href);
});

export const toZone = (zone: string, tab = "", serial: number | string = ""): string =>
  ["/zones", encodeURIComponent(zone), tab, serial].filter((piece) => piece !== "").join("/");
export const toSecondary = (name: string): string => `/secondaries/${encodeURIComponent(name)}`;
export const toZones = (query: string): string =>
  query ? `/zones?q=${encodeURIComponent(query)}` : "/zones";
