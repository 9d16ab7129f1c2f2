import type { Metadata } from "next";
import { LabelsScreen } from "@/components/admin/labels-screen";
import { requireActor } from "@/lib/auth/require-actor";

export const metadata: Metadata = { title: "Labels" };

export default async function LabelsPage() {
  await requireActor({ permission: "label-definition.manage", from: "/admin/labels" });
  return <LabelsScreen />;
}
