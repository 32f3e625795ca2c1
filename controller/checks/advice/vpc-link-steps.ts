import type { Step, VpcLink } from '../../model/advice.ts';
import type { AuditedGroup } from '../../model/audit-group.ts';
import type { LoadBalancer } from '../../model/audit-load-balancer.ts';
import type { AppListener, AuditedLoadBalancer } from '../../model/audit-source.ts';
import { awsCommand } from '../command.ts';

/** What a migration to a VPC link of the second kind is made of. */
export type VpcLinkParts = {
  readonly group: AuditedGroup;
  readonly alb: AuditedLoadBalancer['loadBalancer'];
  /** The ALB's, on the port of the targets. */
  readonly listener: Pick<AppListener, 'port' | 'protocol'>;
  readonly frontDoor: LoadBalancer;
  /** Those that lead to the load balancer. One at least. */
  readonly links: readonly VpcLink[];
};

/** The zones that take such links, by Region: a link in another one is refused. */
const ZONES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html';

/**
 * From a VPC link to the load balancer to one of the second kind, whose integrations name the ALB:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
 */
export function vpcLinkSteps({ group, alb, listener, frontDoor, links }: VpcLinkParts): readonly Step[] {
  const command = (name: string, options: Parameters<typeof awsCommand>[1]): string =>
    awsCommand(name, options, group.region);
  const [theirs = '<security-group-id>'] = alb.securityGroupIds;
  const names = links.map(({ id, name }) => `${id} (${name})`).join(', ');
  return [
    {
      words: `Create a VPC link of the second kind in the ALB’s subnets, without those in zones that take none (${ZONES}). Neither subnets nor security groups can be changed later.`,
      commands: [
        command('apigatewayv2 create-vpc-link', {
          name: alb.name,
          'subnet-ids': alb.subnetIds,
          'security-group-ids': '<security-group-id-of-the-link>',
        }),
      ],
    },
    {
      words: `Have ${alb.name} admit the link’s security group on port ${listener.port}.`,
      commands: [
        command('ec2 authorize-security-group-ingress', {
          'group-id': theirs,
          protocol: 'tcp',
          port: String(listener.port),
          'source-group': '<security-group-id-of-the-link>',
        }),
      ],
    },
    {
      words: 'Wait until it is AVAILABLE, some minutes.',
      commands: [command('apigatewayv2 get-vpc-link', { 'vpc-link-id': '<new-vpc-link-id>' })],
    },
    {
      words: `Find the methods of your REST APIs whose integrations have the connection id of ${names}.`,
      commands: [command('apigateway get-resources', { 'rest-api-id': '<rest-api-id>', embed: 'methods' })],
    },
    {
      words: `Lead each of them to the ALB. The host of the uri is the Host header and the name in TLS, so take one that the ALB’s rules and certificate know; its port chooses the listener; its path is what the ALB gets, and without a uri the call is clear text, with the stage’s name in its path. The command replaces the whole integration: repeat what else it has.`,
      commands: [
        command('apigateway put-integration', {
          'rest-api-id': '<rest-api-id>',
          'resource-id': '<resource-id>',
          'http-method': '<method>',
          type: 'HTTP_PROXY',
          'integration-http-method': '<method>',
          'connection-type': 'VPC_LINK',
          'connection-id': '<new-vpc-link-id>',
          'integration-target': alb.arn,
          uri: `${listener.protocol.toLowerCase()}://<host>:${listener.port}/<path>`,
        }),
      ],
    },
    {
      words: 'Deploy it, to a stage for trial first.',
      commands: [command('apigateway create-deployment', { 'rest-api-id': '<rest-api-id>', 'stage-name': '<stage>' })],
    },
    {
      words: `When every stage is deployed and serves, delete ${links.length === 1 ? 'the old link' : 'the old links'}.`,
      commands: links.map(({ id }) => command('apigateway delete-vpc-link', { 'vpc-link-id': id })),
    },
    {
      words: `Take the binding out of what deploys it, then delete ${frontDoor.name} if nobody else connects to it; where a stack made it, by that stack.`,
      commands: [command('elbv2 delete-load-balancer', { 'load-balancer-arn': frontDoor.arn })],
    },
  ];
}

/** What is otherwise without the load balancer. */
export function vpcLinkChanges({ alb, frontDoor }: VpcLinkParts): readonly string[] {
  return [
    `Neither ${frontDoor.name} nor the binding is needed: API Gateway finds the ALB’s addresses by itself.`,
    `The REST API, the link and ${alb.name} must stay of one account.`,
    'A link that carries nothing for 60 days goes to sleep, and calls fail for minutes until it is awake again: call it more often, or watch its state.',
  ];
}
