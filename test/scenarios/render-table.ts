import type { Chapter, Row } from './scenario.ts';

const INTRODUCTION = `# The scenarios

Written from the rows of \`rows/\` by \`npx vitest run test/scenarios/table.test.ts -u\`; \`table.test.ts\` plays each against the
simulated AWS, and holds this page to them.

Clients reach an API by the fixed addresses of a load balancer. The load balancer sends each of them on to a *target*, one of
the addresses in its *group*. The right addresses are those of the *endpoint* in front of the API. Once a minute a *pass*
compares the two and repairs the group.

- A target is *registered* when it is taken into the group, and *deregistered* when it is taken out.
- A target is *healthy* when it answers the load balancer's checks, about 90 seconds after it was registered. While none
  is healthy, the load balancer tries all of them.
- A target that was taken out is *draining* for some minutes, and still gets a tenth of new clients for two of them.
- A *zone* is one of AWS's sites. A *VPC* is a private network, and a *subnet* its part in one zone. In each of its subnets
  the endpoint has an *interface*, which carries its address there. An account that uses the VPC of another is a *participant*.
- With *cross-zone* on, the load balancer sends the clients of every zone to the targets of all zones; off, to those of
  their own. It is on unless a row says otherwise.
- In a *zonal shift* an operator, or AWS, has the load balancer avoid a zone for a while.
- An *ALB* is a load balancer of AWS's other kind, inside the network; in some rows it stands where the endpoint does. Its
  *nodes*, each an interface with an address, come and go as it grows and shrinks. Its *name* leads to them by DNS, an answer to
  eight of them at most; the same name behind *all.* leads to every one.
- A *binding* says which endpoint or ALB a group is for: its *source*. The addresses of the source are *desired*. A *predecessor*
  is a source that the binding says it replaces.
- A *role* of another account is what the binding names to see a source of that account with; an *external id* is what the role
  may ask for.
- The *seal* is the mark on the group by which its owner agrees to a binding.
- A *stranger* is a machine that has an address of the group and is none of the source's. An address is *nobody's* when no
  machine has it any more.
- A target that should go and may not yet is *held*.
- A binding's *mode* is *enforce* unless a row says otherwise: *add* never takes a target out, *observe* changes nothing. What
  it lists under *keep* is left alone. *minHealthy*: so many new targets must be healthy before old ones go; 1 unless a row says
  otherwise.
- A *quota* is how many targets AWS accepts. A group that has reached one is *full*.
- The *payload* is what the schedule tells a pass: the bindings, and what time it is.
- A pass that *refuses* says what an operator can do, and does no more than is safe meanwhile: it takes strangers out, and at a
  quota what there is room for. One that *waits* has more to do and may not yet. One that *fails* met a call to AWS that
  it could not do without. Passes *converge* when the last of them find the group *in sync*: nothing left to do.
- The *gate* lets a deployment go on only when the new targets serve and the old ones are out.
- A *twin* is the case beside a row that looks like it, and must come out otherwise.
- *Restated*: what differs here from how the situation is told of other syncers of this kind.

In each row one client a second connects to each fixed address: two a second, unless the row has more zones. What they lost is
counted in client-seconds, one for each of these connections: *failed* got no answer, *to a stranger* got somebody else's. Every
row also states, in its file, how each pass came out, what it wrote, and what the group holds at the end.
`;

/** The table as a page: a section a chapter, a line a row. */
export function renderTable(chapters: readonly Chapter[]): string {
  return [INTRODUCTION, ...chapters.map(renderChapter)].join('\n');
}

function renderChapter({ title, rows }: Chapter): string {
  const restated = rows.some((row) => row.restated !== undefined);
  const heads = ['', 'given', 'when', 'then', 'lost', 'twin', ...(restated ? ['restated'] : [])];
  const lines = rows.map((row) => [
    `**${row.title}**`,
    row.given,
    row.when,
    row.then,
    lossOf(row),
    row.twin ?? '',
    ...(restated ? [row.restated ?? ''] : []),
  ]);
  return `## ${title.charAt(0).toUpperCase()}${title.slice(1)}\n\n${[heads, heads.map(() => '---'), ...lines].map(toLine).join('\n')}\n`;
}

/** What clients lost, in client-seconds. */
function lossOf({ expected: { lost = {} } }: Row): string {
  const { failed = 0, stranger = 0 } = lost;
  const losses = [
    ...(failed > 0 ? [`${rounded(failed)} failed`] : []),
    ...(stranger > 0 ? [`${rounded(stranger)} to a stranger`] : []),
  ];
  return losses.length === 0 ? 'nothing' : losses.join(', ');
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

function toLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
