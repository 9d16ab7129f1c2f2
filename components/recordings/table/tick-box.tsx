type Props = Readonly<{
  label: string;
  isTicked: boolean;
  isPartly?: boolean;
  /** In a row the list holds the focus, and X ticks. */
  tabIndex?: -1;
  /** `isRange` = Shift was held: everything since the last tick. */
  onTick: (isTicked: boolean, isRange: boolean) => void;
}>;

/** The box before a call, or before all of them. */
export function TickBox({ label, isTicked, isPartly = false, tabIndex, onTick }: Props) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      tabIndex={tabIndex}
      checked={isTicked}
      ref={(box) => {
        if (box) box.indeterminate = isPartly && !isTicked;
      }}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onChange={({ target, nativeEvent }) =>
        onTick(target.checked, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
      }
      className="size-3.5 accent-[var(--accent)]"
    />
  );
}
