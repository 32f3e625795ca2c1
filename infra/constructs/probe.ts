import { type IConnectable, type ISubnet, type IVpc, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PROBE_TIMEOUT_SECONDS } from '../../controller/model/limits.ts';
import { ControllerFunction, type LogSettings } from './controller-function.ts';

/** What Lambda does with a function's role to put it into a VPC. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
const NETWORK_INTERFACES = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

export type ProbeProps = {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  /** What it calls: security groups among them admit it, and it can reach nothing else. */
  readonly callees: readonly IConnectable[];
  /** The port of all of them. Default: 443. */
  readonly port?: number;
  readonly logs: LogSettings;
};

/**
 * Stands where clients of the private half stand: resolves the name there, and calls the path. The audit invokes it, and
 * nobody else. It needs no way out of the VPC, and no endpoint: Lambda takes its answer and its log by itself.
 */
export class Probe extends Construct {
  readonly function: ControllerFunction;

  constructor(scope: Construct, id: string, { vpc, subnets, callees, port = 443, logs }: ProbeProps) {
    super(scope, id);
    // The VPC's resolver is asked past all security groups: it needs no rule.
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Probe: to the endpoint and the load balancer, and nowhere else',
      allowAllOutbound: false,
    });
    for (const callee of callees) securityGroup.connections.allowTo(callee, Port.tcp(port), 'Probe');
    this.function = new ControllerFunction(this, 'Probe', {
      entry: 'probe',
      handler: 'probe',
      description: 'Resolves and calls the API from inside the VPC, when the audit asks it to',
      statements: [
        new PolicyStatement({ actions: NETWORK_INTERFACES, resources: ['*'] }),
        // Lambda needs them, the code does not. What Lambda does for a function outside of it has no source function.
        // https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
        new PolicyStatement({
          effect: Effect.DENY,
          actions: NETWORK_INTERFACES,
          resources: ['*'],
          conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
        }),
      ],
      wildcards: {
        '*': 'Lambda makes the interfaces of a function in a VPC under its role, and knows their ids only then. The function’s own code is denied all of it.',
      },
      timeoutSeconds: PROBE_TIMEOUT_SECONDS,
      place: { vpc, subnets, securityGroup },
      logs,
    });
  }
}
