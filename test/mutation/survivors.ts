/** A mutant that no test can kill: what the code says, what the mutant says instead, and why nobody can tell them apart. */
export type Survivor = {
  /** Below `controller/`. */
  readonly file: string;
  /** The line in which the mutated code begins, without its indentation. */
  readonly line: string;
  /** The mutated code; where it spans lines, its first. */
  readonly code: string;
  readonly mutant: string;
  readonly why: string;
};

const NEVER_MISSING = 'A default for the type checker: the first part of a split text is always there.';
const REFUSED_BEFORE =
  'Unreachable: a drill on a source that could not be read is refused before its targets are placed.';
const NOT_GIVEN = 'Unreachable: its caller filters strangers, and one target that is ours holds them all before this.';

/** Every mutant that survives. The lane fails for one that is missing here, and for one that is here and is killed. */
export const SURVIVORS: readonly Survivor[] = [
  {
    file: 'model/instant.ts',
    line: String.raw`const ISO_8601_WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;`,
    code: String.raw`/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/`,
    mutant: String.raw`/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})/`,
    why: 'Date.parse, which reads what the expression lets through, takes nothing after the zone either.',
  },
  {
    file: 'model/ip.ts',
    line: "const url = ip.includes(':') ? URL.parse(`http://[${ip}]/`) : null;",
    code: "':'",
    mutant: '""',
    why: 'Without a colon no text in brackets is a host, so URL.parse answers null for it too.',
  },
  {
    file: 'model/ip.ts',
    line: "const [network = '', prefixLength = ''] = cidr.split('/');",
    code: "''",
    mutant: '"Stryker was here!"',
    why: `${NEVER_MISSING} The second is: AWS writes the length of every block.`,
  },
  {
    file: 'model/ip.ts',
    line: "const [head = '', tail] = canonicalIp(ip).split('::');",
    code: "''",
    mutant: '"Stryker was here!"',
    why: NEVER_MISSING,
  },
  {
    file: 'plan/answered.ts',
    line: "if (source.kind !== 'read' || !('loadBalancer' in source.value)) return undefined;",
    code: "source.kind !== 'read'",
    mutant: 'false',
    why: 'For the type checker: of a source that was not read no interface can show, and DNS is not reached.',
  },
  {
    file: 'plan/decide.ts',
    line: "const partial = verdict.kind === 'partial' ? verdict.why : undefined;",
    code: "verdict.kind === 'partial'",
    mutant: 'true',
    why: 'A verdict that is complete has no why: undefined either way.',
  },
  {
    file: 'plan/drill-watch.ts',
    line: "if (was === 'back' && target !== undefined && isHealthy(target)) {",
    code: 'target !== undefined',
    mutant: 'true',
    why: 'For the type checker: a target that is not listed is out, so one that is back is listed.',
  },
  {
    file: 'plan/drill-watch.ts',
    line: "const left = stage === 'out' && was !== stage && { moment: { seconds, what: 'out', shows } as const };",
    code: "stage === 'out'",
    mutant: 'true',
    why: 'What is not back is out or leaving, and what is leaving was leaving before.',
  },
  {
    file: 'plan/drill-watch.ts',
    line: "if (stage === 'back') return 'back';",
    code: "stage === 'back'",
    mutant: 'false',
    why: 'The lines below end with the stage of before as well.',
  },
  {
    file: 'plan/drill-watch.ts',
    line: "if (stage === 'back') return 'back';",
    code: "'back'",
    mutant: '""',
    why: 'The same as never: the lines below end with the stage of before as well.',
  },
  {
    file: 'plan/drill.ts',
    line: "const interfaces = source.kind === 'read' ? source.value.interfaces : [];",
    code: "source.kind === 'read'",
    mutant: 'true',
    why: REFUSED_BEFORE,
  },
  {
    file: 'plan/drill.ts',
    line: "const interfaces = source.kind === 'read' ? source.value.interfaces : [];",
    code: '[]',
    mutant: '["Stryker was here"]',
    why: REFUSED_BEFORE,
  },
  {
    file: 'plan/drill.ts',
    line: 'const subnets = evidence === undefined ? [] : subnetsSeen(evidence);',
    code: '[]',
    mutant: '["Stryker was here"]',
    why: 'Only a subnet with a certain id is looked for, and a text has none.',
  },
  {
    file: 'plan/drill.ts',
    line: 'const subnetId = interfaces.find(({ ips }) => ips.includes(desired.ip))?.subnetId;',
    code: 'interfaces.find(({ ips }) => ips.includes(desired.ip))?.subnetId',
    mutant: 'interfaces.find(({\n  ips\n}) => ips.includes(desired.ip)).subnetId',
    why: 'For the type checker: a desired IP comes from these interfaces.',
  },
  {
    file: 'plan/drill.ts',
    line: 'return target === undefined || zoneId === undefined ? [] : [{ target, zoneId }];',
    code: 'target === undefined',
    mutant: 'false',
    why: 'For the type checker: with a target missing the drill is refused before, so every one here is listed.',
  },
  {
    file: 'plan/fates.ts',
    line: "const ownIds = source.kind === 'read' ? groundOf(source.value).interfaceIds : [];",
    code: '[]',
    mutant: '["Stryker was here"]',
    why: 'No network interface has that id.',
  },
  {
    file: 'plan/ground.ts',
    line: "if (owner?.listing.kind === 'read') return { kind: 'ground', ...owner, listing: owner.listing.value };",
    code: "'ground'",
    mutant: '""',
    why: 'The word only tells ground from what is unknown, and anything but that word does.',
  },
  {
    file: 'plan/freshness.ts',
    line: 'const off = ageSeconds > 0 ? `${ageSeconds} s old` : `${-ageSeconds} s in the future`;',
    code: 'ageSeconds > 0',
    mutant: 'ageSeconds >= 0',
    why: 'An age of 0 s is accepted one line before.',
  },
  {
    file: 'plan/pending.ts',
    line: "return health === 'unused' && healthReason === 'Target.NotInUse';",
    code: "health === 'unused'",
    mutant: 'true',
    why: 'AWS gives that reason for unused targets only.',
  },
  {
    file: 'plan/removals.ts',
    line: 'if (surplus.length === 0) return { deregister: [], hold: [] };',
    code: 'surplus.length === 0',
    mutant: 'false',
    why: 'All that follows does each of its things once a surplus target: without one it comes to the same.',
  },
  { file: 'plan/removals.ts', line: "case 'ours':", code: "'ours'", mutant: '""', why: NOT_GIVEN },
  {
    file: 'plan/removals.ts',
    line: "case 'stranger':",
    code: "case 'stranger':",
    mutant: "case 'stranger':",
    why: `${NOT_GIVEN} Without its break, the last case ends the switch just as well.`,
  },
  { file: 'plan/removals.ts', line: "case 'stranger':", code: "'stranger'", mutant: '""', why: NOT_GIVEN },
  {
    file: 'plan/verdict.ts',
    line: "return isLasting({ kind: failed }) ? 'settle' : 'time';",
    code: "'time'",
    mutant: '""',
    why: 'Nobody asks for it by name: whatever is neither none nor settle is waited for.',
  },
];
