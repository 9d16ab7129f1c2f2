import { isReserved, labelKey } from "@/lib/domain/labels";
import type { RecordingSource } from "../source";
import type { EngageClient, LabelDefinition } from "./client";
import { EngageError } from "./envelope";

type Labels = Extract<RecordingSource["labels"], { supported: true }>;

/** Printable ASCII without blanks is what the vendor takes for a name (fact sheet §11.1). */
const NAME = /^[\x21-\x7e]+$/;
const NOT_VALID = 2;
const KNOWN_FOR_MS = 60_000;

/** Labels as this vendor keeps them. Definitions are remembered for a minute, and made when a name is first used. */
export function engageLabels(client: EngageClient, now: () => number): Labels {
  let known: Readonly<{ atMs: number; list: readonly LabelDefinition[] }> | null = null;

  async function definitions(signal: AbortSignal): Promise<readonly LabelDefinition[]> {
    const list = await client.definitions(signal);
    known = { atMs: now(), list };
    return list;
  }

  /** The vendor's spelling of a name; its definition is made when there is none. */
  async function defined(name: string, signal: AbortSignal): Promise<string> {
    const isFresh = known !== null && now() - known.atMs < KNOWN_FOR_MS;
    const spelling = isFresh && known !== null ? spellingOf(name, known.list) : null;
    if (spelling !== null) return spelling;
    const found = spellingOf(name, await definitions(signal));
    if (found !== null) return found;
    try {
      await client.createDefinition(name, signal);
    } catch (error) {
      // Somebody was faster: then it is there, perhaps in another spelling.
      if (!(error instanceof EngageError && error.kind === "conflict")) throw error;
    }
    return spellingOf(name, await definitions(signal)) ?? name;
  }

  async function add(...[id, label, signal]: Parameters<Labels["add"]>): Promise<{ vendorLabelId: string }> {
    const name = await defined(label.name, signal);
    try {
      return { vendorLabelId: await client.addLabel(id, { ...label, name }, signal) };
    } catch (error) {
      if (!(error instanceof EngageError)) throw error;
      const there = error.kind === "conflict" && label.content === null ? await find(id, name, signal) : null;
      if (there !== null) return { vendorLabelId: there };
      // The definition we remembered has been deleted meanwhile.
      if (error.statusCode !== NOT_VALID || known === null) throw error;
      known = null;
      return {
        vendorLabelId: await client.addLabel(id, { ...label, name: await defined(name, signal) }, signal),
      };
    }
  }

  /** A label of that name that the recording has already, for servers that allow only one. */
  async function find(id: string, name: string, signal: AbortSignal): Promise<string | null> {
    const labels = await client.labels(id, signal);
    return labels.find((one) => one.name !== null && labelKey(one.name) === labelKey(name))?.id ?? null;
  }

  return {
    supported: true,
    refuses,
    add,
    update: (id, labelId, content, signal) => client.updateLabel(id, labelId, content, signal),
    async remove(id, labelId, signal) {
      try {
        await client.removeLabel(id, labelId, signal);
      } catch (error) {
        if (!(error instanceof EngageError && error.kind === "notFound")) throw error;
      }
    },
    async definitions(signal) {
      return (await definitions(signal)).filter(({ name }) => !isReserved(name));
    },
  };
}

/** The very spelling first: old data may hold `Review` and `review` side by side (fact sheet §11.1). */
function spellingOf(name: string, definitions: readonly LabelDefinition[]): string | null {
  const exact = definitions.find((one) => one.name === name);
  const alike = definitions.find((one) => labelKey(one.name) === labelKey(name));
  return (exact ?? alike)?.name ?? null;
}

/** Why the vendor can't hold a label of this name, or null. A comma it would take, but could never search for (§4.4). */
function refuses(name: string): string | null {
  if (isReserved(name)) return "Genesys Engage reserves names that begin with __.";
  if (name.includes(",")) return "Genesys Engage can't search for a label with a comma in its name.";
  if (!NAME.test(name))
    return "Genesys Engage takes only label names of plain letters, digits and signs, without blanks.";
  return null;
}
