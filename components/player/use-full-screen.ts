import { type RefObject, useEffect, useState } from "react";
import { useMedia } from "@/components/recordings/use-media";

type FullScreen = Readonly<{ isFull: boolean; open: () => void; leave: () => void }>;

/** On a narrow screen the player can fill it; what lies under it is then out of reach of keys and screen readers too. */
export function useFullScreen(section: RefObject<HTMLElement | null>): FullScreen {
  const [isWanted, setIsWanted] = useState(false);
  const isNarrow = useMedia("(max-width: 639.9px)");
  const isFull = isWanted && isNarrow;

  // Outside React: the elements beside the player, which belong to other parts of the page.
  useEffect(() => {
    const own = section.current;
    if (!isFull || !own?.parentElement) return;
    const others = [...own.parentElement.children].filter((element) => element !== own);
    const before = others.filter((element) => !element.hasAttribute("inert"));
    for (const element of before) element.setAttribute("inert", "");
    return () => {
      for (const element of before) element.removeAttribute("inert");
    };
  }, [isFull, section]);

  return { isFull, open: () => setIsWanted(true), leave: () => setIsWanted(false) };
}
