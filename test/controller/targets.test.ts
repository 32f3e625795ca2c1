import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createAws } from '../../controller/aws/clients.ts';
import { attempt } from '../../controller/aws/failure.ts';
import type { Reading } from '../../controller/model/reading.ts';
import type { ListedTarget } from '../../controller/model/target.ts';
import { observeTargets } from '../../controller/observe/targets.ts';
import { SERVICES } from '../cloud/api/services.ts';
import { createCloud } from '../cloud/cloud.ts';
import { query } from '../cloud/wire/query.ts';
import type { XmlRecord } from '../cloud/wire/xml.ts';
import { GROUP_ARN } from './builders.ts';

/** Observes a group of which AWS lists just this, over the SDK and its wire: the cloud knows no words but its own. */
function observe(...listed: readonly XmlRecord[]): Promise<Reading<readonly ListedTarget[]>> {
  const { requestHandler, credentials } = createCloud();
  const { protocol = query('') } = SERVICES['elasticloadbalancing'] ?? {};
  const { body } = protocol.answer('DescribeTargetHealth', { TargetHealthDescriptions: listed }, 'request-1');
  const handle: typeof requestHandler.handle = async () => ({
    response: { statusCode: 200, headers: {}, body: Readable.from([Buffer.from(body)]) },
  });
  const aws = createAws('eu-west-1', { credentials, requestHandler: { ...requestHandler, handle } });
  return attempt(() => observeTargets(aws, GROUP_ARN));
}

const TARGET: XmlRecord = { Id: '10.0.1.17', Port: 443 };

async function observeOne(listed: XmlRecord): Promise<ListedTarget | undefined> {
  const reading = await observe({ Target: TARGET, ...listed });
  return reading.kind === 'read' ? reading.value[0] : undefined;
}

describe('the health of a listed target', () => {
  it.each([
    ['healthy', 'healthy'],
    ['unhealthy.draining', 'unhealthy.draining'],
    ['splendid', 'unknown'],
  ])('that AWS calls %s is %s', async (State, health) => {
    expect(await observeOne({ TargetHealth: { State } })).toMatchObject({ health });
  });

  it('that AWS does not tell is unknown', async () => {
    const target = await observeOne({});
    expect(target?.health).toBe('unknown');
    expect(target).not.toHaveProperty('healthReason');
  });

  it('comes with AWS’s reason', async () => {
    const TargetHealth = { State: 'unavailable', Reason: 'Target.HealthCheckDisabled' };
    expect(await observeOne({ TargetHealth })).toMatchObject({ healthReason: 'Target.HealthCheckDisabled' });
  });
});

describe('a zonal shift', () => {
  it.each([
    ['no_override', false],
    ['zonal_shift_active', true],
    ['zonal_shift_delegated_to_dns', true],
    ['unknown', true],
  ])('is what an override %s says: %s', async (State, zonalShift) => {
    expect(await observeOne({ AdministrativeOverride: { State } })).toMatchObject({ zonalShift });
  });

  it('is nothing where AWS tells of no override', async () => {
    expect(await observeOne({})).toMatchObject({ zonalShift: false });
  });
});

describe('a listed target', () => {
  it('is known by its canonical IP and kept as AWS spells it, for deregistering', async () => {
    const Target = { Id: '2001:DB8:0:0::9', Port: 8443, AvailabilityZone: 'eu-west-1a', QuicServerId: '0x1' };
    const target = await observeOne({ Target });
    expect(target).toMatchObject({ ip: '2001:db8::9', port: 8443 });
    expect(target?.asListed).toEqual(Target);
  });

  it('is kept with no more than AWS says', async () => {
    expect((await observeOne({ Target: { Id: '10.0.1.17' } }))?.asListed).toEqual({ Id: '10.0.1.17' });
  });

  it('comes in one order, whatever AWS’s', async () => {
    const last = { Target: { Id: '10.0.1.18', Port: 443 } };
    const reading = await observe(last, { Target: TARGET });
    expect(reading).toMatchObject({ kind: 'read', value: [{ ip: '10.0.1.17' }, { ip: '10.0.1.18' }] });
  });

  it.each<[string, XmlRecord]>([
    ['its id', { Target: { Port: 443 } }],
    ['its description', { TargetHealth: { State: 'healthy' } }],
  ])('without %s makes the group unread, not shorter', async (_, broken) => {
    expect(await observe({ Target: TARGET }, broken)).toMatchObject({
      kind: 'unread',
      problem: { kind: 'transient', code: 'IncompleteAnswer' },
    });
  });
});
