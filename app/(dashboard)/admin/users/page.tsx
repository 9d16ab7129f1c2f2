import type { Metadata } from "next";
import { UsersScreen } from "@/components/admin/users-screen";
import { requireActor } from "@/lib/auth/require-actor";

export const metadata: Metadata = { title: "Users" };

export default async function UsersPage() {
  await requireActor({ permission: "user.manage", from: "/admin/users" });
  return <UsersScreen />;
}
