import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { createApp } from '../../infra/app.ts';

type Json = Readonly<Record<string, unknown>>;

/** Feature flags as `cdk deploy` has them: without, a test looks at another template than is deployed. */
const CONTEXT: Json = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')).context;

/** Templates by context: a synthesis takes a quarter of a second, and gives the same every time. */
const templates = new Map<string, Template>();
const files = new Map<string, string>();

/** An app with cdk.json's context. */
export function newApp(context: Json = {}): App {
  return new App({ context: { ...CONTEXT, ...context } });
}

/** The template of a trial without a settings file; `allowedCidrs` as `-c` gives it. */
export function trial(allowedCidrs?: string): Template {
  return templateOf(allowedCidrs === undefined ? {} : { allowedCidrs });
}

/** The template of these settings; `found` is what CDK has looked up before, as it stands in cdk.context.json. */
export function templateFor(settings: unknown, found: Json = {}): Template {
  return templateOf({ deployment: settingsFile(settings), ...found });
}

/** The template of the role in the ALB's account that these settings or this example need besides. */
export function sourceRoleFor(settings: unknown): Template {
  const deployment = typeof settings === 'string' ? `infra/examples/${settings}` : settingsFile(settings);
  const { app } = createApp({ context: { ...CONTEXT, deployment } });
  const [role] = sourceRolesOf(app);
  if (role === undefined) throw new Error('there is no stack of a role');
  return Template.fromStack(role);
}

/** The stacks of an app that hold a role in an ALB's account. */
export function sourceRolesOf(app: App): readonly Stack[] {
  return app.node.children
    .filter((child) => Stack.isStack(child) && child.stackName.endsWith('-source-role'))
    .map((child) => Stack.of(child));
}

/** What is said at the synthesis of these settings: without being a warning, or as one. */
export function saidOf(settings: unknown, kind: 'info' | 'warning' = 'info'): readonly string[] {
  const { stack } = createApp({ context: { ...CONTEXT, deployment: settingsFile(settings) } });
  return stack.node.metadata.filter(({ type }) => type === `aws:cdk:${kind}`).map(({ data }) => String(data));
}

/** The template of an example, by its file's name. */
export function exampleTemplate(name: string): Template {
  return templateOf({ deployment: `infra/examples/${name}` });
}

/** Synthesizes with every check on. What CDK or cdk-nag find is thrown. */
export function synthesize(context: Json): { readonly template: Template; readonly warnings: readonly string[] } {
  const { app, stack } = createApp({
    context: { ...CONTEXT, ...context },
    outdir: mkdtempSync(join(tmpdir(), 'cdk-')),
  });
  app.synth();
  const messages = app.node
    .findAll()
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type.includes('warning')));
  return { template: Template.fromStack(stack), warnings: messages.map(({ data }) => String(data)) };
}

function templateOf(context: Json): Template {
  const key = JSON.stringify(context);
  const template = templates.get(key) ?? Template.fromStack(createApp({ context: { ...CONTEXT, ...context } }).stack);
  templates.set(key, template);
  return template;
}

/** The same file for the same settings. */
function settingsFile(settings: unknown): string {
  const text = JSON.stringify(settings);
  const file = files.get(text) ?? join(mkdtempSync(join(tmpdir(), 'deployment-')), 'deployment.json');
  files.set(text, file);
  writeFileSync(file, text);
  return file;
}
