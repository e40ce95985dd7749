// One field finds zones, secondaries, screens and commands among what the page holds.
import { useEffect, useRef, useState } from "preact/hooks";
import { pause, paused, picture, resume } from "../feed/feed";
import type { State } from "../feed/messages";
import { go, toSecondary, toZone, toZones } from "../route";
import { nextTheme } from "../theme";
import { Icon } from "../ui/icon";
import { Shape } from "../ui/shape";
import { Key } from "../ui/text";
import { paletteIsOpen } from "./palettestate";

export { openPalette } from "./palettestate";

interface Found {
  text: string;
  kind: string;
  state?: State;
  key?: string;
  run: () => void;
}
const mostRows = 8;

const commands: Found[] = [
  { text: "Overview", kind: "Screen", key: "G O", run: () => go("/") },
  { text: "Zones", kind: "Screen", key: "G Z", run: () => go("/zones") },
  { text: "Secondaries", kind: "Screen", key: "G S", run: () => go("/secondaries") },
  {
    text: "Pause or resume live updates",
    kind: "Command",
    key: "Space",
    run: () => (paused.value ? resume() : pause()),
  },
  { text: "Change theme: system, dark, light", kind: "Command", key: "T", run: nextTheme },
];

function find(text: string): Found[] {
  const wanted = text.trim().toLowerCase();
  const bare = wanted.replace(/^[>#@]/, "").trim();
  const shown = picture.value;
  const found: Found[] = [];
  if (shown && !/^[>@]/.test(wanted)) {
    for (const zone of shown.zones.values()) {
      if (bare && zone.name.toLowerCase().includes(bare)) {
        found.push({
          text: zone.name,
          kind: "Zone",
          state: zone.state,
          run: () => go(toZone(zone.name)),
        });
      }
      if (found.length >= mostRows) break;
    }
  }
  if (shown && !/^[>#]/.test(wanted)) {
    for (const row of shown.secondaries) {
      if (row.name.toLowerCase().includes(bare)) {
        found.push({
          text: row.name,
          kind: "Secondary",
          state: row.state,
          run: () => go(toSecondary(row.name)),
        });
      }
    }
  }
  if (!/^[#@]/.test(wanted)) {
    found.push(...commands.filter((command) => command.text.toLowerCase().includes(bare)));
  }
  if (bare && !/^[>@]/.test(wanted)) {
    found.push({
      text: `All zones that match ${bare}`,
      kind: "Filter",
      run: () => go(toZones(bare)),
    });
  }
  return found.slice(0, mostRows);
}

function Rows({ found, at, choose }: { found: Found[]; at: number; choose: (row: Found) => void }) {
  return (
    <ul class="palette-rows" role="listbox">
      {found.map((row, index) => (
        <li
          key={row.kind + row.text}
          role="option"
          aria-selected={index === at}
          class={index === at ? "on" : ""}
          onClick={() => choose(row)}
        >
          {row.state ? (
            <Shape state={row.state} size={10} />
          ) : (
            <Icon name="act.chevron" size={12} />
          )}
          <span class={row.state ? "mono cut" : "cut"}>{row.text}</span>
          <span class="muted small end">{row.kind}</span>
          {row.key && <Key>{row.key}</Key>}
        </li>
      ))}
    </ul>
  );
}

export function Palette() {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const open = paletteIsOpen.value;
  useEffect(() => {
    setText("");
    setAt(0);
    if (open) field.current?.focus();
  }, [open]);
  if (!open) return null;
  const found = find(text);
  const close = () => {
    paletteIsOpen.value = false;
  };
  const choose = (row: Found) => {
    close();
    row.run();
  };
  const press = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) {
      setAt((at + step + found.length) % Math.max(1, found.length));
      event.preventDefault();
    } else if (event.key === "Enter" && found[at]) {
      choose(found[at]);
      event.preventDefault();
    }
  };
  return (
    <div class="scrim" onClick={(event) => event.target === event.currentTarget && close()}>
      <div class="palette" role="dialog" aria-label="Search or run a command">
        <div class="palette-field">
          <Icon name="act.search" />
          <input
            ref={field}
            value={text}
            placeholder="Search or run a command"
            aria-label="Search"
            onInput={(event) => {
              setText(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={press}
          />
          <Key>Esc</Key>
        </div>
        <Rows found={found} at={at} choose={choose} />
      </div>
    </div>
  );
}
