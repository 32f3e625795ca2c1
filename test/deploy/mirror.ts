import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type Cloud, createCloud } from '../cloud/cloud.ts';
import type { Site } from './site.ts';

/** Of a registration until health checks count. Minutes in AWS; a deployment that waits for them proves no more. */
const REGISTRATION_SECONDS = 5;

/** A simulated cloud behind a loopback port, which holds what a deployment made elsewhere from the first request on. */
export type Mirror = {
  readonly url: string;
  readonly cloud: Cloud;
  /** How it learns what there is; undefined as long as there is not all of it. */
  readonly follow: (survey: () => Promise<Site | undefined>) => void;
  readonly close: () => Promise<void>;
};

/** Starts one. Its time is the wall clock's: the functions that ask it live by that. */
export async function startMirror(account: string, region: string): Promise<Mirror> {
  const now = new Date();
  now.setMilliseconds(0);
  const cloud = createCloud({ account, region, startsAt: now, registrationSeconds: REGISTRATION_SECONDS });
  const behind = await cloud.listen();
  const timer = setInterval(() => {
    cloud.advance(1);
  }, 1_000);

  let survey: (() => Promise<Site | undefined>) | undefined;
  const reflect = async (): Promise<void> => {
    const site = await survey?.();
    if (site === undefined) return;
    survey = undefined;
    build(cloud, site);
  };
  // One after the other: requests that come together must not build twice.
  let reflected = Promise.resolve();
  const server = createServer((request, response) => {
    const turn = reflected.then(reflect);
    reflected = turn.catch(() => undefined);
    turn
      .then(() => pass(request, response, behind.url))
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail).listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    cloud,
    follow: (next) => {
      survey = next;
    },
    close: async () => {
      clearInterval(timer);
      server.close();
      server.closeAllConnections();
      await behind.close();
    },
  };
}

/** Makes everything under the ids that it has over there. */
function build(cloud: Cloud, { vpc, subnets, endpoint, loadBalancer, group }: Site): void {
  cloud.createVpc(vpc);
  for (const subnet of subnets) cloud.createSubnet({ ...subnet, vpcId: vpc.id });
  cloud.createEndpoint({ ...endpoint, vpcId: vpc.id });
  const { arn } = cloud.createNetworkLoadBalancer({ ...loadBalancer, crossZone: true });
  cloud.createTargetGroup({ ...group, vpcId: vpc.id });
  cloud.attach({ loadBalancerArn: arn, targetGroupArn: group.arn });
}

/** Passes a request on to the cloud, and its answer back. */
async function pass(request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
  const { authorization = '', 'content-type': type = '' } = request.headers;
  const answer = await fetch(new URL(request.url ?? '/', url), {
    method: 'POST',
    headers: { authorization, 'content-type': type },
    body: await buffer(request),
  });
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/xml' });
  response.end(Buffer.from(await answer.arrayBuffer()));
}
