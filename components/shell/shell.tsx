"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { Dock } from "@/components/player/dock";
import { Header } from "./header";
import { useShortcuts } from "./use-shortcuts";

const KeysDialog = dynamic(() => import("./keys-dialog").then((module) => module.KeysDialog), { ssr: false });

/** Header, the screen, and the docked player, which outlives the screens. */
export function Shell({ children }: Readonly<{ children: ReactNode }>) {
  const [showsKeys, setShowsKeys] = useState(false);
  useShortcuts({ "?": () => setShowsKeys(true) });
  return (
    <div className="flex h-dvh flex-col print:block print:h-auto">
      <Header onShowKeys={() => setShowsKeys(true)} />
      <main
        id="content"
        tabIndex={-1}
        className="min-h-0 flex-1 overflow-auto outline-none print:overflow-visible"
      >
        {children}
      </main>
      <Dock />
      {showsKeys ? <KeysDialog open onClose={() => setShowsKeys(false)} /> : null}
    </div>
  );
}
