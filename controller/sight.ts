import type { Aws } from './aws/clients.ts';
import { attempt } from './aws/failure.ts';
import { enter } from './aws/role-credentials.ts';
import { type Role, sessionName } from './aws/sts.ts';
import type { Connect } from './connect.ts';
import type { ObservedSource } from './model/network.ts';
import { read, type Reading } from './model/reading.ts';
import { sourceId, type Spec } from './model/spec.ts';
import { parseArn } from './model/target-group.ts';
import type { Witnesses } from './observe/evidence.ts';
import { observeSources } from './observe/sources.ts';

/** With which credentials, and in which Region, a source is looked at. */
export type Sight = { readonly region: string; readonly role?: Role };

/** What says how a source is looked at. */
type Sighted = Pick<Spec, 'name' | 'source' | 'targetGroupArn'>;

/** A source as its account sees it, and that account's eyes where they are not the group's. */
export type Seen = Pick<Witnesses, 'sourceEyes'> & { readonly source: Reading<ObservedSource> };

/** The connection to the Region of the groups, and how to make others. */
type Means<Clients extends Aws = Aws> = { readonly aws: Clients; readonly connect: Connect<Clients> };

/**
 * Reads the sources of bindings, those in batches that are looked at alike. Each by itself, so that a role that cannot be
 * had, or a Region that hangs, holds nobody else up.
 */
export function seeSources(specs: readonly Spec[], { aws, connect }: Means): ReadonlyMap<string, Promise<Seen>> {
  const alike = Map.groupBy(specs, ({ source, targetGroupArn }) =>
    JSON.stringify([regionOf({ source, targetGroupArn }), source.roleArn, source.externalId]),
  );
  return new Map(
    [...alike.values()].flatMap((group) => {
      const seen = look(group, { aws, connect });
      return group.map((spec) => [spec.name, seen.then((all) => pick(spec, all))]);
    }),
  );
}

/** What is seen of sources that are looked at alike, and with whose eyes where they are not the group's. */
type Looked = {
  readonly sources: ReadonlyMap<string, Reading<ObservedSource>>;
  readonly eyes?: Reading<Aws>;
};

async function look(specs: readonly Spec[], { aws, connect }: Means): Promise<Looked> {
  const eyes = await eyesOf(specs, { aws, connect });
  const isOwn = eyes.kind === 'read' && eyes.value === aws;
  const wanted = specs.map(({ source }) => source);
  const sources =
    eyes.kind === 'read'
      ? await observeSources(eyes.value, wanted)
      : new Map(wanted.map((source) => [sourceId(source), eyes]));
  return { sources, ...(!isOwn && { eyes }) };
}

function pick(spec: Spec, { sources, eyes }: Looked): Seen {
  const source = sources.get(sourceId(spec.source));
  if (source === undefined) throw new Error(`${sourceId(spec.source)} was not read`);
  const { accountId } = parseArn(spec.source.roleArn ?? spec.targetGroupArn);
  return { source, ...(eyes !== undefined && { sourceEyes: { aws: eyes, accountId } }) };
}

/**
 * The clients that see sources which are looked at alike: the given ones where they do, else others, their role taken. Unread
 * where the role cannot be had, or not before the pass ends.
 */
export async function eyesOf<Clients extends Aws>(
  specs: readonly Sighted[],
  { aws, connect }: Means<Clients>,
): Promise<Reading<Clients>> {
  const { region, role } = sightOf(specs);
  if (role === undefined && region === aws.region) return read(aws);
  const eyes = { ...aws, ...connect(region, role) };
  return attempt(async () => {
    await enter(eyes);
    return eyes;
  });
}

/** The sight of sources that are looked at alike. The session of a role names the bindings that it serves. */
export function sightOf(specs: readonly Sighted[]): Sight {
  const [first] = specs;
  if (first === undefined) throw new Error('no binding, no sight');
  const { roleArn, externalId } = first.source;
  const session = sessionName(specs.map(({ name }) => name).join(','));
  return {
    region: regionOf(first),
    ...(roleArn !== undefined && { role: { roleArn, session, ...(externalId !== undefined && { externalId }) } }),
  };
}

/** An endpoint's id names no Region: it is the group's. */
function regionOf({ source, targetGroupArn }: Omit<Sighted, 'name'>): string {
  return parseArn('loadBalancerArn' in source ? source.loadBalancerArn : targetGroupArn).region;
}
