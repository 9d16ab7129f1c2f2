import type { Metadata } from "next";
import { requireActor } from "@/lib/auth/require-actor";
import { LiveScreen } from "./client";

export const metadata: Metadata = { title: "Live" };

export default async function LivePage() {
  await requireActor({ permission: "live.view", from: "/live" });
  return <LiveScreen />;
}
