"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { PlayerProvider } from "@/components/player/player-context";
import { ApiError } from "@/lib/api-client/fetch-json";
import { NoticesProvider } from "./notices";
import { PreferencesProvider } from "./preferences";

/** Everything that outlives a navigation: the query cache, the player, preferences, notices. */
export function Providers({ children }: Readonly<{ children: ReactNode }>) {
  const [client] = useState(makeClient);
  return (
    <QueryClientProvider client={client}>
      <PreferencesProvider>
        <NoticesProvider>
          <PlayerProvider>{children}</PlayerProvider>
        </NoticesProvider>
      </PreferencesProvider>
    </QueryClientProvider>
  );
}

function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // A refusal stays a refusal; only trouble on the way is tried again.
        retry: (count, error) =>
          count < 2 && !(error instanceof ApiError && error.status > 0 && error.status < 500),
      },
      mutations: { retry: false },
    },
  });
}
