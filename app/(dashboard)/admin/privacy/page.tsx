import type { Metadata } from "next";
import { PrivacyScreen } from "@/components/admin/privacy-screen";
import { requireActor } from "@/lib/auth/require-actor";

export const metadata: Metadata = { title: "Privacy" };

export default async function PrivacyPage() {
  await requireActor({ permission: "settings.manage", from: "/admin/privacy" });
  return <PrivacyScreen />;
}
