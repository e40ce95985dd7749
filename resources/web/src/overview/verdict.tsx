// The answer as a sentence. The engine writes it; here it gets its shape, its edge and what a
// viewer can do about it.
import { now, silence, stale, tryNow, retryIn } from "../feed/feed";
import type { Picture } from "../feed/picture";
import { setDuration, time } from "../format";
import { toSecondary, toZone } from "../route";
import { CopyButton, digLine } from "../ui/copy";
import { Shape } from "../ui/shape";
import { Chip } from "../ui/text";

/** Names that can be pasted into a shell stand in mono. */
function Named({ text, names }: { text: string; names: string[] }) {
  const known = names.filter(Boolean);
  if (known.length === 0) return <>{text}</>;
  const escaped = known.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const parts = text.split(new RegExp(`(${escaped.join("|")})`));
  return (
    <>
      {parts.map((part, at) =>
        at % 2 ? (
          <span key={at} class="name">
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </>
  );
}

/** "Retry it." stands out: the last sentence is what to do. */
function Detail({ text, names }: { text: string; names: string[] }) {
  return (
    <p class="verdict-detail">
      <Named text={text} names={names} />
    </p>
  );
}

function kind(rank: number, state: string): string {
  if (rank === 1) return "verdict-fail verdict-critical";
  if (state === "fail") return "verdict-fail";
  if (state === "lag") return "verdict-lag";
  return rank === 5 || state === "unknown" ? "verdict-unknown" : "verdict-calm";
}

function Lost() {
  const since = silence.value;
  return (
    <section class="verdict verdict-lost" aria-live="polite">
      <i class="verdict-ring" />
      <div class="verdict-text">
        <h2 class="headline">
          Console disconnected for {setDuration(Math.floor(since / 1000) * 1000)}
        </h2>
        <p>
          Showing {time(now.value)}.{" "}
          {retryIn.value > 0 ? `Trying again in ${retryIn.value} s.` : "Trying again now."} The
          engine itself may be fine.
        </p>
      </div>
      <div class="verdict-actions">
        <button type="button" class="button" onClick={tryNow}>
          Try now
        </button>
      </div>
    </section>
  );
}

export function VerdictBlock({ picture }: { picture: Picture }) {
  if (stale.value) return <Lost />;
  const { verdict, causes } = picture;
  const names = [...picture.secondaries.map((row) => row.name), verdict.zone].filter(Boolean);
  const troubled = verdict.rank <= 5;
  return (
    <section
      class={`verdict ${kind(verdict.rank, verdict.state)}`}
      aria-live={verdict.rank <= 3 ? "assertive" : verdict.rank <= 6 ? "polite" : "off"}
    >
      <Shape state={verdict.state === "moving" ? "ok" : verdict.state} size={26} />
      <div class="verdict-text">
        <h2 class="headline">
          <Named text={verdict.headline} names={names} />
        </h2>
        {verdict.detail && <Detail text={verdict.detail} names={names} />}
        {(verdict.chips.length > 0 || verdict.impact) && (
          <p class="verdict-chips">
            {verdict.chips.map((chip) => (
              <Chip key={chip.text} state={chip.state}>
                <Shape state={chip.state} size={10} label="" />
                {chip.text}
              </Chip>
            ))}
            {verdict.impact && <span class="small">{verdict.impact}</span>}
          </p>
        )}
      </div>
      {troubled && <Actions picture={picture} zone={verdict.zone || causes[0]?.zones[0] || ""} />}
    </section>
  );
}

function Actions({ picture, zone }: { picture: Picture; zone: string }) {
  const { verdict } = picture;
  const secondary = picture.secondaries.find((row) => row.name === verdict.secondary);
  const dig = secondary && zone ? digLine(secondary.address, zone) : "";
  const sentence = [verdict.headline, verdict.detail, location.href, dig]
    .filter(Boolean)
    .join("\n");
  return (
    <div class="verdict-actions">
      <CopyButton kind="primary" text={sentence} label="Copy for operator" />
      <div class="line gap">
        {dig && <CopyButton text={dig} label="dig" />}
        {verdict.secondary ? (
          <a class="button grow" href={toSecondary(verdict.secondary)}>
            Open {verdict.secondary}
          </a>
        ) : (
          zone && (
            <a class="button grow" href={toZone(zone)}>
              Open {zone}
            </a>
          )
        )}
      </div>
    </div>
  );
}
