import assert from 'node:assert/strict';
import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { readBindingDocument } from '../../controller/binding-document.ts';
import { node, temporaryFile } from '../controller/child.ts';
import type { TargetView } from '../cloud/verbs/views.ts';
import type { Assembly } from './assembly.ts';
import type { Lane } from './lane.ts';
import type { Schedule } from './rest.ts';
import { eventually, type Step } from './steps.ts';

/** Which EventBridge Scheduler replaces in an input, and ministack does not. */
const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';
/** A minute between invocations, ten seconds between looks at the clock, and as much again for a slow machine. */
const ONE_INVOCATION_SECONDS = 140;

/** The steps of the lane. What a step finds out, the later ones use. */
export function story({ ministack, mirror, access, rest, functionEnvironment, prepare, cdk }: Lane): readonly Step[] {
  let assembly: Assembly | undefined;
  const cloudFormation = new CloudFormationClient(access);
  const stack = async (): Promise<Stack> => {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: assembly?.stackName }));
    const [found] = Stacks ?? [];
    assert.ok(found, 'the stack is there');
    return found;
  };
  const output = async (name: string): Promise<string> => {
    const { Outputs = [] } = await stack();
    const value = Outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    assert.ok(value, `the stack has an output ${name}`);
    return value;
  };
  const schedule = async (): Promise<Schedule> => {
    const command = await output('ScheduleCommand');
    const name = /--name (\S+)/.exec(command)?.[1];
    const group = /--group-name (\S+)/.exec(command)?.[1];
    assert.ok(name && group, 'ScheduleCommand names the schedule of the sync passes and its group');
    return rest.schedule({ name, group });
  };
  const log = async (): Promise<readonly string[]> => {
    const group = /logs tail (\S+)/.exec(await output('LogsCommand'))?.[1];
    assert.ok(group, 'LogsCommand names the log group');
    return rest.messages(group);
  };
  const groupArn = async (): Promise<string> => {
    const { bindings } = readBindingDocument(JSON.parse((await schedule()).Target.Input), 'The input of the schedule');
    return bindings[0]?.targetGroupArn ?? '';
  };
  const targets = async (): Promise<readonly TargetView[]> => mirror.cloud.targets(await groupArn());

  return [
    {
      what: 'the app is synthesized, and stripped of what ministack cannot make',
      run: async () => {
        assembly = await prepare();
        const cuts = [...assembly.gone].map(([{ what, why }, ids]) => `without ${ids.length} of ${what}: ${why}`);
        return cuts.join('\n    ');
      },
    },
    {
      what: 'cdk bootstrap',
      run: async () => {
        await cdk('bootstrap');
        return undefined;
      },
    },
    {
      what: 'cdk deploy ends with CREATE_COMPLETE',
      run: async () => {
        await cdk('deploy', '--all', '--require-approval', 'never');
        assert.equal((await stack()).StackStatus, 'CREATE_COMPLETE');
        // That of the sync passes, and that of the audits.
        assert.equal((await rest.schedules()).length, 2);
        return undefined;
      },
    },
    {
      what: 'the new version planned, then the gate registered the targets and waited for their health',
      run: async () => {
        const found = await targets();
        assert.ok(found.length > 0 && found.every(({ state }) => state === 'healthy'), JSON.stringify(found));
        const writes = mirror.cloud.calls.filter(({ write }) => write).map(({ operation }) => operation);
        assert.deepEqual(writes, ['RegisterTargets']);
        // The rehearsal is the only pass of the sync function so far: the gate's passes are its own.
        assert.ok(
          (await log()).some((line) => line.includes('"message":"plan"')),
          'the sync function has planned',
        );
        return found.map(({ ip, port, state }) => `${ip}:${port} ${state}`).join(', ');
      },
    },
    {
      what: 'the command line plans with the document of the schedule, and finds nothing to do',
      run: async () => {
        const file = temporaryFile('bindings.json', (await schedule()).Target.Input);
        const { code, stdout, stderr } = await node(['controller/cli.ts', 'plan', file], functionEnvironment);
        assert.equal(code, 0, stdout + stderr);
        return undefined;
      },
    },
    {
      what: 'a scheduled invocation whose asOf is the keyword itself is refused',
      run: async () => {
        assert.ok((await schedule()).Target.Input.includes(SCHEDULED_TIME));
        await eventually('a refusal in the log', ONE_INVOCATION_SECONDS, async () =>
          (await log()).find((line) => line.includes('"code":"spec-not-fresh"')),
        );
        return undefined;
      },
    },
    {
      what: 'a scheduled invocation with the present time registers a target that somebody took out',
      run: async () => {
        const [target] = await targets();
        assert.ok(target, 'there is a target');
        const arn = await groupArn();
        mirror.cloud.deregister(arn, [target.ip]);
        mirror.cloud.forgetCalls();
        const found = await schedule();
        const Input = found.Target.Input.replace(SCHEDULED_TIME, new Date().toISOString());
        await rest.updateSchedule({ ...found, Target: { ...found.Target, Input } });
        const write = await eventually('a registration', ONE_INVOCATION_SECONDS, () =>
          mirror.cloud.calls.find((call) => call.write),
        );
        assert.equal(write.operation, 'RegisterTargets');
        assert.equal(write.error, undefined);
        assert.ok(JSON.stringify(write.params).includes(`"${target.ip}"`), JSON.stringify(write.params));
        return target.ip;
      },
    },
    {
      what: 'a second cdk deploy finds no changes',
      run: async () => {
        assert.match(await cdk('deploy', '--all', '--require-approval', 'never'), /\(no changes\)/);
        return undefined;
      },
    },
    {
      what: 'cdk destroy: the gate answers its deletion, and the schedules are gone',
      run: async () => {
        await cdk('destroy', '--all', '--force');
        await assert.rejects(stack(), /does not exist/);
        assert.deepEqual(await rest.schedules(), []);
        return undefined;
      },
    },
    {
      what: 'ministack has listened to this machine alone',
      run: async () => {
        ministack.assertLoopbackOnly();
        return undefined;
      },
    },
  ];
}
