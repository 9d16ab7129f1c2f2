import type { Metadata } from "next";
import { readSeconds } from "@/components/player/share-link";
import { requireActor } from "@/lib/auth/require-actor";
import { RecordingScreen } from "./client";

export const metadata: Metadata = { title: "Recording" };

type Props = Readonly<{
  params: Promise<{ recordingId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}>;

export default async function RecordingPage({ params, searchParams }: Props) {
  const { recordingId } = await params;
  const { m, t, to } = await searchParams;
  const position = new URLSearchParams({
    ...(typeof m === "string" ? { m } : {}),
    ...(typeof t === "string" ? { t } : {}),
    ...(typeof to === "string" ? { to } : {}),
  }).toString();
  const from = `/recordings/${recordingId}${position === "" ? "" : `?${position}`}`;
  await requireActor({ permission: "recording.open", from });
  return (
    <RecordingScreen
      recordingId={decodeURIComponent(recordingId)}
      mediaKey={typeof m === "string" ? m : null}
      atMs={readSeconds(typeof t === "string" ? t : null)}
      toMs={readSeconds(typeof to === "string" ? to : null)}
    />
  );
}
