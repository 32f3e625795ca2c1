import { crossZoneInForce } from './land/network.ts';
import { answersAt, addressesOf, carrierOf, leavingOf, sourceOf, zoneOf } from './land/truth.ts';
import type { Carrier, Land } from './land.ts';
import type { Pass } from './life.ts';

/** Whether a group is at rest after a pass: what will still change by itself, and what should be otherwise. */
export type Rest = { readonly restless: readonly string[]; readonly wrong: readonly string[] };

/**
 * Judges a group after a pass by the truth alone, not by what the pass thinks: every target it holds must be desired, or
 * there must be a reason in the world why it stays, and the pass must say that it does.
 */
export function restsOf(land: Land, pass: Pass | undefined): Rest {
  return { restless: restlessness(land), wrong: pass === undefined ? [] : wrongs(land, pass) };
}

/** What time will change without anybody's doing. */
function restlessness(land: Land): readonly string[] {
  const { cloud, group } = land;
  const turning = cloud
    .targets(group.arn)
    .filter(({ state, ip }) => !['draining', 'unused'].includes(state) && (state === 'healthy') !== answersAt(land, ip))
    .filter(({ state, ip }) => !(state === 'unhealthy' && !answersAt(land, ip)))
    .map(({ ip, port, state }) => `${ip}:${port} is ${state} and will not stay so`);
  const pause = cloud.tags(group.arn)['target-sync:pause-until'];
  const paused = pause !== undefined && Date.parse(pause) > cloud.clock.now().getTime();
  return [
    ...turning,
    ...(paused ? [`it is paused until ${pause}`] : []),
    ...leavingOf(land).map(({ ip, ipv6 }) => `the interface of ${ipv6 ?? ip} is on its way out`),
  ];
}

function wrongs(land: Land, pass: Pass): readonly string[] {
  const { cloud, group, opening, keep, port } = land;
  const { report, sourceId } = pass;
  if (report === undefined) return ['the pass said nothing'];
  const { outcome } = report;
  if (outcome === 'faulted') return [`the pass faulted: ${report.faults.map(({ reason }) => reason).join('; ')}`];
  const sealedFor = cloud.tags(group.arn)['target-sync:source'];
  const refused = (code: string): readonly string[] =>
    outcome === 'refused' ? [] : [`${code}, and the pass says ${outcome}`];
  if (sealedFor !== sourceId) return refused(`the group is sealed for ${sealedFor}`);
  const source = sourceOf(land, sourceId);
  const desired = addressesOf(land, sourceId).filter((ip) => !keep.includes(ip));
  const registered = cloud
    .targets(group.arn)
    .filter((target) => target.port === port && !target.state.endsWith('draining'));
  if (source?.state !== 'available') return refused(`the source is ${source?.state ?? 'not there'}`);

  const pause = cloud.tags(group.arn)['target-sync:pause-until'];
  const still = opening.mode === 'observe' || (pause !== undefined && Date.parse(pause) > cloud.clock.now().getTime());
  const missing = desired.filter((ip) => !registered.some((target) => target.ip === ip));
  const surplus = registered.filter(({ ip }) => !desired.includes(ip) && !keep.includes(ip));
  if (land.ground.outside && missing.length > 0 && crossZoneInForce(land) !== true) {
    return refused('the source lies outside and cross-zone is not on');
  }
  if (outcome === 'refused') return [`refused without need: ${report.refusal?.reason}`];
  if (missing.length + surplus.length === 0) {
    return outcome === 'in-sync' ? [] : [`the group is as it should be, and the pass says ${outcome}`];
  }
  if (outcome === 'in-sync') return ['the group is not as it should be, and the pass says in-sync'];
  if (still) return [];
  const healthy = registered.filter(({ ip, state }) => desired.includes(ip) && state === 'healthy').map(({ ip }) => ip);
  const world: Standing = { desired, healthy, land };
  const unheld = surplus.filter(
    ({ ip }) => !report.reasons.some(({ target, change }) => change === 'hold' && target.includes(ip)),
  );
  return [
    ...missing.map((ip) => `${ip} is missing`),
    ...unheld.map(({ ip }) => `${ip} stays, and no hold says why`),
    ...surplus
      .filter(({ ip, state }) => opening.mode === 'enforce' && !mayStay({ ip, state }, world))
      .map(({ ip, state }) => `${ip} (${carrierOf(land, ip)}, ${state}) stays for no reason in the world`),
  ];
}

type Standing = { readonly desired: readonly string[]; readonly healthy: readonly string[]; readonly land: Land };

function mayStay(
  { ip, state }: { readonly ip: string; readonly state: string },
  { desired, healthy, land }: Standing,
): boolean {
  const { opening, listenerArn, shifted, cloud, group, loadBalancer, ground } = land;
  const carrier: Carrier = carrierOf(land, ip);
  if (opening.shared) return true;
  if (carrier === 'instance' || carrier === 'nameless') {
    return state === 'healthy' && opening.protocol === 'TCP 443' && healthy.length === 0;
  }
  if (listenerArn === undefined) return true;
  const shiftShows = cloud.targets(group.arn).some(({ zone }) => shifted.has(zone));
  if (shiftShows) return true;
  if (carrier === 'nobody') return desired.length === 0;
  // From outside the group's VPC targets serve every zone, and only with cross-zone on.
  if (ground.outside && !land.crossZone) return true;
  const enabled = ground.outside
    ? land.subnetIds.map((_, index) => index)
    : loadBalancer.zones.map((_, index) => index);
  const serviceable = desired.filter((each) => enabled.includes(zoneOf(each)));
  const serving = healthy.filter((each) => enabled.includes(zoneOf(each)));
  if (serviceable.length === 0 || serving.length < Math.min(opening.minHealthy, serviceable.length)) return true;
  const zone = zoneOf(ip);
  return (
    !land.crossZone && enabled.includes(zone) && state === 'healthy' && !serving.some((each) => zoneOf(each) === zone)
  );
}
