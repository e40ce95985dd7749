// Copies a complete, runnable line; says so where it was pressed.
import { useState } from "preact/hooks";
import { Icon } from "./icon";

/** An address as dig wants it: `@192.0.2.1 -p 5301`. */
export function digTarget(address: string): string {
  const match = address.match(/^\[?([^\]]*?)\]?(?::(\d+))?$/);
  const [, host = address, port] = match ?? [];
  return port && port !== "53" ? `@${host} -p ${port}` : `@${host}`;
}

export const digLine = (address: string, zone: string): string =>
  `dig ${digTarget(address)} ${zone} SOA +norec +nsid +tries=1 +time=2`;

async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Pages that did not come over TLS or from this machine have no clipboard of that kind.
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

export function CopyButton({
  text,
  label,
  kind = "",
}: {
  text: string;
  label: string;
  kind?: "primary" | "quiet" | "";
}) {
  const [copied, setCopied] = useState(false);
  const press = () => {
    void copyText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    });
  };
  return (
    <button type="button" class={`button ${kind}`} title={text} onClick={press}>
      <Icon name="act.copy" size={14} />
      {copied ? "Copied" : label}
    </button>
  );
}
