import type { LinkPlace } from "./share-link";

/** What there is to a call besides hearing it: it differs with where the call was opened. */
export type Desk = Readonly<{
  /** Where the call is shown. */
  href: string;
  mayComment: boolean;
  /** The address of a moment of it; null = there is none to give away. */
  linkTo: ((place: LinkPlace) => string) | null;
  /** What its neighbours are. */
  listed: "result" | "review";
  previous: (() => void) | null;
  next: (() => void) | null;
  /** The recording behind `next`, where it may be made ready ahead. */
  nextId: string | null;
  /** N and P go to the neighbours; false where the screen wants these keys for itself. */
  hasStepKeys: boolean;
}>;
