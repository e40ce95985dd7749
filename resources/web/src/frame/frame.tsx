// Sidebar, top bar, the screen the link names; on a phone a bar at the bottom instead.
import { effect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { phase, picture, stale } from "../feed/feed";
import { Overview } from "../overview/overview";
import { route } from "../route";
import { Secondaries } from "../secondaries/secondaries";
import { Zone } from "../zone/zone";
import { Zones } from "../zones/zones";
import { KeyList } from "./keylist";
import { Loading } from "./loading";
import { Palette } from "./palette";
import { Sidebar, TabBar } from "./sidebar";
import { showInTab } from "./tabtitle";
import { TopBar } from "./topbar";

effect(() => showInTab(picture.value?.verdict, picture.value?.totals, stale.value));

function screen(): ComponentChildren {
  const shown = picture.value;
  if (!shown) return <Loading isLate={phase.value === "reconnecting"} />;
  switch (route.value.screen) {
    case "overview":
      return <Overview picture={shown} />;
    case "zones":
      return <Zones picture={shown} />;
    case "zone":
      return <Zone key={route.value.zone} picture={shown} name={route.value.zone} />;
    case "secondaries":
      return <Secondaries picture={shown} />;
    default:
      return (
        <p class="nothing">
          There is nothing at this address. <a href="/">Overview</a>
        </p>
      );
  }
}

export function Frame() {
  return (
    <div class={stale.value ? "app stale" : "app"}>
      <Sidebar />
      <div class="main">
        <TopBar />
        <main class={`page page-${route.value.screen}`}>{screen()}</main>
      </div>
      <TabBar />
      <Palette />
      <KeyList />
    </div>
  );
}
