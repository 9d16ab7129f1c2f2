import type { Metadata } from "next";
import { AuditScreen } from "@/components/admin/audit-screen";
import { requireActor } from "@/lib/auth/require-actor";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage() {
  await requireActor({ permission: "audit.view", from: "/admin/audit" });
  return <AuditScreen />;
}
