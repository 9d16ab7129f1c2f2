import type { Metadata } from "next";
import { ScorecardScreen } from "@/components/admin/scorecards/scorecard-screen";
import { requireActor } from "@/lib/auth/require-actor";

export const metadata: Metadata = { title: "Scorecard" };

type ScorecardPageProps = Readonly<{ params: Promise<Readonly<{ scorecardId: string }>> }>;

export default async function ScorecardPage({ params }: ScorecardPageProps) {
  const { scorecardId } = await params;
  await requireActor({ permission: "scorecard.manage", from: `/admin/scorecards/${scorecardId}` });
  return <ScorecardScreen id={scorecardId} />;
}
