import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attempt, doing } from '../../controller/aws/failure.ts';
import { createConnect } from '../../controller/connect.ts';
import { createSync } from '../../controller/handler.ts';
import { logLine } from '../../controller/log-lines.ts';
import { createNotify } from '../../controller/notify.ts';
import { logProbe } from '../../controller/probe-handler.ts';
import { openSurroundings, type Surroundings } from '../path/surroundings.ts';
import { invokeAudit, setAuditStage } from '../scenarios/audit-stage.ts';
import { ask, documentOf, publish, STACK } from '../scenarios/deployment.ts';
import { type LogLine, recordLog } from '../scenarios/recorded-log.ts';
import { invoke, setStage, type Stage } from '../scenarios/stage.ts';
import { resolveOn } from '../cloud/resolve-on.ts';

let surroundings: Surroundings;
beforeAll(async () => {
  surroundings = await openSurroundings('eu-west-1', '123456789012');
});
afterAll(() => surroundings.close());

/** A stage with its first target missing. */
function drifted(): Stage {
  const stage = setStage();
  stage.cloud.deregister(stage.group.arn, stage.endpoint.ips.slice(0, 1));
  return stage;
}

/** The recorder takes no line but the documented ones, so each of these has been held to the schema. */
const SOURCES: Readonly<Record<string, () => Promise<readonly LogLine[]>>> = {
  'a pass that changes targets and can tell nobody': async () => {
    const stage = drifted();
    stage.cloud.faults.add({ service: 'events', fault: 'deny' });
    return (await stage.pass()).log;
  },
  'a pass that faults': async () => {
    const stage = drifted();
    stage.cloud.faults.add({ operation: 'RegisterTargets', fault: 'deny' });
    return (await stage.pass()).log;
  },
  'a pass that is refused for a read': async () => {
    const stage = drifted();
    stage.cloud.faults.add({ operation: 'DescribeVpcEndpoints', fault: 'deny' });
    return (await stage.pass()).log;
  },
  'a pass over a paused group with a stranger': async () => {
    const stage = drifted();
    const { ip } = stage.cloud.takeAddress({ subnetId: stage.subnetIds[0] ?? '', listens: [443] });
    stage.cloud.register(stage.group.arn, [ip]);
    stage.cloud.setTags(stage.group.arn, { 'target-sync:pause-until': 'tomorrow' });
    return (await stage.pass()).log;
  },
  'a plan': async () => {
    const stage = drifted();
    return (await invoke(stage.cloud, () => ({ plan: JSON.parse(documentOf(stage, stage.endpoint.id)) }))).log;
  },
  'a rehearsal and a gate': async () => {
    const stage = drifted();
    stage.cloud.setStackStatus(STACK, 'UPDATE_IN_PROGRESS');
    const document = documentOf(stage, stage.endpoint.id);
    const functionArn = publish(stage.cloud, 2);
    const rehearsal = await ask(stage.cloud, { ResourceProperties: { document, functionArn } });
    const gate = await ask(stage.cloud, { ResourceProperties: { document } });
    const unusable = await ask(stage.cloud, { ResourceProperties: { document: '{' } });
    return [rehearsal, gate, unusable].flatMap(({ log }) => log);
  },
  'an audit with findings and unknowns': async () => {
    const stage = await setAuditStage(surroundings);
    stage.cloud.setPrivateDns(stage.endpoint.id, true);
    stage.cloud.faults.add({ fault: 'deny', service: 'acm' });
    return (await stage.pass()).log;
  },
  'audits that fault, and a stale one': async () => {
    const stage = await setAuditStage(surroundings);
    const stale = await invokeAudit(stage, () => ({ bindings: [stage.binding()] }));
    stage.cloud.faults.add({ fault: 'deny', service: 'sts' });
    const denied = await stage.pass();
    stage.cloud.faults.clear();
    stage.bind({
      targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:210987654321:targetgroup/api/0123456789abcdef',
    });
    return [stale, denied, await stage.pass()].flatMap(({ log }) => log);
  },
  probes: () => {
    const { logger, lines } = recordLog();
    const attempt443 = { of: 'target', ip: '10.0.1.11', port: 443 } as const;
    logProbe(logger, {
      resolution: { kind: 'resolved', ips: ['10.0.1.11'] },
      attempts: [{ ...attempt443, kind: 'answered', status: 200 }],
    });
    logProbe(logger, { attempts: [{ ...attempt443, kind: 'failed', step: 'tls', code: 'ECONNRESET', message: '' }] });
    return Promise.resolve(lines);
  },
};

describe('the lines of the functions', () => {
  it.each(Object.entries(SOURCES))('%s: hold no payload and nothing of a signature', async (_, run) => {
    const lines = await run();
    expect(lines.length).toBeGreaterThan(0);
    const text = JSON.stringify(lines);
    for (const secret of ['AKIA', 'AWS4-HMAC', 'Signature=', 'Authorization', '"bindings":[', '"asOf"']) {
      expect(text).not.toContain(secret);
    }
  });

  it('are all that are documented, each seen', async () => {
    const seen = (await Promise.all(Object.values(SOURCES).map((run) => run()))).flat();
    const documented = logLine.options.map(({ shape }) => shape.message.value);
    expect(new Set(seen.map(({ message }) => message))).toEqual(new Set(documented));
  });
});

it.each([
  ['an unknown message', { message: 'hello' }],
  ['a field that is not documented', { message: 'notification failed', events: 1, reason: '', payload: {} }],
  ['a level that is not the message’s', { message: 'probe', level: 'ERROR', attempts: 0, answered: 0 }],
  ['a number that JSON does not have', { message: 'notification failed', events: Number.NaN, reason: '' }],
])('a line with %s is none', (_, line) => {
  expect(logLine.safeParse({ level: 'WARN', ...line }).success).toBe(false);
});

/** What AWS answers to a signature that does not match, in its own form. */
const MISMATCH = Object.assign(
  new Error(
    'The request signature we calculated does not match the signature you provided.\n\nThe Canonical String for this ' +
      "request should have been\n'POST\n/\n\nx-amz-date:20260101T000000Z\nx-amz-security-token:session-token-in-full\n",
  ),
  { name: 'SignatureDoesNotMatch' },
);

describe('a session token that AWS sends back', () => {
  it('is in no reason', async () => {
    const reading = await attempt(() => doing('reading', () => Promise.reject(MISMATCH)));
    expect(JSON.stringify(reading)).toContain('does not match the signature you provided.');
    expect(JSON.stringify(reading.kind === 'unread' && { ...reading.problem, cause: undefined })).not.toContain(
      'session-token',
    );
  });

  it('is in no line of a pass that meets it, in its reasons or its stacks', async () => {
    const stage = drifted();
    const { logger, lines } = recordLog();
    const requestHandler = {
      ...stage.cloud.requestHandler,
      handle: (...args: Parameters<typeof stage.cloud.requestHandler.handle>) => {
        const [{ body }] = args;
        if (String(body).includes('Action=RegisterTargets')) throw MISMATCH;
        return stage.cloud.requestHandler.handle(...args);
      },
    };
    const options = {
      requestHandler,
      credentials: { ...stage.cloud.credentials, sessionToken: 'session-token-in-full' },
    };
    const sync = createSync({
      connect: createConnect(options),
      resolve: resolveOn(stage.cloud.publicAnswer),
      clock: stage.cloud.clock,
      logger,
      meter: () => undefined,
      notify: createNotify(options),
    });
    const event = { asOf: stage.cloud.clock.now().toISOString(), ...JSON.parse(documentOf(stage, stage.endpoint.id)) };
    await expect(sync(event, { functionName: 'sync' })).rejects.toThrow('SignatureDoesNotMatch');
    expect(lines.at(-1)).toMatchObject({
      message: 'binding',
      outcome: 'faulted',
      errors: [expect.stringMatching(/^SignatureDoesNotMatch\n {4}at /)],
    });
    expect(JSON.stringify(lines)).not.toContain('session-token');
  });
});
