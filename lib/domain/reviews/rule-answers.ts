import type { RuleContent } from "./rule";

/** The JSON answers of `/reviews/rules` and `/reviews/draws`. Times `yyyy-MM-ddTHH:mm:ss.SSS+0000`. */

export type RuleRow = RuleContent & Readonly<{ id: string; createUser?: string; createTime: string }>;

/** One drawing of lots, as it was recorded: whoever has the calls can work it out again. */
export type DrawRow = Readonly<{
  id: string;
  /** The rule that drew, when it is there still; absent = drawn by hand, too. */
  rule?: Readonly<{ id: string; name: string }>;
  seed: string;
  /** Calls that could have been drawn. */
  population: number;
  /** Ids of the recordings drawn, as far as the reader may know of them. */
  picks: readonly string[];
  fromTime: string;
  toTime: string;
  perAgent: number;
  time: string;
  user: string;
}>;
