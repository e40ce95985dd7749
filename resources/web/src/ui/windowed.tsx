// A long list with rows of one height: only those in sight are there.
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

const beyond = 8; // rows ready above and below

export function Windowed({
  count,
  rowHeight,
  row,
  head,
  label,
  focusAt,
}: {
  count: number;
  rowHeight: number;
  row: (at: number) => VNode;
  head?: ComponentChildren;
  label: string;
  focusAt: number;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const measure = () => {
    const { scrollTop = 0, clientHeight = 800 } = box.current ?? {};
    setView({ top: scrollTop, height: clientHeight });
  };
  useEffect(() => {
    const watch = new ResizeObserver(measure);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    const element = box.current;
    if (!element || focusAt < 0) return;
    const at = focusAt * rowHeight;
    if (at < element.scrollTop) element.scrollTop = at;
    const room = element.clientHeight - rowHeight - (element.firstElementChild?.clientHeight ?? 0);
    if (at > element.scrollTop + room) element.scrollTop = at - room;
  }, [focusAt]);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - beyond);
  const end = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + beyond);
  return (
    <div
      class="windowed"
      ref={box}
      onScroll={measure}
      role="grid"
      aria-rowcount={count}
      aria-label={label}
      tabIndex={0}
    >
      <div class="windowed-head">{head}</div>
      <div class="windowed-rows" style={{ height: `${count * rowHeight}px` }}>
        {Array.from({ length: Math.max(0, end - first) }, (_, index) => row(first + index))}
      </div>
    </div>
  );
}
