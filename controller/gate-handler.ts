import { Logger } from '@aws-lambda-powertools/logger';
import { wallClock } from './clock.ts';
import { createGate, type Gate } from './gate.ts';
import { createNotify } from './notify.ts';
import { ownResolver } from './own-resolver.ts';

type Context = Parameters<Logger['addContext']>[0];

const logger = new Logger({ serviceName: 'target-sync-gate' });
const gate = createGate({ clock: wallClock, logger, notify: createNotify(), resolve: ownResolver });

/** Begins: the first of the two handlers of the custom resources. A promise, since Lambda waits for no other value. */
export const onEvent = async (event: unknown, context: Context): Promise<ReturnType<Gate['onEvent']>> => {
  logger.addContext(context);
  return gate.onEvent(event);
};

/** Asked again until it says that the deployment may go on, or throws. */
export const isComplete = (event: unknown, context: Context): ReturnType<Gate['isComplete']> => {
  logger.addContext(context);
  return gate.isComplete(event);
};
