import type { ScorecardContent } from "./scorecard";

/** The JSON answers of `/scorecards`. Times `yyyy-MM-ddTHH:mm:ss.SSS+0000`. */

export type VersionRow = Readonly<{ version: number; createTime: string; createUser: string }>;

/** One row of `GET /scorecards`: the scorecard as it stands now. */
export type ScorecardRow = VersionRow &
  Readonly<{
    id: string;
    name: string;
    /** Archived: nothing new is assigned by it, and what was keeps it. */
    archived: boolean;
    questions: number;
    /** A review by any of its versions is there. */
    inUse: boolean;
    /** How many, for those who may change scorecards. */
    reviews?: Readonly<{ total: number; open: number }>;
  }>;

/** `GET /scorecards/{id}`: one version. */
export type ScorecardDetails = ScorecardContent &
  VersionRow &
  Readonly<{
    id: string;
    archived: boolean;
    /** All there are, the newest first. */
    versions: readonly VersionRow[];
  }>;
