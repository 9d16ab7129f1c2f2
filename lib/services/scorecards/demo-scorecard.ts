import { createScorecard, listScorecards } from "@/lib/catalog/scorecards";
import { findUserByEmail } from "@/lib/catalog/users";
import { ScorecardContentSchema } from "@/lib/domain/reviews/scorecard";
import type { Runtime } from "../context";

const CONTENT = ScorecardContentSchema.parse({
  name: "Support call",
  description:
    "For calls that customers make to support and billing. Score what you hear, not what you suppose.",
  passPercent: 80,
  sections: [
    {
      id: "greeting",
      title: "Greeting",
      weight: 1,
      questions: [
        {
          id: "greeted",
          kind: "yesNo",
          text: "Did the agent give the company's name and their own?",
        },
        {
          id: "asked-for-need",
          kind: "yesNo",
          text: "Did the agent ask what the call is about before anything else?",
          help: "Asking for an account number first does not count.",
        },
      ],
    },
    {
      id: "verification",
      title: "Verification",
      weight: 2,
      questions: [
        {
          id: "verified",
          kind: "choice",
          text: "How was the caller verified?",
          help: "Two of: name, address, date of birth, a figure of the last bill.",
          allowsNotApplicable: true,
          choices: [
            { id: "two-facts", text: "By two facts, before anything was told", percent: 100 },
            { id: "one-fact", text: "By one fact only", percent: 40 },
            { id: "late", text: "After something was told", percent: 0 },
            { id: "not-at-all", text: "Not at all", percent: 0 },
          ],
        },
      ],
    },
    {
      id: "card-data",
      title: "Card data",
      weight: 2,
      questions: [
        {
          id: "paused",
          kind: "yesNo",
          text: "Was the recording paused before card data was asked for, and resumed right after?",
          help: "A pause shows as a hatched span. It does not apply to calls without a payment.",
          allowsNotApplicable: true,
        },
        {
          id: "card-number-recorded",
          kind: "yesNo",
          text: "Was a card number spoken while the recording was on?",
          help: "Any part of it that is longer than the last four digits. Tell your supervisor at once.",
          weight: 0,
          best: "no",
          isCritical: true,
        },
      ],
    },
    {
      id: "resolution",
      title: "Resolution",
      weight: 4,
      questions: [
        {
          id: "understood",
          kind: "scale",
          text: "How well did the agent understand what the customer needs?",
          help: "5 = put it in their own words and was right. 1 = solved something else.",
          min: 1,
          max: 5,
        },
        {
          id: "solved",
          kind: "choice",
          text: "Was it solved?",
          weight: 2,
          choices: [
            { id: "on-this-call", text: "On this call", percent: 100 },
            { id: "agreed-step", text: "Not yet, with a next step and a date", percent: 80 },
            { id: "passed-on", text: "Passed on without a date", percent: 30 },
            { id: "not-solved", text: "No", percent: 0 },
          ],
        },
        {
          id: "kept-informed",
          kind: "yesNo",
          text: "Was every hold announced, with its reason?",
          allowsNotApplicable: true,
        },
        {
          id: "courtesy",
          kind: "scale",
          text: "How courteous was the agent throughout?",
          help: "1 = rude to the customer, which fails the review.",
          min: 1,
          max: 5,
          failsAtOrBelow: 1,
        },
      ],
    },
    {
      id: "closing",
      title: "Closing",
      weight: 1,
      questions: [
        {
          id: "summed-up",
          kind: "yesNo",
          text: "Did the agent sum up what was agreed and ask whether anything is left?",
        },
        {
          id: "coaching",
          kind: "text",
          text: "What should the agent keep doing, and what should they try?",
          help: "Bind your notes to moments: they are what coaching starts from.",
        },
      ],
    },
  ],
});

/** The demo's one scorecard. Made where there is none at all: what was archived or renamed since stays so. */
export async function ensureDemoScorecard(runtime: Runtime): Promise<void> {
  const { db } = runtime.catalog;
  if ((await listScorecards(db)).length > 0) return;
  const author = await findUserByEmail(db, "admin@earmark.test");
  await createScorecard(db, CONTENT, {
    userId: author?.id ?? null,
    userName: author?.name ?? "Earmark",
    nowMs: runtime.now(),
  });
}
