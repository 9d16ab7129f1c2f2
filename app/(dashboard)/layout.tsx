import type { ReactNode } from "react";
import { Providers } from "@/components/shell/providers";
import { Shell } from "@/components/shell/shell";

/** Only what surrounds a screen. Rights are checked by each page: a layout does not run again on navigation. */
export default function DashboardLayout({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <Providers>
      <Shell>{children}</Shell>
    </Providers>
  );
}
