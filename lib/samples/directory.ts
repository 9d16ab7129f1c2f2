/**
 * Who and what appears in the simulated contact centre. Customers' numbers come only from the ranges that
 * the numbering authorities keep for fiction, so that no real person is ever shown.
 */

export type Agent = Readonly<{
  userName: string;
  firstName: string;
  lastName: string;
  phoneNumber: string;
  group: string;
}>;

const AGENT_ROWS = `
pnair|Priya|Nair|7101|/Support/Technical
mali|Mo|Ali|7102|/Support/Billing
jsmith|Jane|Smith|7103|/Support/Billing
dokafor|Daniel|Okafor|7104|/Sales/US
fcampbell|Fiona|Campbell|7105|/Sales/EU
lherrera|Luis|Herrera|7106|/Support/Technical
akovacs|Anna|Kovács|7107|/Sales/EU
bschneider|Birgit|Schneider|7108|/Sales/EU
t.oneill@tidewell.example|Tadhg|O'Neill|7109|/Sales/EU
mrossi|Marco|Rossi|7110|/Sales/EU
lmartin|Léa|Martin|7111|/Sales/EU
jdupont|Julien|Dupont|7112|/Sales/EU
snowak|Sylwia|Nowak|7113|/Sales/EU
kbauer|Klaus|Bauer|7114|/Sales/EU/kbauer
hvandijk|Hanneke|van Dijk|7115|/Sales/EU/kbauer
esvensson|Elin|Svensson|7116|/Sales/EU/kbauer
wchen|Wei|Chen|7117|/Sales/US
mjohnson|Marcus|Johnson|7118|/Sales/US
rgarcia|Rosa|García|7119|/Sales/US
kwilliams|Keisha|Williams|7120|/Sales/US
t.brown@tidewell.example|Tyler|Brown|7121|/Sales/US
anguyen|An|Nguyen|7122|/Sales/US
smiller|Sarah|Miller|7123|/Sales/US/West
dkim|David|Kim|7124|/Sales/US/West
jlopez|Javier|López|7125|/Sales/US/West
efox|Ellen|Fox|7126|/SalesOps
gpatel|Gita|Patel|7127|/Support/Billing
ohassan|Omar|Hassan|7128|/Support/Billing
cdavies|Carys|Davies|7129|/Support/Billing
nweber|Nina|Weber|7130|/Support/Billing
pmurphy|Pádraig|Murphy|7131|/Support/Billing/gpatel
yyilmaz|Yasemin|Yılmaz|7132|/Support/Billing/gpatel
ihorvat|Ivana|Horvat|7133|/Support/Technical
ltaylor|Lewis|Taylor|7134|/Support/Technical
zkhan|Zara|Khan|7135|/Support/Technical
sorensen|Søren|Sørensen|7136|/Support/Technical
hsato|Haruka|Sato|7137|/Support/Technical
bmensah|Blessing|Mensah|7138|/Support
fcosta|Filipa|Costa|7139|/Support
rjones|Rhys|Jones|7140|/Support
aivanova|Алина|Иванова|7141|/Company A
mharris|Maya|Harris|7142|/Company A
jwhite|Jordan|White|7143|/Company A/Team 1
sgreen|Smith|Green|7144|/Company A/Team 1
`;

function toAgent(row: string): Agent {
  const [userName = "", firstName = "", lastName = "", phoneNumber = "", group = ""] = row.split("|");
  return { userName, firstName, lastName, phoneNumber, group };
}

/** Forty-four agents; the first six speak in the sample calls. */
export const AGENTS: readonly Agent[] = AGENT_ROWS.trim().split("\n").map(toAgent);

/** An agent by user name; throws when there is none, since seeds name only those above. */
export function agentNamed(userName: string): Agent {
  const agent = AGENTS.find((candidate) => candidate.userName === userName);
  if (agent === undefined) throw new Error(`No agent ${userName} in the simulated directory.`);
  return agent;
}

export const HOTLINES = [
  "+18005550199",
  "+448081570192",
  "+18005550100",
  "+448081570100",
  "+493023125000",
  "+33199000100",
  "+18005550142",
  "+493023125100",
] as const;

export const QUEUES = [
  "Billing",
  "Technical",
  "Retention",
  "Payments",
  "Moves",
  "Sales",
  "Support",
  "Callback",
] as const;
export const TIERS = ["Standard", "Plus", "Business", "VIP"] as const;
export const REASONS = [
  "Refund",
  "Outage",
  "Upgrade",
  "Cancellation",
  "Address change",
  "Late delivery",
  "Payment",
  "Complaint",
] as const;
export const LANGUAGES = ["en-GB", "en-US", "de-DE", "fr-FR"] as const;
export const PARTITIONS = ["", "/sales", "/sales,/support", "genesys_markham"] as const;

const US_AREAS =
  "201 202 206 212 213 214 303 305 312 313 404 415 503 512 602 617 646 702 718 720 801 917".split(" ");

function numbered(prefix: string, from: number, count: number, width: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(from + index).padStart(width, "0")}`);
}

/**
 * Every number a generated call may carry, by position: `anonymous`, the hotlines, the agents' extensions,
 * then the customers from `CUSTOMERS_FROM` on.
 */
export const NUMBERS: readonly string[] = [
  "anonymous",
  ...HOTLINES,
  ...AGENTS.map((agent) => agent.phoneNumber),
  ...US_AREAS.flatMap((area) => numbered(`+1${area}55501`, 0, 100, 2)),
  ...numbered("+4420794600", 0, 100, 2),
  ...numbered("+44113496", 0, 1000, 4),
  ...numbered("+447700900", 0, 1000, 3),
  ...numbered("+4930231250", 0, 100, 2),
  ...numbered("+491713920", 0, 100, 3),
  ...numbered("+33199001", 0, 1000, 3),
];

export const HOTLINES_FROM = 1;
export const EXTENSIONS_FROM = HOTLINES_FROM + HOTLINES.length;
export const CUSTOMERS_FROM = EXTENSIONS_FROM + AGENTS.length;
