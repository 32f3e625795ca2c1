import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction, type IVersion } from 'aws-cdk-lib/aws-lambda';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { GATE_FUNCTION_TIMEOUT_SECONDS, GATE_INTERVAL_SECONDS, GATE_SECONDS } from '../../controller/model/limits.ts';
import { acknowledge, anyVersionOf } from './acknowledge.ts';
import { ControllerFunction, type LogSettings } from './controller-function.ts';
import { SYNC_WILDCARDS } from './sync-permissions.ts';

/** Time beyond the gate's own, so that its reason is told and not only that time ran out. */
const MARGIN_SECONDS = 2 * 60;

export type DeploymentGateProps = {
  /** The binding document as JSON text, tokens included. */
  readonly document: string;
  /** The new version of the sync function: it must plan before a schedule may use it. */
  readonly version: IVersion;
  /** Changes with the sources' addresses, so that new ones under an unchanged id ask the gate too. */
  readonly addresses: string;
  /** What sync passes may do: the gate runs them itself. */
  readonly syncStatements: readonly PolicyStatement[];
  /** Name of the role that those passes run under. */
  readonly roleName?: string;
  readonly logs: LogSettings;
};

/**
 * Lets a deployment go on only when its path serves. `rehearsal` has the new code plan; `gate` runs sync passes until every
 * serviceable target is healthy and no retired one is left. What needs a path that serves must depend on the latter.
 */
export class DeploymentGate extends Construct {
  readonly rehearsal: CustomResource;
  readonly gate: CustomResource;

  constructor(
    scope: Construct,
    id: string,
    { document, version, addresses, syncStatements, roleName, logs }: DeploymentGateProps,
  ) {
    super(scope, id);
    const begin = new ControllerFunction(this, 'Begin', {
      entry: 'gate',
      handler: 'onEvent',
      description: 'Gate of a deployment: checks the bindings and notes the time',
      statements: [],
      logs,
    });
    const judge = new ControllerFunction(this, 'Judge', {
      entry: 'gate',
      timeoutSeconds: GATE_FUNCTION_TIMEOUT_SECONDS,
      handler: 'isComplete',
      description: 'Gate of a deployment: runs a sync pass and says whether the deployment may go on',
      ...(roleName !== undefined && { roleName }),
      statements: [
        ...syncStatements,
        new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [`${version.lambda.functionArn}:*`] }),
        new PolicyStatement({ actions: ['cloudformation:DescribeStacks'], resources: [Stack.of(this).stackId] }),
      ],
      wildcards: SYNC_WILDCARDS,
      logs,
    });
    acknowledge(judge.role, {
      [anyVersionOf(version.lambda)]:
        'Each deployment publishes a version; the wildcard stands for those of this function.',
    });

    const provider = new Provider(this, 'Provider', {
      onEventHandler: begin.function,
      isCompleteHandler: judge.function,
      queryInterval: Duration.seconds(GATE_INTERVAL_SECONDS),
      totalTimeout: Duration.seconds(GATE_SECONDS + MARGIN_SECONDS),
      logGroup: begin.logGroup,
    });
    acknowledgeFramework(provider, [begin.function, judge.function]);

    const { serviceToken } = provider;
    // Asynchronous as it is, CloudFormation would wait an hour for an answer that got lost.
    const serviceTimeout = Duration.seconds(GATE_SECONDS + 2 * MARGIN_SECONDS);
    this.rehearsal = new CustomResource(this, 'Rehearsal', {
      resourceType: 'Custom::TargetSyncRehearsal',
      serviceToken,
      serviceTimeout,
      properties: { document, functionArn: version.functionArn },
    });
    this.gate = new CustomResource(this, 'Gate', {
      resourceType: 'Custom::TargetSyncGate',
      serviceToken,
      serviceTimeout,
      properties: { document, addresses },
    });
  }
}

/** CDK's framework around the two functions: its roles, functions and state machine are CDK's own. */
function acknowledgeFramework(provider: Provider, handlers: readonly LambdaFunction[]): void {
  const own = provider.node.findAll().filter((each) => each instanceof LambdaFunction);
  const invoked = [...handlers, ...own].map((lambda) => [
    anyVersionOf(lambda),
    'CDK’s custom resource framework: the wildcard stands for the versions of one of its functions.',
  ]);
  acknowledge(provider, {
    ...Object.fromEntries(invoked),
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]':
      'CDK’s custom resource framework: its functions log with AWS’s basic execution policy, and may do no more with it.',
    'AwsSolutions-L1': 'CDK’s custom resource framework chooses the runtime of its functions, and moves it with CDK.',
    'AwsSolutions-SF1':
      'CDK’s custom resource framework: what the waiter waits for is in the log of the gate’s functions.',
    'AwsSolutions-SF2':
      'CDK’s custom resource framework: the waiter asks one function again and again; there is nothing to trace.',
  });
}
