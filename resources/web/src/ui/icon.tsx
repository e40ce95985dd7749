import { icon } from "../../../design/tokens.json";

export type IconName =
  | "nav.overview"
  | "nav.zones"
  | "nav.secondaries"
  | "act.search"
  | "act.copy"
  | "act.retry"
  | "act.pause"
  | "act.play"
  | "act.open"
  | "act.filter"
  | "act.down"
  | "act.lock"
  | "act.key"
  | "act.chevron"
  | "nav.settings";

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={icon[name]} />
    </svg>
  );
}

export function Mark() {
  return (
    <svg class="mark" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <path d="M6 11c5 0 4.500-6.500 9-6.500h3.500" />
      <path d="M6 11h12.500" />
      <path d="M6 11c5 0 4.500 6.500 9 6.500h3.500" />
      <circle cx="5" cy="11" r="3.200" />
    </svg>
  );
}
