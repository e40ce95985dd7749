// Records come as lines of master-file text; here cut into columns for reading.
export interface RecordColumns {
  owner: string;
  ttl: string;
  type: string;
  rdata: string;
}

const classes = new Set(["IN", "CH", "HS"]);

export function columnsOf(line: string, zone: string): RecordColumns {
  const [owner = "", ...rest] = line.trim().split(/\s+/);
  const ttl = /^\d+$/.test(rest[0] ?? "") ? rest.shift()! : "";
  if (classes.has(rest[0] ?? "")) rest.shift();
  const type = rest.shift() ?? "";
  return { owner: relativeName(owner, zone), ttl, type, rdata: rest.join(" ") };
}

/** `www.apps.example.` in apps.example is `www`; the apex is `@`. */
export function relativeName(name: string, zone: string): string {
  const bare = name.replace(/\.$/, "");
  if (bare.toLowerCase() === zone.toLowerCase()) return "@";
  const suffix = `.${zone}`;
  return bare.toLowerCase().endsWith(suffix.toLowerCase()) ? bare.slice(0, -suffix.length) : bare;
}

const signatures = new Set(["RRSIG", "NSEC", "NSEC3"]);
export const isSignature = (line: RecordColumns): boolean => signatures.has(line.type);
