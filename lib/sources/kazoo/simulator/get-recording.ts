/** `GET …/recordings/{id}`: the document or the sound, by what the caller accepts (fact sheet §8.5, §8.6). */
import { emptyAudio, playRecording } from "./audio";
import { EmptyFailure, failures, success } from "./envelope";
import { negotiateOne } from "./negotiate";
import { loadRecording, publicDocument, revisionOf } from "./recordings";
import { type Call, profileOf } from "./world";

export function getRecording(call: Call, id: string): Response {
  const { world, request, query, reply } = call;
  const form = negotiateOne(request, query, profileOf(world).audio);
  if (form === null) throw new EmptyFailure(406);
  reply.negotiated = form.type;
  if (form.body === "crash") throw failures.crashed();
  if (form.body === "audio") return unlessKnown(call, playRecording(call, id));
  if (form.body === "nothing") return emptyAudio(call, id, form.type);
  const stored = loadRecording(call, id, false);
  return unlessKnown(
    call,
    success(reply, publicDocument(world, stored), { revision: revisionOf(world, stored) }),
  );
}

/** 304 when the caller has this revision already. */
export function unlessKnown({ request }: Call, response: Response): Response {
  const known = request.headers.get("if-none-match");
  const etag = response.headers.get("etag");
  if (known === null || etag === null || response.status !== 200) return response;
  const matches = known.trim() === "*" || known.split(",").some((tag) => tag.trim() === etag);
  if (!matches) return response;
  const headers = new Headers(response.headers);
  for (const name of ["content-type", "content-length", "content-disposition"]) headers.delete(name);
  return new Response(null, { status: 304, headers });
}
