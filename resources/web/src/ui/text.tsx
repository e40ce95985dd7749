// Small pieces of text with a fixed form.
import type { ComponentChildren } from "preact";
import type { State } from "../feed/messages";
import { change, minus, serialParts } from "../format";

export function Serial({ value }: { value: number | null | undefined }) {
  if (value === null || value === undefined) return <span class="muted">none</span>;
  const [muted, bright] = serialParts(value);
  return (
    <span class="mono serial">
      <span class="muted">{muted}</span>
      {bright}
    </span>
  );
}

export function Change({ added, removed }: { added: number; removed: number }) {
  const parts = change(added, removed).split(" ").filter(Boolean);
  return (
    <span class="mono change">
      {parts.map((part) => (
        <span key={part} class={part.startsWith(minus) ? "text-fail" : "text-ok"}>
          {part}
        </span>
      ))}
    </span>
  );
}

export function Muted({ children }: { children: ComponentChildren }) {
  return <span class="muted">{children}</span>;
}

export function Chip({ state, children }: { state?: State; children: ComponentChildren }) {
  return <span class={state ? `chip chip-${state}` : "chip"}>{children}</span>;
}

export function Key({ children }: { children: ComponentChildren }) {
  return <kbd class="key">{children}</kbd>;
}

/** A number and its unit, the unit smaller. */
export function Figure({ text, unit }: { text: string; unit?: string }) {
  const [value, ...rest] = text.split(" ");
  const after = [...rest, unit ?? ""].filter(Boolean).join(" ");
  return (
    <span class="figure">
      {value}
      {after && <span class="figure-unit">{after}</span>}
    </span>
  );
}
