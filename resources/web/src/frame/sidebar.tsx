import { now, picture, stale } from "../feed/feed";
import { duration } from "../format";
import { route, type Screen } from "../route";
import { Icon, Mark, type IconName } from "../ui/icon";
import { Shape } from "../ui/shape";

interface Item {
  screen: Screen;
  href: string;
  icon: IconName;
  label: string;
}
const items: Item[] = [
  { screen: "overview", href: "/", icon: "nav.overview", label: "Overview" },
  { screen: "zones", href: "/zones", icon: "nav.zones", label: "Zones" },
  { screen: "secondaries", href: "/secondaries", icon: "nav.secondaries", label: "Secondaries" },
];

const isOn = (item: Item): boolean =>
  route.value.screen === item.screen || (item.screen === "zones" && route.value.screen === "zone");

/** Stuck or late, never what is in flight. */
function badge(screen: Screen): { count: number; kind: "fail" | "lag" } | null {
  const shown = picture.value;
  if (!shown) return null;
  let fail = 0;
  let lag = 0;
  if (screen === "zones") {
    fail = shown.totals.zonesStuck;
    lag = shown.totals.zonesLate;
  } else if (screen === "secondaries") {
    fail = shown.secondaries.filter((row) => row.state === "fail").length;
    lag = shown.secondaries.filter((row) => row.state === "lag").length;
  }
  return fail + lag > 0 ? { count: fail + lag, kind: fail > 0 ? "fail" : "lag" } : null;
}

function Items() {
  return (
    <>
      {items.map((item) => {
        const mark = badge(item.screen);
        return (
          <a
            key={item.screen}
            href={item.href}
            class={isOn(item) ? "on" : ""}
            title={item.label}
            aria-current={isOn(item) ? "page" : undefined}
          >
            <Icon name={item.icon} />
            <span class="nav-label">{item.label}</span>
            {mark && <span class={`badge badge-${mark.kind}`}>{mark.count}</span>}
          </a>
        );
      })}
    </>
  );
}

function Foot() {
  const engine = picture.value?.engine;
  if (!engine) return null;
  const troubled = engine.problems.length > 0;
  const state = stale.value ? "unknown" : troubled ? "fail" : "ok";
  const word = stale.value
    ? "Engine not heard"
    : troubled
      ? "Engine has a problem"
      : "Engine healthy";
  return (
    <div class="side-foot small">
      <div class="line">
        <Shape state={state} size={10} label="" />
        <span class={troubled && !stale.value ? "text-fail" : "secondary"}>{word}</span>
        <span class="muted end">{duration(now.value - engine.startedAt)}</span>
      </div>
      <div class="line">
        <span class="muted">Source</span>
        <span class="secondary end">{engine.store}</span>
      </div>
      <div class="line">
        <span class="muted">Version</span>
        <span class="secondary end">{engine.version}</span>
      </div>
    </div>
  );
}

export function Sidebar() {
  const engine = picture.value?.engine;
  return (
    <aside class="side" aria-label="Main">
      <div class="brand">
        <Mark />
        <span class="nav-label">Headwater</span>
      </div>
      <div class="instance">
        <div class="strong cut">{engine?.name ?? "…"}</div>
        <div class="mono-small muted cut">{engine?.dns[0] ?? ""}</div>
      </div>
      <nav class="nav">
        <Items />
      </nav>
      <Foot />
    </aside>
  );
}

export function TabBar() {
  return (
    <nav class="tabbar" aria-label="Screens">
      <Items />
    </nav>
  );
}
