import { afterEach, beforeEach, describe, vi } from 'vitest';
import { createAuditAws } from '../../controller/aws/audit-clients.ts';
import type { Aws } from '../../controller/aws/clients.ts';
import type { Route53 } from '../../controller/aws/route53.ts';
import { createConnect } from '../../controller/connect.ts';
import type { Clock } from '../../controller/model/clock.ts';
import { type DeviationId, meet } from './deviations.ts';
import { moto } from './moto-cloud.ts';
import { ours } from './our-cloud.ts';
import type { Connect } from '../../controller/connect.ts';

/** An empty cloud behind a loopback URL. */
export type Cloud = {
  readonly url: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly clock: Clock;
  /** Lets health checks pass and draining end, where they take time. */
  readonly settle: () => void;
  readonly close: () => Promise<void>;
};

/** A cloud as a test uses it: through the product's own clients, which take everything from the environment. */
export type World = Cloud & {
  readonly aws: Aws;
  readonly connect: Connect;
  /** Route 53, without the pace that spares an account: here is nobody else. */
  readonly route53: Route53;
  /** The operations called so far, in order, and those of them that write. */
  readonly calls: () => readonly string[];
  readonly writes: () => readonly string[];
  readonly forgetCalls: () => void;
  /** What to expect here: AWS's answer, or moto's where it deviates. */
  readonly expects: <T>(id: DeviationId, answers: { readonly aws: T; readonly moto: T }) => T;
};

const CLOUDS = [
  { name: 'our cloud', open: ours, deviates: false },
  { name: 'moto', open: moto, deviates: true },
];

/** Describes what holds on both clouds. Each test starts in an empty one. */
export function onBothClouds(subject: string, suite: (world: () => World) => void): void {
  describe.each(CLOUDS)(`${subject}, on $name`, ({ open, deviates }) => {
    let world: World | undefined;
    beforeEach(async () => {
      world = enter(await open(), deviates);
    });
    afterEach(async () => {
      vi.unstubAllEnvs();
      world?.aws.ec2.destroy();
      world?.aws.elbv2.destroy();
      world?.route53.route53.destroy();
      await world?.close();
      world = undefined;
    });
    suite(() => {
      if (world === undefined) throw new Error('a world stands only while a test runs');
      return world;
    });
  });
}

/** The environment of a process that works against a cloud. */
export function environmentOf({ url, region, credentials }: Cloud): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

function enter(cloud: Cloud, deviates: boolean): World {
  // A profile or an endpoint of the developer's own would come before ours.
  for (const name of Object.keys(process.env).filter((key) => key.startsWith('AWS_'))) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(environmentOf(cloud))) vi.stubEnv(name, value);
  const connect = createConnect();
  const aws = connect(cloud.region);
  const route53 = { ...createAuditAws(cloud.region), pace: () => Promise.resolve() };
  let calls: readonly string[] = [];
  const noteCall =
    <Input, Output>(next: (input: Input) => Promise<Output>, { commandName = '' }: { commandName?: string }) =>
    (input: Input): Promise<Output> => {
      calls = [...calls, commandName.replace(/Command$/, '')];
      return next(input);
    };
  aws.ec2.middlewareStack.add(noteCall, { step: 'initialize' });
  aws.elbv2.middlewareStack.add(noteCall, { step: 'initialize' });
  return {
    ...cloud,
    aws,
    connect,
    route53,
    calls: () => calls,
    writes: () => calls.filter((name) => !name.startsWith('Describe')),
    forgetCalls: () => {
      calls = [];
    },
    expects: (id, answers) => {
      if (!deviates) return answers.aws;
      meet(id);
      return answers.moto;
    },
  };
}
