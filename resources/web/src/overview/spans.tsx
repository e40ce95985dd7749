// p50 to p99 of each secondary on one logarithmic scale, under its column of the matrix.
import type { SecondaryRow } from "../feed/messages";
import { duration, setDuration } from "../format";

const height = 84;
const top = 8;
const marks = [1, 10, 100, 1000, 10_000];

export function Spans({
  secondaries,
  budgetMs,
  wide,
}: {
  secondaries: readonly SecondaryRow[];
  budgetMs: number;
  wide: boolean;
}) {
  const known = secondaries.filter((row) => typeof row.p50Ms === "number");
  if (known.length === 0) return null;
  const least = Math.log10(Math.max(1, Math.min(...known.map((row) => row.p50Ms!)) / 2));
  const most = Math.log10(Math.max(budgetMs, ...known.map((row) => row.p99Ms ?? 0)));
  const y = (ms: number) =>
    height -
    6 -
    ((Math.log10(Math.max(1, ms)) - least) / Math.max(0.1, most - least)) * (height - top - 6);
  const column = wide ? 72 : 40;
  const left = 236;
  const width = left + column * secondaries.length + 20;
  return (
    <div class="spans">
      <div class="spans-head">
        <b>Change to live</b>
        <span class="muted small">p50 to p99</span>
      </div>
      <svg
        width={width}
        height={height + 4}
        role="img"
        aria-label="change to live by secondary, p50 to p99"
      >
        {marks
          .filter((ms) => Math.log10(ms) > least && ms < budgetMs * 0.8)
          .map((ms) => (
            <g key={ms}>
              <line class="grid" x1={left - 8} x2={width} y1={y(ms)} y2={y(ms)} />
              <text x={left - 14} y={y(ms) + 4} text-anchor="end">
                {setDuration(ms)}
              </text>
            </g>
          ))}
        <line class="budget" x1={left - 8} x2={width} y1={y(budgetMs)} y2={y(budgetMs)} />
        <text x={left - 14} y={y(budgetMs) + 4} text-anchor="end">
          budget {setDuration(budgetMs)}
        </text>
        {secondaries.map((row, at) => {
          if (typeof row.p50Ms !== "number") return null;
          const x = left + column * at + column / 2;
          const high = row.p99Ms ?? row.p50Ms;
          return (
            <g key={row.name} class="span">
              <title>{`${row.name}: p50 ${duration(row.p50Ms)}, p99 ${duration(high)}, ${row.samples} samples`}</title>
              <rect x={x - 4} y={y(high)} width="8" height={Math.max(1, y(row.p50Ms) - y(high))} />
              <line class="p50" x1={x - 9} x2={x + 9} y1={y(row.p50Ms)} y2={y(row.p50Ms)} />
              <line class="p99" x1={x - 6} x2={x + 6} y1={y(high)} y2={y(high)} />
            </g>
          );
        })}
      </svg>
    </div>
  );
}
