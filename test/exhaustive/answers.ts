import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Aws, createAws } from '../../controller/aws/clients.ts';
import { promptRetries } from '../cloud/prompt-retries.ts';
import type { FaultName } from '../cloud/wire/faults.ts';
import { createStage, type Stage } from './materialize.ts';
import { albName } from './albs.ts';
import { carriersKey, dnsKey, IPS, listingKey, PLACES, type Setting, type TinyWorld } from './tiny-world.ts';

/** A call as a pass makes it: the SDK's own command, or a name for the resolver. Equal questions have equal keys. */
export type Question = { readonly operation: string; readonly key: string } & (
  | { readonly service: 'ec2'; readonly command: Parameters<EC2Client['send']>[0] }
  | { readonly service: 'elbv2'; readonly command: Parameters<ElasticLoadBalancingV2Client['send']>[0] }
  | { readonly service: 'dns'; readonly name: string }
);

type Given = { readonly kind: 'output'; readonly output: object } | { readonly kind: 'error'; readonly error: Error };

/**
 * What an SDK client, or the resolver, gives for a call. Equal answers have equal ids. `fault` says that it is one that was
 * planted, `inPlaceOf` what a planted defect does not hear.
 */
export type Answer = Given & { readonly id: number; readonly fault?: FaultName; readonly inPlaceOf?: Answer };

/** What AWS answers to the passes of one run. */
export type Answers = {
  /** The answer in a world, or under a fault: of the simulated cloud the first time, remembered afterwards. */
  readonly to: (question: Question, tiny: TinyWorld, fault?: FaultName) => Answer | Promise<Answer>;
  /** The answer to a question that every world answers alike, once it has been given. */
  readonly constant: (question: Question) => Answer | undefined;
  readonly groupArn: string;
  readonly region: string;
};

/** The part of a world that a read depends on. `conformance.test.ts` holds whole worlds to it. */
const FACETS: Readonly<Record<string, (tiny: TinyWorld) => string>> = {
  DescribeTargetHealth: ({ listing }) => listingKey(listing),
  DescribeTags: ({ seal }) => seal,
  DescribeVpcEndpoints: ({ carriers }) => carriersKey(carriers),
  DescribeNetworkInterfaces: ({ carriers }) => carriersKey(carriers),
  DescribeLoadBalancers: ({ carriers }) => carriersKey(carriers),
  Resolve: ({ dns }) => dnsKey(dns),
};

/** True for a read whose answer is the same in every world of a setting: it commutes with everything that happens. */
export function isConstant({ operation, key }: Question): boolean {
  // The load balancer in front stays as it is; ALBs come and go.
  if (operation === 'DescribeLoadBalancers') return !key.includes(':loadbalancer/app/');
  return operation.startsWith('Describe') && FACETS[operation] === undefined;
}

/** Answers of real SDK clients that talk to the simulated cloud, each asked for once. */
export function createAnswers(setting: Setting): Answers {
  const stage = createStage(setting);
  const aws = clientsOf(stage);
  const remembered = new Map<string, Answer>();
  const ids = new Map<string, number>();
  const remember = (key: string, given: Given, fault?: FaultName): Answer => {
    const text = JSON.stringify(given.kind === 'output' ? given : [given.error.name, given.error.message, fault]);
    const id = ids.get(text) ?? ids.size;
    ids.set(text, id);
    const answer = { ...given, id, ...(fault !== undefined && { fault }) };
    remembered.set(key, answer);
    return answer;
  };
  return {
    groupArn: stage.group.arn,
    region: stage.group.region,
    constant: (question) => (isConstant(question) ? remembered.get(keyOf(question)) : undefined),
    to: (question, tiny, fault) => {
      const facet = isConstant(question) ? undefined : FACETS[question.operation]?.(tiny);
      const key = keyOf(question, facet, fault);
      const known = remembered.get(key);
      if (known !== undefined) return known;
      if (question.service === 'dns') return remember(key, resolved(question.name, tiny, fault), fault);
      stage.put(tiny);
      return askUnder(stage, fault, () => ask(aws, question)).then((given) => remember(key, given, fault));
    },
  };
}

/** The SDK's real clients on a stage. */
export function clientsOf({ world, requestHandler, credentials }: Stage): Aws {
  return createAws(world.settings.region, { requestHandler, credentials, retryStrategy: promptRetries() });
}

/** Sends the very command that a pass sent. */
export async function ask({ ec2, elbv2 }: Aws, question: Question): Promise<object> {
  if (question.service === 'dns') throw new Error('the resolver is no client of AWS');
  const output: object = await (question.service === 'ec2' ? ec2.send(question.command) : elbv2.send(question.command));
  // Every answer has a request id of its own.
  return Object.fromEntries(Object.entries(output).filter(([name]) => name !== '$metadata'));
}

/** What the resolver gives: addresses, or its failure. The name and the form of it for every node are answered alike. */
function resolved(name: string, { dns }: TinyWorld, fault: FaultName | undefined): Given {
  if (fault !== undefined) return { kind: 'error', error: new Error('the resolver fails') };
  const side = (['old', 'new'] as const).find((each) => name.endsWith(albName(each)));
  const places = side === undefined ? 0 : dns[side];
  return {
    kind: 'output',
    output: { addresses: PLACES.filter((place) => (places & (1 << place)) !== 0).map((place) => IPS[place]) },
  };
}

function keyOf({ key }: Question, facet = '', fault = ''): string {
  return `${key} ${facet} ${fault}`;
}

async function askUnder({ faults }: Stage, fault: FaultName | undefined, call: () => Promise<object>): Promise<Given> {
  const lift = fault === undefined ? () => undefined : faults.add({ fault });
  try {
    return { kind: 'output', output: await call() };
  } catch (error) {
    // What the SDK throws of itself is AWS's answer; anything else is a defect of the test.
    if (error instanceof Error && '$fault' in error) return { kind: 'error', error };
    throw error;
  } finally {
    lift();
  }
}
