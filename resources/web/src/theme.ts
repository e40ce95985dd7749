// System, dark or light; remembered on this device.
import { effect, signal } from "@preact/signals";

export type Theme = "system" | "dark" | "light";
const themes: Theme[] = ["system", "dark", "light"];
const key = "headwater.theme";

function remembered(): Theme {
  try {
    const held = localStorage.getItem(key) as Theme;
    return themes.includes(held) ? held : "system";
  } catch {
    return "system"; // storage can be switched off
  }
}

export const theme = signal<Theme>(remembered());
const systemIsLight = matchMedia("(prefers-color-scheme: light)");
const systemTheme = signal<"dark" | "light">(systemIsLight.matches ? "light" : "dark");
systemIsLight.addEventListener("change", () => {
  systemTheme.value = systemIsLight.matches ? "light" : "dark";
});

effect(() => {
  document.documentElement.dataset["theme"] =
    theme.value === "system" ? systemTheme.value : theme.value;
});

export function nextTheme(): void {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length]!;
  try {
    localStorage.setItem(key, theme.value);
  } catch {
    // Then it holds until the page is left.
  }
}
