import type { Metadata } from "next";
import { NewScorecardScreen } from "@/components/admin/scorecards/scorecard-screen";
import { requireActor } from "@/lib/auth/require-actor";

export const metadata: Metadata = { title: "New scorecard" };

type NewScorecardPageProps = Readonly<{ searchParams: Promise<Readonly<{ from?: string | string[] }>> }>;

export default async function NewScorecardPage({ searchParams }: NewScorecardPageProps) {
  await requireActor({ permission: "scorecard.manage", from: "/admin/scorecards/new" });
  const { from } = await searchParams;
  return <NewScorecardScreen from={typeof from === "string" ? from : null} />;
}
