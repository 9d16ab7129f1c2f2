import type { HTMLAttributes, Ref } from "react";

type Props = HTMLAttributes<HTMLDivElement> &
  Readonly<{
    role: "grid" | "rowgroup" | "row" | "gridcell" | "columnheader";
    ref?: Ref<HTMLDivElement>;
  }>;

/**
 * A part of the list. Not table elements: rows stand where the virtualizer puts them. The grid alone takes the focus and
 * the keys, and names its current row by `aria-activedescendant`, so that a row may leave the page while it is current.
 */
export function GridPart(props: Props) {
  return <div {...props} />;
}
