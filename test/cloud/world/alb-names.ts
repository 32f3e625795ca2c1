import { isUp } from './alb-nodes.ts';
import type { LoadBalancer, NetworkInterface, World } from './state.ts';

/** What leads to an ALB: its name, `dualstack.` and `ipv6.` before it, and `all.` before any of them. */
const FORM = /^(all\.)?(dualstack\.|ipv6\.)?(internal-.+\.elb\.amazonaws\.com)$/;

/**
 * The addresses that a name of an ALB leads to; undefined for other names. An answer has room for eight, so the name of
 * a larger ALB shows others with each question. All of them are answered under `all.`, which AWS built for that and does
 * not document: https://github.com/heroku/elbping/pull/19
 */
export function addressesOfAlb(world: World, name: string, type: string): readonly string[] | undefined {
  const [, all, family, own] = FORM.exec(name) ?? [];
  const alb = [...world.loadBalancers.values()].find(
    (each) => each.type === 'application' && each.dnsName.toLowerCase() === own,
  );
  if (alb === undefined) return undefined;
  const ips = nodesInDns(world, alb)
    .map(({ ip, ipv6 }) => (type === 'AAAA' ? ipv6 : type === 'A' && family !== 'ipv6.' ? ip : undefined))
    .filter((ip) => ip !== undefined);
  const { albDnsAnswerLimit, albAllDnsAnswerLimit } = world.settings;
  return choice(alb, ips, all === undefined ? albDnsAnswerLimit : albAllDnsAnswerLimit);
}

function nodesInDns(world: World, alb: LoadBalancer): readonly NetworkInterface[] {
  if (!isUp(alb)) return [];
  return [...alb.nodes].flatMap(([id, { inDnsFrom }]) => {
    const node = world.interfaces.get(id);
    return node === undefined || inDnsFrom > world.now ? [] : [node];
  });
}

/** As many as an answer takes, beginning one further with each question. */
function choice(alb: LoadBalancer, ips: readonly string[], limit: number): readonly string[] {
  if (ips.length <= limit) return ips;
  const start = alb.questions % ips.length;
  alb.questions += 1;
  return [...ips.slice(start), ...ips.slice(0, start)].slice(0, limit);
}
