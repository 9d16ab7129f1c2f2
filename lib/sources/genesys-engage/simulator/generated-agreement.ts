/** For tests: compares the quick tests on generated calls with matching their documents. */
import { generateCalls } from "./generated-calls";
import { generatedDocument, generatedLabels } from "./generated-document";
import { generatedLabelTest, generatedTests } from "./generated-filter";
import { phoneMatcher, someUser, someUserData, textMatcher } from "./matching";
import type { SearchQuery } from "./search-query";
import type { WireRecording } from "./wire";

const NONE: SearchQuery = {
  callerPhoneNumber: null,
  dialedPhoneNumber: null,
  fromMs: null,
  untilMs: null,
  userName: null,
  userData: null,
  includeLabels: [],
  excludeLabels: [],
  withLabels: false,
  offset: 0,
  limit: 100,
};

const VALUES = (
  "* ? *1* TB-1000?? tb-10000* *4?2* vip Billing paused on  Late* *cofid* 021EP* *2026-11-1?_* 00MT* *-0* smith SMITH *s* " +
  "+1* 7103 710? anonymous *5550142 en-?? /sales,/support genesys* updated *T-* a* Address?change"
).split(" ");

/** What differs, in words; an empty list when the two ways agree on every call. */
export function generatedAgreement(count: number): string[] {
  const calls = generateCalls(count, 5, Date.UTC(2026, 10, 16, 12));
  const indexes = Array.from({ length: count }, (_, index) => index);
  const documents = indexes.map((index) => generatedDocument(calls, index, "region1", 128));
  const names = indexes.map((index) =>
    generatedLabels(calls, index).map((label) => label.name.toLowerCase()),
  );
  return VALUES.flatMap((value) => {
    const text = textMatcher(value, "ci");
    const phone = phoneMatcher(value);
    const label = value.toLowerCase();
    const ways: [SearchQuery, (document: WireRecording, index: number) => boolean][] = [
      [{ ...NONE, userName: value }, (document) => someUser(document, text)],
      [{ ...NONE, userData: value }, (document) => someUserData(document, text)],
      [{ ...NONE, callerPhoneNumber: value }, (document) => phone(document.callerPhoneNumber)],
      [{ ...NONE, dialedPhoneNumber: value }, (document) => phone(document.dialedPhoneNumber)],
      [{ ...NONE, includeLabels: [label] }, (_, index) => names[index]?.includes(label) ?? false],
      [{ ...NONE, excludeLabels: [label] }, (_, index) => !names[index]?.includes(label)],
    ];
    return ways.flatMap(([query, wanted]) => {
      const tests = [...generatedTests(calls, query, "ci"), generatedLabelTest(calls, query)];
      const isFound = (index: number) => tests.every((passes) => passes(index));
      return documents.flatMap((document, index) =>
        isFound(index) === wanted(document, index) ? [] : [`${document.id} ${JSON.stringify(query)}`],
      );
    });
  });
}
