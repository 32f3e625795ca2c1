import { resolve } from 'node:path';
import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readDeployment } from './deployment.ts';
import { InvalidSettings } from './settings/document.ts';
import { StaticIpPrivateApi } from './stacks/static-ip-private-api.ts';

/** The project's root: where the settings file is looked for. */
const ROOT = resolve(import.meta.dirname, '..');

/** The app, as cdk.json runs it. What the stack holds is checked at every synthesis, by CDK's rules and by cdk-nag's. */
export function createApp(props: AppProps = {}): { readonly app: App; readonly stack: StaticIpPrivateApi } {
  const app = new App(props);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const context = {
    deployment: app.node.tryGetContext('deployment') as unknown,
    allowedCidrs: app.node.tryGetContext('allowedCidrs') as unknown,
  };
  return { app, stack: new StaticIpPrivateApi(app, readDeployment(context, ROOT)) };
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
