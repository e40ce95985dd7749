// On a phone, instead of the matrix: one tile a secondary, with the zones behind.
import type { Picture } from "../feed/picture";
import { count } from "../format";
import { toSecondary } from "../route";
import { Shape } from "../ui/shape";

export function SecondaryTiles({ picture }: { picture: Picture }) {
  return (
    <section class="secondary-tiles" aria-label="Secondaries">
      <header class="line">
        <h2>Secondaries</h2>
        <span class="muted end small">zones behind</span>
      </header>
      <div class="secondary-tiles-grid">
        {picture.secondaries.map((row) => (
          <a
            key={row.name}
            class={`secondary-tile secondary-tile-${row.state}`}
            href={toSecondary(row.name)}
          >
            <Shape state={row.state} size={11} />
            <span class="mono cut">{row.name}</span>
            {row.zonesBehind > 0 && <b class={`end text-${row.state}`}>{count(row.zonesBehind)}</b>}
          </a>
        ))}
      </div>
    </section>
  );
}
