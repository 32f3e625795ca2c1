import { readdirSync } from 'node:fs';
import { Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../infra/app.ts';
import { newApp, synthesize } from './synth.ts';

const EXAMPLES = readdirSync(new URL('../../infra/examples', import.meta.url)).filter((file) =>
  file.endsWith('.jsonc'),
);

describe('CDK’s own rules and cdk-nag’s find nothing', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['a closed trial', {}],
    ['an open trial', { allowedCidrs: '203.0.113.7/32' }],
    ...EXAMPLES.map((file): [string, { deployment: string }] => [file, { deployment: `infra/examples/${file}` }]),
  ])('in %s, not even to warn of', (_, context) => {
    expect(synthesize(context).warnings).toEqual([]);
  });

  it('while they are on: a planted finding is found', () => {
    const app = newApp();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    new Queue(new Stack(app, 'planted'), 'Queue');
    expect(() => app.synth()).toThrow(/AwsSolutions-SQS4/);
  });
});

it.each([undefined, 'infra/examples/alb-other-account.jsonc'])(
  'every finding of cdk-nag that is acknowledged has a reason in a sentence, and is named alone, never as a family (%s)',
  (deployment) => {
    const { app } = createApp({ context: { deployment } });
    const acknowledged = app.node
      .findAll()
      .flatMap(({ node }) => Object.entries(acknowledgements(node.metadata)))
      .filter(([id]) => id.includes('AwsSolutions'));
    expect(acknowledged.length).toBeGreaterThan(10);
    for (const [id, reason] of acknowledged) {
      expect(id).toMatch(/^(Annotation::)?AwsSolutions-[A-Z]+[0-9](\[.+\])?$/);
      expect(reason).toMatch(/^[A-Z].{30,}[.]$/s);
    }
  },
);

function acknowledgements(
  metadata: readonly { readonly type: string; readonly data: unknown }[],
): Record<string, string> {
  const entries = metadata.filter(({ type }) => type.includes('acknowledged')).map(({ data }) => Object(data));
  return Object.assign({}, ...entries);
}
