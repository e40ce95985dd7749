// A line without axes; the last value has a dot. `top` shares one scale between several.
export function Spark({
  values,
  width,
  height,
  label,
  top,
}: {
  values: number[];
  width: number;
  height: number;
  label: string;
  top?: number;
}) {
  if (values.length < 2) return <svg class="spark" width={width} height={height} />;
  const inset = 3;
  const least = top === undefined ? Math.min(...values) : 0;
  const span = Math.max(1e-9, (top ?? Math.max(...values)) - least);
  const x = (at: number) => inset + (at * (width - 2 * inset)) / (values.length - 1);
  const y = (value: number) =>
    height - inset - Math.min(1, (value - least) / span) * (height - 2 * inset);
  const line = values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const last = values.length - 1;
  return (
    <svg class="spark" width={width} height={height} role="img" aria-label={label}>
      <polygon points={`${x(0)},${height} ${line} ${x(last)},${height}`} />
      <polyline points={line} />
      <circle cx={x(last)} cy={y(values[last]!)} r="2" />
    </svg>
  );
}
