/** What a simulator remembers of the calls it has answered. */

/** What every vendor's simulator tells of a call; some tell more. */
export type SeenCall = Readonly<{
  method: string;
  /** Without the query. */
  path: string;
  query: string;
  status: number;
}>;

export const seenCall = (request: Request, path: string, { status }: Response): SeenCall => ({
  method: request.method,
  path,
  query: new URL(request.url).search.slice(1),
  status,
});

const CALLS_KEPT = 10_000;

/** The last ten thousand calls. Whoever holds a list of them sees it grow until it is forgotten or cut. */
export class SeenCalls<Call extends SeenCall> {
  #calls: Call[] = [];

  get list(): readonly Call[] {
    return this.#calls;
  }

  add(call: Call): void {
    this.#calls.push(call);
    // Cutting copies the list, so it is done once in a thousand calls.
    if (this.#calls.length > CALLS_KEPT * 1.1) this.#calls = this.#calls.slice(-CALLS_KEPT);
  }

  forget(): void {
    this.#calls = [];
  }
}
