const UNITS = [
  ["mediaFile", "Whole recordings", "Each evaluator hears all media files of a call."],
  ["agentTime", "The agent's time only", "Without the time in queues, or with other agents."],
] as const;

/** What of each call is assigned. */
export function UnitField({
  unit,
  onUnit,
}: Readonly<{ unit: "mediaFile" | "agentTime"; onUnit: (unit: "mediaFile" | "agentTime") => void }>) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium text-ink-soft text-sm">Of each call</legend>
      {UNITS.map(([value, words, hint]) => (
        <label key={value} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
          <input
            type="radio"
            name="unit"
            checked={unit === value}
            onChange={() => onUnit(value)}
            className="mt-0.5 size-4 accent-[var(--accent)]"
          />
          <span>
            {words} <span className="text-ink-faint text-sm">{hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
