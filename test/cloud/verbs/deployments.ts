import type { LambdaFunction, World } from '../world/state.ts';

/** What a deployment leaves beside the network: its stack, and functions that others may invoke. */
export type DeploymentVerbs = {
  /** Makes a stack, by its id (`arn:aws:cloudformation:…:stack/<name>/<uuid>`), or changes the status of one. */
  readonly setStackStatus: (stackId: string, status: string) => void;
  /** Makes a function, by its ARN. It gets the payload as parsed; what it throws is a function error. */
  readonly createFunction: (arn: string, run: LambdaFunction) => void;
};

export function createDeploymentVerbs(world: World): DeploymentVerbs {
  return {
    setStackStatus: (id, status) => {
      const { createdAt } = world.stacks.get(id) ?? { createdAt: world.now };
      world.stacks.set(id, { id, name: id.split('/')[1] ?? '', status, createdAt });
    },
    createFunction: (arn, run) => {
      world.functions.set(arn, run);
    },
  };
}
