import type { Metadata } from "next";
import { SourcesScreen } from "@/components/admin/sources-screen";
import { requireActor } from "@/lib/auth/require-actor";

export const metadata: Metadata = { title: "Sources" };

export default async function SourcesPage() {
  await requireActor({ permission: "source.view", from: "/admin/sources" });
  return <SourcesScreen />;
}
