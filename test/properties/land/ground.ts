import type { Cloud } from '../../cloud/cloud.ts';
import type { SourceDraw } from '../story/opening.ts';

/** The account of sources that are not of the group's. */
const OTHER_ACCOUNT = '210987654321';
/** The account that owns the VPC of a source where a third one does. */
const LANDLORD = '999999999999';
/** What the trust policy of the role in the other account asks for. */
const EXTERNAL_ID = 'of-the-other-account';

/** Where sources lie, whose they are, and how they are looked at. */
export type Ground = {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /** True where that is not the group's VPC. */
  readonly outside: boolean;
  /** The account that the sources are of. */
  readonly accountId: string;
  /** The account whose listing of interfaces decides on fates there. */
  readonly judgeId: string;
  /** What the binding says of the role that sources are looked at with. */
  readonly role: { readonly roleArn: string; readonly externalId: string } | undefined;
};

/** The VPC of the group with its subnets, and the ground that sources lie on, which may be the same. */
export type Grounds = { readonly vpcId: string; readonly subnetIds: readonly string[]; readonly ground: Ground };

/** Makes the networks of a story. */
export function makeGrounds(
  cloud: Cloud,
  { place, zones, shared }: { readonly place: SourceDraw['place']; readonly zones: number; readonly shared: boolean },
): Grounds {
  const { account } = cloud.settings;
  const isOthers = place === 'another account' || place === 'our VPC, shared with another account';
  const outside = place === 'another VPC' || place === 'another account';
  const accountId = isOthers ? OTHER_ACCOUNT : account;
  const guests = [...new Set([account, accountId])];
  const landlord = { ownerId: LANDLORD, sharedWith: guests };
  const home = makeVpc(cloud, {
    number: 0,
    zones,
    ...(shared && !outside ? landlord : { ownerId: account, sharedWith: outside ? [] : guests }),
  });
  const away = outside
    ? makeVpc(cloud, {
        number: 1,
        zones,
        ...(shared ? { ...landlord, sharedWith: [accountId] } : { ownerId: accountId, sharedWith: [] }),
      })
    : home;
  const roleArn = isOthers
    ? cloud.createRole({ name: 'source-reader', account: accountId, trusts: [account], externalId: EXTERNAL_ID })
    : undefined;
  return {
    ...home,
    ground: {
      ...away,
      outside,
      accountId,
      judgeId: outside ? accountId : account,
      role: roleArn === undefined ? undefined : { roleArn, externalId: EXTERNAL_ID },
    },
  };
}

type NewVpc = {
  readonly number: 0 | 1;
  readonly zones: number;
  readonly ownerId: string;
  readonly sharedWith: readonly string[];
};

/** The blocks of two VPCs do not overlap, or they could not be connected. */
function makeVpc(cloud: Cloud, { number, zones, ...whose }: NewVpc): Omit<Grounds, 'ground'> {
  const { id: vpcId } = cloud.createVpc({
    cidr: `10.${number}.0.0/16`,
    ...(number === 0 && { ipv6Cidr: '2001:db8::/56' }),
    ...whose,
  });
  const subnetIds = Array.from(
    { length: zones },
    (_, index) =>
      cloud.createSubnet({
        vpcId,
        zone: `${cloud.settings.region}${'abc'[index]}`,
        cidr: `10.${number}.${index + 1}.0/24`,
        ...(number === 0 && { ipv6Cidr: `2001:db8:0:${index + 1}::/64` }),
      }).id,
  );
  return { vpcId, subnetIds };
}
