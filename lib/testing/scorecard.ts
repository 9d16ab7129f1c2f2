import type { z } from "zod";
import { ScorecardContentSchema } from "@/lib/domain/reviews/scorecard";
import type { Api } from "./api";

/** A scorecard as a client sends it, with a question of each kind; what has a default is left out. */
export const SCORECARD = {
  name: "Support call",
  passPercent: 80,
  sections: [
    {
      id: "opening",
      title: "Opening",
      weight: 1,
      questions: [
        { id: "greeting", kind: "yesNo", text: "Greeted by name?" },
        { id: "tone", kind: "scale", text: "How friendly?", min: 1, max: 5, allowsNotApplicable: true },
      ],
    },
    {
      id: "handling",
      title: "Handling",
      weight: 3,
      questions: [
        {
          id: "solved",
          kind: "choice",
          text: "Was it solved?",
          weight: 2,
          choices: [
            { id: "yes", text: "Yes", percent: 100 },
            { id: "partly", text: "In part", percent: 40 },
            { id: "no", text: "No", percent: 0 },
          ],
        },
        {
          id: "card-number",
          kind: "yesNo",
          text: "Was a card number spoken?",
          best: "no",
          isCritical: true,
          allowsNotApplicable: true,
        },
        { id: "remark", kind: "text", text: "What should be coached?" },
      ],
    },
  ],
} as const satisfies z.input<typeof ScorecardContentSchema>;

/** The same as it is kept. */
export const STORED_SCORECARD = ScorecardContentSchema.parse(SCORECARD);

/** Makes it, under another name when one is given, and gives its id. */
export async function addedScorecard(api: Api, name: string = SCORECARD.name): Promise<string> {
  const { json, text } = await api.call("administrator", "POST", "/scorecards", {
    body: { ...SCORECARD, name },
  });
  if (typeof json?.id !== "string") throw new Error(`the scorecard was not made: ${text}`);
  return json.id;
}
