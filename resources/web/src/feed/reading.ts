// One read of the HTTP interface as a component sees it: nothing yet, the answer, or why not. The
// last answer stays while the next one is under way.
import { useEffect, useState } from "preact/hooks";

export interface Reading<T> {
  answer?: T;
  error?: string;
}

export function useReading<T>(
  read: (signal: AbortSignal) => Promise<T>,
  keys: unknown[],
): Reading<T> {
  const [reading, setReading] = useState<Reading<T>>({});
  useEffect(() => {
    const abort = new AbortController();
    read(abort.signal).then(
      (answer) => setReading({ answer }),
      (error: Error) => {
        if (!abort.signal.aborted) setReading((held) => ({ ...held, error: error.message }));
      },
    );
    return () => abort.abort();
  }, keys);
  return reading;
}
