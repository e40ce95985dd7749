import {
  newProblems,
  now,
  pause,
  paused,
  phase,
  picture,
  resume,
  retryIn,
  silence,
  tryNow,
  waiting,
} from "../feed/feed";
import { duration, time } from "../format";
import { route } from "../route";
import { Icon, Mark } from "../ui/icon";
import { Key } from "../ui/text";
import { openPalette } from "./palette";

function Title() {
  const { screen, zone } = route.value;
  if (screen === "zone") {
    return (
      <h1>
        <a class="muted" href="/zones">
          Zones /
        </a>{" "}
        <span class="mono-title">{zone}</span>
      </h1>
    );
  }
  const titles: Record<string, string> = {
    overview: "Overview",
    zones: "Zones",
    secondaries: "Secondaries",
  };
  return <h1>{titles[screen] ?? "Headwater"}</h1>;
}

function LiveControl() {
  const seconds = duration(Math.max(100, silence.value)).replace(/(\.\d)\d s$/, "$1 s");
  const age =
    silence.value < 1000 ? `${(Math.max(100, silence.value) / 1000).toFixed(1)} s` : seconds;
  if (phase.value === "reconnecting") {
    return (
      <button type="button" class="live live-lost" onClick={tryNow} title="Try now">
        <i class="pulse" />
        <b>Reconnecting</b>
        <span>{retryIn.value > 0 ? `in ${retryIn.value} s` : "now"}</span>
        <Icon name="act.retry" size={14} />
      </button>
    );
  }
  if (paused.value) {
    const problems = newProblems.value;
    return (
      <button
        type="button"
        class={problems ? "live live-lost" : "live live-paused"}
        onClick={resume}
        title="Resume (Space)"
      >
        <Icon name="act.pause" size={14} />
        <b>Paused</b>
        <span>
          {problems
            ? `${problems} new problem${problems > 1 ? "s" : ""}`
            : `${waiting.value} waiting`}
        </span>
        <Icon name="act.play" size={14} />
      </button>
    );
  }
  const slow = phase.value !== "live";
  return (
    <button
      type="button"
      class={slow ? "live live-slow" : "live"}
      onClick={pause}
      title="Pause (Space)"
    >
      <i class="pulse" />
      <b>{phase.value === "opening" ? "Opening" : slow ? "Slow" : "Live"}</b>
      <span class="live-age">{phase.value === "opening" ? "" : age}</span>
      <Icon name="act.pause" size={14} />
    </button>
  );
}

export function TopBar() {
  return (
    <header class="top">
      <span class="top-mark">
        <Mark />
      </span>
      <Title />
      <button
        type="button"
        class="search"
        onClick={openPalette}
        aria-label="Search or run a command"
      >
        <Icon name="act.search" />
        <span>Search or run a command</span>
        <Key>Ctrl K</Key>
      </button>
      {picture.value?.engine.readOnly && (
        <span class="live">
          <Icon name="act.lock" size={14} />
          <b>Read-only</b>
        </span>
      )}
      <span role="status" class="live-holder">
        <LiveControl />
      </span>
      <span class="clock mono">{time(now.value)} UTC</span>
    </header>
  );
}
