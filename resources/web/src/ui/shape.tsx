// A state is a colour, a shape and a word; here the shape, with the word for those who hear it.
import { icon, status } from "../../../design/tokens.json";
import type { State } from "../feed/messages";

export const stateWord = (state: State): string => status[state].label;

const marks: Partial<Record<State, string>> = {
  ok: icon["status.ok.mark"],
  lag: icon["status.lag.mark"],
  fail: icon["status.fail.mark"],
};
const outlines: Record<State, string> = {
  ok: icon["status.ok"],
  moving: icon["status.moving"],
  lag: icon["status.lag"],
  fail: icon["status.fail"],
  unknown: icon["status.unknown"],
  paused: icon["status.paused"],
};

export function Shape({
  state,
  size = 12,
  label = stateWord(state),
}: {
  state: State;
  size?: number;
  label?: string;
}) {
  return (
    <svg
      class={`shape shape-${state}`}
      width={size}
      height={size}
      viewBox="0 0 12 12"
      role="img"
      aria-label={label}
    >
      {state === "moving" && <circle class="shape-rest" cx="6" cy="6" r="4.7" />}
      <path class="shape-body" d={outlines[state]} />
      {marks[state] && <path class="shape-mark" d={marks[state]} />}
    </svg>
  );
}
