"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";

const TABS = [
  ["/admin/sources", "Sources"],
  ["/admin/privacy", "Privacy"],
  ["/admin/labels", "Labels"],
  ["/admin/scorecards", "Scorecards"],
  ["/admin/users", "Users"],
  ["/admin/audit", "Audit log"],
] as const;

export function AdminTabs() {
  const path = usePathname();
  return (
    <nav aria-label="Admin" className="flex gap-1 overflow-x-auto border-line border-b">
      {TABS.map(([href, title]) => {
        const isHere = path === href || path.startsWith(`${href}/`);
        return (
          <Link
            key={href}
            href={href}
            aria-current={isHere ? "page" : undefined}
            className={clsx(
              "-mb-px whitespace-nowrap border-b-2 px-3 py-2 font-medium",
              isHere ? "border-accent text-ink" : "border-transparent text-ink-soft hover:text-ink",
            )}
          >
            {title}
          </Link>
        );
      })}
    </nav>
  );
}
