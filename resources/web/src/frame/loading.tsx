import { tryNow } from "../feed/feed";

/** Before the first picture: the shape of what will come, without motion. */
export function Loading({ isLate }: { isLate: boolean }) {
  return (
    <>
      <section
        class={isLate ? "verdict verdict-lost" : "verdict verdict-unknown"}
        aria-live="polite"
      >
        <div class="verdict-text">
          <h2 class="headline">
            {isLate ? "The engine cannot be reached" : "Reading the state of all zones"}
          </h2>
          <p>{isLate ? "Trying again by itself. The engine itself may be fine." : "\u00a0"}</p>
        </div>
        {isLate && (
          <div class="verdict-actions">
            <button type="button" class="button" onClick={tryNow}>
              Try now
            </button>
          </div>
        )}
      </section>
      <div class="panel skeleton" aria-hidden="true">
        {Array.from({ length: 12 }, (_, row) => (
          <div key={row} class="skeleton-row">
            <i />
            <i />
            <i />
            <i />
          </div>
        ))}
      </div>
    </>
  );
}
