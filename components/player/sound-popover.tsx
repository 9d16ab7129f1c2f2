"use client";

import { Volume2, VolumeX } from "lucide-react";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import type { ChannelGains } from "./use-channel-gains";

type SoundPopoverProps = Readonly<{
  volume: number;
  onVolume: (volume: number) => void;
  /** The sides that can be set apart: 1 = the call is in one channel. */
  channels: number;
  sides: ChannelGains;
}>;

/** The volume, and that of each side of the call. */
export function SoundPopover({ volume, onVolume, channels, sides }: SoundPopoverProps) {
  const [agent, customer] = sides.gains;
  const isQuiet = volume === 0 || (channels > 1 && agent === 0 && customer === 0);
  const hasOneSide = channels > 1 && !isQuiet && (agent === 0 || customer === 0);
  return (
    <Popover
      align="end"
      button={{
        tone: "quiet",
        "aria-label": `Volume ${percent(volume)}${
          hasOneSide ? `, ${agent === 0 ? "agent" : "customer"} muted` : ""
        }`,
        title: "Volume (- and =)",
      }}
      label={
        <>
          {isQuiet ? <VolumeX aria-hidden className="size-4" /> : <Volume2 aria-hidden className="size-4" />}
          {hasOneSide ? (agent === 0 ? "Customer" : "Agent") : null}
        </>
      }
    >
      {() => (
        <div className="flex w-64 flex-col gap-2">
          <Level name="Volume" value={volume} onChange={onVolume} />
          {channels > 1 ? (
            <>
              <Level name="Agent" value={agent} onChange={(value) => sides.change([value, customer])} />
              <Level name="Customer" value={customer} onChange={(value) => sides.change([agent, value])} />
            </>
          ) : (
            <p className="text-ink-soft text-sm">Both sides of this call are in one channel.</p>
          )}
          {sides.isRefused ? (
            <p role="alert" className="text-sm text-warn">
              This browser doesn't let one side be set alone.
            </p>
          ) : null}
        </div>
      )}
    </Popover>
  );
}

function Level({
  name,
  value,
  onChange,
}: Readonly<{ name: string; value: number; onChange: (value: number) => void }>) {
  const id = useId();
  const isMuted = value === 0;
  return (
    <div className="grid grid-cols-[4.5rem_1fr_auto] items-center gap-2">
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={5}
        value={Math.round(value * 100)}
        aria-valuetext={percent(value)}
        onChange={(event) => onChange(Number(event.target.value) / 100)}
        className="h-6 w-full min-w-0 accent-[var(--accent)]"
      />
      <Button
        size="small"
        aria-label={`Mute ${name === "Volume" ? "everything" : name.toLowerCase()}`}
        aria-pressed={isMuted}
        onClick={() => onChange(isMuted ? 1 : 0)}
      >
        {isMuted ? "Muted" : "Mute"}
      </Button>
    </div>
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
