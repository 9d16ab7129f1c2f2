import { redirect } from "next/navigation";
import { requireActor } from "@/lib/auth/require-actor";

export default async function AdminPage() {
  await requireActor({ permission: "settings.manage", from: "/admin" });
  redirect("/admin/sources");
}
