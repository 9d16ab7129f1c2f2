import type { OutgoingReviewRow } from "@/lib/privacy/outgoing-review";

type ActWords = Readonly<{
  menu: string;
  title: string;
  explanation: string;
  button: string;
  done: string;
  /** True = the server wants a reason. */
  isExplained: boolean;
  isDangerous: boolean;
}>;

/** What a supervisor does with reviews of others, and how it is put. */
export const MANAGER_ACTS = {
  dispute: {
    menu: "Dispute…",
    title: "Dispute this score",
    explanation: "It is marked as disputed until it is upheld, or reopened for its evaluator.",
    button: "Dispute",
    done: "Disputed.",
    isExplained: true,
    isDangerous: false,
  },
  uphold: {
    menu: "Uphold…",
    title: "Uphold this score",
    explanation: "The dispute ends, and the score stands as it is.",
    button: "Uphold",
    done: "Upheld.",
    isExplained: true,
    isDangerous: false,
  },
  reopen: {
    menu: "Reopen…",
    title: "Reopen this review",
    explanation:
      "It goes back into its evaluator's queue with its answers, to be changed and submitted again. Until then its score counts nowhere.",
    button: "Reopen",
    done: "Reopened: it is in its evaluator's queue again.",
    isExplained: true,
    isDangerous: false,
  },
  withdraw: {
    menu: "Withdraw…",
    title: "Withdraw this review",
    explanation: "It leaves its evaluator's queue for good, with the answers given so far.",
    button: "Withdraw",
    done: "Withdrawn.",
    isExplained: false,
    isDangerous: true,
  },
} as const satisfies Record<string, ActWords>;
export type ManagerAct = keyof typeof MANAGER_ACTS;

const ORDER = ["uphold", "dispute", "reopen", "withdraw"] as const satisfies ManagerAct[];

/** Those that the server allows now, in the order of the menu. */
export function managerActsOf({ can }: Pick<OutgoingReviewRow, "can">): readonly ManagerAct[] {
  return ORDER.filter((act) => can.includes(act));
}
