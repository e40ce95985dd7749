// One tick a secondary, up to 16; from 17 on a bar of parts. Trouble is lower, so the outline of
// the strip shows it without colour.
import type { State } from "../feed/messages";
import { stateOrder } from "../feed/picture";

const height: Record<State, number> = {
  ok: 12,
  moving: 7,
  lag: 7,
  fail: 4,
  unknown: 4,
  paused: 4,
};

export function Ticks({
  states,
  label,
  tall = false,
}: {
  states: State[];
  label: string;
  tall?: boolean;
}) {
  const quiet = states.every((state) => state === "ok");
  if (states.length > 16) return <TickBar states={states} label={label} />;
  const step = tall ? 6 : 5;
  const most = tall ? 20 : 12;
  const high = (state: State) => Math.round((height[state] * most) / 12);
  const width = Math.max(0, states.length * step - 1);
  return (
    <svg
      class={quiet ? "ticks quiet" : "ticks"}
      width={width}
      height={most}
      role="img"
      aria-label={label}
    >
      {states.map((state, at) => (
        <rect
          key={at}
          class={`fill-${state}`}
          x={at * step}
          y={most - high(state)}
          width={step - 1}
          height={high(state)}
          rx="1"
        />
      ))}
    </svg>
  );
}

function TickBar({ states, label }: { states: State[]; label: string }) {
  const present = [...stateOrder]
    .reverse()
    .map((state) => ({ state, count: states.filter((one) => one === state).length }))
    .filter(({ count }) => count > 0);
  const width = 76;
  const least = 3;
  const shared = width - least * present.length;
  let x = 0;
  return (
    <svg class="ticks" width={width} height="10" role="img" aria-label={label}>
      {present.map(({ state, count }) => {
        const size = least + (shared * count) / states.length;
        const tall = state === "ok" ? 10 : height[state] - 1;
        const bar = (
          <rect
            key={state}
            class={`fill-${state}`}
            x={x}
            y={10 - tall}
            width={size - 1}
            height={tall}
          />
        );
        x += size;
        return bar;
      })}
    </svg>
  );
}
