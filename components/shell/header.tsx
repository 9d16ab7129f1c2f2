"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Ear, Keyboard, UserRound } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { liveOptions } from "@/lib/api-client/live";
import { meOptions } from "@/lib/api-client/queries";
import { SourcesStatus } from "./sources-status";

const PreferencesPanel = dynamic(
  () => import("./preferences-panel").then((module) => module.PreferencesPanel),
  { ssr: false, loading: () => <div className="h-64" /> },
);

type Item = Readonly<{ href: string; title: string; permission: string }>;

const ITEMS: readonly Item[] = [
  { href: "/recordings", title: "Recordings", permission: "recording.search" },
  { href: "/reviews", title: "Reviews", permission: "review.view" },
  { href: "/live", title: "Live", permission: "live.view" },
  { href: "/admin", title: "Admin", permission: "settings.manage" },
];

/** The bar on top of every screen: where to go, how fresh the sources are, who is signed in. */
export function Header({ onShowKeys }: Readonly<{ onShowKeys: () => void }>) {
  const path = usePathname();
  const me = useQuery(meOptions());
  // Only what the Live screen has asked for: vendors are not asked while nobody looks.
  const live = useQuery({ ...liveOptions(), enabled: false });
  const items = ITEMS.filter((item) => me.data?.permissions.includes(item.permission));

  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-line border-b bg-surface px-3 sm:gap-6 sm:px-4 print:hidden">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-raised focus:p-2"
      >
        Skip to content
      </a>
      <Link href="/recordings" className="flex items-center gap-2 font-semibold text-md tracking-tight">
        <Ear aria-hidden className="size-5 text-accent" />
        <span className="max-sm:sr-only">Earmark</span>
      </Link>
      <nav aria-label="Main" className="flex h-full min-w-0 overflow-x-auto sm:gap-1">
        {items.map((item) => {
          const isHere = path.startsWith(item.href);
          return (
            <Link
              key={item.href}
              href={item.href}
              aria-current={isHere ? "page" : undefined}
              className={clsx(
                "flex shrink-0 items-center border-b-2 px-1.5 font-medium max-[400px]:text-sm sm:px-3",
                isHere ? "border-accent text-ink" : "border-transparent text-ink-soft hover:text-ink",
              )}
            >
              {item.title}
              {isHere && item.href === "/live" && live.data && live.data.recordings.length > 0 ? (
                <span className="ml-1.5 hidden font-normal sm:inline text-ink-faint text-sm">
                  {live.data.recordings.length}
                </span>
              ) : null}
            </Link>
          );
        })}
      </nav>
      <div className="ml-auto flex shrink-0 items-center gap-1 max-sm:[&_button]:px-2 sm:gap-2">
        {me.data ? <SourcesStatus sources={me.data.sources} /> : null}
        <Button
          tone="quiet"
          size="icon"
          aria-label="Keyboard shortcuts"
          onClick={onShowKeys}
          className="max-sm:hidden"
        >
          <Keyboard aria-hidden className="size-4" />
        </Button>
        <Popover
          align="end"
          button={{ tone: "quiet", "aria-label": me.data ? `Account of ${me.data.user.name}` : "Account" }}
          className="w-72"
          label={
            <>
              <UserRound aria-hidden className="size-4" />
              <span className="max-w-32 truncate max-md:hidden">{me.data?.user.name ?? ""}</span>
            </>
          }
        >
          {() => <PreferencesPanel me={me.data ?? null} />}
        </Popover>
      </div>
    </header>
  );
}
