import type { ReactNode } from "react";
import { AdminTabs } from "@/components/admin/admin-tabs";

export default function AdminLayout({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-4 p-4 sm:p-6">
      <AdminTabs />
      {children}
    </div>
  );
}
