import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { NoSearchNotice } from "@/components/recordings/no-search-notice";
import { requireActor } from "@/lib/auth/require-actor";
import { may } from "@/lib/domain/permissions";
import { RecordingsScreen } from "./client";

export const metadata: Metadata = { title: "Recordings" };

export default async function RecordingsPage({
  searchParams,
}: Readonly<{ searchParams: Promise<Record<string, string | string[] | undefined>> }>) {
  const { search } = await searchParams;
  const from =
    typeof search === "string" ? `/recordings?search=${encodeURIComponent(search)}` : "/recordings";
  const { role } = await requireActor({ from });
  if (may(role, "recording.search")) return <RecordingsScreen />;
  if (may(role, "review.view")) redirect("/reviews");
  return <NoSearchNotice />;
}
