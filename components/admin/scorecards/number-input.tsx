import { type ComponentProps, useState } from "react";
import { Input } from "@/components/ui/field";

type NumberInputProps = Readonly<
  Omit<ComponentProps<"input">, "value" | "onChange" | "type"> & {
    /** NaN = what stands there is no number. */
    value: number;
    onChange: (value: number) => void;
  }
>;

/** A number that may be half written: `1.` and nothing at all stay as they are typed. Arrows count up and down. */
export function NumberInput({ value, onChange, ...rest }: NumberInputProps) {
  const [text, setText] = useState(() => textOf(value));
  const isOwn = Object.is(numberOf(text), value);
  const set = (next: string) => {
    setText(next);
    onChange(numberOf(next));
  };
  return (
    <Input
      inputMode="decimal"
      autoComplete="off"
      value={isOwn ? text : textOf(value)}
      onChange={(event) => set(event.target.value)}
      onKeyDown={(event) => {
        const step = event.altKey ? 0 : event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
        if (step === 0 || Number.isNaN(value)) return;
        event.preventDefault();
        set(textOf(Math.max(0, value + step)));
      }}
      {...rest}
    />
  );
}

function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text.trim().replace(",", "."));
}

function textOf(value: number): string {
  return Number.isNaN(value) ? "" : String(value);
}
