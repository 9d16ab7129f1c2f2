/** `Accept` as cowboy and the recordings module read it, which is not the same (fact sheet §8.5, §8.6). */

type Range = Readonly<{ type: string; subtype: string; quality: number }>;

const JSON_TYPES = ["application/json", "application/x-json"];
const AUDIO_TYPES = ["audio/mpeg", "audio/mp3"];
const CSV_TYPES = ["text/csv", "application/octet-stream"];

/** The wish of the query wins over the header's; null = anything. */
function readAccept(request: Request, query: URLSearchParams): readonly Range[] | null {
  const text = query.get("accept") ?? request.headers.get("accept");
  if (text === null || text.trim() === "") return null;
  return text.split(",").flatMap((part) => {
    const [range = "", ...parameters] = part.trim().split(";");
    const [type, subtype] = range.trim().toLowerCase().split("/");
    if (type === undefined || subtype === undefined) return [];
    const quality = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((q) => q !== undefined);
    return [{ type, subtype, quality: quality === undefined ? 1 : Number(quality) }];
  });
}

const specificity = ({ type, subtype }: Range): number => (type === "*" ? 0 : subtype === "*" ? 1 : 2);

const covers = ({ type, subtype }: Range, name: string): boolean =>
  type === "*" || (subtype === "*" ? name.startsWith(`${type}/`) : name === `${type}/${subtype}`);

/** The type that cowboy renders: best quality, then the most exact range. Null = 406. */
function rendered(ranges: readonly Range[] | null, provided: readonly string[]): string | null {
  if (ranges === null) return provided[0] ?? null;
  const best = [...ranges].sort((a, b) => b.quality - a.quality || specificity(b) - specificity(a));
  for (const range of best) {
    const found = range.quality > 0 ? provided.find((name) => covers(range, name)) : undefined;
    if (found !== undefined) return found;
  }
  return null;
}

export type ListForm = "json" | "csv";

/** The form of a list; null = 406. */
export function negotiateList(request: Request, query: URLSearchParams): ListForm | null {
  const type = rendered(readAccept(request, query), [...JSON_TYPES, ...CSV_TYPES]);
  return type === null ? null : JSON_TYPES.includes(type) ? "json" : "csv";
}

/** Whether JSON can be answered at all, for everything that has no other form. */
export function acceptsJson(request: Request, query: URLSearchParams): boolean {
  return rendered(readAccept(request, query), JSON_TYPES) !== null;
}

export type OneForm = Readonly<{
  /** What the answer is labelled with. */
  type: string;
  /** What is sent: the document, the sound, or (document read, rendered as sound) nothing. */
  body: "document" | "audio" | "nothing" | "crash";
}>;

/** The module itself takes the last of equal weights, and knows neither `audio/*` nor WAV. */
function moduleWants(ranges: readonly Range[] | null): "read" | "download" {
  const sorted = [...(ranges ?? [])].reverse().sort((a, b) => b.quality - a.quality);
  for (const { type, subtype } of sorted) {
    const name = `${type}/${subtype}`;
    if (JSON_TYPES.includes(name) || name === "*/*") return "read";
    if (AUDIO_TYPES.includes(name)) return "download";
  }
  return "read";
}

/** The form of one recording; null = 406. `knowsAudio: false` is master, whose module never sees that sound is wanted. */
export function negotiateOne(request: Request, query: URLSearchParams, knowsAudio: boolean): OneForm | null {
  const ranges = readAccept(request, query);
  const type = rendered(ranges, [...JSON_TYPES, ...AUDIO_TYPES]);
  if (type === null) return null;
  const wants = knowsAudio ? moduleWants(ranges) : "read";
  if (JSON_TYPES.includes(type)) return { type, body: wants === "read" ? "document" : "crash" };
  return { type, body: wants === "read" ? "nothing" : "audio" };
}
