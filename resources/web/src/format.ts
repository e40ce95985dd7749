// How values are written: console specification, "Formats". The desktop window writes the same;
// tests/formats.json holds the cases for both. Everything takes plain numbers: durations in ms,
// moments in ms since 1970, shares from 0 to 1.

export const minus = "\u2212";

const pad = (value: number, size = 2): string => String(value).padStart(size, "0");

/** 1.9 ms, 41.6 ms, 186 ms, 1.42 s, 18.4 s, 4m 12s, 51h 18m, 6d 23h, 12 d */
export function duration(ms: number): string {
  const time = Math.max(0, ms);
  if (time < 99.95) return `${time.toFixed(1)} ms`;
  if (time < 999.5) return `${Math.round(time)} ms`;
  if (time < 9_995) return `${(time / 1000).toFixed(2)} s`;
  if (time < 59_950) return `${(time / 1000).toFixed(1)} s`;
  return longDuration(Math.round(time / 1000));
}

function longDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${pad(seconds % 60)}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 72) return `${hours}h ${pad(minutes % 60)}m`;
  const days = Math.floor(hours / 24);
  return days < 10 ? `${days}d ${pad(hours % 24)}h` : `${days} d`;
}

/** Of what was set or stands on an axis, without needless zeros: 5 s, 1.5 s, 500 ms. */
export function setDuration(ms: number): string {
  return duration(ms).replace(/\.(\d*?)0+ /, (_, rest: string) => (rest ? `.${rest} ` : " "));
}

/** Of what has not ended: "> 4m". */
export function openDuration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 1) return `> ${Math.floor(seconds * 10) * 100} ms`;
  if (seconds < 60) return `> ${Math.floor(seconds)} s`;
  if (seconds < 3600) return `> ${Math.floor(seconds / 60)}m`;
  if (seconds < 72 * 3600) return `> ${Math.floor(seconds / 3600)}h`;
  return `> ${Math.floor(seconds / 86400)} d`;
}

/** Since when, in a list: 0.4 s, 21 s, 3m 52s, and the day after 24 h. */
export function age(at: number, now: number): string {
  const seconds = Math.max(0, now - at) / 1000;
  if (seconds < 19.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  if (seconds < 86_400) return longDuration(Math.round(seconds));
  return day(at, now);
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function day(at: number, now: number): string {
  const date = new Date(at);
  const short = `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
  const year = date.getUTCFullYear();
  return year === new Date(now).getUTCFullYear() ? short : `${short} ${year}`;
}

/** 14:32:07, UTC */
export function time(at: number): string {
  const date = new Date(at);
  return `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
}

/** 14:32:06.912, where order matters */
export function eventTime(at: number): string {
  return `${time(at)}.${pad(new Date(at).getUTCMilliseconds(), 3)}`;
}

/** Tue 18 Nov 11:14; the year only if it is not this one */
export function dateTime(at: number, now: number): string {
  const date = new Date(at);
  return `${weekdays[date.getUTCDay()]} ${day(at, now)} ${time(at).slice(0, 5)}`;
}

/** 48,213 */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** 999, 1.20 k, 18.4 k, 413 M: in tiles and on axes */
export function shortCount(value: number): string {
  return scaled(value, ["", " k", " M", " G", " T"], 3);
}

/** 612 B, 1.2 MB, 711 kB: powers of 1000 */
export function bytes(value: number): string {
  return scaled(value, [" B", " kB", " MB", " GB", " TB"], 2);
}

/** `digits` significant ones from the second unit on; the first is always whole. */
function scaled(value: number, units: string[], digits: number): string {
  if (Math.round(value) < 1000) return `${Math.round(value)}${units[0]}`;
  let unit = 0;
  let rest = value;
  do {
    rest /= 1000;
    ++unit;
  } while (unit < units.length - 1 && Number(rest.toFixed(0)) >= 1000);
  const whole = String(Math.floor(Number(rest.toFixed(digits - 1)))).length;
  return `${rest.toFixed(Math.max(0, digits - whole))}${units[unit]}`;
}

/** 18.4 k/s, 212/s, 0.5/s */
export function rate(perSecond: number): string {
  if (perSecond > 0 && perSecond < 9.95) return `${perSecond.toFixed(1)}/s`;
  return `${shortCount(perSecond)}/s`;
}

/** 1.2 MB/s */
export function byteRate(perSecond: number): string {
  return `${bytes(perSecond)}/s`;
}

/** 1.2 %, 99.92 %, 99.99998 %; never rounded up to 100 % */
export function share(part: number): string {
  if (part >= 1) return "100 %";
  const percent = Math.max(0, part) * 100;
  if (percent < 99) return `${percent.toFixed(1)} %`;
  for (let decimals = 1; decimals <= 7; ++decimals) {
    const factor = 10 ** decimals;
    const digits = (Math.floor(percent * factor + 1e-6) / factor).toFixed(decimals);
    if (/\.9*[0-8]/.test(digits) || decimals === 7)
      return `${digits.replace(/(\.\d+?)0+$/, "$1")} %`;
  }
  return "";
}

/** 11 / 12 */
export function outOf(part: number, whole: number): string {
  return `${count(part)} / ${count(whole)}`;
}

/** +4 −4; what is zero is left out */
export function change(added: number, removed: number): string {
  const parts = [];
  if (added > 0) parts.push(`+${count(added)}`);
  if (removed > 0) parts.push(`${minus}${count(removed)}`);
  return parts.join(" ");
}

/** The last four digits tell versions apart; the rest is muted. */
export function serialParts(serial: number): [muted: string, bright: string] {
  const digits = String(serial);
  return [digits.slice(0, -4), digits.slice(-4)];
}
