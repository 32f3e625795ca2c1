import { z } from 'zod';
import { accountOf, wrongPartition } from './arn-problems.ts';
import type { SourceSpec } from './model/spec.ts';
import { strict, text } from './schema-text.ts';

const LOAD_BALANCER_ARN =
  /^arn:aws[a-z-]*:elasticloadbalancing:[a-z]{2,4}(-[a-z]+)+-\d:\d{12}:loadbalancer\/app\/[A-Za-z0-9-]{1,32}\/[0-9a-f]{16}$/;
const ENDPOINT_ID = /^vpce-([0-9a-f]{17}|[0-9a-f]{8})$/;
const SERVICE_NAME = /^[a-z0-9][a-z0-9.-]*$/;
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;
/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

/** An endpoint's id, as settings and bindings have it. */
export const endpointId = text(
  ENDPOINT_ID,
  'an endpoint id: vpce- and 17 (or 8) hexadecimal digits, as in vpce-0123456789abcdef0',
);

/** The ARN of an Application Load Balancer, as settings and bindings have it. */
export const loadBalancerArn = text(
  LOAD_BALANCER_ARN,
  'the ARN of an Application Load Balancer: arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/app/<name>/<id>',
);

/** The ARN of a role, as settings and bindings have it. */
export const roleArn = text(ROLE_ARN, 'a role ARN: arn:aws:iam::<account>:role/<name>');

/** What a trust policy may ask for as `sts:ExternalId`. */
export const externalId = text(
  EXTERNAL_ID,
  'an external id: 2 to 1224 letters, digits and any of "_+=,.@:/-", as the trust policy of the role has it',
);

/** What was replaced: an endpoint, or a load balancer. */
const predecessor = z
  .string({ error: 'must be an endpoint id or a load balancer ARN' })
  .refine((value) => ENDPOINT_ID.test(value) || LOAD_BALANCER_ARN.test(value), {
    error: (issue) =>
      `"${String(issue.input)}" must be an endpoint id, as in vpce-0123456789abcdef0, or the ARN of an Application Load Balancer`,
  });

/** The source of a binding. That it names exactly one is looked at with the other problems between fields. */
export const source = strict({
  vpcEndpointId: endpointId
    .optional()
    .describe('The interface VPC endpoint whose addresses the target group must hold. Either this or loadBalancerArn.'),
  loadBalancerArn: loadBalancerArn
    .optional()
    .describe(
      'The internal Application Load Balancer whose addresses the target group must hold. Either this or vpcEndpointId. Its Region and account are taken from here.',
    ),
  serviceName: text(SERVICE_NAME, 'a service name, as in com.amazonaws.eu-west-1.execute-api')
    .optional()
    .describe('Refuse unless the endpoint is of this service.'),
  previous: z
    .array(predecessor, { error: 'must be a list of endpoint ids and load balancer ARNs' })
    .default([])
    .describe(
      'Load balancers, and endpoints of other services, that this source replaces: their addresses may go once it serves.',
    ),
  roleArn: roleArn
    .optional()
    .describe('A role of the source’s account, to see the source with. Needed where that is not the target group’s.'),
  ownerRoleArn: roleArn
    .optional()
    .describe(
      'A role of the account that owns the source’s VPC, where that is neither the target group’s nor the source’s: who takes part in a shared VPC cannot see whose an address is.',
    ),
  externalId: externalId.optional().describe('What the trust policies of these roles ask for as sts:ExternalId.'),
})
  .meta({ oneOf: [{ required: ['vpcEndpointId'] }, { required: ['loadBalancerArn'] }] })
  .transform(
    ({ vpcEndpointId = '', loadBalancerArn: arn, serviceName, ...options }): SourceSpec =>
      arn === undefined
        ? { vpcEndpointId, ...(serviceName !== undefined && { serviceName }), ...options }
        : { loadBalancerArn: arn, ...options },
  );

/** Enough of a source to compare its parts; undefined where it is none. */
export const sourceOutline = z
  .object({
    vpcEndpointId: z.string().optional().catch(undefined),
    loadBalancerArn: z.string().optional().catch(undefined),
    roleArn: z.string().optional().catch(undefined),
    ownerRoleArn: z.unknown().optional(),
    externalId: z.unknown().optional(),
    serviceName: z.unknown().optional(),
    previous: z.array(z.unknown()).catch([]),
  })
  .optional()
  .catch(undefined);

type OutlinedSource = NonNullable<z.output<typeof sourceOutline>>;

/** What a source says that cannot be so, each as path and message. */
export function sourceProblems(source: OutlinedSource, targetGroupArn: string | undefined): readonly string[] {
  const { vpcEndpointId, loadBalancerArn, roleArn, ownerRoleArn, externalId, serviceName, previous } = source;
  const problems: string[] = [];
  if ((vpcEndpointId === undefined) === (loadBalancerArn === undefined)) {
    const verb = vpcEndpointId === undefined ? 'give' : 'keep';
    problems.push(`: must name one source: ${verb} either vpcEndpointId or loadBalancerArn`);
  }
  if (serviceName !== undefined && loadBalancerArn !== undefined && vpcEndpointId === undefined) {
    problems.push('.serviceName: is of endpoints alone; remove it beside loadBalancerArn');
  }
  const itself = [vpcEndpointId, loadBalancerArn].find((id) => id !== undefined && previous.includes(id));
  if (itself !== undefined) problems.push(`.previous: names the source itself; remove ${itself} from it`);
  if (externalId !== undefined && roleArn === undefined && ownerRoleArn === undefined) {
    problems.push('.externalId: goes with a role; give roleArn, or remove it');
  }
  if (loadBalancerArn === undefined) return problems;
  const partition = wrongPartition(loadBalancerArn);
  if (partition !== undefined) problems.push(`.loadBalancerArn: ${partition}`);
  const owner = accountOf(loadBalancerArn);
  const group = targetGroupArn === undefined ? undefined : accountOf(targetGroupArn);
  const role = roleArn === undefined ? undefined : accountOf(roleArn);
  if (owner !== undefined && group !== undefined && owner !== group && roleArn === undefined) {
    problems.push(
      `.roleArn: is missing; the load balancer is of account ${owner} and the target group of ${group}: give a role of ${owner} to see it with`,
    );
  }
  if (owner !== undefined && role !== undefined && owner !== role) {
    problems.push(
      `.roleArn: is a role of account ${role}; the load balancer is of ${owner}, give a role of that account`,
    );
  }
  return problems;
}
