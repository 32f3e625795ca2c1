import { fileURLToPath } from 'node:url';
import { InvalidSettings, parseSettings } from '../../infra/settings/document.ts';

/** Where paths in the settings of a test are relative to: there is an `openapi.json`. */
const EXAMPLES = fileURLToPath(new URL('../../infra/examples', import.meta.url));

type Value = Readonly<Record<string, unknown>>;

/** The least that can be deployed: a new VPC. */
export const NEW: Value = {
  account: '111122223333',
  region: 'eu-west-1',
  vpc: { create: { availabilityZones: ['eu-west-1a', 'eu-west-1b'] } },
  frontDoor: { allowedCidrs: ['203.0.113.0/24'] },
};

/** The same in a VPC that exists. */
export const EXISTING: Value = {
  ...NEW,
  vpc: {
    existing: {
      id: 'vpc-00000000000000001',
      frontDoorSubnets: [
        { id: 'subnet-0000000000000000a', availabilityZone: 'eu-west-1a' },
        { id: 'subnet-0000000000000000b', availabilityZone: 'eu-west-1b' },
      ],
      endpointSubnets: [
        { id: 'subnet-0000000000000000c', availabilityZone: 'eu-west-1a' },
        { id: 'subnet-0000000000000000d', availabilityZone: 'eu-west-1b' },
      ],
    },
  },
};

/** An endpoint that exists, in a VPC that exists. */
export const IMPORTED: Value = settingsWith(EXISTING, {
  'vpc.existing.endpointSubnets': undefined,
  endpoint: { existing: { id: 'vpce-00000000000000001', securityGroupId: 'sg-00000000000000001' } },
});

/** An internal front door in a new VPC. */
export const INTERNAL: Value = {
  ...NEW,
  frontDoor: { scheme: 'internal', privateIps: ['10.0.0.10', '10.0.1.10'], allowedCidrs: ['172.16.0.0/16'] },
};

/** A hostname, whose certificate is validated in a public zone that exists. */
export const NAMED: Value = {
  ...NEW,
  hostname: { name: 'api.example.com', publicZone: { existing: { id: 'Z0PUBLIC', name: 'example.com' } } },
};

/** Settings with other values at some paths, as in `vpc.create.cidr`; `undefined` leaves the key out. */
export function settingsWith(base: Value, changes: Value): Value {
  const copy: unknown = structuredClone(base);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const parent = keys.slice(0, -1).reduce((at, key) => {
      if (Reflect.get(Object(at), key) === undefined) Reflect.set(Object(at), key, {});
      return Reflect.get(Object(at), key);
    }, copy);
    Reflect.set(Object(parent), keys.at(-1) ?? '', value);
  }
  return JSON.parse(JSON.stringify(copy));
}

/** What is wrong with settings. */
export function problemsOf(settings: unknown): readonly string[] {
  try {
    parseSettings(JSON.stringify(settings), 'deployment.json', EXAMPLES);
  } catch (error) {
    if (error instanceof InvalidSettings) return error.problems;
    throw error;
  }
  return [];
}
