import { now } from "../feed/feed";
import { readVersions } from "../feed/api";
import type { ZoneRow } from "../feed/messages";
import { useReading } from "../feed/reading";
import { bytes, count, dateTime, duration } from "../format";
import { toZone } from "../route";
import { Change, Serial } from "../ui/text";

export function Versions({ zone }: { zone: ZoneRow }) {
  const { answer, error } = useReading(
    (signal) => readVersions(zone.name, signal),
    [zone.name, zone.serial],
  );
  const versions = answer?.versions ?? [];
  return (
    <section class="panel zone-list" aria-label="Versions kept">
      <div class="scroll">
        <table class="plain">
          <thead>
            <tr>
              <th>Serial</th>
              <th>Published</th>
              <th>Author</th>
              <th class="right">Change</th>
              <th class="right">Records</th>
              <th class="right">Difference</th>
              <th class="right">Commit to publish</th>
              <th>Digest</th>
            </tr>
          </thead>
          <tbody>
            {versions.map((row) => (
              <tr key={row.serial}>
                <td>
                  <a href={toZone(zone.name, "propagation", row.serial)}>
                    <Serial value={row.serial} />
                  </a>
                </td>
                <td class="secondary">{dateTime(row.publishedAt, now.value)}</td>
                <td class="secondary cut">{row.author}</td>
                <td class="right">
                  <Change added={row.added} removed={row.removed} />
                </td>
                <td class="right mono">{count(row.records)}</td>
                <td class="right mono secondary">
                  {row.differenceOctets > 0 ? bytes(row.differenceOctets) : ""}
                </td>
                <td class="right mono secondary">{duration(row.publishedAt - row.committedAt)}</td>
                <td class="mono muted cut" title={row.digest}>
                  {row.digest.slice(0, 16)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {error && <p class="nothing text-fail">{error}</p>}
        {answer && <p class="nothing small muted">{count(versions.length)} versions are kept.</p>}
      </div>
    </section>
  );
}
