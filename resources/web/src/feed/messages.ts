// What the engine sends on /feed and in the rows of its HTTP interface. Moments are ms since 1970,
// durations ms; null or absent means unknown. Nothing here is computed by the page.

export type State = "fail" | "lag" | "unknown" | "moving" | "paused" | "ok";
export type Maybe<T> = T | null | undefined;

export interface EngineRow {
  name: string;
  version: string;
  startedAt: number;
  store: string;
  stateDirectory: string;
  dns: string[];
  readOnly: boolean;
  problems: { place: string; text: string; since: number }[];
}

export interface Verdict {
  state: State;
  rank: number;
  headline: string;
  detail: string;
  chips: { state: State; text: string }[];
  impact: string;
  zone: string;
  secondary: string;
}

export interface Totals {
  zones: number;
  zonesStuck: number;
  zonesLate: number;
  zonesMoving: number;
  zonesRejected: number;
  secondaries: number;
  secondariesInSync: number;
  pairs: number;
  pairsLive: number;
  p50Ms: Maybe<number>;
  p99Ms: Maybe<number>;
  samples: number;
  budgetMs: number;
  liveUpTo: Maybe<number>;
  notifyWaiting: number;
  notifyAcked: number;
  notifyRetried: number;
  notifyFailed: number;
  transfersRunning: number;
  transfersRefused: number;
  ixfrShare: Maybe<number>;
  queriesPerSecond: number;
  recentLiveMs: number[];
}

export interface FlowStep {
  step: string;
  waiting: number;
  state: State;
  p50Ms: Maybe<number>;
  note: string;
}

export interface PairRow {
  secondary: string;
  state: State;
  serial: Maybe<number>;
  behind: number;
  step: number;
  ageMs: Maybe<number>;
  error: string;
  nextRetryAt: Maybe<number>;
}

export interface ZoneRow {
  name: string;
  unicode: string;
  serial: number;
  records: number;
  changedAt: Maybe<number>;
  state: State;
  live: number;
  of: number;
  paused: number;
  slowest: string;
  slowestMs: Maybe<number>;
  p99Ms: Maybe<number>;
  source: string;
  sourceName: string;
  problem: string;
  problemSince: Maybe<number>;
  retiresAt: Maybe<number>;
  pairs: PairRow[];
}

export interface SecondaryRow {
  name: string;
  site: string;
  address: string;
  state: State;
  zones: number;
  zonesLive: number;
  zonesBehind: number;
  versionsBehind: number;
  notify: {
    state: "acked" | "waiting" | "unanswered" | "refused" | "none";
    text: string;
    rttMs: Maybe<number>;
    attempt: number;
    nextRetryAt: Maybe<number>;
    rcode: string;
  };
  rttsMs: number[];
  p50Ms: Maybe<number>;
  p99Ms: Maybe<number>;
  samples: number;
  budgetMs: number;
  lastTransfer: Maybe<{
    kind: string;
    octets: number;
    ms: number;
    at: number;
    from: Maybe<number>;
    to: number;
  }>;
  key: string;
  error: string;
  causeCode: string;
  probe: Maybe<{ serial: number; rttMs: number; at: number }>;
}

/** One secondary's way to one version; offsets in ms from the commit. */
export interface StepRow {
  secondary: string;
  state: State;
  publishedMs: Maybe<number>;
  sentMs: Maybe<number>;
  ackedMs: Maybe<number>;
  askedMs: Maybe<number>;
  transferredMs: Maybe<number>;
  liveMs: Maybe<number>;
  attempt: number;
  rcode: string;
  kind: string;
  octets: number;
  messages: number;
  transferMs: Maybe<number>;
  key: string;
  error: string;
  skipped: string[];
}

export interface PublicationRow {
  id: string;
  zone: string;
  serial: number;
  previous: Maybe<number>;
  committedAt: number;
  publishedAt: number;
  added: number;
  removed: number;
  records: number;
  author: string;
  state: State;
  live: number;
  of: number;
  everywhereMs: Maybe<number>;
  steps: StepRow[];
}

export interface CauseRow {
  id: string;
  state: State;
  code: string;
  title: string;
  secondary: string;
  /** All of them, where a whole site has the same trouble. */
  secondaries?: string[];
  zones: string[];
  count: number;
  since: number;
  text: string;
  imperative: string;
}

/** The keys of a picture that changes replace whole. */
export interface WholeParts {
  engine: EngineRow;
  verdict: Verdict;
  totals: Totals;
  flow: FlowStep[];
  causes: CauseRow[];
  zonesTotal: number;
}

export interface FeedMessage extends Partial<WholeParts> {
  type: "picture" | "change" | "heartbeat";
  run: string;
  seq: number;
  at: number;
  zones?: ZoneRow[];
  zonesGone?: string[];
  secondaries?: SecondaryRow[];
  publications?: PublicationRow[];
}
