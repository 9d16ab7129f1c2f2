"use client";

import { clsx } from "clsx";
import { Search } from "lucide-react";
import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import { type Guess, guessesOf } from "../filters/guess";
import type { KnownValues } from "./known-values";

type Props = Readonly<{
  field: RefObject<HTMLInputElement | null>;
  filter: RecordingFilter;
  known: KnownValues;
  onChange: (filter: RecordingFilter) => void;
  /** Backspace in the empty box. */
  onRemoveLast: () => void;
}>;

/** A free box: digits are a number, anything else a name, and the list under it says what else they may be. */
export function QuickBox({ field, filter, known, onChange, onRemoveLast }: Props) {
  const listId = useId();
  const [text, setText] = useState("");
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(0);
  const guesses = guessesOf(text, known);
  const allowed = guesses.flatMap((guess, index) => (guess.masked ? [] : [index]));
  const current = allowed.includes(active) ? active : (allowed[0] ?? -1);
  const shows = isOpen && guesses.length > 0;

  const apply = (guess: Guess) => {
    onChange(guess.apply(filter));
    setText("");
    setIsOpen(false);
    setActive(0);
  };
  const move = (step: number) => {
    const at = allowed.indexOf(current);
    setActive(allowed[(at + step + allowed.length) % allowed.length] ?? 0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const guess = guesses[current];
    if (event.key === "Backspace" && text === "") return onRemoveLast();
    if (event.key === "Enter" && guess) return apply(guess);
    if (event.key === "Escape" && shows) {
      event.preventDefault();
      return setIsOpen(false);
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && shows) {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    }
  };

  return (
    <div className="relative min-w-44 flex-1">
      <Search aria-hidden className="absolute top-1.5 left-1 size-4 text-ink-faint" />
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label="Search by number or name"
        aria-expanded={shows}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shows && current >= 0 ? `${listId}-${current}` : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        placeholder="Number or name"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setIsOpen(true);
        }}
        onFocus={() => setIsOpen(true)}
        onBlur={() => setIsOpen(false)}
        onKeyDown={onKeyDown}
        className="h-7 w-full rounded bg-transparent pr-2 outline-none pl-7 placeholder:text-ink-faint"
      />
      <div
        id={listId}
        role="listbox"
        aria-label="What this may mean"
        className={clsx(
          "absolute top-8 left-0 z-30 w-80 max-w-[calc(100vw-2rem)] rounded-md border border-line bg-raised p-1 shadow-[var(--shadow)]",
          !shows && "hidden",
        )}
      >
        {guesses.map((guess, index) => (
          // Chosen from the box by keyboard; pressing must not take the focus from it.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox handles the keys
          <div
            key={`${guess.key}:${guess.text}`}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            aria-disabled={guess.masked}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => {
              if (!guess.masked) apply(guess);
            }}
            className={clsx(
              "flex items-baseline gap-1 rounded px-2 py-1",
              guess.masked ? "text-ink-faint" : "cursor-pointer",
              index === current && "bg-accent-soft text-accent",
            )}
          >
            <span className="shrink-0">{guess.name}</span>
            <bdi className="min-w-0 truncate font-medium">{guess.text}</bdi>
            {guess.masked ? <span className="ml-auto shrink-0 text-sm">masked for you</span> : null}
          </div>
        ))}
      </div>
    </div>
  );
}
