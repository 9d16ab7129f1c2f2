/** Batch downloads (§6.4): many addresses at once, in the trunk's own codec. */
import { z } from "zod";
import { failures, json } from "./answers";
import { VIEW_PERMISSIONS } from "./clients";
import { begin, type Progress, stepsOf } from "./jobs";
import { signedAddress } from "./media-address";
import type { Ctx, Route } from "./route";
import { anyDraft, type Caller, recordingsOf, type World } from "./world";

const MOST_ITEMS = 100;

const ItemSchema = z.looseObject({ conversationId: z.string(), recordingId: z.string().nullish() });
const BatchSchema = z.looseObject({ batchDownloadRequestList: z.array(ItemSchema) });

type Item = z.infer<typeof ItemSchema>;
type Result = {
  conversationId: string;
  recordingId?: string;
  resultUrl?: string;
  contentType?: string;
  errorMsg?: string;
};

export type BatchJob = Readonly<{ id: string; clientId: string; items: readonly Item[]; progress: Progress }>;

async function submit(ctx: Ctx): Promise<Response> {
  const { world, caller } = ctx;
  const { batchDownloadRequestList: items } = await ctx.body(BatchSchema);
  if (items.length === 0 || items.length > MOST_ITEMS) {
    throw failures.badRequest(`A batch takes between 1 and ${MOST_ITEMS} recordings.`);
  }
  const job: BatchJob = {
    id: world.newId(),
    clientId: caller.client.clientId,
    items,
    progress: begin(world.now()),
  };
  world.jobs.batches.set(job.id, job);
  return json(200, { id: job.id, selfUri: `/api/v2/recording/batchrequests/${job.id}` });
}

/** The results of one item: an address for each file, or words about what is wrong. */
function resultsOf(world: World, caller: Caller, item: Item): Result[] {
  const draft = anyDraft(world, item.conversationId);
  const isSeen = draft !== null && caller.sees(draft.conversation.divisionIds);
  const known = isSeen ? recordingsOf(world, draft) : [];
  const wanted = known.filter(({ facts }) => item.recordingId == null || facts.id === item.recordingId);
  if (wanted.length === 0) {
    return [
      {
        conversationId: item.conversationId,
        ...(item.recordingId == null ? {} : { recordingId: item.recordingId }),
        errorMsg: "No recording was found.",
      },
    ];
  }
  const expiresMs = world.now() + world.switches.batchUrlTtlMinutes * 60_000;
  return wanted.flatMap(({ facts, now }): Result[] => {
    if (facts.sensitive && !caller.may("recording:recording:viewSensitiveData")) return [];
    const base = { conversationId: facts.conversationId, recordingId: facts.id };
    if (!now.isPlayable) return [{ ...base, errorMsg: `The recording is ${now.fileState.toLowerCase()}.` }];
    const keys = facts.layout === "S" ? (["S"] as const) : (["0", "1"] as const);
    return keys.map((key) => ({
      ...base,
      resultUrl: signedAddress(world, facts, "WAV_ULAW", key, expiresMs),
      contentType: "audio/wav",
    }));
  });
}

function status({ world, caller, params }: Ctx): Response {
  const job = world.jobs.batches.get(params[0] ?? "");
  if (job === undefined) throw failures.notFound(params[0] ?? "");
  if (job.clientId !== caller.client.clientId) {
    throw failures.notAuthorized("Only whoever submitted the batch may read it.");
  }
  const steps = stepsOf(job.progress, world.switches, world.now());
  const isDone = steps >= 2;
  const all = steps >= 1 ? job.items.flatMap((item) => resultsOf(world, caller, item)) : [];
  const results = isDone ? all : all.slice(0, Math.floor(all.length / 2));
  return json(200, {
    id: job.id,
    jobId: job.id,
    // At first only the items are known, later the files that they turn out to have.
    expectedResultCount: steps >= 1 ? all.length : job.items.length,
    resultCount: results.length,
    errorCount: results.filter((one) => one.errorMsg !== undefined).length,
    status: isDone ? "Completed" : "InProgress",
    results,
    selfUri: `/api/v2/recording/batchrequests/${job.id}`,
  });
}

const path = "/recording/batchrequests";

export const BATCH_ROUTES: readonly Route[] = [
  { method: "POST", path, family: "batch", anyOf: VIEW_PERMISSIONS, handle: submit },
  { method: "GET", path: `${path}/{}`, family: "batch", handle: status },
];
