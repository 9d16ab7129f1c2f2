import type { Metadata } from "next";
import { requireActor } from "@/lib/auth/require-actor";
import { RecordingScreen } from "./client";

export const metadata: Metadata = { title: "Recording" };

type Props = Readonly<{
  params: Promise<{ recordingId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}>;

export default async function RecordingPage({ params, searchParams }: Props) {
  const { recordingId } = await params;
  const { m, t } = await searchParams;
  const position = new URLSearchParams({
    ...(typeof m === "string" ? { m } : {}),
    ...(typeof t === "string" ? { t } : {}),
  }).toString();
  const from = `/recordings/${recordingId}${position === "" ? "" : `?${position}`}`;
  await requireActor({ permission: "recording.open", from });
  const seconds = typeof t === "string" ? Number(t) : Number.NaN;
  return (
    <RecordingScreen
      recordingId={decodeURIComponent(recordingId)}
      mediaKey={typeof m === "string" ? m : null}
      atMs={Number.isFinite(seconds) && seconds >= 0 ? Math.round(seconds * 1_000) : null}
    />
  );
}
