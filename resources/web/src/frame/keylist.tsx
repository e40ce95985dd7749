import { route } from "../route";
import { Key } from "../ui/text";
import { keyListIsOpen } from "./keys";

const everywhere: [string, string][] = [
  ["Ctrl K", "search and commands"],
  ["/", "filter this page"],
  ["G then O Z S", "Overview, Zones, Secondaries"],
  ["Space", "pause, resume"],
  ["T", "theme: system, dark, light"],
  ["Esc", "close, leave the field"],
  ["Backspace", "back"],
  ["?", "this list"],
];
const here: Record<string, [string, string][]> = {
  zones: [
    ["J K", "next, previous row"],
    ["Enter", "open"],
    ["Home End", "first, last row"],
  ],
  zone: [
    ["1 2 3", "tabs"],
    [", .", "newer, older version"],
    ["J K", "next, previous secondary"],
  ],
  secondaries: [["J K", "next, previous row"]],
  overview: [],
};

export function KeyList() {
  if (!keyListIsOpen.value) return null;
  const close = () => {
    keyListIsOpen.value = false;
  };
  const keys = [...(here[route.value.screen] ?? []), ...everywhere];
  return (
    <div class="scrim" onClick={close}>
      <div class="dialog" role="dialog" aria-label="Keys of this page">
        <h2>Keys of this page</h2>
        <dl class="keys">
          {keys.map(([key, does]) => (
            <div key={key}>
              <dt>
                {key.split(" ").map((one) => (
                  <Key key={one}>{one}</Key>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <button type="button" class="button" onClick={close}>
          Close
        </button>
      </div>
    </div>
  );
}
