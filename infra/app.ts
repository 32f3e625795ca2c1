import { resolve } from 'node:path';
import { App, type AppProps, type Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readDeployment } from './deployment.ts';
import { InvalidSettings } from './settings/document.ts';
import type { AlbDeployment, Deployment } from './settings.ts';
import { SourceRole } from './stacks/source-role.ts';
import { StaticIpAlb } from './stacks/static-ip-alb.ts';
import { StaticIpPrivateApi } from './stacks/static-ip-private-api.ts';
import { placeOfArn } from './target-type.ts';

/** The project's root: where the settings file is looked for. */
const ROOT = resolve(import.meta.dirname, '..');

/** The app, as cdk.json runs it, and the stack with the load balancer. What stacks hold is checked at every synthesis, by CDK's rules and by cdk-nag's. */
export function createApp(props: AppProps = {}): { readonly app: App; readonly stack: Stack } {
  const app = new App(props);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const context = {
    deployment: app.node.tryGetContext('deployment') as unknown,
    allowedCidrs: app.node.tryGetContext('allowedCidrs') as unknown,
  };
  return { app, stack: addStacks(app, readDeployment(context, ROOT)) };
}

/** What stands behind the load balancer decides; an ALB of another account needs a role there, in a stack of its own. */
function addStacks(app: App, deployment: Deployment | AlbDeployment): Stack {
  if (!('alb' in deployment)) return new StaticIpPrivateApi(app, deployment);
  if (placeOfArn(deployment.alb.loadBalancerArn).account !== deployment.env.account) new SourceRole(app, deployment);
  return new StaticIpAlb(app, deployment);
}

if (import.meta.main) {
  try {
    createApp().app.synth();
  } catch (error) {
    if (!(error instanceof InvalidSettings)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
