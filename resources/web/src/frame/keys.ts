// Single keys work when no field has the focus. Screens add what they understand.
import { signal } from "@preact/signals";
import { pause, paused, resume } from "../feed/feed";
import { go } from "../route";
import { nextTheme } from "../theme";
import { openPalette, paletteIsOpen } from "./palettestate";

export const keyListIsOpen = signal(false);

type KeyAction = (event: KeyboardEvent) => boolean;
const listeners = new Set<KeyAction>();

/**
 * `action` says whether the key was meant for it. Returns how to stop listening. Components listen
 * in a layout effect: the next key may come before an ordinary effect has run.
 */
export function onKey(action: KeyAction): () => void {
  listeners.add(action);
  return () => listeners.delete(action);
}

const screens: Record<string, string> = { o: "/", z: "/zones", s: "/secondaries" };
const chordTime = 1500;
let goPressedAt = -Infinity;

function isInField(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

function globalKey(event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  if (performance.now() - goPressedAt < chordTime) {
    goPressedAt = -Infinity;
    const href = screens[key];
    if (href) go(href);
    return href !== undefined;
  }
  switch (key) {
    case "g":
      goPressedAt = performance.now();
      return true;
    case "?":
      keyListIsOpen.value = true;
      return true;
    case "t":
      nextTheme();
      return true;
    case " ":
      (paused.value ? resume : pause)();
      return true;
    case "/": {
      const field = document.querySelector<HTMLInputElement>("input.filter-field");
      if (field) field.focus();
      else openPalette();
      return true;
    }
    case "backspace":
      history.back();
      return true;
    default:
      return false;
  }
}

function press(event: KeyboardEvent): void {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if (event.key === "Escape") {
    keyListIsOpen.value = false;
    paletteIsOpen.value = false;
    (document.activeElement as HTMLElement | null)?.blur?.();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isInField(event)) return;
  const onControl = ["BUTTON", "A"].includes((event.target as HTMLElement).tagName);
  if (onControl && (event.key === " " || event.key === "Enter")) return;
  if (![...listeners].some((listener) => listener(event)) && !globalKey(event)) return;
  event.preventDefault();
}

export function listenForKeys(): void {
  addEventListener("keydown", press);
}
