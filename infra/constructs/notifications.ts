import { Aws } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type ChangeEvent, DETAIL_TYPES, EVENT_SOURCE } from '../../controller/change-event.ts';
import type { Settings } from '../settings.ts';

type Audiences = Settings['monitoring'];

export type NotificationsProps = {
  readonly audiences: Audiences;
  /** Names of the bindings of whose changes is told. */
  readonly bindings: readonly string[];
};

/** Who hears of what: topics that are made here, with an e-mail to each address, or topics that exist. */
export class Notifications extends Construct {
  readonly pages: ITopic | undefined;
  readonly tickets: ITopic | undefined;

  constructor(scope: Construct, id: string, { audiences, bindings }: NotificationsProps) {
    super(scope, id);
    this.pages = this.topic('Pages', audiences.pages);
    this.tickets = this.topic('Tickets', audiences.tickets);
    for (const topic of [this.pages, this.tickets]) topic?.addToResourcePolicy(publishedByAlarms(topic.topicArn));
    const changes = this.topic('Changes', audiences.changes);
    if (changes === undefined) return;
    new Rule(this, 'ChangesRule', {
      description: 'Tells of each target that is registered or deregistered',
      eventPattern: {
        source: [EVENT_SOURCE],
        detailType: Object.values(DETAIL_TYPES),
        // The bus is everybody's.
        detail: { binding: [...bindings] },
      },
      // CDK lets EventBridge publish, without a condition: it sends nothing that one could look at.
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
      targets: [new SnsTopic(changes, { message: inWords() })],
    });
  }

  private topic(id: string, audience: Audiences['pages']): ITopic | undefined {
    if (audience === undefined) return undefined;
    if ('topicArn' in audience) return Topic.fromTopicArn(this, id, audience.topicArn);
    // No key: AWS's own for SNS, alias/aws/sns, admits neither CloudWatch nor EventBridge, and nothing secret is sent.
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    const topic = new Topic(this, id, { enforceSSL: true });
    for (const email of audience.emails) topic.addSubscription(new EmailSubscription(email));
    return topic;
  }
}

/** Of an existing topic the policy is not changed: that is its owner's. */
function publishedByAlarms(topicArn: string): PolicyStatement {
  return new PolicyStatement({
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topicArn],
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  });
}

/** One line that a person can read. Programs take the event itself, by a rule of their own. */
function inWords(): RuleTargetInput {
  return RuleTargetInput.fromText(
    `${EventField.detailType}: ${detail('target')} of ${detail('binding')}, because ${detail('reason')}. Confirmed: ${detail('confirmed')}. ${detail('targetGroupArn')}`,
  );
}

function detail(field: keyof ChangeEvent['detail']): string {
  return EventField.fromPath(`$.detail.${field}`);
}
