import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup, ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { FUNCTION_TIMEOUT_SECONDS } from '../../controller/model/limits.ts';
import { acknowledge } from './acknowledge.ts';
import { bundledCode, type Entry } from './bundled-code.ts';

/** How long logs are kept, and whether they outlive the stack. */
export type LogSettings = { readonly retention: RetentionDays; readonly removalPolicy: RemovalPolicy };

export type ControllerFunctionProps = {
  readonly entry: Entry;
  readonly handler: string;
  readonly description: string;
  /** Name of the role, where it must be known beforehand. Default: CloudFormation's choice. */
  readonly roleName?: string;
  /** What the function may do besides writing its own log. */
  readonly statements: readonly PolicyStatement[];
  /** Why resources of the statements stand for many: resource as cdk-nag writes it → reason. */
  readonly wildcards?: Readonly<Record<string, string>>;
  /** Default: that of a sync pass. */
  readonly timeoutSeconds?: number;
  /** Default: outside any VPC, so that it does not depend on one that it works on. */
  readonly place?: Place;
  readonly logs: LogSettings;
};

/** Where in a VPC a function stands. */
export type Place = {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  readonly securityGroup: ISecurityGroup;
};

/** A function of the controller: its bundle, a role of its own and a log of its own. */
export class ControllerFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ControllerFunctionProps) {
    super(scope, id);
    const {
      entry,
      handler,
      description,
      roleName,
      statements,
      wildcards = {},
      timeoutSeconds = FUNCTION_TIMEOUT_SECONDS,
      place,
      logs,
    } = props;
    this.logGroup = new LogGroup(this, 'Logs', logs);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description,
      ...(roleName !== undefined && { roleName }),
      inlinePolicies: { logs: new PolicyDocument({ statements: [writeTo(this.logGroup)] }) },
    });
    for (const statement of statements) this.role.addToPolicy(statement);
    for (const [resource, reason] of Object.entries(wildcards)) {
      acknowledge(this.role, { [`AwsSolutions-IAM5[Resource::${resource}]`]: reason });
    }
    this.function = new LambdaFunction(this, 'Function', {
      code: bundledCode(entry),
      handler: `handler.${handler}`,
      description,
      role: this.role,
      logGroup: this.logGroup,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // Lambda gives CPU by memory: with less, a start takes longer than a whole pass.
      memorySize: 512,
      timeout: Duration.seconds(timeoutSeconds),
      ...(place !== undefined && {
        vpc: place.vpc,
        vpcSubnets: { subnets: [...place.subnets] },
        securityGroups: [place.securityGroup],
        // It calls nothing outside the VPC, so that a public subnet is as good as any.
        allowPublicSubnet: true,
      }),
    });
    // A role without its policy is a pass that fails: CloudFormation makes both before the function.
    this.function.node.addDependency(this.role);
  }
}

function writeTo(logGroup: LogGroup): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
}
