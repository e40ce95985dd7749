// The one connection to the engine. Holds the picture, says how fresh it is, pauses and resumes,
// and asks for a new picture after any gap.
import { batch, computed, signal } from "@preact/signals";
import type { FeedMessage } from "./messages";
import { fromPicture, withChange, type Picture } from "./picture";

export type Phase = "opening" | "live" | "slow" | "reconnecting";

const slowAfter = 3_000;
const lostAfter = 10_000;
const closedAfter = 1_000; // a restart of the engine is no news yet
const retries = [1, 2, 4, 8, 15];
const tick = 250;

/** What the page shows: the newest picture, or the one at which it was paused. */
export const picture = signal<Picture | null>(null);
export const phase = signal<Phase>("opening");
/** ms since the last message, coarse: for the live control. */
export const silence = signal(0);
/** Whole seconds until the next attempt. */
export const retryIn = signal(0);
export const paused = signal(false);
/** Changes that wait while paused. */
export const waiting = signal(0);
/** While paused: new causes that would own the verdict. */
export const newProblems = signal(0);
/** Nothing on the page is fresh any more. */
export const stale = computed(() => phase.value === "reconnecting" && silence.value >= slowAfter);
/** The engine's clock; stands still while the page is paused or stale. Changes once a second. */
export const now = signal(Date.now());

let latest: Picture | null = null;
let socket: WebSocket | null = null;
let attempt = 0;
let retryAt = 0;
let closedAt = 0;
let openedAt = 0;
let lastMessage = 0;
let lastAt = 0;
let sampledAt = 0;
let wasClosed = false;

function show(): void {
  if (!paused.value) {
    picture.value = latest;
    return;
  }
  const shown = picture.value;
  const known = new Set(shown?.causes.map((cause) => cause.id));
  newProblems.value =
    latest?.causes.filter((cause) => cause.state === "fail" && !known.has(cause.id)).length ?? 0;
}

function receive(message: FeedMessage): void {
  lastMessage = performance.now();
  lastAt = message.at;
  if (message.type === "picture") {
    attempt = 0;
    latest = fromPicture(message);
    if (paused.value) waiting.value += 1;
    batch(show);
  } else if (message.type === "change" && latest) {
    if (message.run !== latest.run || message.seq !== latest.seq + 1) {
      askForPicture();
      return;
    }
    latest = withChange(latest, message);
    if (paused.value) waiting.value += 1;
    batch(show);
  }
  freshen();
}

function askForPicture(): void {
  latest = null;
  socket?.send(JSON.stringify({ type: "picture" }));
}

function open(): void {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const opened = new WebSocket(`${scheme}://${location.host}/feed`);
  socket = opened;
  openedAt = performance.now();
  opened.onmessage = ({ data }) => {
    if (socket !== opened) return;
    try {
      receive(JSON.parse(String(data)) as FeedMessage);
    } catch {
      opened.close(); // not ours: start again
    }
  };
  opened.onclose = () => {
    if (socket === opened) lost();
  };
}

function lost(): void {
  socket = null;
  latest = null;
  closedAt ||= performance.now();
  const wait = retries[Math.min(attempt, retries.length - 1)]!;
  attempt += 1;
  retryAt = performance.now() + wait * 1000;
  freshen();
}

export function tryNow(): void {
  if (!socket) {
    retryAt = performance.now();
    freshen();
  }
}

export function pause(): void {
  batch(() => {
    paused.value = true;
    waiting.value = 0;
    newProblems.value = 0;
  });
}

/** All that was missed arrives in one step. */
export function resume(): void {
  batch(() => {
    paused.value = false;
    if (latest) picture.value = latest;
    freshen();
  });
}

function freshen(): void {
  const moment = performance.now();
  const quiet = moment - lastMessage;
  if (socket && quiet >= lostAfter && moment - openedAt >= lostAfter) {
    const silent = socket;
    closedAt ||= lastMessage;
    lost();
    silent.close();
  }
  if (socket && latest) closedAt = 0;
  if (!socket && moment >= retryAt) open();
  const closed = closedAt > 0 && moment - closedAt >= closedAfter;
  batch(() => {
    if (moment - sampledAt >= 990 || closed !== wasClosed) {
      sampledAt = moment; // what is read changes at most once a second
      wasClosed = closed;
      silence.value = Math.floor(quiet / 100) * 100;
    }
    retryIn.value = socket ? 0 : Math.max(0, Math.ceil((retryAt - moment) / 1000));
    if (closed) phase.value = "reconnecting";
    else if (!latest) phase.value = picture.value ? "slow" : "opening";
    else phase.value = quiet >= slowAfter ? "slow" : "live";
    if (!paused.value && !stale.value && lastMessage > 0) {
      const shown = Math.floor((lastAt + quiet) / 1000) * 1000;
      if (shown !== Math.floor(now.value / 1000) * 1000) now.value = lastAt + quiet;
    }
  });
}

/** Opens the connection; called once. */
export function start(): void {
  lastMessage = performance.now();
  open();
  setInterval(freshen, tick);
}
