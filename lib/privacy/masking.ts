import { may, seesMaskedFields } from "@/lib/domain/permissions";
import type { EpochMs, Label, StoredRecording } from "@/lib/domain/recording";
import { cleanLine, cleanText, cut, LONGEST_TEXT, LONGEST_VALUE } from "./clean";
import { type MaskSet, revealedFields } from "./policy";
import { MASKED, NO_SECRETS, type Secrets, scrubText } from "./scrub";
import { type HiddenValues, hiddenValues } from "./secrets";
import type { Viewer } from "./viewer";

export type NumberField = "callerPhoneNumber" | "dialedPhoneNumber" | "phoneNumber";
export type NameField = "userName" | "firstName" | "lastName";

/** How one viewer sees the strings of one recording. Each takes a stored value and gives what may be sent; null = unknown = absent. */
export type Masking = Readonly<{
  number(field: NumberField, value: string | null): string | undefined;
  name(field: NameField, value: string | null): string | undefined;
  /** The name of a label's author; one's own stays clear. */
  author(label: Label): string | undefined;
  /** A value of attached data under its key. */
  data(key: string, value: string): string;
  /** A short free string. */
  line(value: string): string;
  /** A long free text: newlines stay. */
  text(value: string): string;
  /** A word of the vendor's that is sent as it is when it is one of those known, else like any free string. */
  word(value: string, known: ReadonlySet<string>): string;
  /** Names of what has been masked so far: fields first, then attached-data keys. */
  masked(): readonly string[];
  /** Until when revealed fields stay clear; null = none are. */
  revealedUntilMs: EpochMs | null;
}>;

const FIELD_ORDER = [
  "callerPhoneNumber",
  "dialedPhoneNumber",
  "phoneNumber",
  "userName",
  "firstName",
  "lastName",
] as const satisfies readonly (NumberField | NameField)[];

const line = (value: string) => cut(cleanLine(value), LONGEST_VALUE);

/** Everything in clear, made safe to show. */
const CLEAR: Masking = {
  number: (_field, value) => (value === null ? undefined : line(value)),
  name: (_field, value) => (value === null ? undefined : line(value)),
  author: (label) => (label.createUser === null ? undefined : line(label.createUser)),
  data: (_key, value) => line(value),
  line,
  text: (value) => cut(cleanText(value), LONGEST_TEXT),
  word: line,
  masked: () => [],
  revealedUntilMs: null,
};

/**
 * The masking of one recording for one viewer. Reveals count only with `allowReveal` (one recording being opened) and
 * for roles that may ask for them.
 */
export function createMasking(recording: StoredRecording, viewer: Viewer, allowReveal: boolean): Masking {
  if (seesMaskedFields(viewer.role)) return CLEAR;
  const mask = viewer.maskSetOf(recording.sourceId);
  if (!mask.all && mask.names.size === 0) return CLEAR;
  const reveal = allowReveal && may(viewer.role, "recording.reveal") ? viewer.revealed(recording.id) : null;
  const revealed = revealedFields(reveal?.fields ?? []);
  const hidden = hiddenValues(recording, mask, revealed, viewer.userId);
  return maskingOf(mask, revealed, hidden, reveal?.untilMs ?? null, viewer.userId);
}

function maskingOf(
  mask: MaskSet,
  revealed: ReadonlySet<string>,
  { secrets, hidesNumber, isOpened }: HiddenValues,
  revealedUntilMs: EpochMs | null,
  viewerId: string,
): Masking {
  const masked = new Set<string>();
  const hide = (field: string) => {
    masked.add(field);
    return MASKED;
  };
  // Two numbers of one exchange share most of their digits: a shown number is held against whole numbers, not runs.
  const besideRuns: Secrets = { ...secrets, runs: NO_SECRETS.runs };

  /** Clear when opened, `*******` when its field is masked; null = the field leaves it to the value. */
  const byField = (field: string, value: string): "clear" | "masked" | null => {
    if (revealed.has(field) || isOpened(value)) return "clear";
    return mask.has(field) ? "masked" : null;
  };
  const free = (value: string, clean: (text: string) => string, longest: number) =>
    cut(scrubText(clean(value), secrets), longest);

  return {
    number(field, value) {
      if (value === null) return undefined;
      const clean = cleanLine(value);
      const byName = byField(field, value);
      if (byName === "clear") return cut(clean, LONGEST_VALUE);
      if (byName === "masked" || hidesNumber(value) || scrubText(clean, besideRuns) !== clean)
        return hide(field);
      return cut(clean, LONGEST_VALUE);
    },
    name(field, value) {
      if (value === null) return undefined;
      const clean = cleanLine(value);
      const byName = byField(field, value);
      if (byName === "clear") return cut(clean, LONGEST_VALUE);
      if (byName === "masked" || scrubText(clean, secrets) !== clean) return hide(field);
      return cut(clean, LONGEST_VALUE);
    },
    author(label) {
      if (label.createUser === null) return undefined;
      const clean = cleanLine(label.createUser);
      if (label.createdByUserId === viewerId) return cut(clean, LONGEST_VALUE);
      const byName = byField("userName", label.createUser);
      if (byName === "clear") return cut(clean, LONGEST_VALUE);
      return byName === "masked" || scrubText(clean, secrets) !== clean
        ? hide("userName")
        : cut(clean, LONGEST_VALUE);
    },
    data(key, value) {
      const byName = byField(key.trim(), value);
      if (byName === "clear") return line(value);
      if (byName === "masked") {
        // A key that would give a masked value away can't be named, so it can't be asked for either.
        if (scrubText(cleanLine(key), secrets) === key.trim()) masked.add(key.trim());
        return MASKED;
      }
      return free(value, cleanLine, LONGEST_VALUE);
    },
    line: (value) => free(value, cleanLine, LONGEST_VALUE),
    text: (value) => free(value, cleanText, LONGEST_TEXT),
    word: (value, known) => (known.has(value) ? value : free(value, cleanLine, LONGEST_VALUE)),
    masked: () => [
      ...FIELD_ORDER.filter((field) => masked.has(field)),
      ...[...masked].filter((key) => !FIELD_ORDER.some((field) => field === key)),
    ],
    revealedUntilMs,
  };
}
