import fc from 'fast-check';
import type { Family } from '../../../controller/model/ip.ts';
import type { Mode } from '../../../controller/model/spec.ts';
import { type Part, part } from './readings.ts';
import { type Place, placed, PLACES } from './slots.ts';
import { weighted } from './weighted.ts';

/** What is drawn of a world. */
export const choices = fc.record({
  kind: weighted<'endpoint' | 'load balancer'>([2, 'endpoint'], [3, 'load balancer']),
  /** The source lies in a VPC that is not the group's. */
  outside: weighted([3, false], [2, true]),
  /** The source's VPC is another account's, which a role sees; inside the group's VPC that account shares it. */
  role: weighted([1, false], [1, true]),
  /** The source's VPC is a third account's, whose role the binding names, or does not. */
  owner: weighted<'none' | 'seen' | 'unseen'>([8, 'none'], [4, 'seen'], [1, 'unseen']),
  /** The group's own VPC is a third account's, which shares it; of a source outside it. */
  participant: weighted([3, false], [2, true]),
  family: weighted<Family>([4, 'ipv4'], [1, 'ipv6']),
  /** The same of a source outside the group's VPC: from there AWS takes no IPv6. */
  familyOutside: weighted<Family>([19, 'ipv4'], [1, 'ipv6']),
  places: fc.tuple(...PLACES.map(placed)),
  state: weighted([90, 'available'], [3, 'partial'], [2, 'pending'], [2, 'deleting'], [2, 'deleted'], [1, 'failed']),
  /** The source lists an interface that was not found, or a zone without a node. */
  gap: weighted([49, false], [1, true]),
  source: weighted<Part>([94, 'read'], [4, 'transient'], [2, 'denied']),
  listing: weighted<Part>([90, 'read'], [6, 'transient'], [4, 'denied']),
  /** The listings show the source's own interfaces. */
  control: weighted([14, true], [1, false]),
  endpoints: part,
  subnets: part,
  reach: part,
  /** What became of the reads of the role's view, where there is one. */
  far: fc.record({ subnets: part, listing: part, endpoints: part }),
  /** The same of the view of the owner of the source's VPC. */
  owners: fc.record({ subnets: part, listing: part, endpoints: part }),
  /** What became of the read of the blocks of the group's VPC. */
  blocks: weighted<Part>([8, 'read'], [1, 'transient'], [1, 'denied']),
  /** Addresses of the source's second zone are also the group's VPC's. */
  doubled: weighted([3, false], [1, true]),
  /** A zone whose subnets a third account owns. */
  sharedZone: weighted<number | undefined>([28, undefined], [1, 1], [1, 3]),
  attached: weighted([24, true], [1, false]),
  sealed: weighted([49, true], [1, false]),
  pause: weighted<string | undefined>([93, undefined], [4, '2026-01-01T13:00:00Z'], [3, 'tomorrow']),
  mode: weighted<Mode>([86, 'enforce'], [7, 'add'], [7, 'observe']),
  minHealthy: weighted([6, 1], [3, 2], [1, 3], [1, 4]),
  crossZone: weighted([9, false], [1, true]),
  /** The same of a source outside the group's VPC: with cross-zone off little else can be seen of it. */
  crossZoneOutside: weighted([1, false], [5, true]),
  /** What became of the read of cross-zone by itself. */
  crossZoneRead: weighted<Part>([97, 'read'], [1, 'transient'], [2, 'denied']),
  enabled: fc.oneof(
    { weight: 3, arbitrary: fc.constant<number[]>([1, 2, 3]) },
    { weight: 1, arbitrary: fc.subarray([1, 2, 3], { minLength: 1 }) },
  ),
  protocol: weighted([2, 'TCP'], [1, 'TLS']),
  port: weighted([3, 443], [1, 80]),
  keep: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Place[]>([]) },
    { weight: 1, arbitrary: fc.subarray([...PLACES], { minLength: 1, maxLength: 2 }) },
  ),
  /** The place whose target shows a zonal shift. */
  shifted: fc.oneof({ weight: 15, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(8) }),
  /** What DNS answers for a load balancer: its nodes; also what is nobody's; too few; nothing; eight others; no answer. */
  answers: fc.record({
    how: weighted<'nodes' | 'lingers' | 'one' | 'nothing' | 'eight' | 'fails' | 'unasked'>(
      [20, 'nodes'],
      [8, 'lingers'],
      [2, 'one'],
      [2, 'nothing'],
      [6, 'eight'],
      [6, 'fails'],
      [1, 'unasked'],
    ),
    /** The form that names every node is answered as well. */
    all: weighted([2, true], [1, false]),
  }),
});

export type Choice = typeof choices extends fc.Arbitrary<infer T> ? T : never;
