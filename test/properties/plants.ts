import type { Plant } from './life.ts';
import { addressesOf, bindingOf, FOREIGN_PORT } from './land.ts';
import type { Answer, Carry } from './swift-clients.ts';

type Wire = Parameters<Carry>[0];

/** What a request asks for. */
function actionOf({ body }: Wire): string {
  return /Action=(\w+)/.exec(String(body))?.[1] ?? '';
}

/** The same request with one target more. */
function withTarget(request: Wire, ip: string, port: number): Wire {
  const body = `${String(request.body)}&Targets.member.99.Id=${encodeURIComponent(ip)}&Targets.member.99.Port=${port}`;
  return { ...request, body };
}

function asked(
  action: string,
  groupArn: string,
  targets: readonly { readonly ip: string; readonly port: number }[],
): string {
  const members = targets.map(
    ({ ip, port }, index) =>
      `&Targets.member.${index + 1}.Id=${encodeURIComponent(ip)}&Targets.member.${index + 1}.Port=${port}`,
  );
  return `Action=${action}&Version=2015-12-01&TargetGroupArn=${encodeURIComponent(groupArn)}${members.join('')}`;
}

function yes(action: string): Answer {
  const body = `<${action}Response xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><${action}Result/></${action}Response>`;
  return { statusCode: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}

/** Changes what is read of AWS: text in the answers of one operation. */
function rewrites(operation: string, change: (text: string) => string): Plant {
  return (carry) => async (request, options) => {
    const answer = await carry(request, options);
    if (actionOf(request) !== operation || answer.statusCode !== 200) return answer;
    return { ...answer, body: Buffer.from(change(Buffer.from(answer.body).toString())) };
  };
}

/** A defect between a pass and the wire, and the law that is meant for it. */
export type Planted = { readonly defect: string; readonly law: string; readonly plant: Plant };

/** Defects as a controller might have them. Each makes the pass do at the wire what it would then do. */
export const PLANTED: readonly Planted[] = [
  {
    defect: 'a removal takes every target of the group along',
    law: 'never dark',
    plant:
      (carry, { cloud, group, port }) =>
      (request, options) => {
        const others = cloud.targets(group.arn).filter((target) => target.port === port);
        const all = asked('DeregisterTargets', group.arn, others);
        return carry(actionOf(request) === 'DeregisterTargets' ? { ...request, body: all } : request, options);
      },
  },
  {
    defect: 'a registration takes an IP of nobody along',
    law: 'nothing but the source',
    plant:
      (carry, { opening, port }) =>
      (request, options) =>
        carry(
          actionOf(request) === 'RegisterTargets'
            ? withTarget(request, opening.family === 'ipv4' ? '10.0.1.77' : '2001:db8:0:1::77', port)
            : request,
          options,
        ),
  },
  {
    defect: 'cross-zone is taken to be on',
    law: 'no zone dark',
    plant: rewrites('DescribeTargetGroupAttributes', (text) =>
      text
        .replace('use_load_balancer_configuration', 'true')
        .replace(/(cross_zone.enabled<\/Key><Value>)false/, '$1true'),
    ),
  },
  {
    defect: 'a removal is not made, and said to be',
    law: 'converges',
    plant: (carry) => async (request, options) =>
      actionOf(request) === 'DeregisterTargets' ? yes('DeregisterTargets') : carry(request, options),
  },
  {
    defect: 'each pass registers again what stands registered',
    law: 'stays at rest',
    plant: (carry, land, pass) => async (request, options) => {
      const answer = await carry(request, options);
      const own = addressesOf(land, pass.sourceId).map((ip) => ({ ip, port: land.port }));
      if (actionOf(request) === 'DescribeTargetHealth' && own.length > 0 && pass.kind === 'schedule') {
        await carry({ ...request, body: asked('RegisterTargets', land.group.arn, own) }, options);
      }
      return answer;
    },
  },
  {
    defect: 'a read that failed is answered from memory',
    law: 'no removal without its reads',
    plant: fromMemory(),
  },
  {
    defect: 'what is unhealthy is taken for healthy',
    law: 'strangers go',
    plant: rewrites('DescribeTargetHealth', (text) =>
      text.replaceAll('<State>unhealthy</State>', '<State>healthy</State>'),
    ),
  },
  {
    defect: 'a removal takes a foreign target along',
    law: 'hands off',
    plant:
      (carry, { cloud, group }) =>
      (request, options) => {
        const foreign = cloud.targets(group.arn).find(({ port }) => port === FOREIGN_PORT);
        const takes = actionOf(request) === 'DeregisterTargets' && foreign !== undefined;
        return carry(takes ? withTarget(request, foreign.ip, foreign.port) : request, options);
      },
  },
  {
    defect: 'the seal is taken for granted',
    law: 'sealed',
    plant: (carry, land, pass) => {
      const { name } = bindingOf(land, pass.sourceId);
      const seal = `<Tags><member><Key>target-sync:binding</Key><Value>${String(name)}</Value></member><member><Key>target-sync:source</Key><Value>${pass.sourceId}</Value></member></Tags>`;
      return rewrites('DescribeTags', (text) => text.replace(/<Tags>.*<\/Tags>|<Tags\/>|<Tags><\/Tags>/s, seal))(
        carry,
        land,
        pass,
      );
    },
  },
  {
    defect: 'a registration that failed is taken for made',
    law: 'says what it did',
    plant: (carry) => async (request, options) => {
      const answer = await carry(request, options);
      return actionOf(request) === 'RegisterTargets' && answer.statusCode !== 200 ? yes('RegisterTargets') : answer;
    },
  },
  {
    defect: 'a registration fails, and what it was to replace goes all the same',
    law: 'registers first',
    plant: (carry, land, pass) => async (request, options) => {
      const answer = await carry(request, options);
      if (actionOf(request) !== 'RegisterTargets' || answer.statusCode === 200) return answer;
      const own = addressesOf(land, pass.sourceId);
      const others = land.cloud.targets(land.group.arn).filter(({ ip }) => !own.includes(ip));
      if (others.length > 0)
        await carry({ ...request, body: asked('DeregisterTargets', land.group.arn, others) }, options);
      return answer;
    },
  },
  {
    defect: 'a source that is not usable is no obstacle to a removal',
    law: 'refused is refused',
    plant:
      (carry, { cloud, group }) =>
      async (request, options) => {
        const answer = await carry(request, options);
        const unusable = Buffer.from(answer.body).toString().includes('<state>delet');
        const all = cloud.targets(group.arn);
        if (actionOf(request) === 'DescribeVpcEndpoints' && unusable && all.length > 0) {
          await carry({ ...request, body: asked('DeregisterTargets', group.arn, all) }, options);
        }
        return answer;
      },
  },
  {
    defect: 'a block that is no block is not reckoned with',
    law: 'seven words',
    plant: rewrites('DescribeSubnets', (text) => text.replace(/<cidrBlock>[^<]*/g, '<cidrBlock>nonsense')),
  },
  {
    defect: 'the pass’s deadline ends no call',
    law: 'ends in time',
    plant: (carry) => (request) => carry(request),
  },
  {
    defect: 'a group is listed without its last target',
    law: 'in sync writes nothing',
    plant: rewrites('DescribeTargetHealth', (text) => {
      const members = text.split('<member><Target>');
      return members.length < 3
        ? text
        : `${members.slice(0, -1).join('<member><Target>')}</TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`;
    }),
  },
];

/** Answers a read that failed with the last one that did not, whoever asked. */
function fromMemory(): Plant {
  const known = new WeakMap<object, Map<string, Answer>>();
  return (carry, land) => async (request, options) => {
    const memory = known.get(land.cloud) ?? new Map<string, Answer>();
    known.set(land.cloud, memory);
    const key = String(request.body);
    const answer = await carry(request, options);
    if (answer.statusCode !== 200) return memory.get(key) ?? answer;
    memory.set(key, answer);
    return answer;
  };
}
