import { now } from "../feed/feed";
import type { CauseRow, SecondaryRow, State } from "../feed/messages";
import { age, bytes, count, duration } from "../format";
import { go, toSecondary } from "../route";
import { Shape } from "../ui/shape";
import { Spark } from "../ui/spark";

const notifyShape: Record<SecondaryRow["notify"]["state"], State | null> = {
  acked: "ok",
  waiting: "moving",
  unanswered: "lag",
  refused: "fail",
  none: null,
};

function Notify({ row }: { row: SecondaryRow }) {
  const { notify } = row;
  const shape = notifyShape[notify.state];
  return (
    <span class="line gap">
      {shape && <Shape state={shape} size={11} label="" />}
      <span class={shape === "fail" || shape === "lag" ? `text-${shape}` : "secondary"}>
        {notify.text || "none sent yet"}
      </span>
    </span>
  );
}

function LastTransfer({ row }: { row: SecondaryRow }) {
  const last = row.lastTransfer;
  if (!last) return <span class="muted">none yet</span>;
  return (
    <span
      class="last-transfer mono"
      title={`${age(last.at, now.value)} ago, ${last.from ?? "nothing"} → ${last.to}`}
    >
      <span>{last.kind}</span>
      <span class="secondary">{bytes(last.octets)}</span>
      <span>{duration(last.ms)}</span>
    </span>
  );
}

const live = (value: number | null | undefined) =>
  typeof value === "number" ? duration(value) : <span class="muted">not observed</span>;

export function SecondaryLine({
  row,
  cause,
  top,
  selected,
}: {
  row: SecondaryRow;
  cause: CauseRow | undefined;
  top: number;
  selected: boolean;
}) {
  const troubled = row.state === "fail" || row.state === "lag";
  const reason = row.error || cause?.text || "";
  const classes = `s-row edge-${row.state} ${selected ? "selected" : ""}`;
  const lastRtt = row.notify.rttMs ?? row.rttsMs[row.rttsMs.length - 1];
  return (
    <tbody class={classes} onClick={() => go(toSecondary(row.name), "replace")}>
      <tr class={troubled && reason ? "has-reason" : ""}>
        <td class="s-state">
          <Shape state={row.state} />
        </td>
        <td class="s-name">
          <a class="mono strong" href={toSecondary(row.name)}>
            {row.name}
          </a>
          {row.site && !row.name.startsWith(row.site) && (
            <span class="muted small"> {row.site}</span>
          )}
        </td>
        <td class="mono-small secondary s-address">{row.address.replace(/:53$/, "")}</td>
        <td class="s-zones">
          <span class="mono">{count(row.zonesLive)}</span>
          {row.zonesBehind > 0 && (
            <span class={`text-${row.state} small`}>
              {" "}
              {count(row.zonesBehind)} {row.zonesBehind === 1 ? "zone" : "zones"}
              {row.versionsBehind > 0 && `, ${count(row.versionsBehind)} versions`} behind
            </span>
          )}
        </td>
        <td class="s-notify">
          <Notify row={row} />
        </td>
        <td class="s-rtt">
          <span class="line gap">
            <Spark
              values={row.rttsMs}
              width={52}
              height={16}
              top={top}
              label={`round trip of NOTIFY, last ${row.rttsMs.length}`}
            />
            <span class="mono end">{typeof lastRtt === "number" ? duration(lastRtt) : ""}</span>
          </span>
        </td>
        <td class="right mono s-p50">{live(row.p50Ms)}</td>
        <td
          class={`right mono s-p99 ${typeof row.p99Ms === "number" && row.p99Ms > row.budgetMs ? "text-lag" : ""}`}
        >
          {typeof row.p99Ms === "number" ? duration(row.p99Ms) : ""}
        </td>
        <td class="s-last">
          <LastTransfer row={row} />
        </td>
        <td class="mono-small s-key">{row.key || <span class="muted">none</span>}</td>
      </tr>
      {troubled && reason && (
        <tr class="reason">
          <td />
          <td colSpan={9}>
            <span class={`text-${row.state}`}>{reason}</span>
            {cause?.imperative && <b> {cause.imperative}</b>}
          </td>
        </tr>
      )}
    </tbody>
  );
}
