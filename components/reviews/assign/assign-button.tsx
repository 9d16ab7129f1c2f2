"use client";

import { ClipboardCheck } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useMay } from "@/components/recordings/use-may";
import { Button, type ButtonProps } from "@/components/ui/button";
import type { AssignTarget } from "./target";

const AssignDialog = dynamic(() => import("./assign-dialog").then((module) => module.AssignDialog), {
  ssr: false,
});

type Props = Readonly<{
  target: AssignTarget;
  words: string;
  title?: string;
  size?: NonNullable<ButtonProps["size"]>;
}>;

/** Opens the assign dialog; there only for those who may assign. */
export function AssignButton({ target, words, title, size = "normal" }: Props) {
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  if (!may("review.assign")) return null;
  return (
    <>
      <Button size={size} title={title} onClick={() => setIsOpen(true)}>
        <ClipboardCheck aria-hidden className={size === "small" ? "size-3.5" : "size-4"} /> {words}
      </Button>
      {isOpen ? <AssignDialog target={target} onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}
