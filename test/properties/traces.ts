import type { Param, Params } from '../cloud/wire/form.ts';
import type { Carrier, Land } from './land.ts';
import type { Life, Pass } from './life.ts';
import type { Step, Truth } from './record.ts';

/** A target as a listing shows it. */
export type Listed = { readonly ip: string; readonly port: number; readonly health: string };

/** A DeregisterTargets that changed the group, with what its pass knew when it was made. */
export type Removal = {
  readonly pass: Pass;
  readonly step: Step;
  readonly targets: readonly Target[];
  /** The last listing the pass got before, and where it stands among all calls. */
  readonly listing: readonly Listed[];
  readonly listedAt: number;
  /** What was true when the evidence was read that decides where sources lie. */
  readonly truth: Truth;
  /** The seal moved since the pass last read it: nothing could guard against that, so no law speaks of it. */
  readonly overtaken: boolean;
};
type Target = { readonly ip: string; readonly port: number };

/** `ip:port`, as a key. */
export function keyOf({ ip, port }: Target): string {
  return `${ip} ${port}`;
}

/** The targets that a write names. */
export function targetsOf({ params }: Step): readonly Target[] {
  const targets = params['Targets'];
  return Array.isArray(targets)
    ? targets.map(({ Id: ip, Port: port }: Params) => ({ ip: textOf(ip), port: Number(textOf(port)) }))
    : [];
}

/** The zone that a write says of each of its targets. */
export function zonesOf({ params }: Step): readonly (string | undefined)[] {
  const targets = params['Targets'];
  return Array.isArray(targets)
    ? targets.map(({ AvailabilityZone: zone }: Params) => (zone === undefined ? undefined : textOf(zone)))
    : [];
}

/** Every IP that an answer with interfaces shows. */
export function ipsIn({ text = '' }: Step): readonly string[] {
  return [...text.matchAll(/<(?:privateIpAddress|ipv6Address)>([^<]*)</g)].map(([, ip = '']) => ip);
}

function textOf(value: Param | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** True if a write changed the group, whatever its caller was told. */
export function landed({ operation, error, fault }: Step): boolean {
  if (fault === 'lands-then-fails' || fault === 'lands-then-hangs') return true;
  return operation.endsWith('gisterTargets') && error === undefined && fault !== 'lies';
}

/** Reads that page, so that a page which comes again and again keeps them from ending. */
const PAGED: ReadonlySet<string> = new Set([
  'DescribeVpcEndpoints',
  'DescribeNetworkInterfaces',
  'DescribeSubnets',
  'DescribeTargetGroups',
]);

/** True if a read told its caller nothing that can be built on. */
export function failed({ operation, error, fault, text }: Step): boolean {
  if (fault === 'repeated-page') return PAGED.has(operation);
  // An empty answer of the resolver proves nothing.
  if (operation === 'Resolve' && text === '') return true;
  return error !== undefined || fault === 'empty' || fault === 'truncated-xml';
}

/** True for a write, whatever became of it. */
export function isWrite({ operation }: Step): boolean {
  return operation === 'RegisterTargets' || operation === 'DeregisterTargets';
}

/** The last step of a pass before another that fits. */
export function lastBefore(pass: Pass, before: Step, fits: (step: Step) => boolean): Step | undefined {
  return pass.steps.findLast((step) => step.place < before.place && fits(step));
}

/** The last answer to a read before a step: what the pass went by. */
export function lastAnswer(pass: Pass, before: Step, operation: string): Step | undefined {
  return lastBefore(pass, before, (step) => step.operation === operation && !failed(step));
}

const TARGET = /<Id>([^<]*)<\/Id><Port>(\d+)<\/Port>.*?<TargetHealth><State>([^<]*)</gs;

/** What DescribeTargetHealth answered. */
export function listingOf(step: Step | undefined): readonly Listed[] {
  return [...(step?.text ?? '').matchAll(TARGET)].map(([, ip = '', port, health = '']) => ({
    ip,
    port: Number(port),
    health,
  }));
}

/** What DescribeTags answered. */
export function tagsOf(step: Step | undefined): Readonly<Record<string, string>> {
  const pairs = [...(step?.text ?? '').matchAll(/<Key>([^<]*)<\/Key><Value>([^<]*)</g)];
  return Object.fromEntries(pairs.map(([, key = '', value = '']) => [key, value]));
}

/** True for the listing of whole subnets, by which fates are learnt. */
export function isEvidence({ operation, params }: Step): boolean {
  return operation === 'DescribeNetworkInterfaces' && filterOf(params) === 'subnet-id';
}

/** True for the reading of the source's own interfaces: an endpoint's by their ids, an ALB's by their description. */
export function isSourceRead({ operation, params }: Step): boolean {
  return (
    operation === 'DescribeNetworkInterfaces' && ['network-interface-id', 'description'].includes(filterOf(params))
  );
}

/** True for the reading of the source itself, by its id or ARN. */
export function isSourceHead(step: Step): boolean {
  const { operation, params } = step;
  if (operation === 'DescribeVpcEndpoints') return !isEndpointListing(step);
  return operation === 'DescribeLoadBalancers' && JSON.stringify(params).includes(':loadbalancer/app/');
}

/** True for the reading of the load balancer in front of the group. */
export function isDoorRead(step: Step): boolean {
  return step.operation === 'DescribeLoadBalancers' && !isSourceHead(step);
}

/** True for the listing of every endpoint of the VPC; the other reading of endpoints is that of the source, by its id. */
export function isEndpointListing({ operation, params }: Step): boolean {
  return operation === 'DescribeVpcEndpoints' && filterOf(params) === 'vpc-id';
}

function filterOf({ Filter: filters }: Params): string {
  return Array.isArray(filters) ? String(filters[0]?.Name) : '';
}

/** All removals of a life that changed the group, in order. */
export function removalsOf({ passes, land }: Life): readonly Removal[] {
  return passes
    .flatMap((pass) =>
      pass.steps
        .filter((step) => step.operation === 'DeregisterTargets' && landed(step))
        .map((step) => toRemoval(pass, step, land)),
    )
    .toSorted((a, b) => a.step.place - b.step.place);
}

function toRemoval(pass: Pass, step: Step, land: Land): Removal {
  const listed = lastAnswer(pass, step, 'DescribeTargetHealth');
  const evidence = lastBefore(
    pass,
    step,
    (each) => isEvidence(each) && each.account === land.ground.judgeId && !failed(each),
  );
  const tags = lastAnswer(pass, step, 'DescribeTags');
  return {
    pass,
    step,
    targets: targetsOf(step),
    listing: listingOf(listed),
    listedAt: listed?.place ?? 0,
    truth: evidence?.truth ?? step.truth,
    overtaken: (tags?.sealMoves ?? 0) !== step.sealMoves,
  };
}

/** True for a source, be it an endpoint or an ALB. */
export function isSource(carrier: Carrier | undefined): boolean {
  return carrier !== undefined && (carrier.startsWith('vpce-') || carrier.startsWith('loadbalancer/'));
}

/** True for one who is neither the source nor another that was bound. */
export function isStranger(carrier: Carrier | undefined): boolean {
  return carrier === 'instance' || carrier === 'nameless';
}
