"use client";

import { type ReactNode, useState } from "react";
import { Dock } from "@/components/player/dock";
import { Header } from "./header";
import { KeysDialog } from "./keys-dialog";
import { useShortcuts } from "./use-shortcuts";

/** Header, the screen, and the docked player, which outlives the screens. */
export function Shell({ children }: Readonly<{ children: ReactNode }>) {
  const [showsKeys, setShowsKeys] = useState(false);
  useShortcuts({ "?": () => setShowsKeys(true) });
  return (
    <div className="flex h-dvh flex-col">
      <Header onShowKeys={() => setShowsKeys(true)} />
      <main id="content" tabIndex={-1} className="min-h-0 flex-1 overflow-auto outline-none">
        {children}
      </main>
      <Dock />
      <KeysDialog open={showsKeys} onClose={() => setShowsKeys(false)} />
    </div>
  );
}
