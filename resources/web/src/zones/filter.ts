// What the field above the list means: words match names (* and ? stand for anything), key:value
// narrows, - negates. The engine understands the same for lists longer than the page holds.
import type { State, ZoneRow } from "../feed/messages";

const words: Record<string, State> = {
  stuck: "fail",
  fail: "fail",
  late: "lag",
  lag: "lag",
  unobserved: "unknown",
  unknown: "unknown",
  moving: "moving",
  flight: "moving",
  paused: "paused",
  live: "ok",
  ok: "ok",
};
export const fields = ["state", "on", "source"];

function wildcard(text: string): RegExp {
  const escaped = text
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(escaped, "i");
}

type Test = (zone: ZoneRow) => boolean;

function fieldTest(key: string, value: string): Test | null {
  const values = value.toLowerCase().split(",");
  switch (key) {
    case "state":
      if (value === "refused") return (zone) => zone.problem !== "";
      return (zone) => values.some((one) => words[one] === zone.state);
    case "on":
      return (zone) =>
        zone.pairs.some(
          (pair) => pair.state !== "ok" && values.includes(pair.secondary.toLowerCase()),
        );
    case "source":
      return (zone) =>
        values.some((one) => `${zone.source} ${zone.sourceName}`.toLowerCase().includes(one));
    default:
      return null;
  }
}

export function parseFilter(text: string): { test: Test; unknownFields: string[] } {
  const tests: Test[] = [];
  const unknownFields: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const negated = word.startsWith("-") && word.length > 1;
    const bare = negated ? word.slice(1) : word;
    const [, key, value] = bare.match(/^([a-z]+):(.*)$/) ?? [];
    let test: Test | null;
    if (key !== undefined && value !== undefined) {
      test = fieldTest(key, value);
      if (!test) {
        unknownFields.push(key);
        continue;
      }
    } else {
      const pattern = wildcard(bare);
      test = (zone) =>
        pattern.test(zone.name) || (zone.unicode !== "" && pattern.test(zone.unicode));
    }
    const wanted = test;
    tests.push(negated ? (zone) => !wanted(zone) : wanted);
  }
  return { test: (zone) => tests.every((one) => one(zone)), unknownFields };
}
