import type { Metadata } from "next";
import { ScorecardsScreen } from "@/components/admin/scorecards/scorecards-screen";
import { requireActor } from "@/lib/auth/require-actor";

export const metadata: Metadata = { title: "Scorecards" };

export default async function ScorecardsPage() {
  await requireActor({ permission: "scorecard.manage", from: "/admin/scorecards" });
  return <ScorecardsScreen />;
}
