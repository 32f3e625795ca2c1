import { z } from 'zod';
import { strict, text } from '../../controller/schema-text.ts';
import { choice } from './choice.ts';
import { list } from './formats.ts';

/** A topic by name: a FIFO topic takes neither e-mail addresses nor every kind of message. */
const topicArn = text(
  /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
  'the ARN of an SNS topic: arn:aws:sns:<region>:<account>:<name>',
);

const email = z.email({
  error: ({ input }) =>
    `${typeof input === 'string' ? `"${input}" ` : ''}must be an e-mail address, as in on-call@example.com`,
});

/** Who hears of something: addresses, to which a topic is made, or a topic that exists. */
function audience(what: string, publisher: string) {
  return choice({
    emails: list(email, 'e-mail addresses')
      .min(1, { error: 'must name at least one address' })
      .describe(`${what} A topic is made for them, and each must confirm its subscription once.`),
    topicArn: topicArn.describe(`${what} An SNS topic of this Region, whose policy lets ${publisher} publish.`),
  }).optional();
}

/** Who hears of alarms and changes. Without any of it alarms have no actions. */
export const monitoring = strict({
  pages: audience('Who is woken when the path is at risk.', 'cloudwatch.amazonaws.com'),
  tickets: audience('Who hears of all other alarms.', 'cloudwatch.amazonaws.com'),
  changes: audience('Who hears of each target that is registered or deregistered.', 'events.amazonaws.com'),
});
